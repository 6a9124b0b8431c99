//! JSON from anywhere: read within limits, so that no file makes the program hang or fail.

use crate::{Assessment, Diagnostic, SortedMap, Value};

/// What a file should be, for the words of errors.
pub(crate) struct Expected {
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
pub(crate) fn members(text: &str, expected: &Expected) -> Result<SortedMap<String, Value>, Diagnostic> {
    let Expected { code, name, instead, check, mended } = expected;
    if text.len() > Assessment::MAX_BYTES {
        return Err(too_large(&format!("the file has {} bytes", text.len()), expected));
    }
    if depth(text) > Assessment::MAX_DEPTH {
        let message = format!("lists and objects are nested deeper than {}", Assessment::MAX_DEPTH);
        return Err(Diagnostic::error("document-too-deep", "", message, *check));
    }
    match Value::parse(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Diagnostic::error(code, "", format!("the file is JSON but not {name}"), *instead)),
        Err(error) => {
            let help = format!("the file may be cut off or edited by hand: {mended}");
            Err(Diagnostic::error("not-json", "", format!("the file is not JSON: {error}"), help))
        }
    }
}

/// The error of a file that is too long, in the words of `says`.
pub(crate) fn too_large(says: &str, expected: &Expected) -> Diagnostic {
    let message = format!("{says}; at most {} are read", Assessment::MAX_BYTES);
    Diagnostic::error("document-too-large", "", message, expected.check)
}

/// A name as it stands in a JSON Pointer.
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// How deep lists and objects are nested, without building anything.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
