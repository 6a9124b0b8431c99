//! Which keys there are, and how the app looks.

use yew::prelude::*;

use super::modal::modal;
use crate::host::Script;
use crate::theme;

/// Keys and what they do.
const KEYS: [(&str, &str); 7] = [
    ("/", "Search"),
    ("?", "Show this"),
    ("Ctrl S", "Save a file"),
    ("Ctrl Z", "Undo"),
    ("Ctrl Shift Z", "Redo"),
    ("Enter", "In a question: the next question"),
    ("Esc", "Close what is open"),
];

/// The dialog.
pub(crate) fn keys_list(script: &Script, node: &NodeRef, on_close: &Callback<()>) -> Html {
    let current = script.theme();
    // The browser keeps which of them is chosen.
    let themes = theme::THEMES.iter().map(|(theme, name)| {
        let script = script.clone();
        html! {
            <label class="option">
                <input type="radio" name="theme" checked={current == *theme} onchange={move |_: Event| script.set_theme(theme)} />
                <span>{ *name }</span>
            </label>
        }
    });
    let holds = html! {
        <>
            <fieldset class="themes">
                <legend>{ "Theme" }</legend>
                { for themes }
            </fieldset>
            <h3>{ "Keys" }</h3>
            <dl class="keys">
                { for KEYS.iter().map(|(keys, does)| html! {
                    <div><dt>{ for keys.split(' ').map(|key| html! { <kbd>{ key }</kbd> }) }</dt><dd>{ *does }</dd></div>
                }) }
            </dl>
            <p class="hint">{ "On a Mac, ⌘ stands for Ctrl." }</p>
        </>
    };
    modal("Appearance and keys", node, on_close, holds)
}
