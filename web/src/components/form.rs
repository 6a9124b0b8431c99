//! Labelled fields.

use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// A field of one line: of `kind` `text`, `date` and so on.
pub(crate) fn line(kind: &'static str, label: &str, value: &str, give: &Callback<String>) -> Html {
    let give = give.clone();
    let oninput = move |event: InputEvent| give.emit(event.target_unchecked_into::<HtmlInputElement>().value());
    html! {
        <label class="field">
            <span>{ label.to_owned() }</span>
            <input type={kind} value={value.to_owned()} {oninput} maxlength="1000" />
        </label>
    }
}

/// A field of several lines.
pub(crate) fn area(label: &str, value: &str, give: &Callback<String>) -> Html {
    let give = give.clone();
    let oninput = move |event: InputEvent| give.emit(event.target_unchecked_into::<HtmlTextAreaElement>().value());
    html! {
        <label class="field">
            <span>{ label.to_owned() }</span>
            <textarea value={value.to_owned()} {oninput} rows="3" />
        </label>
    }
}

/// A choice of words: each with its name and whether it is chosen. It gives the position of the one chosen.
pub(crate) fn select(label: &str, options: &[(&str, bool)], give: &Callback<usize>) -> Html {
    let give = give.clone();
    let onchange = move |event: Event| {
        let position = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        give.emit(usize::try_from(position).unwrap_or_default());
    };
    html! {
        <label class="field">
            <span>{ label.to_owned() }</span>
            <select {onchange}>
                { for options.iter().map(|(name, selected)| html! { <option selected={*selected}>{ (*name).to_owned() }</option> }) }
            </select>
        </label>
    }
}
