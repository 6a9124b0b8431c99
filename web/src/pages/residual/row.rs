//! A risk in the table: a row, and below it, while it is open, what is done about it.

use kubu_core::{Level, Range, Response, ThreatId, Treatment};
use yew::prelude::*;

use super::RESPONSES;
use super::detail::{Detail, DetailProps};
use crate::components::{level, use_unfold};
use crate::piece::piece;
use crate::rules::use_rules;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct RowProps {
    pub(super) id: ThreatId,
    /// Without controls, now, and as planned.
    pub(super) levels: [Range<Level>; 3],
    pub(super) tolerable: Option<bool>,
    pub(super) treatment: Option<Treatment>,
    /// Whether the address names it.
    pub(super) named: bool,
}

/// Whether a response needs a reason that is not given.
pub(super) fn reason_missing(treatment: &Treatment) -> bool {
    treatment.response != Response::Mitigate && treatment.reason.trim().is_empty()
}

/// The row.
#[component]
pub(super) fn Row(props: &RowProps) -> Html {
    let rules = use_rules();
    let (open, button, toggle) = use_unfold(props.named);
    let treatment = props.treatment.as_ref();
    let response =
        treatment.and_then(|treatment| RESPONSES.iter().find(|(response, ..)| *response == treatment.response));
    let text = |text: Option<&String>| html! { text.cloned().unwrap_or_default() };
    let missing = treatment.is_some_and(reason_missing);
    let [inherent, current, residual] = props.levels.map(level::range);
    let cells = [
        ("Without controls", inherent),
        ("Now", current),
        (
            "As planned",
            html! { <>{ residual }if props.tolerable == Some(false) { <small>{ "above tolerance" }</small> }</> },
        ),
        (
            "Treatment",
            html! {
                <>
                    { response.map_or("Not decided", |(_, name, _)| name) }
                    if missing { { " " }<span class="missing">{ "Reason missing" }</span> }
                </>
            },
        ),
        ("Owner", text(treatment.map(|treatment| &treatment.owner))),
        ("Review", text(treatment.map(|treatment| &treatment.review))),
    ];
    html! {
        <tbody role="rowgroup" class={open.then_some("open")}>
            <tr role="row">
                <th role="rowheader" scope="row"><button ref={button} type="button" class="fold" aria-expanded={open.to_string()} onclick={toggle}>{ rules.catalog().threat(&props.id).map(|threat| threat.title.clone()) }</button></th>
                { for cells.into_iter().map(|(name, value)| html! { <td role="cell" data-name={name}>{ value }</td> }) }
            </tr>
            if open { <tr role="row"><td role="cell" colspan="7">{ piece::<Detail>(DetailProps { id: props.id.clone() }) }</td></tr> }
        </tbody>
    }
}
