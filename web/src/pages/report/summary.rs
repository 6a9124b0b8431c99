//! One page for who decides: what can go wrong, how bad it is, and what to do next.

use kubu_core::{Level, RegisterEntry, Rules, Verdict};
use yew::prelude::*;

use super::table;
use crate::components::level::{self, LEVELS};
use crate::findings::Findings;

/// So many risks, and so many next steps, fit on the page.
const MOST: usize = 5;

pub(super) fn view(rules: &Rules, findings: &Findings) -> Html {
    let entries = &findings.register().entries;
    let count = |verdict| findings.report().threats.iter().filter(|finding| finding.verdict == verdict).count();
    let undetermined = match count(Verdict::Undetermined) {
        0 => String::new(),
        n => format!(" {n} are undetermined until open questions are answered."),
    };
    let verdicts = format!(
        "Of the {} threats that were considered, {} apply to this system and {} do not.{undetermined}",
        rules.catalog().threats.len(),
        count(Verdict::Applies),
        count(Verdict::DoesNotApply),
    );
    let above = entries.iter().filter(|entry| entry.tolerable == Some(false)).count();
    let undecided = entries.iter().filter(|entry| findings.treatment(&entry.threat).is_none()).count();
    let unstated = findings.assessment.tolerance.is_empty();
    html! {
        <section class="summary">
            <h2>{ "Summary" }</h2>
            <p>{ verdicts }</p>
            { levels(entries) }
            <p>
                if unstated {
                    { "No tolerance is stated yet: nobody has said which levels may remain. " }
                } else if above == 0 {
                    { "Once the plan is carried out, everything that remains is within the stated tolerance. " }
                } else {
                    { format!("Once the plan is carried out, {above} of {} risks remain above the stated tolerance. ", entries.len()) }
                }
                if undecided > 0 { { format!("For {undecided} nobody has decided yet what to do.") } }
            </p>
            <h3>{ "The worst risks" }</h3>
            <ol class="worst">{ for entries.iter().take(MOST).map(|entry| worst(rules, entry)) }</ol>
            <h3>{ "What to do next" }</h3>
            { next(rules, findings) }
            { open(rules, findings) }
        </section>
    }
}

/// How many risks are at each level: without controls, now, and once the plan is carried out.
fn levels(entries: &[RegisterEntry]) -> Html {
    let count = |of: fn(&RegisterEntry) -> Level, level| entries.iter().filter(|entry| of(entry) == level).count();
    let rows = LEVELS.into_iter().rev().map(|level| {
        let counts = [
            count(|entry| entry.inherent.most, level),
            count(|entry| entry.current.most, level),
            count(|entry| entry.residual.most, level),
        ];
        [level::mark(level)].into_iter().chain(counts.map(|count| html! { count })).collect()
    });
    let heads = ["Level", "Without controls", "Now", "Once the plan is carried out"];
    table::view("Risks by level, each at its most", &heads, rows)
}

fn worst(rules: &Rules, entry: &RegisterEntry) -> Html {
    let threat = rules.catalog().threats.iter().find(|threat| threat.id == entry.threat);
    html! {
        <li>
            <p class="head"><b>{ threat.map(|threat| &threat.title) }</b>{ level::range(entry.current) }</p>
            <p class="soft">{ &entry.scenario }</p>
        </li>
    }
}

/// Further controls, those first that take most away.
fn next(rules: &Rules, findings: &Findings) -> Html {
    let steps = findings.next_controls().iter().take(MOST).filter_map(|next| {
        let control = rules.catalog().controls.iter().find(|control| control.id == next.control)?;
        let lowers = match next.lowers.len() {
            0 => "a step towards lower levels".to_owned(),
            1 => "lowers the level of 1 risk".to_owned(),
            n => format!("lowers the level of {n} risks"),
        };
        let owner = findings.assessment.controls.get(&control.id).map(|record| record.owner.as_str()).unwrap_or_default();
        let owner = if owner.is_empty() { String::new() } else { format!("; {owner}") };
        let status = findings.assessment.status(&control.id);
        Some(html! { <li><b>{ &control.title }</b><span class="soft">{ format!(": {lowers}; {status}{owner}") }</span></li> })
    });
    let steps: Vec<Html> = steps.collect();
    html! {
        if steps.is_empty() {
            <p>{ "Every control that could take more away is in place." }</p>
        } else {
            <ol>{ steps }</ol>
        }
    }
}

/// The open questions that settle most.
fn open(rules: &Rules, findings: &Findings) -> Html {
    let questions = findings.questions();
    let first = questions.iter().take(3).filter_map(|question| rules.fact(&question.fact));
    html! {
        if !questions.is_empty() {
            <h3>{ "Open questions that settle most" }</h3>
            <ul>{ for first.map(|fact| html! { <li>{ &fact.question }</li> }) }</ul>
        }
    }
}
