//! Reads the assessment that a command works on.

use std::io::Read;
use std::path::Path;

use kubu_core::{Assessment, Diagnostic, Opened, Rules};

use crate::Failure;

/// The embedded catalogue, ready to be asked.
pub(crate) fn rules() -> Result<Rules, Failure> {
    kubu_catalog::rules().map_err(Failure::BadInput)
}

/// Opens the assessment in a file, or on standard input for `-`, and prints its warnings to standard error.
pub(crate) fn open(file: &Path, rules: &Rules) -> Result<Assessment, Failure> {
    let text = read(file).map_err(|error| {
        let message = format!("{} cannot be read: {error}", file.display());
        Failure::BadInput(vec![Diagnostic::error(
            "unreadable-file",
            "",
            message,
            "name an assessment, or `-` for standard input",
        )])
    })?;
    let Opened { assessment, warnings } = Assessment::open(&text, rules).map_err(Failure::BadInput)?;
    for warning in warnings {
        eprintln!("{warning}");
    }
    Ok(assessment)
}

fn read(file: &Path) -> std::io::Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().take(Assessment::MAX_BYTES as u64 + 1).read_to_string(&mut text)?;
        Ok(text)
    } else {
        std::fs::read_to_string(file)
    }
}
