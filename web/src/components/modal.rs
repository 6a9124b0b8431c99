//! A native modal dialog: it keeps the focus within, closes by Escape, and gives the focus back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ModalProps {
    /// What it is called.
    pub(crate) label: &'static str,
    /// The dialog itself, to [`close`] it.
    pub(crate) node: NodeRef,
    /// It was closed.
    pub(crate) on_close: Callback<()>,
    pub(crate) children: Html,
}

/// Shown for as long as it is rendered.
#[component]
pub(crate) fn Modal(ModalProps { label, node, on_close, children }: &ModalProps) -> Html {
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
            { children.clone() }
        </dialog>
    }
}

/// Closes a dialog.
pub(crate) fn close(node: &NodeRef) {
    if let Some(dialog) = node.cast::<HtmlDialogElement>() {
        dialog.close();
    }
}
