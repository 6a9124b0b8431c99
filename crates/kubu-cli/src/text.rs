//! A report for people, at 80 columns.

use std::cmp::Reverse;

use kubu_core::{Assessment, Catalog, Control, ControlFinding, ControlSet, RegisterEntry, Report, Rules, Verdict};
use kubu_verbs::Assessed;

use crate::page::{ASIDE, NAME, Page, style_of};
use crate::whose;

/// How many further controls are listed.
const MOST_NEXT: usize = 10;

/// The whole report.
pub(crate) fn report(assessed: &Assessed<'_>) -> String {
    let Assessed { rules, assessment, report, .. } = assessed;
    let catalog = rules.catalog();
    let mut page = Page::default();
    let title = assessment.title.as_str();
    page.styled(NAME, 0, if title.is_empty() { "Untitled assessment" } else { title });
    page.styled(
        ASIDE,
        0,
        &format!("{} {}, {}", catalog.title, catalog.version, catalog.hash.get(..15).unwrap_or_default()),
    );
    for pack in whose::packs(catalog) {
        page.styled(ASIDE, 0, &pack);
    }
    next(&mut page, assessed);
    for verdict in [Verdict::Applies, Verdict::Undetermined, Verdict::DoesNotApply] {
        threats(&mut page, assessed, verdict);
    }
    further(&mut page, assessed);
    controls(&mut page, rules, report);
    inventory(&mut page, rules, assessment, report);
    if !report.open.is_empty() {
        page.heading("Questions that would settle more");
        for fact in report.open.iter().filter_map(|id| rules.fact(id)) {
            page.line(2, &format!("{} ({})", fact.question, fact.id));
        }
    }
    page.text()
}

/// An id, and whose it is.
fn named(catalog: &Catalog, id: &str) -> String {
    format!("{id}{}", whose::of(catalog, id))
}

/// The further controls that take most away from the risks.
fn next(page: &mut Page, assessed: &Assessed<'_>) {
    if assessed.next.is_empty() {
        return;
    }
    page.heading("What to do next");
    let catalog = assessed.rules.catalog();
    page.line(
        2,
        "Further controls, those first that take most off all risks together, in points of likelihood × impact.",
    );
    for (control, next) in assessed.next().take(MOST_NEXT) {
        let lowers = match next.lowers.len() {
            0 => String::new(),
            1 => "; lowers the level of 1 risk by itself".to_owned(),
            several => format!("; lowers the level of {several} risks by itself"),
        };
        page.blank();
        let status = assessed.assessment.status(&control.id);
        page.styled(NAME, 2, &format!("{} [{}, {status}]", control.title, named(catalog, control.id.as_str())));
        page.line(4, &format!("{} points{lowers}; effort {}.", next.points(), control.effort));
    }
    if let Some(more) = assessed.next.len().checked_sub(MOST_NEXT).filter(|more| *more > 0) {
        page.blank();
        page.styled(ASIDE, 2, &format!("And {more} that take less; --format md and json list them all."));
    }
}

/// With a target, what would reach it.
fn further(page: &mut Page, assessed: &Assessed<'_>) {
    let Some((level, ControlSet { controls, smallest, out_of_reach })) = &assessed.further else { return };
    let catalog = assessed.rules.catalog();
    let name = if *smallest { "Smallest set" } else { "A small set" };
    page.heading(&format!("{name} of further controls to bring every risk to {level}: {}", controls.len()));
    for control in catalog.controls.iter().filter(|control| controls.contains(&control.id)) {
        page.item(2, &format!("{} [{}]", control.title, named(catalog, control.id.as_str())));
    }
    for threat in catalog.threats.iter().filter(|threat| out_of_reach.contains(&threat.id)) {
        page.styled(ASIDE, 2, &format!("No control of the catalogue brings “{}” that low.", threat.title));
    }
}

