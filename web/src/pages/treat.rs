//! Step 3: the controls for this system, each with its reason, what to do, and a record of how far it is.

mod bulk;
mod detail;
mod filter;
mod row;
mod smallest_set;

use kubu_core::{ControlId, ControlStatus, Level, Range, SortedSet, Verdict, sort_by};
use yew::prelude::*;

use crate::components::form;
use crate::findings::{Findings, use_findings};
use crate::kept::{Kept, use_kept};
use crate::piece::{keyed, piece};
use crate::route::use_place;
use crate::rules::{SharedRules, use_rules};
use bulk::{Bulk, BulkProps};
use filter::{CHOICES, Filter, options};
use row::{Row, RowProps};
use smallest_set::SmallestSet;

/// How far a control can be, with its name.
const STATUSES: [(ControlStatus, &str); 6] = [
    (ControlStatus::NotStarted, "Not started"),
    (ControlStatus::Planned, "Planned"),
    (ControlStatus::Partly, "Partly in place"),
    (ControlStatus::Implemented, "In place"),
    (ControlStatus::Alternative, "Replaced by something else"),
    (ControlStatus::NotApplicable, "Not applicable"),
];

const ORDERS: [&str; 2] = ["Life-cycle stage", "Most risk taken away first"];

/// The order and the choice of controls follow the description and the view alone, so that nothing moves under the
/// hands of somebody who sets one status after the other.
#[derive(Debug, Clone)]
struct Described(Findings);

impl PartialEq for Described {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.0.assessment.description == other.0.assessment.description
    }
}

/// What is shown of the list, and how.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct View {
    filter: Filter,
    most_first: bool,
}

/// The positions of the controls for this system, and of those with a record, and of the one that the address names.
fn candidates(rules: &SharedRules, findings: &Findings, named: Option<usize>) -> Vec<usize> {
    let controls = rules.catalog().controls.iter().zip(&findings.report().controls).enumerate();
    let here = controls.filter(|(position, (control, finding))| {
        finding.verdict != Verdict::DoesNotApply
            || findings.assessment.controls.contains_key(&control.id)
            || named == Some(*position)
    });
    here.map(|(position, _)| position).collect()
}

