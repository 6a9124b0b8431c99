//! All questions that arise, in their groups.

use kubu_core::{Fact, Verdict};
use yew::prelude::*;

use super::mended;
use super::question::{Question, QuestionProps, from_map};
use crate::components::link;
use crate::document::Edit;
use crate::findings::Findings;
use crate::piece::keyed;
use crate::route::{Page, Route};
use crate::rules::SharedRules;

/// The groups, with a list of them beside; `entry` may be the question that is meant.
pub(super) fn order(rules: &SharedRules, findings: &Findings, edit: &Callback<Edit>, entry: &str) -> Html {
    let (catalog, report) = (rules.catalog(), findings.report());
    let description = &findings.assessment.description;
    let arising = rules.arising(description);
    let refining = rules.refining(description);
    let asked = || catalog.facts.iter().zip(&arising).zip(&refining).filter(|((_, arises), _)| **arises);
    let answer = |fact: &Fact| description.answers.get(&fact.id);
    let mut links = Vec::new();
    let mut groups = Vec::new();
    for group in &catalog.groups {
        let (mut first, mut open, mut questions) = (None, 0, Vec::new());
        for ((fact, _), refines) in asked().filter(|((fact, _), _)| fact.group == group.id) {
            let answer = answer(fact);
            let matters = *refines || report.open.contains(&fact.id);
            let contradiction =
                report.inconsistencies.iter().find(|contradiction| contradiction.derived.fact == fact.id);
            let mut note = contradiction.map_or_else(|| from_map(report, fact), |both| both.sentence.clone());
            let idle = answer.is_none() && note.is_empty() && !matters;
            if idle {
                note.push_str("No longer matters: its answer would change nothing.");
            }
            open += usize::from(answer.is_none() && matters);
            first.get_or_insert(&fact.id);
            questions.push(keyed::<Question>(
                fact.id.as_str(),
                QuestionProps {
                    id: fact.id.clone(),
                    answer: answer.cloned(),
                    note: note.into(),
                    mended: contradiction.map(|both| mended(fact, answer, &both.derived)),
                    idle,
                    target: fact.id.as_str() == entry,
                    scroll: true,
                    edit: edit.clone(),
                },
            ));
        }
        let Some(first) = first else { continue };
        let left = if open == 0 { String::new() } else { [&open.to_string(), " open"].concat() };
        links.push(html! {
            <li key={group.id.as_str()}>
                { link(Route::to(Page::Describe, first), &group.title) }
                <span class="left">{ left }</span>
            </li>
        });
        groups.push(html! {
            <section key={group.id.as_str()} class="group">
                <h2>{ &group.title }</h2>
                // In a list of their own, in which all have keys: one more or less leaves the others in place.
                <div>{ for questions }</div>
            </section>
        });
    }
    html! {
        <div key="order" class="ordered">
            <nav class="groups" aria-label="Groups of questions"><ul>{ for links }</ul></nav>
            <div class="list">
                { missing(rules, findings, &arising, entry) }
                <div>{ for groups }</div>
            </div>
        </div>
    }
}

/// Why the question that is meant is not there.
fn missing(rules: &SharedRules, findings: &Findings, arising: &[bool], entry: &str) -> Html {
    let facts = &rules.catalog().facts;
    let Some(fact) = facts.iter().zip(arising).find(|(fact, arises)| fact.id.as_str() == entry && !**arises) else {
        return Html::default();
    };
    let (fact, description) = (fact.0, &findings.assessment.description);
    let waits_for = rules.waits_for(&fact.id, description);
    let first = waits_for.first().filter(|_| rules.asked(&fact.id, description) == Verdict::Undetermined);
    html! {
        <p class="notice inline" role="status">
            { ["“", &fact.question, "” "].concat() }
            if let Some(first) = first.and_then(|id| rules.fact(id)) {
                { "arises, or does not, once you have answered: " }
                { link(Route::to(Page::Describe, &first.id), &first.question) }
            } else {
                { "does not arise for this system." }
            }
        </p>
    }
}
