//! `kubu assess`: everything that follows from one description.

use std::path::Path;

use kubu_core::{Level, Rules};
use kubu_verbs::{Assessed, to_json};

use crate::{Failure, ReportFormat, input, markdown, text};

/// Assesses the system described in `file`.
pub(crate) fn run(rules: &Rules, file: &Path, format: ReportFormat, target: Option<Level>) -> Result<String, Failure> {
    let assessment = input::open(file, rules)?;
    let assessed = Assessed::of(&assessment, target, rules);
    Ok(match format {
        ReportFormat::Text => text::report(&assessed),
        ReportFormat::Md => markdown::report(&assessed),
        ReportFormat::Json => to_json(&assessed.document()),
    })
}
