//! The pages whose code is fetched once the app is at work: before that it must not draw them.

use yew::prelude::*;

use crate::app::focus;
use crate::components::notice::{self, Notice};
use crate::components::please_wait;
use crate::host::Host;
use crate::route::Page;
use crate::storage::listener;

/// Where the code of these pages is.
#[derive(Debug, Clone, PartialEq)]
enum Code {
    /// On its way.
    Awaited,
    /// Part of the app.
    There,
    /// Why it did not come.
    Missing(String),
}

/// Whether these pages can be drawn, and what to show in place of one if not.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Later {
    code: Code,
    again: Callback<()>,
}

/// Fetches the code of these pages after what comes first is drawn. A page of somebody else has it from the start.
///
/// If the user asks for it again, `main` takes the focus: what had it goes.
#[hook]
pub(crate) fn use_later(host: &Host, main: &NodeRef) -> Later {
    let code = use_state_eq(|| if host.is_foreign { Code::There } else { Code::Awaited });
    let fetch = use_callback((), {
        let (script, code) = (host.script.clone(), code.setter());
        move |(), ()| {
            code.set(Code::Awaited);
            let code = code.clone();
            script.complete(&listener(Box::new(move |why, _, _, _| {
                code.set(if why.is_empty() { Code::There } else { Code::Missing(why) });
            })));
        }
    });
    use_effect_with((), {
        let (fetch, is_there) = (fetch.clone(), host.is_foreign);
        move |()| {
            if !is_there {
                fetch.emit(());
            }
        }
    });
    let again = use_callback((), {
        let main = main.clone();
        move |(), ()| {
            focus(&main);
            fetch.emit(());
        }
    });
    Later { code: (*code).clone(), again }
}

impl Later {
    /// Whether they can be drawn.
    pub(crate) fn is_there(&self) -> bool {
        self.code == Code::There
    }

    /// What to show of a page until then.
    pub(crate) fn wait(&self, page: Page) -> Html {
        let state = match &self.code {
            Code::Missing(why) => {
                let message = format!("This page could not be loaded ({why}). Nothing that you entered is lost.");
                let notice = Notice::warning(message).with("Try again".into(), self.again.clone());
                notice::view("later", &notice, None)
            }
            _ => please_wait("Loading this page …"),
        };
        html! { <><h1>{ page.title() }</h1>{ state }</> }
    }
}
