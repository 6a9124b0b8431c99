//! The laws of the core, over random catalogues and descriptions.
//!
//! The judge is slow and obviously right: it tries every completion of the open facts and evaluates the condition
//! with two values only.

mod document;
mod explanations;
mod flips;
mod judge;
mod large_conditions;
mod packs;
mod questions;
mod register;
mod risk;
mod strategies;
mod treatment;
mod verdicts;

use kubu_core::{Answer, Answers, Condition, Control, Reason, Report, Rules, Threat, ThreatFinding};
use strategies::Case;

/// How many random cases each of these laws is tried on.
const CASES: u32 = 10_000;

/// What a condition that is left out means.
static ALWAYS: Condition = Condition::ALWAYS;

fn report(case: &Case) -> Report {
    rules(case).report(&case.description())
}

fn rules(case: &Case) -> Rules {
    Rules::new(case.catalog.clone()).expect("random catalogues are sound")
}

/// Each threat's finding with its condition.
fn threats<'a>(case: &'a Case, report: &'a Report) -> impl Iterator<Item = (&'a ThreatFinding, &'a Condition)> {
    report.threats.iter().zip(case.catalog.threats.iter().map(|t| &t.applies_when))
}

/// Whether the answers are as the reasons say.
fn agrees(answers: &Answers, reasons: &[Reason]) -> bool {
    reasons.iter().all(|reason| match answers.get(&reason.fact).expect("it is answered") {
        Answer::One(option) => reason.has.contains(option),
        Answer::Many(options) => {
            reason.has.iter().all(|o| options.contains(o)) && reason.lacks.iter().all(|o| !options.contains(o))
        }
        Answer::DontKnow => false,
    })
}

/// Baseline, or any of the threats that the control answers.
fn condition_of(control: &Control, case: &Case) -> Condition {
    let answered = |threat: &&Threat| threat.mitigations.iter().any(|mitigation| mitigation.control == control.id);
    let threats = case.catalog.threats.iter().filter(answered).map(|threat| threat.applies_when.clone());
    Condition::Any(threats.chain(control.baseline.is_some().then_some(Condition::ALWAYS)).collect())
}
