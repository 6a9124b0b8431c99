//! A control in the list: its status at hand, the rest below it while it is open.

use kubu_core::{ControlId, ControlRecord, Verdict};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::STATUSES;
use super::detail::{Detail, DetailProps};
use super::filter::reason_missing;
use crate::components::{use_unfold, verdict};
use crate::document::{Edit, use_edit};
use crate::packs::owner;
use crate::piece::piece;
use crate::rules::use_rules;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct RowProps {
    /// The position of the control in the catalogue.
    pub(super) position: usize,
    pub(super) record: Option<ControlRecord>,
    pub(super) verdict: Verdict,
    /// How many levels it would lower by itself; absent if it would take nothing away.
    pub(super) lowers: Option<usize>,
    pub(super) selected: bool,
    /// Whether the address names it.
    pub(super) named: bool,
    pub(super) select: Callback<(ControlId, bool)>,
}

/// The row.
#[component]
pub(super) fn Row(props: &RowProps) -> Html {
    let (rules, edit) = (use_rules(), use_edit());
    let (open, button, toggle) = use_unfold(props.named);
    let Some(control) = rules.catalog().controls.get(props.position) else { return Html::default() };
    let record = props.record.clone().unwrap_or_default();
    let on_select = {
        let (select, id) = (props.select.clone(), control.id.clone());
        move |event: Event| {
            select.emit((id.clone(), event.target_unchecked_into::<HtmlInputElement>().checked()));
        }
    };
    let id = control.id.clone();
    let on_status = move |event: Event| {
        let position = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        if let Some((status, _)) = usize::try_from(position).ok().and_then(|position| STATUSES.get(position)) {
            // A step of its own, unlike what is typed.
            edit.emit(Edit::Controls(vec![id.clone()], *status));
        }
    };
    let effect = props.lowers.map(|lowers| match lowers {
        0 => "helps beside others".to_owned(),
        1 => "lowers 1 risk".to_owned(),
        n => ["lowers ", &n.to_string(), " risks"].concat(),
    });
    let recorded: Vec<&str> =
        [record.owner.as_str(), record.due.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
    html! {
        <li class="measure">
            <label class="pick"><input type="checkbox" checked={props.selected} onchange={on_select} aria-label={["Select ", &control.title].concat()} /></label>
            <div class="what">
                <button ref={button} type="button" class="fold" aria-expanded={open.to_string()} onclick={toggle}>{ &control.title }</button>
                <p class="meta">
                    { owner(&rules, control.id.as_str()) }
                    if props.verdict == Verdict::Undetermined { { verdict::mark(props.verdict) } }
                    if props.verdict == Verdict::DoesNotApply { <span>{ "Not needed: nothing that it answers applies" }</span> }
                    if reason_missing(&record) { <span class="missing">{ "Reason missing" }</span> }
                    if !recorded.is_empty() { <span>{ recorded.join(", ") }</span> }
                </p>
            </div>
            <span class="effect">{ effect }</span>
            <select aria-label={["Status of ", &control.title].concat()} onchange={on_status}>
                { for STATUSES.iter().map(|(status, name)| html! { <option selected={*status == record.status}>{ *name }</option> }) }
            </select>
            if open { { piece::<Detail>(DetailProps { position: props.position }) } }
        </li>
    }
}
