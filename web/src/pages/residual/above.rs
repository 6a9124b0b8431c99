//! What remains above the user's appetite, and what could lower it.

use kubu_core::{ControlStatus, RegisterEntry, Strength, sort_by};
use yew::prelude::*;

use super::RESPONSES;
use crate::components::{disclosure, level, link};
use crate::findings::Findings;
use crate::route::{Page, Route};
use crate::rules::SharedRules;

/// So many are shown at once; the others on request.
const FIRST: usize = 6;

/// The risks above tolerance, worst first.
fn above(findings: &Findings) -> Vec<&RegisterEntry> {
    let mut above: Vec<&RegisterEntry> =
        findings.register().entries.iter().filter(|entry| entry.tolerable == Some(false)).collect();
    sort_by(&mut above, |a, b| (b.residual.most, &a.threat).cmp(&(a.residual.most, &b.threat)));
    above
}

/// The section about them.
pub(super) fn view(rules: &SharedRules, findings: &Findings) -> Html {
    let above_all = above(findings);
    let list = |entries: &[&RegisterEntry], findings: &Findings, rules: &SharedRules| {
        html! { <ul class="plain">{ for entries.iter().map(|entry| risk(rules, findings, entry)) }</ul> }
    };
    let more = above_all.len().saturating_sub(FIRST);
    let others = {
        let (rules, findings) = (*rules, findings.clone());
        move |()| list(above(&findings).get(FIRST..).unwrap_or_default(), &findings, &rules)
    };
    html! {
        <section class="above" aria-labelledby="above">
            <h2 id="above">{ "Above tolerance" }</h2>
            if above_all.is_empty() {
                <p>{ "Nothing. A level counts once you have said whether it may remain." }</p>
            } else {
                { list(above_all.get(..FIRST).unwrap_or(&above_all), findings, rules) }
            }
            if more > 0 { { disclosure(more.to_string() + " more", others) } }
        </section>
    }
}

fn risk(rules: &SharedRules, findings: &Findings, entry: &RegisterEntry) -> Html {
    let treatment = findings.treatment(&entry.threat);
    let decided =
        treatment.and_then(|treatment| RESPONSES.iter().find(|(response, ..)| *response == treatment.response));
    html! {
        <li key={entry.threat.as_str()}>
            <div class="over">
                { link(Route::to(Page::Residual, &entry.threat), rules.catalog().threat(&entry.threat).map_or("", |threat| &threat.title)) }
                { level::range(entry.residual) }
            </div>
            <p>{ decided.map(|(_, name, _)| [name, ". "].concat()) }{ further(rules, findings, entry) }</p>
        </li>
    }
}

/// The controls that answer a risk and are neither in place nor planned, strongest first.
pub(super) fn further(rules: &SharedRules, findings: &Findings, entry: &RegisterEntry) -> Html {
    let catalog = rules.catalog();
    let mitigations = catalog.threat(&entry.threat).into_iter().flat_map(|threat| &threat.mitigations);
    let open = mitigations.filter(|m| findings.assessment.status(&m.control) == ControlStatus::NotStarted);
    let links: Vec<Html> = open
        .filter_map(|mitigation| {
            let control = catalog.control(&mitigation.control)?;
            let strong = mitigation.strength == Strength::Primary;
            Some(html! {
                <>
                    { link(Route::to(Page::Treat, &control.id), &control.title) }
                    if strong { { " (answers the cause)" } }
                </>
            })
        })
        .collect();
    if links.is_empty() {
        return html! { "All that answers it is in place or planned: avoid, transfer or accept what is left." };
    }
    let last = links.len() - 1;
    html! {
        <>
            { "Could be lowered by " }
            { for links.into_iter().enumerate().map(|(position, link)| html! { <>{ link }{ if position == last { "." } else { ", " } }</> }) }
        </>
    }
}
