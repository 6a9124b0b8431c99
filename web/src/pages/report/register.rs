//! The risk register, with its eight fields.

use kubu_core::Rules;
use yew::prelude::*;

use super::table;
use crate::components::level;
use crate::findings::Findings;

pub(super) fn view(rules: &Rules, findings: &Findings) -> Html {
    let rows = findings.register().entries.iter().map(|entry| {
        let title = rules.catalog().threats.iter().find(|threat| threat.id == entry.threat).map(|threat| &threat.title);
        vec![
            html! { <>{ title }<span class="scenario">{ &entry.scenario }</span></> },
            table::text(&entry.identified),
            table::lines(&entry.existing_measures),
            level::range(entry.current),
            table::lines(&entry.treatment_plan),
            table::text(&entry.progress),
            level::range(entry.residual),
            table::text(&entry.owner),
        ]
    });
    let heads = [
        "Risk scenario",
        "Identified",
        "Existing measures",
        "Current risk",
        "Treatment plan",
        "Progress",
        "Residual risk",
        "Risk owner",
    ];
    html! {
        <section class="register">
            <h2>{ "Risk register" }</h2>
            { table::view("Every risk that applies or may apply, worst first", &heads, rows) }
        </section>
    }
}
