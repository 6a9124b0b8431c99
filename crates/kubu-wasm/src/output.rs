//! What goes back to JavaScript.
//!
//! Values cross as one JSON text, which JavaScript parses: the same bytes as the command prints, members of any name
//! kept as they are (`__proto__` would change an object to which it were assigned), and a single crossing.

use kubu_core::Diagnostic;
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

#[derive(Serialize)]
struct Answered<'a, T> {
    ok: bool,
    value: &'a T,
    /// What was kept but not understood.
    warnings: &'a [Diagnostic],
}

#[derive(Serialize)]
struct Refused {
    ok: bool,
    errors: Vec<Diagnostic>,
}

impl Answer {
    /// The answer that says `value`.
    pub(crate) fn of(value: &impl Serialize, warnings: &[Diagnostic]) -> Self {
        Self(kubu_verbs::to_json(&Answered { ok: true, value, warnings }))
    }
}

/// Answers, or says why not.
pub(crate) fn answered(work: impl FnOnce() -> Result<Answer, Failure>) -> Result<JsValue, JsValue> {
    match work() {
        Ok(Answer(text)) => js_sys::JSON::parse(&text),
        Err(Failure::BadInput(errors)) => js_sys::JSON::parse(&kubu_verbs::to_json(&Refused { ok: false, errors })),
        Err(Failure::Misuse(message)) => Err(js_sys::TypeError::new(&message).into()),
    }
}
