//! `kubu whatif`: what would be different if some answers were.

use std::path::Path;

use kubu_core::{Difference, Rules, VerdictChange};
use kubu_verbs::{to_json, what_if};

use crate::page::{Page, style_of};
use crate::{Failure, Format, input};

/// Prints what changes if `settings`, each `fact=answer`, replace the answers in `file`.
pub(crate) fn run(rules: &Rules, file: &Path, settings: &[String], format: Format) -> Result<String, Failure> {
    let before = input::open(file, rules)?.description;
    let difference = what_if(&before, input::answers(settings, rules)?, rules);
    Ok(match format {
        Format::Text => text(rules, &difference.content),
        Format::Json => to_json(&difference),
    })
}

fn text(rules: &Rules, difference: &Difference) -> String {
    let mut page = Page::default();
    let catalog = rules.catalog();
    let threat_title = |change: &VerdictChange<_>| catalog.threat(&change.id).map(|threat| threat.title.as_str());
    let control_title = |change: &VerdictChange<_>| catalog.control(&change.id).map(|control| control.title.as_str());
    if *difference == Difference::default() {
        page.line(0, "No verdict changes.");
    }
    list(&mut page, "Threats that change", &difference.threats, threat_title);
    list(&mut page, "Controls that change", &difference.controls, control_title);
    page.text()
}

fn list<'a, Id>(
    page: &mut Page,
    heading: &str,
    changes: &[VerdictChange<Id>],
    title: impl Fn(&VerdictChange<Id>) -> Option<&'a str>,
) {
    if changes.is_empty() {
        return;
    }
    page.heading(&format!("{heading}: {}", changes.len()));
    for change in changes {
        let title = title(change).unwrap_or_default();
        page.styled(style_of(change.to), 2, &format!("{title}: {} → {}", change.from, change.to));
        page.line(4, &change.sentence);
    }
}
