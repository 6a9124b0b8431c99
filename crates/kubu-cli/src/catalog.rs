//! `kubu catalog`: checks of the authored files.

use std::path::Path;

use kubu_catalog::authoring;

use crate::Failure;

/// Checks the authored files under `data` and tries every case in them.
pub(crate) fn check(data: &Path) -> Result<String, Failure> {
    let compiled = authoring::compile(data).map_err(Failure::Findings)?;
    let catalog = compiled.rules.catalog();
    Ok(format!(
        "{} {}: {} facts, {} threats and {} controls are in order; {} cases hold.\n",
        catalog.title,
        catalog.version,
        catalog.facts.len(),
        catalog.threats.len(),
        catalog.controls.len(),
        compiled.cases
    ))
}
