//! Step 4: what remains, and who decides to live with it.

use yew::prelude::*;

use crate::components::level;
use crate::findings::use_findings;

/// Before and after.
#[component]
pub(crate) fn Residual() -> Html {
    let findings = use_findings();
    html! {
        <>
            <h1>{ "What remains" }</h1>
            <ul>
                { for findings.register().entries.iter().map(|entry| html! {
                    <li>{ &entry.scenario }{ level::range(entry.current) }{ level::range(entry.residual) }</li>
                }) }
            </ul>
        </>
    }
}
