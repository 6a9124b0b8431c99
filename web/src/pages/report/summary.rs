//! One page for who decides: what can go wrong, how bad it is, and what to do next.

use kubu_core::{Level, NextControl, RegisterEntry, Rules, Verdict};
use yew::prelude::*;

use super::table;
use crate::components::level::{self, LEVELS};
use crate::findings::Findings;
use crate::tag::{tag, text, told};

/// So many risks, and so many next steps, fit on the page.
const MOST: usize = 5;

pub(super) fn view(rules: &Rules, findings: &Findings) -> Html {
    let entries = &findings.register().entries;
    let mut holds = vec![
        told("h2", "", "Summary"),
        told("p", "", &verdicts(rules, findings)),
        levels(entries),
        told("p", "", &tolerance(findings)),
        told("h3", "", "The worst risks"),
        tag("ol", "worst", entries.iter().take(MOST).map(|entry| worst(rules, entry)).collect()),
        told("h3", "", "What to do next"),
    ];
    let steps = findings.next_controls().iter().take(MOST).filter_map(|next| step(rules, findings, next));
    let steps: Vec<Html> = steps.collect();
    holds.push(if steps.is_empty() {
        told("p", "", "Every control that could take more away is in place.")
    } else {
        tag("ol", "", steps)
    });
    let open = findings.questions().iter().take(3).filter_map(|question| rules.fact(&question.fact));
    let open: Vec<Html> = open.map(|fact| told("li", "", &fact.question)).collect();
    if !open.is_empty() {
        holds.push(told("h3", "", "Open questions that settle most"));
        holds.push(tag("ul", "", open));
    }
    tag("section", "summary", holds)
}

/// How many threats have which verdict.
fn verdicts(rules: &Rules, findings: &Findings) -> String {
    let count = |verdict| findings.report().threats.iter().filter(|finding| finding.verdict == verdict).count();
    let undetermined = match count(Verdict::Undetermined) {
        0 => String::new(),
        n => format!(" {n} are undetermined until open questions are answered."),
    };
    format!(
        "Of the {} threats that were considered, {} apply to this system and {} do not.{undetermined}",
        rules.catalog().threats.len(),
        count(Verdict::Applies),
        count(Verdict::DoesNotApply),
    )
}

/// What remains beyond what is tolerated, and what nobody has decided about.
fn tolerance(findings: &Findings) -> String {
    let entries = &findings.register().entries;
    let above = entries.iter().filter(|entry| entry.tolerable == Some(false)).count();
    let mut says = if findings.assessment.tolerance.is_empty() {
        "No tolerance is stated yet: nobody has said which levels may remain.".to_owned()
    } else if above == 0 {
        "Once the plan is carried out, everything that remains is within the stated tolerance.".to_owned()
    } else {
        let all = entries.len();
        format!("Once the plan is carried out, {above} of {all} risks remain above the stated tolerance.")
    };
    let undecided = entries.iter().filter(|entry| findings.treatment(&entry.threat).is_none()).count();
    if undecided > 0 {
        says += &format!(" For {undecided} nobody has decided yet what to do.");
    }
    says
}

/// How many risks are at each level: without controls, now, and once the plan is carried out.
fn levels(entries: &[RegisterEntry]) -> Html {
    let count = |of: fn(&RegisterEntry) -> Level, level| {
        text(&entries.iter().filter(|entry| of(entry) == level).count().to_string())
    };
    let rows = LEVELS.into_iter().rev().map(|level| {
        vec![
            level::mark(level),
            count(|entry| entry.inherent.most, level),
            count(|entry| entry.current.most, level),
            count(|entry| entry.residual.most, level),
        ]
    });
    let heads = ["Level", "Without controls", "Now", "Once the plan is carried out"];
    table::view("Risks by level, each at its most", &heads, rows.collect())
}

fn worst(rules: &Rules, entry: &RegisterEntry) -> Html {
    let title = rules.catalog().threat(&entry.threat).map_or("", |threat| &threat.title);
    let head = tag("p", "head", vec![told("b", "", title), level::range(entry.current)]);
    tag("li", "", vec![head, told("p", "soft", &entry.scenario)])
}

/// A further control: what it takes away, how far it is, and who sees to it.
fn step(rules: &Rules, findings: &Findings, next: &NextControl) -> Option<Html> {
    let control = rules.catalog().control(&next.control)?;
    let lowers = match next.lowers.len() {
        0 => "a step towards lower levels".to_owned(),
        1 => "lowers the level of 1 risk".to_owned(),
        n => format!("lowers the level of {n} risks"),
    };
    let status = findings.assessment.status(&control.id).to_string();
    let owner = findings.assessment.controls.get(&control.id).map_or("", |record| &record.owner);
    let semicolon = if owner.is_empty() { "" } else { "; " };
    let says = [": ", &lowers, "; ", &status, semicolon, owner].concat();
    Some(tag("li", "", vec![told("b", "", &control.title), told("span", "soft", &says)]))
}
