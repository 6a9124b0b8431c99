//! Step 2: the threats, worst first, as a list and on the matrix.

mod entry;
mod filter;
mod overrule;
mod trial;

use std::rc::Rc;

use kubu_core::{Assessment, Cell, RegisterEntry, Verdict};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::{form, matrix};
use crate::findings::{Findings, use_findings};
use crate::kept::{Kept, use_kept};
use crate::piece::keyed;
use crate::route::use_place;
use crate::rules::{SharedRules, use_rules};
use entry::{Entry, EntryProps};
use filter::{CHOICES, Filter, VERDICTS, options};
use trial::Trial;

/// The order and the choice of threats follow the description and the filter alone, so that nothing moves under the
/// hands of somebody who works on a risk.
#[derive(Debug, Clone)]
struct Described(Findings);

impl PartialEq for Described {
    fn eq(&self, other: &Self) -> bool {
        let description = |described: &Self| -> Rc<Assessment> { described.0.assessment.clone() };
        self.0 == other.0 || description(self).description == description(other).description
    }
}

/// The threats that a filter shows, as positions in the catalogue, worst first.
#[derive(Debug, PartialEq)]
struct Listed {
    /// Without regard to the cell that is chosen.
    admitted: Vec<usize>,
    /// In that cell.
    shown: Vec<usize>,
}

/// Where the threat of this id stands in the catalogue.
fn position_of(rules: &SharedRules, id: &str) -> Option<usize> {
    rules.catalog().threats.iter().position(|threat| threat.id.as_str() == id)
}

/// For each threat its risk in the register, if it has one.
fn risks<'a>(rules: &SharedRules, findings: &'a Findings) -> Vec<Option<&'a RegisterEntry>> {
    let threats = &rules.catalog().threats;
    let mut risks = vec![None; threats.len()];
    for entry in &findings.register().entries {
        let position = position_of(rules, entry.threat.as_str());
        position.and_then(|position| risks.get_mut(position)).into_iter().for_each(|risk| *risk = Some(entry));
    }
    risks
}

fn list(rules: &SharedRules, findings: &Findings, filter: &Filter) -> Listed {
    let threats = &rules.catalog().threats;
    let (findings_of, description) = (&findings.report().threats, &findings.assessment.description);
    let risks = risks(rules, findings);
    let in_register = findings.register().entries.iter();
    let in_register = in_register.filter_map(|entry| position_of(rules, entry.threat.as_str()));
    let without = (0..threats.len()).filter(|position| risks.get(*position).is_none_or(Option::is_none));
    let all: Vec<usize> = in_register.chain(without).collect();
    let mut admitted = Vec::with_capacity(all.len());
    for verdict in VERDICTS {
        for position in &all {
            let Some(((threat, finding), risk)) =
                threats.get(*position).zip(findings_of.get(*position)).zip(risks.get(*position))
            else {
                continue;
            };
            if finding.verdict == verdict && filter.admits(rules.catalog(), description, threat, verdict, *risk) {
                admitted.push(*position);
            }
        }
    }
    let here = |position: &usize| {
        let risk = risks.get(*position).copied().flatten();
        filter.cell.is_none_or(|cell| risk.is_some_and(|risk| now(risk) == cell))
    };
    let shown = admitted.iter().copied().filter(here).collect();
    Listed { admitted, shown }
}

