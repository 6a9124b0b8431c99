//! A summary that shows more when it is opened. What is closed is not built: an answer changes a hundred entries at once.

use yew::prelude::*;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct DisclosureProps {
    pub(crate) summary: AttrValue,
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Builds what it shows.
    pub(crate) content: Callback<(), Html>,
}

/// A native `details`, filled while it is open.
#[component]
pub(crate) fn Disclosure(DisclosureProps { summary, class, content }: &DisclosureProps) -> Html {
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
        <details class={class.clone()} open={*open}>
            <summary {onclick}>{ summary }</summary>
            if *open { { content.emit(()) } }
        </details>
    }
}