/// What follows from the components and flows, and where an answer contradicts it.
fn inventory(page: &mut Page, rules: &Rules, assessment: &Assessment, report: &Report) {
    if !report.inconsistencies.is_empty() {
        page.heading("Contradictions: the answer counts");
        for inconsistency in &report.inconsistencies {
            page.item(2, &inconsistency.sentence);
        }
    }
    let derived: Vec<_> = report.derived.iter().filter(|derived| derived.holds).collect();
    if !derived.is_empty() {
        page.heading("What follows from the components and flows");
    }
    for derived in derived {
        let Some(fact) = rules.fact(&derived.fact) else { continue };
        let components = &assessment.description.components;
        let path = derived.path.iter().filter_map(|id| components.get(id)).map(|component| component.name.as_str());
        let path = path.collect::<Vec<_>>().join(" → ");
        page.item(2, &format!("{} {}: {path}.", fact.question, fact.option_label(&derived.option)));
    }
}

fn threats(page: &mut Page, assessed: &Assessed<'_>, verdict: Verdict) {
    let Assessed { rules, report, register, .. } = assessed;
    let mut findings: Vec<_> = (rules.catalog().threats.iter().zip(&report.threats))
        .filter(|(_, finding)| finding.verdict == verdict)
        .collect();
    findings.sort_by_key(|(_, finding)| Reverse(finding.risk.as_ref().map(|risk| (risk.level.most, risk.level.least))));
    let name = match verdict {
        Verdict::Applies => "Threats that apply",
        Verdict::Undetermined => "Threats that are undetermined",
        Verdict::DoesNotApply => "Threats that do not apply",
    };
    page.heading(&format!("{name}: {}", findings.len()));
    for (threat, finding) in findings {
        page.blank();
        page.styled(
            style_of(verdict),
            2,
            &format!("{} [{}]", threat.title, named(rules.catalog(), threat.id.as_str())),
        );
        page.line(4, &finding.explanation.sentence);
        if let Some(risk) = &finding.risk {
            page.line(4, &risk.to_string());
            if let Some(entry) = register.entries.iter().find(|entry| entry.threat == finding.id) {
                let RegisterEntry { inherent, current, residual, .. } = entry;
                if *inherent != risk.level {
                    page.line(4, &format!("With the factors that were set by hand: {inherent}"));
                }
                page.line(4, &format!("With what is in place: {current}; once the plan is carried out: {residual}"));
            }
            let answered_by = (threat.mitigations.iter())
                .filter_map(|mitigation| rules.catalog().control(&mitigation.control))
                .map(|control| control.title.as_str())
                .collect::<Vec<_>>();
            page.line(4, &format!("Answered by: {}.", answered_by.join("; ")));
        }
    }
}

fn controls(page: &mut Page, rules: &Rules, report: &Report) {
    let catalog = rules.catalog();
    let findings: Vec<(&Control, &ControlFinding)> =
        (catalog.controls.iter().zip(&report.controls)).filter(|(_, f)| f.verdict != Verdict::DoesNotApply).collect();
    page.heading(&format!("Controls that apply or may apply: {}", findings.len()));
    for item in &catalog.items {
        let mut controls = findings.iter().filter(|(control, _)| control.item == item.number).peekable();
        if controls.peek().is_some() {
            page.blank();
            page.styled(ASIDE, 2, &format!("Guidelines {} {}", item.number, item.title));
        }
        for (control, finding) in controls {
            page.blank();
            page.styled(
                NAME,
                4,
                &format!("{} [{}, {}]", control.title, named(catalog, control.id.as_str()), finding.verdict),
            );
            page.line(6, &finding.explanation.sentence);
            for practice in &finding.practices {
                if let Some(text) = control.practices.get(practice.position).map(|practice| &practice.text) {
                    let maybe = if practice.verdict == Verdict::Applies { "" } else { "(perhaps) " };
                    page.item(6, &format!("{maybe}{text}"));
                }
            }
        }
    }
}
