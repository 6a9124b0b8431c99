//! `kubu catalog`: what the catalogue holds, and checks of the authored files.

use std::collections::BTreeMap;
use std::path::Path;

use kubu_catalog::authoring;
use kubu_catalog::stats::{Coverage, Stats};
use kubu_core::{Baseline, Control, Fact, Incident, Provenance, Reference, Rules, Step, Threat};
use kubu_verbs::{Document, Entry, Found, find, to_json};
use serde::Serialize;

use crate::page::{ASIDE, NAME, Page};
use crate::{Failure, Format, whose};

/// What was checked and found in order: the content of a `kubu-catalog-check`.
#[derive(Serialize)]
struct Checked {
    facts: usize,
    threats: usize,
    controls: usize,
    cases: usize,
}

/// Lists the steps of the assessment, the threats and the controls.
pub(crate) fn list(rules: &Rules, format: Format) -> Result<String, Failure> {
    let (catalog, list) = (rules.catalog(), kubu_verbs::list(rules));
    Ok(match format {
        Format::Json => to_json(&list),
        Format::Text => {
            let mut page = Page::default();
            page.styled(NAME, 0, &format!("{} {}", catalog.title, catalog.version));
            page.styled(ASIDE, 0, &catalog.hash);
            for pack in whose::packs(catalog) {
                page.styled(ASIDE, 0, &pack);
            }
            page.heading("Steps of the risk assessment");
            for Step { title, text, .. } in &catalog.steps {
                page.item(2, &format!("{title}: {text}"));
            }
            for (heading, entries) in [("Threats", &list.content.threats), ("Controls", &list.content.controls)] {
                page.heading(&format!("{heading}: {}", entries.len()));
                let width = entries.iter().map(|entry| entry.id.len()).max().unwrap_or(0);
                for Entry { id, title } in entries {
                    page.line(2, &format!("{id:width$}  {title}{}", whose::of(catalog, id)));
                }
            }
            page.text()
        }
    })
}

/// Counts what the catalogue holds.
pub(crate) fn stats(rules: &Rules, format: Format) -> Result<String, Failure> {
    let catalog = rules.catalog();
    let stats = Stats::of(catalog);
    if format == Format::Json {
        return Ok(to_json(&Document::new("kubu-catalog-stats", stats)));
    }
    let mut page = Page::default();
    page.styled(NAME, 0, &format!("{} {}", catalog.title, catalog.version));
    let Stats { threats, controls, facts, mitigations, reading_grade, .. } = stats;
    page.line(0, &format!("{threats} threats, {controls} controls, {facts} facts, {mitigations} mitigations"));
    page.line(0, &format!("The prose reads at grade {reading_grade:.1} (Flesch and Kincaid)."));
    let mut table = |heading: &str, rows: &mut dyn Iterator<Item = (String, usize)>| {
        page.heading(heading);
        for (name, count) in rows {
            page.line(2, &format!("{count:>4}  {name}"));
        }
    };
    let count = |counts: &BTreeMap<String, usize>, key: &str| counts.get(key).copied().unwrap_or(0);
    let stages = catalog.stages.iter();
    table(
        "Threats by stage where they do harm",
        &mut stages.map(|stage| (stage.title.clone(), count(&stats.stages, stage.id.as_str()))),
    );
    let items = catalog.items.iter();
    table(
        "Controls by item of the Guidelines",
        &mut items.map(|item| (format!("{} {}", item.number, item.title), count(&stats.items, &item.number))),
    );
    let addendum = catalog.addendum.iter();
    table(
        "Controls by control of the addendum",
        &mut addendum.map(|row| (format!("{} {}", row.number, row.title), count(&stats.addendum, &row.number))),
    );
    table("Threats and controls by provenance", &mut stats.provenance.iter().map(|(name, n)| (name.clone(), *n)));
    page.heading("Frameworks: entries, mapped, reasoned out, unmapped");
    for (id, Coverage { edition, total, mapped, reasoned_out, unmapped }) in &stats.frameworks {
        page.line(2, &format!("{total:>4} {mapped:>4} {reasoned_out:>4} {unmapped:>4}  {id} {edition}"));
    }
    Ok(page.text())
}

/// Shows the entry `id` as the catalogue holds it.
pub(crate) fn show(rules: &Rules, id: &str, format: Format) -> Result<String, Failure> {
    let found = find(id, rules).map_err(Failure::BadInput)?;
    Ok(match format {
        Format::Json => to_json(&found),
        Format::Text => match found {
            Found::Threat(threat) => threat_text(rules, threat.content),
            Found::Control(control) => control_text(rules, control.content),
            Found::Fact(fact) => fact_text(rules, fact.content),
        },
    })
}

