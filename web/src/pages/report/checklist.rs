//! The controls for this system as a checklist, by life-cycle stage and guideline item.

use kubu_core::{Control, ControlFinding, Rules, Verdict};
use yew::prelude::*;

use crate::findings::Findings;
use crate::markdown::Markdown;

pub(super) fn view(rules: &Rules, findings: &Findings) -> Html {
    let catalog = rules.catalog();
    let controls = || catalog.controls.iter().zip(&findings.report().controls);
    let stages = catalog.stages.iter().map(|stage| {
        let items = catalog.items.iter().filter(|item| item.stage == stage.id).map(|item| {
            let of_item = controls()
                .filter(|(control, finding)| control.item == item.number && finding.verdict != Verdict::DoesNotApply);
            let controls: Vec<Html> = of_item.map(|(control, finding)| one(control, finding, findings)).collect();
            html! {
                if !controls.is_empty() {
                    <h4>{ format!("{} {}", item.number, item.title) }</h4>
                    { controls }
                }
            }
        });
        html! { <><h3>{ &stage.title }</h3>{ for items }</> }
    });
    html! {
        <section class="checklist">
            <h2>{ "Control checklist" }</h2>
            { for stages }
        </section>
    }
}

/// A control: how far it is, why it is needed, and what to do.
fn one(control: &Control, finding: &ControlFinding, findings: &Findings) -> Html {
    let record = findings.assessment.controls.get(&control.id);
    let told = record.map(|record| {
        let parts = [
            ("Reason", &record.reason),
            ("Owner", &record.owner),
            ("Due", &record.due),
            ("Evidence", &record.evidence),
        ];
        let parts = parts.into_iter().filter(|(_, text)| !text.is_empty());
        html! {
            <>
                { for parts.map(|(name, text)| html! { <p class="told"><b>{ name }{ ": " }</b>{ text }</p> }) }
                if !record.notes.is_empty() { <div class="told"><Markdown text={record.notes.clone()} /></div> }
            </>
        }
    });
    let practices = finding.practices.iter().filter_map(|practice| {
        let text = control.practices.get(practice.position)?.text.clone();
        let perhaps = practice.verdict == Verdict::Undetermined;
        Some(html! { <li><Markdown {text} />if perhaps { <i>{ "depends on an open question" }</i> }</li> })
    });
    html! {
        <div class="control">
            <p class="head"><b>{ &control.title }</b><span class="status">{ findings.assessment.status(&control.id).to_string() }</span></p>
            <p class="soft">{ &finding.explanation.sentence }</p>
            { told }
            <ul>{ for practices }</ul>
        </div>
    }
}
