//! What comes from JavaScript.

use js_sys::{Error, JSON, JsString, Reflect};
use kubu_core::{Answers, Assessment, Diagnostic, Level, Opened, Rules, Severity};
use wasm_bindgen::{JsCast, JsValue};

use crate::output::Failure;

/// Where the answers of a document are.
const ANSWERS: &str = "/description/answers";

/// Opens a document that is given as text or as an object.
pub(crate) fn opened(given: &JsValue, rules: &Rules) -> Result<Opened, Failure> {
    let text = match given.dyn_ref::<JsString>() {
        Some(text) => text.clone(),
        None if is_object(given) => written(given)?,
        None => return misuse("an assessment is an object or its JSON text"),
    };
    open(&text, rules)
}

/// Answers by fact, as they are in a document.
pub(crate) fn answers(given: &JsValue, rules: &Rules) -> Result<Answers, Failure> {
    if !is_object(given) {
        return misuse("answers are an object with a member for each fact");
    }
    let (format, version) = (Assessment::FORMAT, Assessment::SCHEMA_VERSION);
    let start = format!(r#"{{"format":"{format}","schema_version":{version},"description":{{"answers":"#);
    let text = JsString::from(start).concat(&written(given)?.into()).concat(&"}}".into());
    let at_the_answers = |mut diagnostics: Vec<Diagnostic>| {
        for diagnostic in &mut diagnostics {
            diagnostic.severity = Severity::Error;
            if let Some(at) = diagnostic.at.strip_prefix(ANSWERS) {
                diagnostic.at = at.to_owned();
            }
        }
        Failure::BadInput(diagnostics)
    };
    match open(&text, rules) {
        Ok(Opened { assessment, warnings, .. }) if warnings.is_empty() => Ok(assessment.description.answers),
        Ok(Opened { warnings, .. }) => Err(at_the_answers(warnings)),
        Err(Failure::BadInput(errors)) => Err(at_the_answers(errors)),
        Err(misuse) => Err(misuse),
    }
}

/// The level to reach, if the options name one.
pub(crate) fn target(options: &JsValue) -> Result<Option<Level>, Failure> {
    if options.is_undefined() {
        return Ok(None);
    }
    if !is_object(options) {
        return misuse("options are an object");
    }
    let target = Reflect::get(options, &"target".into()).unwrap_or_default();
    if target.is_undefined() {
        return Ok(None);
    }
    let Some(target) = target.as_string() else { return misuse("the target is a level, as text") };
    target.parse().map(Some).map_err(|error: kubu_core::UnknownLevel| {
        bad_input("unknown-level", "target", format!("`{target}` is no level"), &error.to_string())
    })
}

/// The id of an entry.
pub(crate) fn id(given: &JsValue) -> Result<String, Failure> {
    given.as_string().map_or_else(|| misuse("an id is text"), Ok)
}

fn open(text: &JsString, rules: &Rules) -> Result<Opened, Failure> {
    // Memory that is once given to WebAssembly is never given back, so what is too long stays out of it.
    let length = text.length() as usize;
    if length > Assessment::MAX_BYTES {
        let message = format!("the document has {length} characters; at most {} are read", Assessment::MAX_BYTES);
        return Err(bad_input("document-too-large", "", message, "check that this is an assessment of Kubu"));
    }
    Assessment::open(&String::from(text), rules).map_err(Failure::BadInput)
}

/// An object as JSON text.
fn written(object: &JsValue) -> Result<JsString, Failure> {
    let not_json = |reason: &str| {
        let message = format!("the object cannot be written as JSON: {reason}");
        bad_input("not-json", "", message, "give plain data: objects, lists, text, numbers, true, false and null")
    };
    match JSON::stringify(object) {
        Ok(text) if text.is_undefined() => Err(not_json("it is undefined")),
        Ok(text) => Ok(text),
        Err(error) => {
            let message = error.dyn_ref::<Error>().map(|error| String::from(error.message()));
            Err(not_json(message.as_deref().unwrap_or("it throws an exception")))
        }
    }
}

fn is_object(given: &JsValue) -> bool {
    given.is_object() && !given.is_function()
}

fn misuse<T>(message: &str) -> Result<T, Failure> {
    Err(Failure::Misuse(message.to_owned()))
}

fn bad_input(code: &'static str, at: &str, message: String, help: &str) -> Failure {
    Failure::BadInput(vec![Diagnostic::error(code, at, message, help)])
}
