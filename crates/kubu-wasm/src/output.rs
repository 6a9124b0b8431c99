//! What goes back to JavaScript.
//!
//! Values cross as one JSON text, which JavaScript parses: the same bytes as the command prints, members of any name
//! kept as they are (`__proto__` would change an object to which it were assigned), and a single crossing.

use kubu_core::{Diagnostic, to_json};
use serde::Serialize;
use wasm_bindgen::JsValue;

/// Why there is no answer.
pub(crate) enum Failure {
    /// The program gave something of the wrong type: an exception.
    Misuse(String),
    /// The user gave something that cannot be used: a value.
    BadInput(Vec<Diagnostic>),
}

/// An answer as JSON.
pub(crate) struct Answer(String);

impl Answer {
    /// The answer that says `value`, with what was kept but not understood.
    pub(crate) fn of(value: &impl Serialize, warnings: &[Diagnostic]) -> Self {
        let (value, warnings) = (to_json(value), to_json(warnings));
        Self(format!(r#"{{"ok":true,"value":{value},"warnings":{warnings}}}"#))
    }
}

/// Answers, or says why not.
pub(crate) fn answered(work: impl FnOnce() -> Result<Answer, Failure>) -> Result<JsValue, JsValue> {
    match work() {
        Ok(Answer(text)) => js_sys::JSON::parse(&text),
        Err(Failure::BadInput(errors)) => {
            js_sys::JSON::parse(&format!(r#"{{"ok":false,"errors":{}}}"#, to_json(&errors)))
        }
        Err(Failure::Misuse(message)) => Err(js_sys::TypeError::new(&message).into()),
    }
}

/// The exception that says what is wrong, and what to do.
pub(crate) fn misuse(error: Option<&Diagnostic>) -> JsValue {
    let message = error.map(|Diagnostic { message, help, .. }| format!("{message}: {help}"));
    js_sys::TypeError::new(&message.unwrap_or_default()).into()
}
