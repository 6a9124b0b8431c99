//! The system map: components and flows, drawn and edited.

use yew::prelude::*;

use crate::findings::use_findings;

/// Components, zones and flows.
#[component]
pub(crate) fn Map() -> Html {
    let findings = use_findings();
    let description = &findings.assessment.description;
    html! {
        <>
            <h1>{ "System map" }</h1>
            <ul>{ for description.components.values().map(|component| html! { <li>{ &component.name }</li> }) }</ul>
        </>
    }
}
