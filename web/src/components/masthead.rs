//! The head of the page: what is being assessed, and files.

use gloo::file::callbacks::{FileReader, read_as_text};
use kubu_core::Assessment;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct MastheadProps {
    /// What the system is called.
    pub(crate) title: AttrValue,
    pub(crate) on_rename: Callback<String>,
    pub(crate) on_save: Callback<()>,
    /// The text of a file to open, or nothing to begin anew.
    pub(crate) on_replace: Callback<Option<String>>,
}

/// Name, new, open, save.
#[component]
pub(crate) fn Masthead(props: &MastheadProps) -> Html {
    let picker = use_node_ref();
    let reading = use_mut_ref(|| None::<FileReader>);
    let on_input = {
        let on_rename = props.on_rename.clone();
        move |event: InputEvent| on_rename.emit(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let on_open = {
        let picker = picker.clone();
        move |_| {
            if let Some(picker) = picker.cast::<HtmlElement>() {
                picker.click();
            }
        }
    };
    let on_pick = {
        let on_replace = props.on_replace.clone();
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.get(0)).map(gloo::file::File::from) else { return };
            // So that the same file can be picked again.
            input.set_value("");
            let on_replace = on_replace.clone();
            if file.size() > Assessment::MAX_BYTES as u64 {
                // The core says what is wrong with a text that is too long; the file itself is not read.
                on_replace.emit(Some(" ".repeat(Assessment::MAX_BYTES + 1)));
                return;
            }
            let reader = read_as_text(&file, move |text| on_replace.emit(Some(text.unwrap_or_default())));
            reading.replace(Some(reader));
        }
    };
    let on_new = props.on_replace.reform(|_| None);
    let on_save = props.on_save.reform(|_| ());
    html! {
        <header class="masthead">
            <p class="brand">{ "Kubu" }</p>
            <label class="name">
                <span>{ "System" }</span>
                <input type="text" value={props.title.clone()} oninput={on_input} placeholder="Name of the system" maxlength="200" />
            </label>
            <div class="actions">
                <button type="button" onclick={on_new}>{ "New" }</button>
                <button type="button" onclick={on_open}>{ "Open …" }</button>
                <button type="button" class="primary" onclick={on_save}>{ "Save" }</button>
                <input ref={picker} type="file" accept=".json,application/json" hidden=true onchange={on_pick} aria-label="Assessment file" />
            </div>
        </header>
    }
}
