//! A change that is tried: what it would make of threats, controls and risks, without changing the assessment.

use std::rc::Rc;

use kubu_core::{Assessment, Flip, Range, Verdict};
use yew::prelude::*;

use crate::components::{level, link, verdict};
use crate::document::{Edit, use_edit};
use crate::findings::{Findings, use_findings};
use crate::route::{Page, Route};
use crate::rules::{SharedRules, use_rules};

/// The change that is tried. There is at most one, and it ends when the assessment changes.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    /// What it would change.
    pub(super) assessment: Rc<Assessment>,
    /// The position of the threat that it would flip.
    pub(super) threat: usize,
    /// The position of the change among those that would.
    pub(super) flip: usize,
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct TrialViewProps {
    pub(super) flip: Flip,
    pub(super) kept: Callback<()>,
}

/// What the change would do, and the way to keep it.
#[component]
pub(super) fn TrialView(TrialViewProps { flip, kept }: &TrialViewProps) -> Html {
    let (rules, findings, edit) = (use_rules(), use_findings(), use_edit());
    let after = use_memo((findings.clone(), flip.clone()), |(findings, flip)| {
        let assessment = &findings.assessment;
        let description = flip.apply(&assessment.description, &rules);
        Findings::new(rules, Rc::new(Assessment { description, ..Assessment::clone(assessment) }))
    });
    let keep = {
        let (after, kept) = (after.clone(), kept.clone());
        move |_: MouseEvent| {
            kept.emit(());
            edit.emit(Edit::Describe(Box::new(after.assessment.description.clone())));
        }
    };
    html! {
        <div class="trial" role="group" aria-label="Trial">
            <p role="status"><strong>{ "Trial." }</strong>{ " Nothing is changed yet. If you keep this:" }</p>
            { for changes(&rules, &findings, &after).into_iter().map(|(title, lines)| part(title, lines)) }
            { for contradictions(&findings, &after) }
            <button type="button" class="primary" onclick={keep}>{ "Keep" }</button>
        </div>
    }
}

/// What changes: an entry, its name and the change.
type Line = (Route, String, Html);

fn changes(rules: &SharedRules, before: &Findings, after: &Findings) -> [(&'static str, Vec<Line>); 3] {
    let catalog = rules.catalog();
    let difference = before.report().difference(after.report());
    let title_of = |id: &str| {
        let threat = catalog.threats.iter().find(|threat| threat.id.as_str() == id).map(|threat| &threat.title);
        threat
            .or_else(|| catalog.controls.iter().find(|control| control.id.as_str() == id).map(|control| &control.title))
    };
    let line = |page, id: &str, change| (Route::to(page, id), title_of(id).cloned().unwrap_or_default(), change);
    let verdicts = |from, to| turn(verdict(from), verdict(to));
    let threats = difference.threats.iter();
    let threats = threats.map(|change| line(Page::Prioritise, change.id.as_str(), verdicts(change.from, change.to)));
    let controls = difference.controls.iter();
    let controls = controls.map(|change| line(Page::Treat, change.id.as_str(), verdicts(change.from, change.to)));
    let levels = before.register().entries.iter().filter_map(|was| {
        let is = after.risk(&was.threat)?;
        let change: fn(Range<_>) -> Html = level::range;
        (is.current != was.current)
            .then(|| line(Page::Prioritise, was.threat.as_str(), turn(change(was.current), change(is.current))))
    });
    [("Threats", threats.collect()), ("Risk levels", levels.collect()), ("Controls", controls.collect())]
}

fn verdict(verdict: Verdict) -> Html {
    verdict::mark(verdict)
}

fn turn(from: Html, to: Html) -> Html {
    html! { <span class="turn">{ from }<span>{ "→" }</span>{ to }</span> }
}

/// The lines about one sort of thing; many of them are folded away.
fn part(title: &str, lines: Vec<Line>) -> Html {
    if lines.is_empty() {
        return html! { <p>{ title }{ ": no change." }</p> };
    }
    html! {
        <details open={lines.len() <= 6}>
            <summary>{ title }{ ": " }{ lines.len() }{ " would change" }</summary>
            <ul>{ for lines.into_iter().map(|(to, title, change)| html! { <li>{ link(to, &title) }{ change }</li> }) }</ul>
        </details>
    }
}

/// Where the change would contradict the components and flows.
fn contradictions(before: &Findings, after: &Findings) -> Vec<Html> {
    let known = &before.report().inconsistencies;
    let new = after.report().inconsistencies.iter().filter(|inconsistency| !known.contains(inconsistency));
    new.map(|inconsistency| html! { <p>{ "It would contradict the map. " }{ &inconsistency.sentence }</p> }).collect()
}
