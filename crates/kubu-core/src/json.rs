//! JSON from anywhere: read within limits, so that no file makes the program hang or fail.

use crate::{Assessment, Diagnostic, SortedMap, Value};

/// What a file should be, for the words of errors.
pub(crate) struct Format {
    /// The code of the error for a file that is something else.
    pub(crate) code: &'static str,
    /// Its name, with its article.
    pub(crate) name: &'static str,
    /// What to do about a file that is something else.
    pub(crate) instead: &'static str,
    /// What to do about one that is too much.
    pub(crate) check: &'static str,
    /// What to do about one that is cut off.
    pub(crate) mended: &'static str,
}

/// The members of the object that a file holds.
pub(crate) fn members(text: &str, format: &Format) -> Result<SortedMap<String, Value>, Diagnostic> {
    let Format { code, name, instead, check, mended } = format;
    if text.len() > Assessment::MAX_BYTES {
        return Err(too_large(&format!("the file has {} bytes", text.len()), format));
    }
    match Value::parse(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Diagnostic::error(code, "", format!("the file is JSON but not {name}"), *instead)),
        Err(error) if error.is_too_deep() => {
            let message = format!("lists and objects are nested deeper than {}", Value::MAX_DEPTH);
            Err(Diagnostic::error("document-too-deep", "", message, *check))
        }
        Err(error) => {
            let help = format!("the file may be cut off or edited by hand: {mended}");
            Err(Diagnostic::error("not-json", "", format!("the file is not JSON: {error}"), help))
        }
    }
}

/// The error of a file that is too long, in the words of `says`.
pub(crate) fn too_large(says: &str, format: &Format) -> Diagnostic {
    let message = format!("{says}; at most {} are read", Assessment::MAX_BYTES);
    Diagnostic::error("document-too-large", "", message, format.check)
}

/// A name as it stands in a JSON Pointer.
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
