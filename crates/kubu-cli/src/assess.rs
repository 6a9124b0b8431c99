//! `kubu assess`: everything that follows from one description.

use std::path::Path;

use kubu_core::{
    Assessment, CatalogRef, Control, ControlFinding, ControlSet, DerivedFact, FactId, Inconsistency, Level,
    NextControl, Register, RegisterEntry, Report, Rules, ThreatFinding,
};
use serde::Serialize;

use crate::{Failure, ReportFormat, input, json, markdown, text};

/// The content of a `kubu-report`.
#[derive(Serialize)]
struct Json<'a> {
    title: &'a str,
    catalog: CatalogRef,
    /// Further controls, those first that take most away from the risks.
    next: Vec<Titled<'a, NextControl>>,
    threats: Vec<Titled<'a, ThreatFinding>>,
    controls: Vec<Titled<'a, ControlFinding>>,
    /// Facts whose answers could still settle a verdict.
    open: &'a [FactId],
    derived: &'a [DerivedFact],
    inconsistencies: &'a [Inconsistency],
    /// The risk register: one entry for each threat that applies or may apply.
    register: &'a [RegisterEntry],
    /// With `--target`, the smallest set of further controls that brings all risks to that level.
    #[serde(skip_serializing_if = "Option::is_none")]
    further: Option<&'a ControlSet>,
}

/// A finding with the name of its entry.
#[derive(Serialize)]
struct Titled<'a, F> {
    title: &'a str,
    #[serde(flatten)]
    finding: &'a F,
}

/// Assesses the system described in `file`.
pub(crate) fn run(file: &Path, format: ReportFormat, target: Option<Level>) -> Result<String, Failure> {
    let rules = input::rules()?;
    let assessment = input::open(file, &rules)?;
    let report = rules.report(&assessment.description);
    let result = Assessed {
        register: rules.register(&assessment),
        next: rules.next_controls(&assessment),
        further: target.map(|level| (level, rules.smallest_set(&assessment, level))),
        rules: &rules,
        assessment: &assessment,
        report,
    };
    Ok(match format {
        ReportFormat::Text => text::report(&result),
        ReportFormat::Md => markdown::report(&result),
        ReportFormat::Json => as_json(&result),
    })
}

/// Everything that there is to say about one system.
pub(crate) struct Assessed<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) assessment: &'a Assessment,
    pub(crate) report: Report,
    pub(crate) register: Register,
    pub(crate) next: Vec<NextControl>,
    /// The level to reach, and the smallest set of further controls that does.
    pub(crate) further: Option<(Level, ControlSet)>,
}

impl Assessed<'_> {
    /// Further controls in their order, each with its entry.
    pub(crate) fn next(&self) -> impl Iterator<Item = (&Control, &NextControl)> {
        self.next.iter().filter_map(|next| Some((self.rules.catalog().control(&next.control)?, next)))
    }
}

fn as_json(assessed: &Assessed<'_>) -> String {
    let Assessed { rules, assessment, report, register, further, .. } = assessed;
    let catalog = rules.catalog();
    let content = Json {
        title: &assessment.title,
        catalog: catalog.into(),
        next: assessed.next().map(|(control, finding)| Titled { title: &control.title, finding }).collect(),
        threats: (catalog.threats.iter().zip(&report.threats))
            .map(|(threat, finding)| Titled { title: &threat.title, finding })
            .collect(),
        controls: (catalog.controls.iter().zip(&report.controls))
            .map(|(control, finding)| Titled { title: &control.title, finding })
            .collect(),
        open: &report.open,
        derived: &report.derived,
        inconsistencies: &report.inconsistencies,
        register: &register.entries,
        further: further.as_ref().map(|(_, set)| set),
    };
    json("kubu-report", &content)
}
