//! A link within the app.

use yew::prelude::*;

use crate::route::{Place, Route, use_place};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LinkProps {
    pub(crate) to: Route,
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Whether it leads to where the user is.
    #[prop_or_default]
    pub(crate) current: bool,
    pub(crate) children: Html,
}

/// An anchor, so that it can be copied and opened elsewhere, followed without the browser.
#[component]
pub(crate) fn Link(LinkProps { to, class, current, children }: &LinkProps) -> Html {
    let Place { host, go, .. } = use_place();
    if !host.shows(to.page) {
        return html! { <span class={class.clone()}>{ children.clone() }</span> };
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
    html! { <a class={class.clone()} href={address} {onclick} aria-current={current.then_some("page")}>{ children.clone() }</a> }
}
