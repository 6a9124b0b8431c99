//! What a catalogue holds, counted.

use std::collections::BTreeMap;

use kubu_core::Catalog;
use serde::Serialize;

use crate::prose::{passages, reading_grade};

/// The counts of a catalogue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// Threats.
    pub threats: usize,
    /// Controls.
    pub controls: usize,
    /// Facts, each with its question.
    pub facts: usize,
    /// Edges from a threat to a control.
    pub mitigations: usize,
    /// Threats by stage where they do harm, by the stage's id.
    pub stages: BTreeMap<String, usize>,
    /// Controls by item of the Guidelines.
    pub items: BTreeMap<String, usize>,
    /// Controls by control of the addendum.
    pub addendum: BTreeMap<String, usize>,
    /// Threats and controls by where they come from.
    pub provenance: BTreeMap<String, usize>,
    /// How far each framework is covered, by its id.
    pub frameworks: BTreeMap<String, Coverage>,
    /// The grade of school at which the prose can be read, by Flesch and Kincaid.
    pub reading_grade: f64,
}

/// How far a framework is covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Its edition.
    pub edition: String,
    /// Its entries.
    pub total: usize,
    /// Those that a threat or a control cites.
    pub mapped: usize,
    /// Those with a written reason why nothing here answers them.
    pub reasoned_out: usize,
    /// The others.
    pub unmapped: usize,
}

impl Stats {
    /// Counts a catalogue.
    pub fn of(catalog: &Catalog) -> Self {
        let cited = catalog.cited();
        let frameworks = catalog.frameworks.iter().map(|framework| {
            let mapped = cited.iter().filter(|reference| reference.framework == framework.id).count();
            let coverage = Coverage {
                edition: framework.edition.clone(),
                total: framework.total,
                mapped,
                reasoned_out: framework.reasoned_out,
                unmapped: framework.total.saturating_sub(mapped + framework.reasoned_out),
            };
            (framework.id.clone(), coverage)
        });
        let with = |name: &dyn Fn(&kubu_core::Control) -> bool| catalog.controls.iter().filter(|c| name(c)).count();
        let struck = |stage: &kubu_core::StageId| catalog.threats.iter().filter(|t| t.strikes.contains(stage)).count();
        let mut provenance = BTreeMap::new();
        let rows = catalog.threats.iter().map(|threat| threat.provenance);
        for row in rows.chain(catalog.controls.iter().map(|control| control.provenance)) {
            *provenance.entry(row.to_string()).or_default() += 1;
        }
        Self {
            threats: catalog.threats.len(),
            controls: catalog.controls.len(),
            facts: catalog.facts.len(),
            mitigations: catalog.threats.iter().map(|threat| threat.mitigations.len()).sum(),
            stages: catalog.stages.iter().map(|stage| (stage.id.to_string(), struck(&stage.id))).collect(),
            items: (catalog.items.iter())
                .map(|item| (item.number.clone(), with(&|control| control.item == item.number)))
                .collect(),
            addendum: (catalog.addendum.iter())
                .map(|row| (row.number.clone(), with(&|control| control.addendum.contains(&row.number))))
                .collect(),
            provenance,
            frameworks: frameworks.collect(),
            reading_grade: (reading_grade(passages(catalog).iter().map(|passage| passage.text)) * 10.0).round() / 10.0,
        }
    }
}
