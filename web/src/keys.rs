//! The keys that work on every page.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::document::{Action, Document};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Undo,
    Redo,
    Save,
}

/// What the key asks for; `typing` where it is pressed in a text, which has its own undo.
fn wish(key: &str, command: bool, shift: bool, typing: bool) -> Option<Wish> {
    match (key, command) {
        ("s", true) => Some(Wish::Save),
        ("z", true) if shift && !typing => Some(Wish::Redo),
        ("y", true) if !typing => Some(Wish::Redo),
        ("z", true) if !typing => Some(Wish::Undo),
        _ => None,
    }
}

/// Listens to keys for as long as the app is there.
#[hook]
pub(crate) fn use_keys(document: UseReducerDispatcher<Document>, on_save: Callback<()>) {
    use_effect_with(on_save, move |on_save| {
        let on_save = on_save.clone();
        let listen = move |event: &web_sys::Event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let typing = event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
                element.matches("textarea, input:not([type=checkbox]):not([type=radio])").unwrap_or_default()
            });
            let command = event.ctrl_key() || event.meta_key();
            let Some(wish) = wish(&event.key().to_ascii_lowercase(), command, event.shift_key(), typing) else {
                return;
            };
            event.prevent_default();
            match wish {
                Wish::Undo => document.dispatch(Action::Undo),
                Wish::Redo => document.dispatch(Action::Redo),
                Wish::Save => on_save.emit(()),
            }
        };
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&gloo::utils::document(), "keydown", options, listen);
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
        assert_eq!(wish("y", true, false, false), Some(Wish::Redo));
        assert_eq!(wish("z", false, false, false), None);
    }

    #[test]
    fn a_text_has_its_own_undo() {
        assert_eq!(wish("z", true, false, true), None);
        assert_eq!(wish("y", true, false, true), None);
    }
}
