//! A summary that shows more when it is opened. What is closed is not built: an answer changes a hundred entries at once.

use yew::prelude::*;

use crate::piece::piece;

#[derive(Debug, Clone, PartialEq, Properties)]
struct DisclosureProps {
    summary: AttrValue,
    content: Callback<(), Html>,
}

/// A native `details` with this summary; `content` builds what it shows while it is open.
pub(crate) fn disclosure(summary: impl Into<AttrValue>, content: impl Into<Callback<(), Html>>) -> Html {
    piece::<Disclosure>(DisclosureProps { summary: summary.into(), content: content.into() })
}

#[component]
fn Disclosure(DisclosureProps { summary, content }: &DisclosureProps) -> Html {
    let open = use_state_eq(|| false);
    let onclick = {
        let open = open.clone();
        // The state decides, not the browser, so that the content is there in the frame that shows it.
        move |event: MouseEvent| {
            event.prevent_default();
            open.set(!*open);
        }
    };
    html! {
        <details open={*open}>
            <summary {onclick}>{ summary }</summary>
            if *open { { content.emit(()) } }
        </details>
    }
}