/// The positions of the controls that a view shows, in its order.
fn list(rules: &SharedRules, findings: &Findings, view: &View, named: Option<usize>) -> Vec<usize> {
    let catalog = rules.catalog();
    let admitted = |position: &usize| {
        let control = catalog.controls.get(*position);
        control
            .is_some_and(|control| view.filter.admits(catalog, control, findings.assessment.controls.get(&control.id)))
    };
    let mut shown: Vec<usize> = candidates(rules, findings, named).into_iter().filter(admitted).collect();
    if view.most_first {
        let next = findings.next_controls();
        let rank = |position: &usize| {
            let control = catalog.controls.get(*position);
            let rank = next.iter().position(|next| control.is_some_and(|control| control.id == next.control));
            (rank.unwrap_or(usize::MAX), *position)
        };
        sort_by(&mut shown, |a, b| rank(a).cmp(&rank(b)));
    }
    shown
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TreatProps {
    pub(crate) kept: Kept,
}

/// The list of controls.
#[component]
pub(crate) fn Treat(TreatProps { kept }: &TreatProps) -> Html {
    let (rules, findings, place) = (use_rules(), use_findings(), use_place());
    let view = use_kept::<View>(kept);
    let selected = use_state_eq(SortedSet::<ControlId>::new);
    let catalog = rules.catalog();
    let named = catalog.controls.iter().position(|control| control.id.as_str() == place.route.entry);
    let shown =
        use_memo((Described(findings.clone()), (*view).clone(), named), |(Described(findings), view, named)| {
            list(&rules, findings, view, *named)
        });
    use_effect_with(named, {
        let (view, hidden) = (view.clone(), named.is_some_and(|named| !shown.contains(&named)));
        move |_| {
            if hidden {
                view.set(View::default());
            }
        }
    });
    let look = {
        let view = view.clone();
        move |change: fn(&mut View, usize, String)| {
            let view = view.clone();
            move |position: usize, text: String| {
                let mut next = (*view).clone();
                change(&mut next, position, text);
                view.set(next);
            }
        }
    };
    let on_text = Callback::from({
        let search = look(|view, _, text| view.filter.text = text);
        move |text| search(0, text)
    });
    let on_order = Callback::from({
        let order = look(|view, position, _| view.most_first = position == 1);
        move |position| order(position, String::new())
    });
    let choices = CHOICES.iter().zip(options(catalog)).enumerate().map(|(choice, (name, options))| {
        let chosen = view.filter.chosen.get(choice).copied().unwrap_or_default();
        let options = std::iter::once("Any").chain(options).enumerate();
        let options: Vec<(&str, bool)> = options.map(|(i, option)| (option, i == chosen)).collect();
        let view = view.clone();
        let choose = Callback::from(move |position| {
            let mut next = (*view).clone();
            next.filter.chosen.get_mut(choice).into_iter().for_each(|chosen| *chosen = position);
            view.set(next);
        });
        form::select(name, &options, &choose)
    });
    let orders: Vec<(&str, bool)> =
        ORDERS.iter().enumerate().map(|(i, order)| (*order, view.most_first == (i == 1))).collect();
    let select = use_callback((*selected).clone(), {
        let selected = selected.setter();
        move |(id, on): (ControlId, bool), before| {
            let mut next = before.clone();
            if on {
                next.insert(id);
            } else {
                next.remove(&id);
            }
            selected.set(next);
        }
    });
    let select_all = use_callback((shown.clone(), rules), {
        let selected = selected.setter();
        move |on: bool, (shown, rules)| {
            let all = shown.iter().filter(|_| on).filter_map(|position| rules.catalog().controls.get(*position));
            selected.set(all.map(|control| control.id.clone()).collect());
        }
    });
    let all = candidates(&rules, &findings, named);
    let row = |position: &usize| {
        let control = catalog.controls.get(*position)?;
        let finding = findings.report().controls.get(*position)?;
        let next = findings.next_controls().iter().find(|next| next.control == control.id);
        Some(keyed::<Row>(
            control.id.as_str(),
            RowProps {
                position: *position,
                record: findings.assessment.controls.get(&control.id).cloned(),
                verdict: finding.verdict,
                lowers: next.map(|next| next.lowers.len()),
                selected: selected.contains(&control.id),
                named: named == Some(*position),
                select: select.clone(),
            },
        ))
    };
    let section = |title: &'static str, about: &'static str, baseline: bool| {
        let is_baseline = |position: &usize| catalog.controls.get(*position).is_some_and(|c| c.baseline.is_some());
        let here: Vec<usize> = shown.iter().copied().filter(|position| is_baseline(position) == baseline).collect();
        if here.is_empty() {
            return Html::default();
        }
        let lists = if view.most_first {
            html! { <ul class="measures">{ for here.iter().filter_map(row) }</ul> }
        } else {
            by_stage(&rules, &here, row)
        };
        html! { <section key={title} class="kind"><h2>{ title }</h2><p class="counts">{ about }</p>{ lists }</section> }
    };
    html! {
        <div class="treat">
            <h1>{ "Treat" }</h1>
            <p class="state" role="status">{ effect(&findings) }</p>
            { piece::<SmallestSet>(()) }
            <div class="look" role="search" aria-label="Controls">
                { form::line("search", "Search", &view.filter.text, &on_text) }
                { for choices }
                { form::select("Order", &orders, &on_order) }
            </div>
            { piece::<Bulk>(BulkProps { selected: (*selected).clone(), shown: shown.len(), total: all.len(), select_all }) }
            if all.is_empty() {
                <p>{ "No control yet. Describe the system first: the controls follow from its threats." }</p>
            } else if shown.is_empty() {
                <p>{ "No control fits. Choose “Any”, or search for something else." }</p>
            }
            <div class="kinds">
                { section("Against this system’s threats", "Needed because of threats that apply, or may apply.", false) }
                { section("Baseline", "For every system, whatever its threats.", true) }
            </div>
        </div>
    }
}

/// Rows in lists, one for each item of the Guidelines, below its stage.
fn by_stage(rules: &SharedRules, positions: &[usize], row: impl Fn(&usize) -> Option<Html>) -> Html {
    let catalog = rules.catalog();
    let of_item = |number: &str| -> Vec<Html> {
        let item = |position: &&usize| catalog.controls.get(**position).is_some_and(|control| control.item == number);
        positions.iter().filter(item).filter_map(&row).collect()
    };
    let stages = catalog.stages.iter().filter_map(|stage| {
        let items = catalog.items.iter().filter(|item| item.stage == stage.id);
        let items: Vec<Html> = items
            .filter_map(|item| {
                let rows = of_item(&item.number);
                (!rows.is_empty()).then(|| {
                    html! {
                        <div key={item.number.as_str()}>
                            <h4><span>{ &item.number }</span>{ " " }{ &item.title }</h4>
                            <ul class="measures">{ for rows }</ul>
                        </div>
                    }
                })
            })
            .collect();
        (!items.is_empty()).then(|| {
            html! {
                <section key={stage.id.as_str()} class="stage"><h3>{ &stage.title }</h3>{ for items }</section>
            }
        })
    });
    html! { <>{ for stages }</> }
}

/// What the controls do to the risks, in one sentence.
fn effect(findings: &Findings) -> String {
    let entries = &findings.register().entries;
    let above = |levels: [Range<Level>; 3]| levels.map(|level| usize::from(level.most > Level::Medium));
    let counts = entries.iter().map(|entry| above([entry.inherent, entry.current, entry.residual]));
    let [before, now, then] = counts.fold([0; 3], |[a, b, c], [x, y, z]| [a + x, b + y, c + z]);
    format!("Risks above Medium: {before} without controls, {now} now, {then} once what is planned is in place.")
}
