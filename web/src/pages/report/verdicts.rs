//! Every threat with its verdict and its reason, those that do not apply included.

use kubu_core::{Rules, Verdict};
use yew::prelude::*;

use super::table;
use crate::components::VerdictMark;
use crate::findings::Findings;

pub(super) fn view(rules: &Rules, findings: &Findings) -> Html {
    let mut rows = Vec::new();
    for verdict in [Verdict::Applies, Verdict::Undetermined, Verdict::DoesNotApply] {
        let threats = rules.catalog().threats.iter().zip(&findings.report().threats);
        for (threat, finding) in threats.filter(|(_, finding)| finding.verdict == verdict) {
            let mut references: Vec<&str> = threat.references.iter().map(|reference| reference.id.as_str()).collect();
            references.dedup();
            rows.push(vec![
                html! { &threat.title },
                html! { <VerdictMark {verdict} /> },
                html! { &finding.explanation.sentence },
                html! { references.join(", ") },
            ]);
        }
    }
    html! {
        <section class="verdicts">
            <h2>{ "Every threat that was considered" }</h2>
            { table::view("Verdicts, with their reasons", &["Threat", "Verdict", "Why", "In other lists"], rows) }
        </section>
    }
}