fn fact_text(rules: &Rules, fact: &Fact) -> String {
    let mut page = Page::default();
    page.styled(NAME, 0, &format!("{} [{}]", fact.question, fact.id));
    page.line(2, &fact.help.replace('\n', " "));
    page.heading("Answers");
    for option in (0..fact.option_count()).filter_map(|position| fact.option_id(position)) {
        page.item(2, &format!("{} [{option}]", fact.option_label(&option)));
    }
    notes(&mut page, rules, fact.id.as_str());
    page.text()
}

/// What organisations say of an entry.
fn notes(page: &mut Page, rules: &Rules, id: &str) {
    for (pack, text) in rules.catalog().notes_on(id) {
        page.heading(&format!("What {} says", pack.name));
        page.line(2, &text.replace('\n', " "));
    }
}

/// The last words on an entry: where it comes from, and whose it is.
fn source(page: &mut Page, rules: &Rules, id: &str, provenance: Provenance) {
    page.styled(
        ASIDE,
        0,
        &format!("Source: {provenance} ({}{}).", provenance.meaning(), whose::of(rules.catalog(), id)),
    );
}

fn threat_text(rules: &Rules, threat: &Threat) -> String {
    let mut page = Page::default();
    page.styled(NAME, 0, &format!("{} [{}]", threat.title, threat.id));
    page.line(2, &threat.summary.replace('\n', " "));
    if let Some(Incident { what, source }) = &threat.incident {
        page.heading("Where it happened");
        page.line(2, &format!("{what} ({source})"));
    }
    page.heading("Answered by");
    for mitigation in &threat.mitigations {
        page.item(2, &format!("{}: {}", mitigation.control, mitigation.why));
    }
    notes(&mut page, rules, threat.id.as_str());
    references(&mut page, rules, &threat.references);
    source(&mut page, rules, threat.id.as_str(), threat.provenance);
    page.text()
}

fn control_text(rules: &Rules, control: &Control) -> String {
    let mut page = Page::default();
    page.styled(NAME, 0, &format!("{} [{}]", control.title, control.id));
    page.line(2, &control.purpose.replace('\n', " "));
    if let Some(Baseline { why }) = &control.baseline {
        page.line(2, &format!("For every system: {why}"));
    }
    page.heading("What to do");
    for practice in &control.practices {
        page.item(2, &practice.text);
    }
    page.heading("How to verify");
    for text in &control.verify {
        page.item(2, text);
    }
    page.heading("Evidence");
    for text in &control.evidence {
        page.item(2, text);
    }
    notes(&mut page, rules, control.id.as_str());
    references(&mut page, rules, &control.references);
    let addendum =
        if control.addendum.is_empty() { String::new() } else { format!(", addendum {}", control.addendum.join(", ")) };
    let roles = rules.catalog().roles.iter().filter(|role| control.roles.contains(&role.id));
    let roles: Vec<&str> = roles.map(|role| role.title.as_str()).collect();
    page.styled(ASIDE, 0, &format!("Guidelines {}{addendum}. For {}.", control.item, roles.join(", ")));
    page.styled(ASIDE, 0, &format!("Effort {}.", control.effort));
    source(&mut page, rules, control.id.as_str(), control.provenance);
    page.text()
}

fn references(page: &mut Page, rules: &Rules, references: &[Reference]) {
    if references.is_empty() {
        return;
    }
    page.heading("In other lists");
    for reference in references {
        if let Some(framework) = rules.catalog().framework(&reference.framework)
            && let Some(title) = framework.entries.get(&reference.id)
        {
            page.item(2, &format!("{} {}: {} {title}", framework.title, framework.edition, reference.id));
        }
    }
    page.blank();
}

/// Checks the authored files under `data` and tries every case in them.
pub(crate) fn check(data: &Path, format: Format) -> Result<String, Failure> {
    let compiled = authoring::compile(data).map_err(Failure::Findings)?;
    let catalog = compiled.rules.catalog();
    let (facts, threats, controls) = (catalog.facts.len(), catalog.threats.len(), catalog.controls.len());
    let checked = Checked { facts, threats, controls, cases: compiled.cases };
    Ok(match format {
        Format::Json => to_json(&Document::new("kubu-catalog-check", checked)),
        Format::Text => format!(
            "{} {}: {facts} facts, {threats} threats and {controls} controls are in order; {} cases hold.\n",
            catalog.title, catalog.version, checked.cases
        ),
    })
}
