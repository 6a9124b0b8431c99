//! One change for several controls.

use kubu_core::{ControlId, ControlRecord, SortedSet};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::STATUSES;
use crate::components::{focus, form};
use crate::document::{Edit, use_edit};
use crate::findings::use_findings;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct BulkProps {
    pub(super) selected: SortedSet<ControlId>,
    /// How many controls the list shows, and of how many.
    pub(super) shown: usize,
    pub(super) total: usize,
    pub(super) select_all: Callback<bool>,
}

/// What all selected controls get; what is left empty stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
struct Change {
    /// The position of a status, counted from 1.
    status: usize,
    owner: String,
    due: String,
}

impl Change {
    fn apply(&self, record: &mut ControlRecord) {
        if let Some((status, _)) = self.status.checked_sub(1).and_then(|position| STATUSES.get(position)) {
            record.status = *status;
        }
        for (text, field) in [(&self.owner, &mut record.owner), (&self.due, &mut record.due)] {
            if !text.is_empty() {
                field.clone_from(text);
            }
        }
    }
}

/// How many are shown, which are selected, and what to do with them.
#[component]
pub(super) fn Bulk(BulkProps { selected, shown, total, select_all }: &BulkProps) -> Html {
    let (findings, edit) = (use_findings(), use_edit());
    let change = use_state_eq(Change::default);
    let all = use_node_ref();
    let (count, shown) = (selected.len(), *shown);
    let on_all = select_all.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    let set = |put: fn(&mut Change, String)| {
        let change = change.clone();
        Callback::from(move |text| {
            let mut next = (*change).clone();
            put(&mut next, text);
            change.set(next);
        })
    };
    let on_status = {
        let change = change.clone();
        Callback::from(move |status| change.set(Change { status, ..(*change).clone() }))
    };
    let options = std::iter::once("Leave as it is").chain(STATUSES.iter().map(|(_, name)| *name));
    let options: Vec<(&str, bool)> = options.enumerate().map(|(i, name)| (name, i == change.status)).collect();
    // The bar goes when nothing is selected any more, so the focus goes to where selecting begins.
    let done = {
        let (select_all, all, change) = (select_all.clone(), all.clone(), change.clone());
        move || {
            focus(&all);
            change.set(Change::default());
            select_all.emit(false);
        }
    };
    let on_clear = {
        let done = done.clone();
        move |_: MouseEvent| done()
    };
    let on_apply = {
        let (change, selected) = (change.clone(), selected.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let records = selected.iter().map(|id| {
                let mut record = findings.assessment.controls.get(id).cloned().unwrap_or_default();
                change.apply(&mut record);
                (id.clone(), record)
            });
            edit.emit(Edit::Records(records.collect()));
            done();
        }
    };
    html! {
        <>
            <div class="chosen">
                <label><input ref={all} type="checkbox" checked={count > 0 && count >= shown} onchange={on_all} disabled={shown == 0} />{ "Select all shown" }</label>
                <p role="status">{ shown }{ " of " }{ total }{ " controls shown" }</p>
            </div>
            if count > 0 {
                <form class="bulk" aria-label="Change the selected controls" onsubmit={on_apply}>
                    <p role="status">{ count }{ " selected" }</p>
                    { form::select("Status", &options, &on_status) }
                    { form::line("text", "Owner", &change.owner, &set(|change, text| change.owner = text)) }
                    { form::line("date", "Due", &change.due, &set(|change, text| change.due = text)) }
                    <button type="submit" class="primary" disabled={*change == Change::default()}>{ "Apply" }</button>
                    <button type="button" onclick={on_clear}>{ "Clear selection" }</button>
                </form>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use kubu_core::ControlStatus;

    use super::*;

    #[test]
    fn what_is_left_empty_stays_as_it_is() {
        let mut record = ControlRecord { owner: "Ops".into(), due: "2027-01-31".into(), ..Default::default() };
        Change { status: 2, due: "2027-02-28".into(), ..Change::default() }.apply(&mut record);
        let expected = ControlRecord {
            status: ControlStatus::Planned,
            owner: "Ops".into(),
            due: "2027-02-28".into(),
            ..Default::default()
        };
        assert_eq!(record, expected);
    }
}
