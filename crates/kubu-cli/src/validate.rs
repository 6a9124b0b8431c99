//! `kubu validate`: whether a file can be opened, and whether all of it means something.

use std::path::Path;

use kubu_core::Opened;

use crate::{Failure, input};

/// Checks the assessment in `file`; with `strict`, what the catalogue does not know is a finding.
pub(crate) fn run(file: &Path, strict: bool) -> Result<String, Failure> {
    let rules = input::rules()?;
    let Opened { assessment, migrated_from, warnings } = input::opened(file, &rules)?;
    let description = &assessment.description;
    let (answers, components, flows) =
        (description.answers.len(), description.components.len(), description.flows.len());
    let older = migrated_from.map_or_else(String::new, |version| format!(" It is of the older version {version}."));
    let summary = format!("A sound assessment: {answers} answers, {components} components, {flows} flows.{older}\n");
    if strict && !warnings.is_empty() {
        return Err(Failure::Findings(warnings));
    }
    input::warn(&warnings);
    Ok(summary)
}