/// Where a risk lies on the matrix with the controls that are in place.
fn now(RegisterEntry { on_matrix: [_, now, _], .. }: &RegisterEntry) -> Cell {
    *now
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PrioritiseProps {
    pub(crate) kept: Kept,
}

/// The list of threats.
#[component]
pub(crate) fn Prioritise(PrioritiseProps { kept }: &PrioritiseProps) -> Html {
    let (rules, findings, place) = (use_rules(), use_findings(), use_place());
    let filter = use_kept::<Filter>(kept);
    let trial = use_state(|| None::<Trial>);
    // How often attention was led to the entry that the address names.
    let visits = use_state(|| 1_u32);
    let heading = use_node_ref();
    let listed = use_memo((Described(findings.clone()), (*filter).clone()), |(Described(findings), filter)| {
        list(&rules, findings, filter)
    });
    let wide = *use_state(|| place.host.script.width() >= 720.0);

    let threats = &rules.catalog().threats;
    let addressed = position_of(&rules, &place.route.entry);
    let hidden = addressed.is_some_and(|position| !listed.shown.contains(&position));
    use_effect_with(addressed, {
        let filter = filter.clone();
        move |_| {
            if hidden {
                filter.set(Filter::default());
            }
        }
    });
    // What was kept on trial can take the threat out of the list, and the focus with it.
    use_effect_with(*visits, {
        let heading = heading.clone();
        move |_| {
            if hidden && let Some(heading) = heading.cast::<HtmlElement>() {
                let _ = heading.focus();
            }
        }
    });
    let try_out = use_callback(findings.assessment.clone(), {
        let trial = trial.clone();
        move |tried: Option<(usize, usize)>, assessment| {
            trial.set(tried.map(|(threat, flip)| Trial { assessment: assessment.clone(), threat, flip }));
        }
    });
    // Once the list shows what was kept, the focus follows the threat to its new place.
    let just_kept = use_mut_ref(|| false);
    let kept = use_callback((), {
        let just_kept = just_kept.clone();
        move |(), ()| *just_kept.borrow_mut() = true
    });
    use_effect_with(findings.clone(), {
        let visits = visits.clone();
        move |_| {
            if just_kept.replace(false) {
                visits.set(*visits + 1);
            }
        }
    });

    let report = findings.report();
    let risks = risks(&rules, &findings);
    let trial = trial.as_ref().filter(|trial| Rc::ptr_eq(&trial.assessment, &findings.assessment));
    let mut rows = Vec::with_capacity(listed.shown.len() + VERDICTS.len());
    let mut verdict = None;
    for position in &listed.shown {
        let Some((threat, finding)) = threats.get(*position).zip(report.threats.get(*position)) else { continue };
        if verdict != Some(finding.verdict) {
            verdict = Some(finding.verdict);
            rows.push(band(finding.verdict, &listed, &findings));
        }
        let risk = risks.get(*position).copied().flatten();
        let record = findings.assessment.risks.get(&threat.id);
        rows.push(keyed::<Entry>(
            threat.id.as_str(),
            EntryProps {
                position: *position,
                verdict: finding.verdict,
                levels: risk.map(|risk| (risk.inherent, risk.current)),
                overruled: record.is_some_and(|record| !record.overruled.is_empty()),
                visit: if addressed == Some(*position) { *visits } else { 0 },
                trial: trial.filter(|trial| trial.threat == *position).map(|trial| trial.flip),
                try_out: try_out.clone(),
                kept: kept.clone(),
            },
        ));
    }
    let cells = listed.admitted.iter().filter_map(|position| risks.get(*position).copied().flatten());
    let cells: Vec<_> = cells.map(|risk| (now(risk), risk.current.least < risk.current.most)).collect();
    let choose = {
        let filter = filter.clone();
        Callback::from(move |cell| filter.set(Filter { cell, ..(*filter).clone() }))
    };
    html! {
        <section class="prioritise" aria-labelledby="threats-heading">
            <h1 id="threats-heading" tabindex="-1" ref={heading}>{ "Threats" }</h1>
            <div class="narrowing">
                { filters(&rules, &findings, &filter, wide) }
                <details open={wide}>
                    <summary>{ "Matrix of risks" }</summary>
                    { matrix("Risks with the controls in place", &cells, Some((filter.cell, &choose))) }
                </details>
            </div>
            <p class="shown" role="status">
                { format!("{} of {} threats shown", listed.shown.len(), threats.len()) }
                if *filter != Filter::default() {
                    <button type="button" class="quiet" onclick={clear(&filter)}>{ "Clear filters" }</button>
                }
            </p>
            if listed.shown.is_empty() {
                <p>{ "No threat fits. Take a filter away to see more." }</p>
            } else {
                <div class="columns-of-threats" aria-hidden="true">
                    { for ["Threat", "Verdict", "Risk now", "Before controls", "Harms"].map(|name| html! { <span>{ name }</span> }) }
                </div>
            }
            <div class="threats">{ for rows }</div>
        </section>
    }
}

/// The heading of the threats with one verdict.
fn band(verdict: Verdict, listed: &Listed, findings: &Findings) -> Html {
    let of_it = &findings.report().threats;
    let all = of_it.iter().filter(|finding| finding.verdict == verdict).count();
    let shown = listed.shown.iter().filter_map(|position| of_it.get(*position));
    let shown = shown.filter(|finding| finding.verdict == verdict).count();
    let title = match verdict {
        Verdict::Applies => "Apply",
        Verdict::Undetermined => "Undetermined",
        Verdict::DoesNotApply => "Do not apply",
    };
    // No id of a threat has a capital.
    html! { <h2 key={title}>{ title }<span>{ format!(" {shown} of {all}") }</span></h2> }
}

fn clear(filter: &UseStateHandle<Filter>) -> Callback<MouseEvent> {
    let filter = filter.clone();
    Callback::from(move |_| filter.set(Filter::default()))
}

/// What narrows the list: words, and choices that a small screen folds away.
fn filters(rules: &SharedRules, findings: &Findings, filter: &UseStateHandle<Filter>, wide: bool) -> Html {
    let search = {
        let filter = filter.clone();
        Callback::from(move |text| filter.set(Filter { text, ..(*filter).clone() }))
    };
    let choices = CHOICES.iter().zip(options(rules.catalog(), &findings.assessment.description)).enumerate();
    let choices = choices.map(|(choice, (name, options))| {
        let chosen = filter.chosen.get(choice).copied().unwrap_or_default();
        let options = std::iter::once("Any").chain(options.iter().map(String::as_str)).enumerate();
        let options: Vec<(&str, bool)> = options.map(|(position, option)| (option, position == chosen)).collect();
        let choose = {
            let filter = filter.clone();
            Callback::from(move |position| {
                let mut changed = (*filter).clone();
                changed.chosen.get_mut(choice).into_iter().for_each(|chosen| *chosen = position);
                filter.set(changed);
            })
        };
        form::select(name, &options, &choose)
    });
    let on = match filter.count() {
        0 => "Filters".to_owned(),
        count => format!("Filters ({count} on)"),
    };
    html! {
        <div class="filters" role="search">
            { form::line("search", "Find in threats", &filter.text, &search) }
            <details open={wide}>
                <summary>{ on }</summary>
                <div class="choices">{ for choices }</div>
            </details>
        </div>
    }
}
