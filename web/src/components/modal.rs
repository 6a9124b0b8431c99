//! A native modal dialog: it keeps the focus within, closes by Escape, and gives the focus back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::piece::piece;

#[derive(Debug, Clone, PartialEq, Properties)]
struct ModalProps {
    label: &'static str,
    node: NodeRef,
    on_close: Callback<()>,
    holds: Html,
}

/// Shown for as long as it is rendered; `node` is the dialog itself, to [`close`] it, and `on_close` hears that it was.
pub(crate) fn modal(label: &'static str, node: &NodeRef, on_close: &Callback<()>, holds: Html) -> Html {
    piece::<Modal>(ModalProps { label, node: node.clone(), on_close: on_close.clone(), holds })
}

#[component]
fn Modal(ModalProps { label, node, on_close, holds }: &ModalProps) -> Html {
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        }
    });
    let shut = {
        let node = node.clone();
        move |_: MouseEvent| close(&node)
    };
    html! {
        <dialog ref={node.clone()} aria-label={*label} closedby="any" onclose={on_close.reform(|_| ())}>
            <div class="title">
                <h2>{ *label }</h2>
                <button type="button" class="quiet" onclick={shut}>{ "Close" }</button>
            </div>
            { holds.clone() }
        </dialog>
    }
}

/// Closes a dialog.
pub(crate) fn close(node: &NodeRef) {
    if let Some(dialog) = node.cast::<HtmlDialogElement>() {
        dialog.close();
    }
}
