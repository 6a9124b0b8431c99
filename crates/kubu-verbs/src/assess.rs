//! Everything that follows from one description.

use kubu_core::{
    Assessment, CatalogRef, Control, ControlFinding, ControlSet, DerivedFact, FactId, Inconsistency, Level,
    NextControl, PackId, PackRef, Register, RegisterEntry, Report, Rules, SortedMap, ThreatFinding,
};
use serde::Serialize;

use crate::Document;

/// Everything that there is to say about one system.
#[derive(Debug)]
pub struct Assessed<'a> {
    /// What it was assessed with.
    pub rules: &'a Rules,
    /// The system, and what is done about its risks.
    pub assessment: &'a Assessment,
    /// Every threat and control with its verdict.
    pub report: Report,
    /// The risk register.
    pub register: Register,
    /// Further controls, those first that take most away from the risks.
    pub next: Vec<NextControl>,
    /// The level to reach, and the smallest set of further controls that does.
    pub further: Option<(Level, ControlSet)>,
}

/// The content of a `kubu-report`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Report"))]
pub struct ReportContent<'a> {
    /// What the system is called.
    pub title: &'a str,
    /// The catalogue that it was assessed with.
    pub catalog: CatalogRef,
    /// The packs of organisations that were added to it. The ids of their entries start with theirs and a colon.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub packs: &'a SortedMap<PackId, PackRef>,
    /// Further controls, those first that take most away from the risks.
    pub next: Vec<Titled<'a, NextControl>>,
    /// Every threat, in the order of the catalogue.
    pub threats: Vec<Titled<'a, ThreatFinding>>,
    /// Every control, in the order of the catalogue.
    pub controls: Vec<Titled<'a, ControlFinding>>,
    /// Facts whose answers could still settle a verdict.
    pub open: &'a [FactId],
    /// What follows from the components and flows.
    pub derived: &'a [DerivedFact],
    /// Where an answer contradicts the components and flows; the answer counts.
    pub inconsistencies: &'a [Inconsistency],
    /// The risk register: one entry for each threat that applies or may apply.
    pub register: &'a [RegisterEntry],
    /// With a target, the smallest set of further controls that brings all risks to that level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub further: Option<&'a ControlSet>,
}

/// A finding with the name of its entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Titled{F}"))]
pub struct Titled<'a, F> {
    /// The name.
    pub title: &'a str,
    /// The finding.
    #[serde(flatten)]
    pub finding: &'a F,
}

impl<'a> Assessed<'a> {
    /// Assesses a system; with a target, also finds what would bring every risk to that level.
    pub fn of(assessment: &'a Assessment, target: Option<Level>, rules: &'a Rules) -> Self {
        Self {
            report: rules.report(&assessment.description),
            register: rules.register(assessment),
            next: rules.next_controls(assessment),
            further: target.map(|level| (level, rules.smallest_set(assessment, level))),
            rules,
            assessment,
        }
    }

    /// Further controls in their order, each with its entry.
    pub fn next(&self) -> impl Iterator<Item = (&Control, &NextControl)> {
        self.next.iter().filter_map(|next| Some((self.rules.catalog().control(&next.control)?, next)))
    }

    /// All of it as data.
    pub fn document(&self) -> Document<ReportContent<'_>> {
        let Self { rules, assessment, report, register, further, .. } = self;
        let catalog = rules.catalog();
        let content = ReportContent {
            title: &assessment.title,
            catalog: catalog.into(),
            packs: &catalog.packs,
            next: self.next().map(|(control, finding)| Titled { title: &control.title, finding }).collect(),
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
        Document::new("kubu-report", content)
    }
}
