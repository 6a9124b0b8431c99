//! Step 4: what remains, and who decides to live with it.

mod above;
mod detail;
mod row;
mod tolerance;

use kubu_core::{RegisterEntry, Response, sort_by};
use yew::prelude::*;

use crate::components::{link, matrix};
use crate::findings::use_findings;
use crate::piece::{keyed, piece};
use crate::route::{Page, use_place};
use crate::rules::use_rules;
use row::{Row, RowProps};

/// The responses to a risk: name, and what it means.
const RESPONSES: [(Response, &str, &str); 4] = [
    (Response::Mitigate, "Mitigate", "go on lowering it by controls"),
    (Response::Accept, "Accept", "live with it"),
    (Response::Transfer, "Transfer", "let somebody else bear it"),
    (Response::Avoid, "Avoid", "stop what brings it about"),
];

/// The three states of the risks, as the matrices show them.
const STATES: [&str; 3] = ["Without controls", "Now", "Once the plan is carried out"];

/// What remains, in one sentence, and whether it is all within the stated tolerance.
fn verdict(entries: &[RegisterEntry]) -> (bool, String) {
    let count = |tolerable| entries.iter().filter(|entry| entry.tolerable == tolerable).count();
    let (above, unstated) = (count(Some(false)), count(None));
    let risks = |count: usize, rest: &str| {
        let noun = if count == 1 { " risk remains" } else { " risks remain" };
        [&count.to_string(), noun, rest].concat()
    };
    let mut sentence = match (above, unstated) {
        (0, 0) if entries.is_empty() => "No risk is known yet.".to_owned(),
        (0, 0) => "Everything that remains is within the stated tolerance.".to_owned(),
        (0, _) => String::new(),
        (above, _) => risks(above, " above tolerance."),
    };
    if unstated > 0 {
        if above > 0 {
            sentence.push(' ');
        }
        sentence += &risks(unstated, " at a level for which no tolerance is stated.");
    }
    (above == 0 && unstated == 0, sentence)
}

/// What remains.
#[component]
pub(crate) fn Residual() -> Html {
    let (rules, findings, place) = (use_rules(), use_findings(), use_place());
    let entries = &findings.register().entries;
    let (within, sentence) = verdict(entries);
    if entries.is_empty() {
        return html! {
            <>
                <h1>{ "What remains" }</h1>
                <p class="state">{ sentence }{ " " }{ link(Page::Describe, "Describe the system") }{ ": its risks follow from the answers." }</p>
            </>
        };
    }
    let matrices = (0..).zip(STATES).map(|(state, caption)| {
        let cells = entries.iter().filter_map(|entry| {
            let levels = [entry.inherent, entry.current, entry.residual];
            let range = levels.get(state).is_some_and(|level| level.least != level.most);
            Some((*entry.on_matrix.get(state)?, range))
        });
        matrix(caption, &cells.collect::<Vec<_>>(), None)
    });
    // In the order of the worst that can happen, so that deciding on one moves nothing.
    let mut shown: Vec<&RegisterEntry> = entries.iter().collect();
    sort_by(&mut shown, |a, b| {
        (b.residual.most, b.inherent.most, &a.threat).cmp(&(a.residual.most, a.inherent.most, &b.threat))
    });
    let head = ["Risk", "Without controls", "Now", "As planned", "Treatment", "Owner", "Review"];
    html! {
        <div class="residual">
            <h1>{ "What remains" }</h1>
            <p class="state" role="status"><strong>{ &sentence }</strong></p>
            <div class="appetite">
                { above::view(&rules, &findings) }
                { piece::<tolerance::Table>(()) }
            </div>
            <section class="states" aria-labelledby="states">
                <h2 id="states">{ "Before and after" }</h2>
                <div>{ for matrices }</div>
            </section>
            <section class="risks" aria-labelledby="register">
                <h2 id="register">{ "Every risk, and what is done about it" }</h2>
                // The roles are written out, since on a narrow screen the cells stand below each other.
                <table role="table" aria-labelledby="register">
                    <thead role="rowgroup"><tr role="row">{ for head.iter().map(|name| html! { <th role="columnheader" scope="col">{ *name }</th> }) }</tr></thead>
                    { for shown.into_iter().map(|entry| keyed::<Row>(entry.threat.as_str(), RowProps { id: entry.threat.clone(), levels: [entry.inherent, entry.current, entry.residual], tolerable: entry.tolerable, treatment: findings.treatment(&entry.threat).cloned(), named: place.route.entry == entry.threat.as_str() })) }
                </table>
            </section>
            <section class="end" aria-labelledby="end">
                <h2 id="end">{ if within { "Ready to hand over" } else { "Where this stands" } }</h2>
                <p>{ sentence }</p>
                <p>{ link(Page::Report, "On to the report") }</p>
            </section>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use kubu_core::{Assessment, Level, Tolerance};

    use super::*;
    use crate::components::level::LEVELS;

    fn said(acceptable: impl Fn(Level) -> Option<bool>) -> (bool, String) {
        let rules = kubu_catalog::rules().unwrap();
        let mut assessment = Assessment::default();
        for level in LEVELS {
            if let Some(acceptable) = acceptable(level) {
                let tolerance = Tolerance { acceptable, rule: String::new(), other: Default::default() };
                assessment.tolerance.insert(level, tolerance);
            }
        }
        verdict(&rules.register(&assessment).entries)
    }

    #[test]
    fn the_end_is_said_plainly() {
        assert_eq!(said(|_| Some(true)), (true, "Everything that remains is within the stated tolerance.".to_owned()));
        let (within, above) = said(|level| Some(level < Level::High));
        assert!(!within && above.ends_with(" risks remain above tolerance."), "{above}");
        let (within, unstated) = said(|_| None);
        assert!(!within && unstated.ends_with(" at a level for which no tolerance is stated."), "{unstated}");
        assert_eq!(verdict(&[]).1, "No risk is known yet.");
    }
}
