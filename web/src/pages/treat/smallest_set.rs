//! The smallest set of further controls that brings every risk to a level.

use std::rc::Rc;

use kubu_core::{Assessment, ControlId, ControlRecord, ControlSet, ControlStatus, Level, Rules, ThreatId};
use yew::prelude::*;

use super::STATUSES;
use crate::components::level::{self, LEVELS};
use crate::components::{form, link};
use crate::document::{Edit, use_edit};
use crate::findings::use_findings;
use crate::route::{Page, Route};
use crate::rules::use_rules;

/// A set that was asked for.
struct Found {
    /// What it was found for.
    assessment: Rc<Assessment>,
    set: ControlSet,
}

/// Whether a set that was found for one state is right for another: what is merely planned makes no difference.
fn as_good_for(before: &Assessment, now: &Assessment, rules: &Rules) -> bool {
    let status = |assessment: &Assessment, id: &ControlId| match assessment.status(id) {
        ControlStatus::Planned => ControlStatus::NotStarted,
        status => status,
    };
    before.description == now.description
        && before.risks == now.risks
        && rules.catalog().controls.iter().all(|control| status(before, &control.id) == status(now, &control.id))
}

/// Asks for a level, and shows what brings every risk there.
#[component]
pub(super) fn SmallestSet() -> Html {
    let (rules, findings, edit) = (use_rules(), use_findings(), use_edit());
    let level = use_state_eq(|| Level::Medium);
    let found = use_state(|| None::<Found>);
    let assessment = &findings.assessment;
    let choose = {
        let (level, found) = (level.clone(), found.clone());
        Callback::from(move |position: usize| {
            level.set(LEVELS.get(position).copied().unwrap_or(Level::Medium));
            found.set(None);
        })
    };
    let on_find = {
        let (level, found, assessment) = (*level, found.clone(), assessment.clone());
        move |_: MouseEvent| {
            let set = rules.smallest_set(&assessment, level);
            found.set(Some(Found { assessment: assessment.clone(), set }));
        }
    };
    let names = LEVELS.map(|level| level.to_string());
    let options: Vec<(&str, bool)> =
        names.iter().zip(LEVELS).take(4).map(|(name, each)| (name.as_str(), each == *level)).collect();
    html! {
        <section class="smallest" aria-labelledby="smallest">
            <div class="ask">
                <h2 id="smallest">{ "The smallest set of controls that brings every risk down" }</h2>
                { form::select("To at most", &options, &choose) }
                <button type="button" onclick={on_find}>{ "Find the set" }</button>
            </div>
            <div role="status">
                if let Some(found) = found.as_ref() {
                    if as_good_for(&found.assessment, assessment, &rules) {
                        { answer(&rules, assessment, &found.set, *level, &edit) }
                    } else {
                        <p>{ "Something has changed since. Find the set again." }</p>
                    }
                }
            </div>
        </section>
    }
}

fn answer(rules: &Rules, assessment: &Assessment, set: &ControlSet, level: Level, edit: &Callback<Edit>) -> Html {
    let not_started = |id: &&ControlId| assessment.status(id) == ControlStatus::NotStarted;
    let open: Vec<ControlId> = set.controls.iter().filter(not_started).cloned().collect();
    let to_plan = open.len();
    let on_plan = {
        let edit = edit.clone();
        move |_: MouseEvent| edit.emit(Edit::Controls(open.clone(), ControlStatus::Planned))
    };
    let controls = rules.catalog().controls.iter().filter(|control| set.controls.contains(&control.id));
    let count = match (set.controls.len(), set.out_of_reach.is_empty()) {
        (0, true) => "Every risk is there already.".to_owned(),
        (0, false) => "No further control brings another risk there.".to_owned(),
        (1, _) => "1 control:".to_owned(),
        (n, _) => n.to_string() + " controls:",
    };
    let how = if set.smallest {
        "No smaller set does."
    } else {
        "A good set. The search was cut short, so a smaller one may exist."
    };
    html! {
        <>
            <p><strong>{ count }</strong>if !set.controls.is_empty() { { " " }{ how } }</p>
            if !set.controls.is_empty() {
                <ul class="plain">
                    { for controls.map(|control| html! {
                        <li key={control.id.as_str()}>
                            { link(Route::to(Page::Treat, &control.id), &control.title) }
                            <span>{ STATUSES.iter().find(|(status, _)| *status == assessment.status(&control.id)).map(|(_, name)| *name) }</span>
                        </li>
                    }) }
                </ul>
                <button type="button" class="primary" onclick={on_plan} aria-disabled={(to_plan == 0).to_string()}>
                    { if to_plan == 0 { "All of these are planned or begun" } else { "Plan all of these" } }
                </button>
            }
            { out_of_reach(rules, assessment, &set.out_of_reach, level) }
        </>
    }
}

/// What cannot be brought there, and where it would stay.
fn out_of_reach(rules: &Rules, assessment: &Assessment, threats: &[ThreatId], aim: Level) -> Html {
    if threats.is_empty() {
        return Html::default();
    }
    let mut best = assessment.clone();
    for control in &rules.catalog().controls {
        if best.status(&control.id) != ControlStatus::NotApplicable {
            let record = ControlRecord { status: ControlStatus::Implemented, ..ControlRecord::default() };
            best.controls.insert(control.id.clone(), record);
        }
    }
    let register = rules.register(&best);
    let entries = register.entries.iter().filter(|entry| threats.contains(&entry.threat));
    html! {
        <>
            <h3>{ "Out of reach" }</h3>
            <p>{ "With every control that answers them in place, these still do not come down to " }{ aim.to_string() }
                { ". Avoid, transfer or accept them." }</p>
            <ul class="plain">
                { for entries.map(|entry| {
                    let threat = rules.catalog().threat(&entry.threat);
                    let count = threat.map_or(0, |threat| threat.mitigations.len());
                    let controls = if count == 1 { " control" } else { " controls" };
                    html! {
                        <li key={entry.threat.as_str()}>
                            { link(Route::to(Page::Residual, &entry.threat), threat.map_or("", |threat| &threat.title)) }
                            <span>{ "stays at " }{ level::range(entry.current) }{ " with its " }{ count }{ controls }</span>
                        </li>
                    }
                }) }
            </ul>
        </>
    }
}
