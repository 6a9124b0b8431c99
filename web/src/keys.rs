//! The keys that work on every page.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::host::Host;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Take the last change back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Save a file.
    Save,
    /// Look for an entry.
    Search,
    /// See which keys there are.
    Keys,
}

/// What the key asks for; `typing` where it is pressed in a text, which has its own undo.
fn wish(key: &str, command: bool, shift: bool, typing: bool) -> Option<Wish> {
    match (key, command) {
        ("s", true) => Some(Wish::Save),
        ("z", true) if shift && !typing => Some(Wish::Redo),
        ("y", true) if !typing => Some(Wish::Redo),
        ("z", true) if !typing => Some(Wish::Undo),
        ("/", false) if !typing => Some(Wish::Search),
        ("?", false) if !typing => Some(Wish::Keys),
        _ => None,
    }
}

/// Listens to keys for as long as the app is there; in a page of somebody else, to those pressed within it.
#[hook]
pub(crate) fn use_keys(host: &Host, grant: Callback<Wish>) {
    let ground = host.ground();
    use_effect_with(grant, move |grant| {
        let grant = grant.clone();
        let listen = move |event: &web_sys::Event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let typing = event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
                let typed = "textarea, select, input:not([type=checkbox]):not([type=radio])";
                element.matches(typed).unwrap_or_default()
            });
            let command = event.ctrl_key() || event.meta_key();
            if let Some(wish) = wish(&event.key().to_ascii_lowercase(), command, event.shift_key(), typing) {
                event.prevent_default();
                grant.emit(wish);
            }
        };
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&ground, "keydown", options, listen);
        move || drop(listener)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_their_usual_meaning() {
        assert_eq!(wish("s", true, false, true), Some(Wish::Save));
        assert_eq!(wish("z", true, false, false), Some(Wish::Undo));
        assert_eq!(wish("z", true, true, false), Some(Wish::Redo));
        assert_eq!(wish("/", false, false, false), Some(Wish::Search));
        assert_eq!(wish("?", false, true, false), Some(Wish::Keys));
        assert_eq!(wish("z", false, false, false), None);
    }

    #[test]
    fn a_text_has_its_own_undo_and_takes_every_letter() {
        for (key, command) in [("z", true), ("y", true), ("/", false), ("?", false)] {
            assert_eq!(wish(key, command, false, true), None, "{key}");
        }
    }
}
