//! Every threat with its verdict and its reason, those that do not apply included.

use kubu_core::{Rules, Verdict};
use yew::prelude::*;

use super::table;
use crate::components::verdict;
use crate::findings::Findings;
use crate::tag::{tag, text, told};

pub(super) fn view(rules: &Rules, findings: &Findings) -> Html {
    let mut rows = Vec::new();
    for verdict in [Verdict::Applies, Verdict::Undetermined, Verdict::DoesNotApply] {
        let threats = rules.catalog().threats.iter().zip(&findings.report().threats);
        for (threat, finding) in threats.filter(|(_, finding)| finding.verdict == verdict) {
            let mut references: Vec<&str> = threat.references.iter().map(|reference| reference.id.as_str()).collect();
            references.dedup();
            rows.push(vec![
                text(&threat.title),
                verdict::mark(verdict),
                text(&finding.explanation.sentence),
                text(&references.join(", ")),
            ]);
        }
    }
    let heads = ["Threat", "Verdict", "Why", "In other lists"];
    let table = table::view("Verdicts, with their reasons", &heads, rows);
    tag("section", "verdicts", vec![told("h2", "", "Every threat that was considered"), table])
}
