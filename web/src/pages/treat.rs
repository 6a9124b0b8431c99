//! The controls by life-cycle stage, each with its reason and what to do.

use kubu_core::{Control, ControlFinding, Item, Rules, Verdict};
use yew::prelude::*;

use crate::components::{Disclosure, VerdictMark};
use crate::findings::use_findings;
use crate::markdown::Markdown;
use crate::rules::{SharedRules, use_rules};

/// The list of controls.
#[component]
pub(crate) fn Treat() -> Html {
    let (rules, findings) = (use_rules(), use_findings());
    let report = findings.report();
    let catalog = rules.catalog();
    let findings: Vec<(&Control, &ControlFinding)> = catalog
        .controls
        .iter()
        .zip(&report.controls)
        .filter(|(_, finding)| finding.verdict != Verdict::DoesNotApply)
        .collect();
    let stages = catalog.stages.iter().filter_map(|stage| {
        let items: Vec<&Item> = catalog
            .items
            .iter()
            .filter(|item| item.stage == stage.id && findings.iter().any(|(control, _)| control.item == item.number))
            .collect();
        if items.is_empty() {
            return None;
        }
        let controls = items.into_iter().flat_map(|item| {
            findings
                .iter()
                .filter(|(control, _)| control.item == item.number)
                .map(|(control, finding)| html! { <li key={control.id.as_str()}>{ view(&rules, item, control, finding) }</li> })
        });
        Some(html! {
            <section key={stage.id.as_str()}>
                <h3 class="stage">{ &stage.title }</h3>
                <ul class="cards">{ for controls }</ul>
            </section>
        })
    });
    html! {
        <section aria-labelledby="controls-heading">
            <h1 id="controls-heading">{ "Controls" }</h1>
            <p class="counts">{ format!("{} of {} for this system, by life-cycle stage", findings.len(), catalog.controls.len()) }</p>
            { for stages }
        </section>
    }
}

fn view(rules: &SharedRules, item: &Item, control: &Control, finding: &ControlFinding) -> Html {
    let content = {
        let (rules, item, finding) = (*rules, item.clone(), finding.clone());
        move |()| {
            let control = rules.catalog().controls.iter().find(|control| control.id == finding.id);
            control.map(|control| about(&rules, &item, control, &finding)).unwrap_or_default()
        }
    };
    html! {
        <article class="card">
            <h4>{ &control.title }</h4>
            <VerdictMark verdict={finding.verdict} />
            <p class="why">{ &finding.explanation.sentence }</p>
            <Disclosure summary="What to do, and how to verify it" {content} />
        </article>
    }
}

/// What a control is for, why it is needed here, what to do, how to verify it, and where it comes from.
fn about(rules: &Rules, item: &Item, control: &Control, finding: &ControlFinding) -> Html {
    let practices = finding.practices.iter().filter_map(|practice| {
        let text = control.practices.get(practice.position)?.text.clone();
        Some(html! {
            <li key={practice.position}>
                <Markdown {text} />
                if practice.verdict == Verdict::Undetermined { <span class="perhaps">{ "depends on an open question" }</span> }
            </li>
        })
    });
    let reasons = finding.answers.iter().map(|link| {
        let title =
            rules.catalog().threats.iter().find(|threat| threat.id == link.threat).map(|threat| threat.title.clone());
        html! { <li key={link.threat.as_str()}><strong>{ title }</strong>{ format!(": {}", link.why) }</li> }
    });
    let roles = rules.catalog().roles.iter().filter(|role| control.roles.contains(&role.id));
    let roles: Vec<&str> = roles.map(|role| role.title.as_str()).collect();
    html! {
        <>
            <Markdown text={control.purpose.clone()} />
            if !finding.answers.is_empty() {
                <h5>{ "Why" }</h5>
                <ul>{ for reasons }</ul>
            }
            <h5>{ "What to do" }</h5>
            <ul>{ for practices }</ul>
            <h5>{ "How to verify" }</h5>
            <ul>{ for control.verify.iter().map(|text| html! { <li><Markdown text={text.clone()} /></li> }) }</ul>
            <h5>{ "Evidence" }</h5>
            <ul>{ for control.evidence.iter().map(|text| html! { <li>{ text }</li> }) }</ul>
            <p class="provenance">
                { format!("For {}. Effort {}. Guidelines {} {}", roles.join(", "), control.effort, item.number, item.title) }
                if !control.addendum.is_empty() { { format!("; addendum {}", control.addendum.join(", ")) } }
                { format!(". Source: {} ({}).", control.provenance, control.provenance.meaning()) }
            </p>
        </>
    }
}
