//! One question at a time, the one first that settles most.

use kubu_core::{Answer, FactId, Rules, Verdict};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::ALL;
use super::question::{Question, QuestionProps, from_map};
use crate::components::{link, link_as};
use crate::counted::counted;
use crate::document::use_edit;
use crate::findings::{Findings, use_findings};
use crate::piece::keyed;
use crate::route::{Page, Route};
use crate::rules::use_rules;

/// The questions that were put, and which of them is before the user; after the last one, none is.
#[derive(Debug, Clone, Default, PartialEq)]
struct Trail {
    met: Vec<FactId>,
    at: usize,
    /// Whether the user went on or back, so that the question takes the focus.
    moved: bool,
}

impl Trail {
    /// On to the next one that was met, or to a new one, or past the last one.
    fn on(&self, rules: &Rules, findings: &Findings) -> Self {
        let mut next = Self { moved: true, ..self.clone() };
        next.at = (self.at + 1).min(next.met.len());
        if next.at == next.met.len() {
            next.met.extend(best(rules, findings, &self.met));
        }
        next
    }
}

/// The question that settles most, of those that were neither met nor seen; then those that only refine.
fn best(rules: &Rules, findings: &Findings, met: &[FactId]) -> Option<FactId> {
    let (facts, description) = (&rules.catalog().facts, &findings.assessment.description);
    let arising = rules.arising(description);
    let refining = rules.refining(description);
    let new = |id: &FactId| !met.contains(id) && !description.answers.contains_key(id);
    let arises = |id: &FactId| facts.iter().zip(&arising).any(|(fact, arises)| *arises && fact.id == *id);
    let settling = findings.questions().iter().map(|question| &question.fact);
    let refining = facts.iter().zip(refining).filter(|(_, refines)| *refines).map(|(fact, _)| &fact.id);
    settling.chain(refining).find(|id| new(id) && arises(id)).cloned()
}

/// The question, and the way on.
#[component]
pub(crate) fn Next() -> Html {
    let (rules, findings, edit) = (use_rules(), use_findings(), use_edit());
    let trail = use_state(|| {
        let met: Vec<FactId> = best(&rules, &findings, &[]).into_iter().collect();
        Trail { met, ..Trail::default() }
    });
    let on = {
        let (trail, findings) = (trail.clone(), findings.clone());
        move || trail.set(trail.on(&rules, &findings))
    };
    let fact = trail.met.get(trail.at).and_then(|id| rules.fact(id));
    let heading = use_node_ref();
    use_effect_with(fact.is_none() && trail.moved, {
        let heading = heading.clone();
        move |finished| {
            if let Some(heading) = heading.cast::<HtmlElement>().filter(|_| *finished) {
                let _ = heading.focus();
            }
        }
    });
    let Some(fact) = fact else {
        let skipped = best(&rules, &findings, &[]);
        let again = skipped.map(|first| {
            let trail = trail.clone();
            Callback::from(move |_: MouseEvent| trail.set(Trail { met: vec![first.clone()], at: 0, moved: true }))
        });
        return finished(&rules, &findings, heading, again);
    };
    let description = &findings.assessment.description;
    let report = findings.report();
    let answer = description.answers.get(&fact.id);
    let seen = |id: &&FactId| description.answers.get(*id) != Some(&Answer::DontKnow);
    let left = report.open.iter().filter(seen).count();
    let asks = |id: &FactId| {
        report.threats.iter().filter(|finding| finding.explanation.open.iter().any(|open| open.fact == *id)).count()
    };
    let why = match (asks(&fact.id), answer) {
        (0, None) => "Its answer tells how bad the risks are, or what to do about them.".to_owned(),
        (0, Some(_)) => String::new(),
        (threats, _) => ["It helps to settle ", &counted(threats, "threat"), "."].concat(),
    };
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        on();
    };
    let back = {
        let trail = trail.clone();
        move |_: MouseEvent| trail.set(Trail { at: trail.at.saturating_sub(1), moved: true, ..(*trail).clone() })
    };
    html! {
        <form key="one" class="one" {onsubmit}>
            <p class="progress">
                { match left {
                    0 => "No question can change which threats apply any more.".to_owned(),
                    left => ["At most ", &counted(left, "question"), " to go."].concat(),
                } }
                { " " }{ why }
            </p>
            { keyed::<Question>(fact.id.as_str(), QuestionProps { id: fact.id.clone(), answer: answer.cloned(), note: from_map(report, fact).into(), mended: None, idle: false, target: trail.moved, scroll: false, edit }) }
            <p class="actions">
                <button class="primary">{ if answer.is_some() { "Next question" } else { "Skip for now" } }</button>
                if trail.at > 0 {
                    <button type="button" onclick={back}>{ "Back" }</button>
                }
            </p>
        </form>
    }
}

/// That there is nothing more to ask, what is left open, and where to go on; `again` goes through what was skipped.
fn finished(rules: &Rules, findings: &Findings, heading: NodeRef, again: Option<Callback<MouseEvent>>) -> Html {
    let description = &findings.assessment.description;
    let report = findings.report();
    let unknown = report.open.iter().filter(|id| description.answers.contains_key(*id)).filter_map(|id| rules.fact(id));
    let unknown: Vec<Html> =
        unknown.map(|fact| html! { <li>{ link(Route::to(Page::Describe, &fact.id), &fact.question) }</li> }).collect();
    let applies = report.threats.iter().filter(|finding| finding.verdict == Verdict::Applies).count();
    html! {
        <section key="finished" class="one finished" aria-labelledby="finished">
            <h2 id="finished" ref={heading} tabindex="-1">
                { if again.is_some() { "You have seen every question once" } else { "Nothing is left to ask" } }
            </h2>
            <p>{ [super::undetermined(report).as_str(), " ", &counted(applies, "threat"), if applies == 1 { " applies." } else { " apply." }].concat() }</p>
            if !unknown.is_empty() {
                <p>{ "You did not know these yet. Ask around: the answers still settle threats." }</p>
                <ul>{ for unknown }</ul>
            }
            <p class="actions">
                { link_as("button primary", Page::Prioritise, "Go on to Prioritise") }
                if let Some(again) = again {
                    <button type="button" onclick={again}>{ "Go through what you skipped" }</button>
                }
                { link_as("button", Route::to(Page::Describe, ALL), "Look over all answers") }
            </p>
        </section>
    }
}
