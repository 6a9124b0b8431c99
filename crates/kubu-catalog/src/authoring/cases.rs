//! Tries the cases that entries carry.

use kubu_core::{Assessment, Diagnostic, Rules};

use super::source::Source;
use crate::prose::file_of;

/// How many cases were tried, and what went wrong.
pub(super) fn run(source: &Source, rules: &Rules) -> (usize, Vec<Diagnostic>) {
    let mut tried = 0;
    let mut failed = Vec::new();
    for (name, file) in &source.threats {
        for case in &file.cases {
            tried += 1;
            let at = format!("{}: case “{}”", file_of("threats", name), case.name);
            // An answer that the catalogue has no place for would silently decide nothing.
            let document = Assessment { description: case.facts.clone().into(), ..Assessment::default() };
            let misfits =
                Assessment::open(&document.to_json(), rules).map_or_else(|errors| errors, |opened| opened.warnings);
            failed.extend(
                misfits
                    .into_iter()
                    .map(|misfit| Diagnostic::error("bad-case", at.as_str(), misfit.message, misfit.help)),
            );
            let report = rules.report(&document.description);
            if let Some(finding) = report.threats.iter().find(|finding| finding.id.as_str() == name)
                && finding.verdict != case.expect
            {
                let message = format!(
                    "expected “{}”, found “{}”. {}",
                    case.expect, finding.verdict, finding.explanation.sentence
                );
                failed.push(Diagnostic::error("failed-case", at, message, "mend the condition or the case"));
            }
        }
    }
    (tried, failed)
}
