//! `kubu assess`: everything that follows from one description.

use std::path::Path;

use kubu_core::{CatalogRef, ControlFinding, DerivedFact, FactId, Inconsistency, Rules, ThreatFinding};
use serde::Serialize;

use crate::{Failure, Format, input, json, text};

/// The report as JSON: version 0 of `kubu-report`.
#[derive(Serialize)]
struct Json<'a> {
    format: &'static str,
    format_version: u32,
    title: &'a str,
    catalog: CatalogRef,
    threats: Vec<Titled<'a, ThreatFinding>>,
    controls: Vec<Titled<'a, ControlFinding>>,
    /// Facts whose answers could still settle a verdict.
    open: &'a [FactId],
    derived: &'a [DerivedFact],
    inconsistencies: &'a [Inconsistency],
}

/// A finding with the name of its entry.
#[derive(Serialize)]
struct Titled<'a, F> {
    title: &'a str,
    #[serde(flatten)]
    finding: &'a F,
}

/// Assesses the system described in `file`.
pub(crate) fn run(file: &Path, format: Format) -> Result<String, Failure> {
    let rules = input::rules()?;
    let assessment = input::open(file, &rules)?;
    let report = rules.report(&assessment.description);
    Ok(match format {
        Format::Text => text::report(&assessment, &rules, &report),
        Format::Json => as_json(&assessment.title, &rules, &report),
    })
}

fn as_json(title: &str, rules: &Rules, report: &kubu_core::Report) -> String {
    let catalog = rules.catalog();
    json(&Json {
        format: "kubu-report",
        format_version: 0,
        title,
        catalog: catalog.into(),
        threats: (catalog.threats.iter().zip(&report.threats))
            .map(|(threat, finding)| Titled { title: &threat.title, finding })
            .collect(),
        controls: (catalog.controls.iter().zip(&report.controls))
            .map(|(control, finding)| Titled { title: &control.title, finding })
            .collect(),
        open: &report.open,
        derived: &report.derived,
        inconsistencies: &report.inconsistencies,
    })
}
