//! What remains above the user's appetite, and what could lower it.

use kubu_core::{ControlStatus, RegisterEntry, Strength, sort_by};
use yew::prelude::*;

use super::{RESPONSES, threat};
use crate::components::{Link, level};
use crate::findings::Findings;
use crate::route::{Page, Route};
use crate::rules::SharedRules;

/// The risks above tolerance, worst first.
pub(super) fn view(rules: &SharedRules, findings: &Findings) -> Html {
    let mut above: Vec<&RegisterEntry> =
        findings.register().entries.iter().filter(|entry| entry.tolerable == Some(false)).collect();
    sort_by(&mut above, |a, b| (b.residual.most, &a.threat).cmp(&(a.residual.most, &b.threat)));
    html! {
        <section class="above" aria-labelledby="above">
            <h2 id="above">{ "Above tolerance" }</h2>
            if above.is_empty() {
                <p>{ "Nothing. A level counts once you have said whether it may remain." }</p>
            }
            <ul class="plain">{ for above.into_iter().map(|entry| risk(rules, findings, entry)) }</ul>
        </section>
    }
}

fn risk(rules: &SharedRules, findings: &Findings, entry: &RegisterEntry) -> Html {
    let treatment = findings.assessment.risks.get(&entry.threat).and_then(|record| record.treatment.as_ref());
    let decided = treatment.and_then(|treatment| RESPONSES.iter().find(|(response, ..)| *response == treatment.response));
    html! {
        <li key={entry.threat.as_str()}>
            <div class="over">
                <Link to={Route::to(Page::Residual, &entry.threat)}>{ threat(rules, &entry.threat).map(|threat| threat.title.clone()) }</Link>
                { level::range(entry.residual) }
            </div>
            <p>{ decided.map(|(_, name, _)| [name, ". "].concat()) }{ further(rules, findings, entry) }</p>
        </li>
    }
}

/// The controls that answer a risk and are neither in place nor planned, strongest first.
pub(super) fn further(rules: &SharedRules, findings: &Findings, entry: &RegisterEntry) -> Html {
    let catalog = rules.catalog();
    let mitigations = threat(rules, &entry.threat).into_iter().flat_map(|threat| &threat.mitigations);
    let open = mitigations.filter(|m| findings.assessment.status(&m.control) == ControlStatus::NotStarted);
    let links: Vec<Html> = open
        .filter_map(|mitigation| {
            let control = catalog.controls.iter().find(|control| control.id == mitigation.control)?;
            let strong = mitigation.strength == Strength::Primary;
            Some(html! {
                <>
                    <Link to={Route::to(Page::Treat, &control.id)}>{ &control.title }</Link>
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
