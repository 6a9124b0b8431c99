//! Keeps the assessment on this device.

use gloo::storage::{LocalStorage, Storage};
use kubu_core::{Assessment, Diagnostic, Rules};

/// Where the assessment is kept.
const KEY: &str = "kubu.assessment";
/// Where a text goes that could not be read, so that it is not lost.
const UNREADABLE: &str = "kubu.assessment.unreadable";

/// Writes the assessment; an error is something to tell the user.
pub(crate) fn save(assessment: &Assessment) -> Result<(), String> {
    write(KEY, &assessment.to_json())
}

/// Reads what was kept: nothing, an assessment, or what is wrong with it.
pub(crate) fn load(rules: &Rules) -> Result<Option<Assessment>, Vec<Diagnostic>> {
    let Ok(Some(text)) = LocalStorage::raw().get_item(KEY) else { return Ok(None) };
    match Assessment::open(&text, rules) {
        Ok(opened) => Ok(Some(opened.assessment)),
        Err(mut errors) => {
            if write(UNREADABLE, &text).is_ok() {
                errors.push(Diagnostic::warning(
                    "kept-aside",
                    "",
                    "what was saved on this device cannot be read; it is kept under another name",
                    format!("the browser's storage holds it as `{UNREADABLE}`"),
                ));
            }
            Err(errors)
        }
    }
}

fn write(key: &str, text: &str) -> Result<(), String> {
    LocalStorage::raw()
        .set_item(key, text)
        .map_err(|_| "Not saved on this device: its storage is full or blocked. Save a file instead.".to_owned())
}
