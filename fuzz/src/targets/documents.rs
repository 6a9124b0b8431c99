//! Assessments: any text is read or refused with reasons; what is read can be saved, read again and asked everything.

use std::collections::BTreeSet;

use kubu_core::{
    Answer, Assessment, ControlRecord, ControlStatus, Diagnostic, FactKind, Factor, Level, Opened, Overrule,
    RiskRecord, Rules,
};
use serde_json::{Value, json};

use super::{Target, files};

/// The reader of assessments.
#[derive(Debug)]
pub struct Documents {
    rules: Rules,
}

impl Documents {
    /// With the rules of the catalogue.
    pub fn new(rules: Rules) -> Self {
        Self { rules }
    }

    fn filled(&self, mut assessment: Assessment) -> Assessment {
        let catalog = self.rules.catalog();
        for fact in &catalog.facts {
            let Some(option) = fact.option_id(0) else { continue };
            let answer = match fact.kind {
                FactKind::Choices => Answer::Many([option].into()),
                FactKind::Choice | FactKind::YesNo => Answer::One(option),
            };
            assessment.description.answers.insert(fact.id.clone(), answer);
        }
        for (number, control) in catalog.controls.iter().enumerate() {
            let statuses = [ControlStatus::Planned, ControlStatus::Partly, ControlStatus::Implemented];
            let status = statuses.get(number % 3).copied().unwrap_or_default();
            assessment.controls.insert(control.id.clone(), ControlRecord { status, ..ControlRecord::default() });
        }
        for threat in &catalog.threats {
            let overrule = Overrule { value: 2, reason: "Measured.".to_owned() };
            let record = RiskRecord { overruled: [(Factor::Exploitability, overrule)].into(), ..RiskRecord::default() };
            assessment.risks.insert(threat.id.clone(), record);
        }
        assessment
    }
}

impl Target for Documents {
    fn name(&self) -> &'static str {
        "documents"
    }

    /// The examples, the same with every question answered and every control and risk recorded, and what is so long
    /// that a step in the square of it would be felt.
    fn seeds(&self) -> Vec<String> {
        let mut seeds = files("fuzz/corpus/documents");
        seeds.extend(long());
        for example in files("examples") {
            let opened = Assessment::open(&example, &self.rules);
            seeds.push(example);
            seeds.extend(opened.ok().map(|opened| self.filled(opened.assessment).to_json()));
        }
        seeds
    }

    fn run(&self, input: &str) -> Result<String, String> {
        let Opened { assessment, warnings, .. } = match Assessment::open(input, &self.rules) {
            Ok(opened) => opened,
            Err(errors) if errors.is_empty() => return Err("it is refused without a reason".to_owned()),
            Err(errors) => return Ok(format!("refused: {}", told(&errors))),
        };
        let saved = assessment.to_json();
        let again = Assessment::open(&saved, &self.rules)
            .map_err(|errors| format!("what was saved is refused: {errors:?}"))?
            .assessment;
        if again.to_json() != saved {
            return Err("saved, opened and saved again it is another file".to_owned());
        }
        let report = self.rules.report(&assessment.description);
        let questions = self.rules.questions(&assessment.description);
        if questions.is_empty() != report.open.is_empty() {
            return Err(format!("{} questions are open and {} asked", report.open.len(), questions.len()));
        }
        let register = self.rules.register(&assessment).entries;
        let next = self.rules.next_controls(&assessment);
        let set = self.rules.smallest_set(&assessment, Level::Low);
        Ok(format!(
            "read: {}; about {} components, {} flows, {} answers, {} risks, {} to {} controls; {} derived, \
             {} contradictions",
            told(&warnings),
            about(assessment.description.components.len()),
            about(assessment.description.flows.len()),
            about(assessment.description.answers.len()),
            about(register.len()),
            about(set.controls.len()),
            about(next.len()),
            report.derived.len(),
            report.inconsistencies.len(),
        ))
    }
}

/// Documents that are long in one way each: an id, a list of options, and records that the catalogue does not know.
fn long() -> [String; 4] {
    let document = |member: &str, value: Value| {
        let format = json!({ "format": Assessment::FORMAT, "schema_version": Assessment::SCHEMA_VERSION });
        let mut document = format.as_object().cloned().unwrap_or_default();
        document.insert(member.to_owned(), value);
        Value::Object(document).to_string()
    };
    let backwards: Vec<String> = (0..250_000).rev().map(|number| format!("option-{number:06}")).collect();
    let unknown = |end| (0..end).map(|number| (format!("limit-queries-{number}"), json!({ "status": "planned" })));
    [
        document("controls", json!({ "limit-queries".repeat(200_000): { "status": "planned" } })),
        document("description", json!({ "answers": { "model.kind": backwards } })),
        document("controls", Value::Object(unknown(Assessment::MAX_ENTRIES).collect())),
        document("controls", Value::Object(unknown(4 * Assessment::MAX_ENTRIES).collect())),
    ]
}

/// What is said, each once, with how deep in the document it is.
fn told(diagnostics: &[Diagnostic]) -> String {
    let told: BTreeSet<(&str, usize)> =
        diagnostics.iter().map(|diagnostic| (&*diagnostic.code, diagnostic.at.matches('/').count())).collect();
    format!("{told:?}")
}

/// The order of magnitude.
fn about(number: usize) -> u32 {
    number.checked_ilog2().map_or(0, |order| order + 1)
}
