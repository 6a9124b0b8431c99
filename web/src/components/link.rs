//! A link within the app.

use yew::prelude::*;

use crate::piece::piece;
use crate::route::{Place, Route, use_place};
use crate::tag::{tag, text};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LinkProps {
    pub(crate) to: Route,
    pub(crate) class: &'static str,
    /// Whether it leads to where the user is.
    pub(crate) current: bool,
    pub(crate) holds: Html,
}

/// A link with a text.
pub(crate) fn link(to: impl Into<Route>, says: &str) -> Html {
    piece::<Link>(LinkProps { to: to.into(), class: "", current: false, holds: text(says) })
}

/// A link with a text that looks as `class` says.
pub(crate) fn link_as(class: &'static str, to: impl Into<Route>, says: &str) -> Html {
    piece::<Link>(LinkProps { to: to.into(), class, current: false, holds: text(says) })
}

/// An anchor, so that it can be copied and opened elsewhere, followed without the browser.
#[component]
pub(crate) fn Link(LinkProps { to, class, current, holds }: &LinkProps) -> Html {
    let Place { host, go, .. } = use_place();
    if !host.shows(to.page) {
        return tag("span", class, vec![holds.clone()]);
    }
    let address = to.to_string();
    let onclick = {
        let to = to.clone();
        move |event: MouseEvent| {
            // With a key held, the browser opens a tab of its own; with somebody else's page, that would not lead here.
            if host.is_foreign || !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
                event.prevent_default();
                go.emit(to.clone());
            }
        }
    };
    html! { <a class={*class} href={address} {onclick} aria-current={current.then_some("page")}>{ holds.clone() }</a> }
}
