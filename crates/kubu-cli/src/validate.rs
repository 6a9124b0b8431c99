//! `kubu validate`: whether a file can be opened, and whether all of it means something.

use std::path::Path;

use kubu_core::{Opened, Rules};
use kubu_verbs::Validated;

use crate::{Failure, input};

/// Checks the assessment in `file`; with `strict`, what the catalogue does not know is a finding.
pub(crate) fn run(rules: &Rules, file: &Path, strict: bool) -> Result<String, Failure> {
    let opened = input::opened(file, rules)?;
    let Validated { answers, components, flows, migrated_from } = kubu_verbs::validate(&opened).content;
    let Opened { warnings, .. } = opened;
    let older = migrated_from.map_or_else(String::new, |version| format!(" It is of the older version {version}."));
    let summary = format!("A sound assessment: {answers} answers, {components} components, {flows} flows.{older}\n");
    if strict && !warnings.is_empty() {
        return Err(Failure::Findings(warnings));
    }
    input::warn(&warnings);
    Ok(summary)
}
