//! What is handed over.

use yew::prelude::*;

use crate::findings::use_findings;

/// The report.
#[component]
pub(crate) fn Report() -> Html {
    let findings = use_findings();
    html! { <h1>{ &findings.assessment.title }</h1> }
}
