//! Light, dark, or as the system has it.
//!
//! The loader puts on what was chosen before, so that the first paint has it.

use gloo::utils::{document_element, window};

/// Where the choice is kept, where keeping is allowed.
const KEY: &str = "kubu.theme";
const ATTRIBUTE: &str = "data-theme";

/// The choices with their names; the first is that of the system.
pub(crate) const THEMES: [(&str, &str); 3] = [("", "As the system"), ("light", "Light"), ("dark", "Dark")];

/// The choice in force.
pub(crate) fn current() -> String {
    document_element().get_attribute(ATTRIBUTE).unwrap_or_default()
}

/// Puts a choice in force.
pub(crate) fn choose(theme: &str) {
    let root = document_element();
    // `store.mjs` writes that nothing is to be kept.
    let keeps = |storage: &web_sys::Storage| matches!(storage.get_item("kubu.keep"), Ok(None));
    let storage = window().local_storage().ok().flatten().filter(keeps);
    if theme.is_empty() {
        let _ = root.remove_attribute(ATTRIBUTE);
        storage.map(|storage| storage.remove_item(KEY));
    } else {
        let _ = root.set_attribute(ATTRIBUTE, theme);
        storage.map(|storage| storage.set_item(KEY, theme));
    }
}
