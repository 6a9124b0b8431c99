//! The risk register, with its eight fields.

use kubu_core::Rules;
use yew::prelude::*;

use super::table::{self, or_dash};
use crate::components::level;
use crate::findings::Findings;
use crate::tag::{tag, text, told};

pub(super) fn view(rules: &Rules, findings: &Findings) -> Html {
    let rows = findings.register().entries.iter().map(|entry| {
        let title = rules.catalog().threat(&entry.threat).map_or("", |threat| threat.title.as_str());
        vec![
            tag("div", "", vec![text(title), told("span", "scenario", &entry.scenario)]),
            or_dash(&entry.identified),
            table::lines(&entry.existing_measures),
            level::range(entry.current),
            table::lines(&entry.treatment_plan),
            or_dash(&entry.progress),
            level::range(entry.residual),
            or_dash(&entry.owner),
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
    let table = table::view("Every risk that applies or may apply, worst first", &heads, rows.collect());
    tag("section", "register", vec![told("h2", "", "Risk register"), table])
}
