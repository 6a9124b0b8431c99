//! What every entry must have, beyond being well formed.

use kubu_core::{
    Catalog, Condition, Control, Diagnostic, FactorRule, ImpactRules, LikelihoodRules, OptionId, Rules, Scenario,
    Threat, Verdict,
};

use super::source::Source;

/// Everything that an entry lacks.
pub(super) fn check(source: &Source, rules: &Rules) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for threat in &rules.catalog().threats {
        threat_has_all(source, threat, &mut errors);
    }
    for control in &rules.catalog().controls {
        control_has_all(rules, control, &mut errors);
    }
    facts_decide(rules, &mut errors);
    errors
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
    if threat.mitigations.is_empty() {
        lacks("no control answers it".to_owned(), "add a `[[mitigated_by]]` entry");
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
    if threat.harms.is_empty() || threat.stages.is_empty() || threat.found_at.is_empty() || threat.summary.is_empty() {
        lacks("harms, stages, found_at or summary is empty".to_owned(), "fill it");
    }
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
    if !answers && control.baseline.is_none() {
        lacks("it is neither baseline nor answers a threat", "give it a `[baseline]` or name it in a threat");
    }
    if control.practices.is_empty()
        || control.verify.is_empty()
        || control.roles.is_empty()
        || control.purpose.is_empty()
    {
        lacks("practices, verify, roles or purpose is empty", "fill it");
    }
}

/// Every rule that proposes a factor of a risk.
fn factor_rules(catalog: &Catalog) -> impl Iterator<Item = &FactorRule> {
    let ImpactRules { confidentiality, integrity, availability } = &catalog.impact;
    let likelihoods = catalog.threats.iter().flat_map(|threat| {
        let LikelihoodRules { discoverability, exploitability, reproducibility } = &threat.likelihood;
        [discoverability, exploitability, reproducibility]
    });
    [confidentiality, integrity, availability].into_iter().chain(likelihoods)
}

/// Every fact and every option must decide something, or the question is asked for nothing.
fn facts_decide(rules: &Rules, errors: &mut Vec<Diagnostic>) {
    let catalog = rules.catalog();
    let conditions: Vec<&Condition> = (catalog.threats.iter().map(|threat| &threat.applies_when))
        .chain(catalog.controls.iter().flat_map(|c| &c.practices).filter_map(|p| p.applies_when.as_ref()))
        .chain(catalog.facts.iter().filter_map(|fact| fact.asked_when.as_ref()))
        .chain(factor_rules(catalog).flat_map(|rule| &rule.raise).map(|raise| &raise.when))
        .collect();
    for fact in &catalog.facts {
        let tested: Vec<_> =
            conditions.iter().flat_map(|condition| condition.tests()).filter(|test| test.id == fact.id).collect();
        let idle: Vec<&str> = (fact.options.iter().map(|option| &option.id))
            .filter(|id| !tested.iter().any(|test| test.any_of.contains(*id)))
            .map(OptionId::as_str)
            .collect();
        let at = format!("facts/{}.toml", fact.id);
        if tested.is_empty() {
            errors.push(Diagnostic::error("idle-fact", at, "no condition tests it", "use it, or drop the question"));
        } else if idle.len() > 1 {
            // One option may stand for "none of the others".
            let message = format!("no condition tests any of: {}", idle.join(", "));
            errors.push(Diagnostic::error("idle-option", at, message, "use them, or join them into one"));
        }
    }
}
