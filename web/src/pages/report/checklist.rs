//! The controls for this system as a checklist, by life-cycle stage and guideline item.

use kubu_core::{Control, ControlFinding, Rules, Verdict};
use yew::prelude::*;

use crate::findings::Findings;
use crate::markdown;
use crate::tag::{tag, text, told};

pub(super) fn view(rules: &Rules, findings: &Findings) -> Html {
    let catalog = rules.catalog();
    let mut holds = vec![told("h2", "", "Control checklist")];
    for stage in &catalog.stages {
        holds.push(told("h3", "", &stage.title));
        for item in catalog.items.iter().filter(|item| item.stage == stage.id) {
            let mut title = Some([item.number.as_str(), " ", &item.title].concat());
            for (control, finding) in catalog.controls.iter().zip(&findings.report().controls) {
                if control.item == item.number && finding.verdict != Verdict::DoesNotApply {
                    holds.extend(title.take().map(|title| told("h4", "", &title)));
                    holds.push(one(control, finding, findings));
                }
            }
        }
    }
    tag("section", "checklist", holds)
}

/// A control: how far it is, why it is needed, and what to do.
fn one(control: &Control, finding: &ControlFinding, findings: &Findings) -> Html {
    let status = findings.assessment.status(&control.id).to_string();
    let mut holds = vec![
        tag("p", "head", vec![told("b", "", &control.title), told("span", "status", &status)]),
        told("p", "soft", &finding.explanation.sentence),
    ];
    if let Some(record) = findings.assessment.controls.get(&control.id) {
        let parts = [
            ("Reason: ", &record.reason),
            ("Owner: ", &record.owner),
            ("Due: ", &record.due),
            ("Evidence: ", &record.evidence),
        ];
        for (name, says) in parts.into_iter().filter(|(_, says)| !says.is_empty()) {
            holds.push(tag("p", "told", vec![told("b", "", name), text(says)]));
        }
        holds.push(tag("div", "told", vec![markdown::render(&record.notes)]));
    }
    let practices = finding.practices.iter().filter_map(|practice| {
        let mut holds = vec![markdown::render(&control.practices.get(practice.position)?.text)];
        if practice.verdict == Verdict::Undetermined {
            holds.push(told("i", "", "depends on an open question"));
        }
        Some(tag("li", "", holds))
    });
    holds.push(tag("ul", "", practices.collect()));
    tag("div", "control", holds)
}
