//! `kubu validate`: whether a file can be opened, and whether all of it means something.

use std::path::Path;

use kubu_core::Opened;

use crate::{Failure, input};

/// Checks the assessment in `file`; with `strict`, what the catalogue does not know is a finding.
pub(crate) fn run(file: &Path, strict: bool) -> Result<String, Failure> {
    let rules = input::rules()?;
    let Opened { assessment, warnings } = input::opened(file, &rules)?;
    let summary = format!("A sound assessment with {} answers.\n", assessment.answers.len());
    if strict && !warnings.is_empty() {
        return Err(Failure::Findings(warnings));
    }
    input::warn(&warnings);
    Ok(summary)
}
