//! Threats and controls are complete, and no threat says what another says.

use std::collections::BTreeSet;

use kubu_core::{
    Control, ControlId, Description, Diagnostic, FactorRule, Incident, LikelihoodRules, Rules, Scenario, Threat,
    Verdict,
};

use crate::authoring::source::{Source, ThreatFile};
use crate::prose::file_of;

pub(super) fn check(source: &Source, rules: &Rules, errors: &mut Vec<Diagnostic>) {
    let catalog = rules.catalog();
    for threat in &catalog.threats {
        if let Some(file) = source.threats.get(threat.id.as_str()) {
            threat_has_all(file, threat, errors);
            if catalog.owner(threat.id.as_str()).is_none() {
                threat_is_known(threat, errors);
            }
        }
    }
    for control in catalog.controls.iter().filter(|control| source.controls.contains_key(control.id.as_str())) {
        control_has_all(rules, control, errors);
    }
    threats_differ(source, rules, errors);
    caps_matter(source, rules, errors);
    practices_show(source, rules, errors);
    for (folder, names) in [
        ("facts", source.facts.keys().collect::<Vec<_>>()),
        ("threats", source.threats.keys().collect()),
        ("controls", source.controls.keys().collect()),
    ] {
        for name in names.into_iter().filter(|name| catalog.retired.contains_key(name.as_str())) {
            errors.push(Diagnostic::error(
                "reused-id",
                file_of(folder, name),
                "this id was retired",
                "choose another: files of before would mean something else",
            ));
        }
    }
}

fn threat_lacks(threat: &Threat, what: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic::error("incomplete-threat", file_of("threats", threat.id.as_str()), what, help)
}

fn threat_has_all(file: &ThreatFile, threat: &Threat, errors: &mut Vec<Diagnostic>) {
    let mut lacks = |what: String, help: &str| errors.push(threat_lacks(threat, what, help));
    for verdict in [Verdict::Applies, Verdict::DoesNotApply, Verdict::Undetermined] {
        if !file.cases.iter().any(|case| case.expect == verdict) {
            lacks(format!("no case expects “{verdict}”"), "add a `[[cases]]` entry");
        }
    }
    if threat.mitigations.len() < 2 {
        lacks("fewer than two controls answer it".to_owned(), "add a `[[mitigated_by]]` entry");
    }
    let LikelihoodRules { discoverability, exploitability, reproducibility } = &threat.likelihood;
    if [discoverability, exploitability, reproducibility].into_iter().any(has_no_reason) {
        lacks("a factor of its likelihood has no reason".to_owned(), "fill its `why`, and that of each `raise`");
    }
    let Scenario { event, vulnerability, asset, consequence } = &threat.scenario;
    if [event, vulnerability, asset, consequence].into_iter().any(|part| part.trim().is_empty()) {
        lacks("a part of its scenario is empty".to_owned(), "name event, vulnerability, asset and consequence");
    }
    if threat.harms.is_empty()
        || threat.introduced.is_empty()
        || threat.strikes.is_empty()
        || threat.found_at.is_empty()
        || threat.summary.is_empty()
    {
        lacks("harms, introduced, strikes, found_at or summary is empty".to_owned(), "fill it");
    }
}

/// Others know the threat too: it is in their lists, and it has happened. An organisation may be the first to see one.
fn threat_is_known(threat: &Threat, errors: &mut Vec<Diagnostic>) {
    let mut lacks = |what: &str, help: &str| errors.push(threat_lacks(threat, what, help));
    if threat.references.is_empty() {
        lacks("it cites nothing", "name the same threat in a framework");
    }
    match &threat.incident {
        Some(Incident { what, source }) if !what.trim().is_empty() && is_source(source) => {}
        _ => lacks(
            "it tells of no incident, or the source is neither an ATLAS case study nor an https address",
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
        let at = file_of("controls", control.id.as_str());
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
fn practices_show(source: &Source, rules: &Rules, errors: &mut Vec<Diagnostic>) {
    let controls = rules.controls_with_nothing_to_do().into_iter();
    for control in controls.filter(|control| source.controls.contains_key(control.id.as_str())) {
        errors.push(Diagnostic::error(
            "nothing-to-do",
            file_of("controls", control.id.as_str()) + ": practices",
            "it can apply to a system that none of its practices is for",
            "add a practice without a condition, or widen one",
        ));
    }
}

/// Every cap keeps the impact of its threat lower on some system.
fn caps_matter(source: &Source, rules: &Rules, errors: &mut Vec<Diagnostic>) {
    // With nothing answered, a risk is its range over all systems.
    let findings = rules.report(&Description::default()).threats;
    let threats = rules.catalog().threats.iter().zip(findings);
    for (threat, finding) in threats.filter(|(threat, _)| source.threats.contains_key(threat.id.as_str())) {
        let proposed = finding.risk.map(|risk| risk.factors).unwrap_or_default();
        for (factor, cap) in &threat.impact {
            let at = format!("{}: impact.{factor}", file_of("threats", threat.id.as_str()));
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
        // Of two packs, or of a pack and the catalogue, only one is authored here.
        let authored = |threat: &&Threat| source.threats.contains_key(threat.id.as_str());
        let Some(here) = [one, other].into_iter().find(authored) else { continue };
        let other = if here.id == one.id { other } else { one };
        if controls(one) == controls(other) && !explained(one) && !explained(other) {
            let message = format!("it has the same condition and the same controls as `{}`", other.id);
            errors.push(Diagnostic::error(
                "twin-threats",
                file_of("threats", here.id.as_str()),
                message,
                "join the two, or say in `stands_apart` why they are two",
            ));
        }
    }
}
