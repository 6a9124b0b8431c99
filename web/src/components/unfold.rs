//! An entry of a list that opens below its row.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Whether the entry is open, the button that opens it, and what a press of it does. An entry that the address names
/// opens by itself, comes into view and takes the focus.
#[hook]
pub(crate) fn use_unfold(named: bool) -> (bool, NodeRef, Callback<MouseEvent>) {
    let open = use_state_eq(|| named);
    let button = use_node_ref();
    use_effect_with(named, {
        let (open, button) = (open.setter(), button.clone());
        move |named| {
            if *named {
                open.set(true);
                focus(&button);
            }
        }
    });
    let toggle = use_callback(*open, {
        let open = open.setter();
        move |_: MouseEvent, is_open| open.set(!is_open)
    });
    (*open, button, toggle)
}

/// Leads the focus to an element.
pub(crate) fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let _ = element.focus();
    }
}
