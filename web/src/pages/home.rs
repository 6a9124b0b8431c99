//! Where one begins, or goes on.

use gloo::file::callbacks::{FileReader, read_as_text};
use kubu_core::Assessment;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::components::Link;
use crate::route::Page;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct HomeProps {
    /// The text of a file to open, or nothing to begin anew.
    pub(crate) on_open: Callback<Option<String>>,
}

/// New, open, go on.
#[component]
pub(crate) fn Home(props: &HomeProps) -> Html {
    let picker = use_node_ref();
    let reading = use_mut_ref(|| None::<FileReader>);
    let on_open = {
        let picker = picker.clone();
        move |_| {
            if let Some(picker) = picker.cast::<HtmlElement>() {
                picker.click();
            }
        }
    };
    let on_pick = {
        let on_open = props.on_open.clone();
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.get(0)).map(gloo::file::File::from) else { return };
            // So that the same file can be picked again.
            input.set_value("");
            let on_open = on_open.clone();
            if file.size() > Assessment::MAX_BYTES as u64 {
                // The core says what is wrong with a text that is too long; the file itself is not read.
                on_open.emit(Some(" ".repeat(Assessment::MAX_BYTES + 1)));
                return;
            }
            let reader = read_as_text(&file, move |text| on_open.emit(Some(text.unwrap_or_default())));
            reading.replace(Some(reader));
        }
    };
    let on_new = props.on_open.reform(|_| None);
    html! {
        <>
            <div class="intro">
                <h1>{ "What can go wrong with the security of your AI system?" }</h1>
                <p>
                    { "Answer what you know. Every answer shows at once which threats apply, why, and which controls of \
                       Singapore’s CSA guides answer them. Nothing that you enter leaves this browser." }
                </p>
            </div>
            <p class="actions">
                <button type="button" class="primary" onclick={on_new}>{ "Begin a new assessment" }</button>
                <button type="button" onclick={on_open}>{ "Open a file …" }</button>
                <input ref={picker} type="file" accept=".json,application/json" hidden=true onchange={on_pick} aria-label="Assessment file" />
            </p>
            <p><Link to={Page::Describe}>{ "Go on with what is in hand" }</Link></p>
        </>
    }
}
