//! Threats and controls are complete, and no threat says what another says.

use std::collections::BTreeSet;

use kubu_core::{
    Control, ControlId, Description, Diagnostic, FactorRule, Incident, LikelihoodRules, Rules, Scenario, Threat,
    Verdict,
};

use crate::authoring::source::Source;

pub(super) fn check(source: &Source, rules: &Rules, errors: &mut Vec<Diagnostic>) {
    for threat in &rules.catalog().threats {
        threat_has_all(source, threat, errors);
    }
    for control in &rules.catalog().controls {
        control_has_all(rules, control, errors);
    }
    threats_differ(source, rules, errors);
    caps_matter(rules, errors);
    practices_show(rules, errors);
    for (folder, names) in [
        ("facts", source.facts.keys().collect::<Vec<_>>()),
        ("threats", source.threats.keys().collect()),
        ("controls", source.controls.keys().collect()),
    ] {
        for name in names.into_iter().filter(|name| source.catalog.retired.contains_key(*name)) {
            errors.push(Diagnostic::error(
                "reused-id",
                format!("{folder}/{name}.toml"),
                "this id was retired",
                "choose another: files of before would mean something else",
            ));
        }
    }
}

fn threat_has_all(source: &Source, threat: &Threat, errors: &mut Vec<Diagnostic>) {
    let mut lacks = |what: String, help: &str| {
        let at = format!("threats/{}.toml", threat.id);
        errors.push(Diagnostic::error("incomplete-threat", at, what, help));
    };
    let cases = source.threats.get(threat.id.as_str()).map(|file| file.cases.as_slice()).unwrap_or_default();
    for verdict in [Verdict::Applies, Verdict::DoesNotApply, Verdict::Undetermined] {
        if !cases.iter().any(|case| case.expect == verdict) {
            lacks(format!("no case expects “{verdict}”"), "add a `[[cases]]` entry");
        }
    }
    if threat.mitigations.len() < 2 {
        lacks("fewer than two controls answer it".to_owned(), "add a `[[mitigated_by]]` entry");
    }
    if threat.mitigations.iter().any(|mitigation| mitigation.why.trim().is_empty()) {
        lacks("a mitigation has no reason".to_owned(), "fill its `why`");
    }
    let LikelihoodRules { discoverability, exploitability, reproducibility } = &threat.likelihood;
    if [discoverability, exploitability, reproducibility].into_iter().any(has_no_reason) {
        lacks("a factor of its likelihood has no reason".to_owned(), "fill its `why`, and that of each `raise`");
    }
    let Scenario { event, vulnerability, asset, consequence } = &threat.scenario;
    if [event, vulnerability, asset, consequence].into_iter().any(|part| part.trim().is_empty()) {
        lacks("a part of its scenario is empty".to_owned(), "name event, vulnerability, asset and consequence");
    }
    if threat.references.is_empty() {
        lacks("it cites nothing".to_owned(), "name the same threat in a framework");
    }
    if threat.harms.is_empty()
        || threat.introduced.is_empty()
        || threat.strikes.is_empty()
        || threat.found_at.is_empty()
        || threat.summary.is_empty()
    {
        lacks("harms, introduced, strikes, found_at or summary is empty".to_owned(), "fill it");
    }
    match &threat.incident {
        Some(Incident { what, source }) if !what.trim().is_empty() && is_source(source) => {}
        _ => lacks(
            "it tells of no incident, or the source is neither an ATLAS case study nor an https address".to_owned(),
            "fill `[incident]` with what happened and where it is told",
        ),
    }
}

fn is_source(source: &str) -> bool {
    source.starts_with("https://") || source.strip_prefix("AML.CS").is_some_and(|n| n.len() == 4)
}

fn has_no_reason(rule: &FactorRule) -> bool {
    std::iter::once(&rule.why).chain(rule.raise.iter().map(|raise| &raise.why)).any(|why| why.trim().is_empty())
}

fn control_has_all(rules: &Rules, control: &Control, errors: &mut Vec<Diagnostic>) {
    let mut lacks = |what: &str, help: &str| {
        let at = format!("controls/{}.toml", control.id);
        errors.push(Diagnostic::error("incomplete-control", at, what, help));
    };
    let answers = rules.catalog().threats.iter().any(|t| t.mitigations.iter().any(|m| m.control == control.id));
    let reason = control.baseline.as_ref().map(|baseline| baseline.why.trim());
    if !answers && reason.is_none_or(str::is_empty) {
        lacks("it is neither baseline nor answers a threat", "give it a `[baseline]` or name it in a threat");
    }
    if !(3..=8).contains(&control.practices.len()) {
        lacks("it has fewer than three or more than eight practices", "say more, or join some");
    }
    if control.verify.is_empty()
        || control.evidence.is_empty()
        || control.roles.is_empty()
        || control.purpose.is_empty()
    {
        lacks("verify, evidence, roles or purpose is empty", "fill it");
    }
}

/// A control that applies has something to do: whatever the system, at least one of its practices is for it.
fn practices_show(rules: &Rules, errors: &mut Vec<Diagnostic>) {
    for control in rules.controls_with_nothing_to_do() {
        errors.push(Diagnostic::error(
            "nothing-to-do",
            format!("controls/{}.toml: practices", control.id),
            "it can apply to a system that none of its practices is for",
            "add a practice without a condition, or widen one",
        ));
    }
}

/// Every cap keeps the impact of its threat lower on some system.
fn caps_matter(rules: &Rules, errors: &mut Vec<Diagnostic>) {
    // With nothing answered, a risk is its range over all systems.
    let findings = rules.report(&Description::default()).threats;
    for (threat, finding) in rules.catalog().threats.iter().zip(findings) {
        let proposed = finding.risk.map(|risk| risk.factors).unwrap_or_default();
        for (factor, cap) in &threat.impact {
            let at = format!("threats/{}.toml: impact.{factor}", threat.id);
            if !proposed.iter().any(|proposed| proposed.factor == *factor && proposed.cap.is_some()) {
                errors.push(Diagnostic::error("idle-cap", at, "no system makes it more", "drop it, or lower it"));
            } else if cap.why.trim().is_empty() {
                errors.push(Diagnostic::error("idle-cap", at, "it has no reason", "fill its `why`"));
            }
        }
    }
}

/// Two threats with equivalent conditions and the same controls are one, unless a file says why not.
fn threats_differ(source: &Source, rules: &Rules, errors: &mut Vec<Diagnostic>) {
    let controls = |threat: &Threat| -> BTreeSet<ControlId> {
        threat.mitigations.iter().map(|mitigation| mitigation.control.clone()).collect()
    };
    let explained =
        |threat: &Threat| source.threats.get(threat.id.as_str()).is_some_and(|file| file.stands_apart.is_some());
    for (one, other) in rules.equivalent_threats() {
        if controls(one) == controls(other) && !explained(one) && !explained(other) {
            let message = format!("it has the same condition and the same controls as `{other}`", other = other.id);
            errors.push(Diagnostic::error(
                "twin-threats",
                format!("threats/{}.toml", one.id),
                message,
                "join the two, or say in `stands_apart` why they are two",
            ));
        }
    }
}
