//! Every fact and every option must decide something, or the question is asked for nothing.

use kubu_core::{Catalog, Condition, Diagnostic, FactKind, FactorRule, ImpactRules, LikelihoodRules, OptionId};

use crate::authoring::source::Source;
use crate::prose::file_of;

pub(super) fn check(source: &Source, catalog: &Catalog, errors: &mut Vec<Diagnostic>) {
    let conditions: Vec<&Condition> = (catalog.threats.iter().map(|threat| &threat.applies_when))
        .chain(catalog.controls.iter().flat_map(|c| &c.practices).filter_map(|p| p.applies_when.as_ref()))
        .chain(catalog.facts.iter().filter_map(|fact| fact.asked_when.as_ref()))
        .chain(factor_rules(catalog).flat_map(|rule| &rule.raise).map(|raise| &raise.when))
        .collect();
    for fact in catalog.facts.iter().filter(|fact| source.facts.contains_key(fact.id.as_str())) {
        let tested: Vec<_> =
            conditions.iter().flat_map(|condition| condition.tests()).filter(|test| test.id == fact.id).collect();
        let idle: Vec<&str> = (fact.options.iter().map(|option| &option.id))
            .filter(|id| !tested.iter().any(|test| test.any_of.contains(*id)))
            .map(OptionId::as_str)
            .collect();
        // One option of a choice may stand for "none of the others"; each of several counts by itself.
        let may_be_idle = usize::from(fact.kind == FactKind::Choice);
        let at = file_of("facts", fact.id.as_str());
        if tested.is_empty() {
            errors.push(Diagnostic::error("idle-fact", at, "no condition tests it", "use it, or drop the question"));
        } else if idle.len() > may_be_idle {
            let message = format!("no condition tests any of: {}", idle.join(", "));
            errors.push(Diagnostic::error("idle-option", at, message, "use them, or join them into one"));
        }
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
