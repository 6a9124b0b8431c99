//! A slow and obviously right evaluator.

use std::collections::BTreeSet;

use kubu_core::{
    Answer, Answers, Assessment, Catalog, Condition, ControlStatus, Fact, FactId, FactKind, Factor, FactorRule, Harm,
    ImpactRules, LikelihoodRules, OptionId, Strength, Threat, Verdict,
};

/// Every way to answer all facts that agrees with `known`.
pub fn completions(catalog: &Catalog, known: &Answers) -> Vec<Answers> {
    let mut all = vec![Answers::new()];
    for fact in &catalog.facts {
        let possible = match known.get(&fact.id) {
            Some(answer) if *answer != Answer::DontKnow => vec![answer.clone()],
            _ => every_answer(fact),
        };
        all = all
            .into_iter()
            .flat_map(|so_far| {
                possible.iter().map(move |answer| {
                    let mut more = so_far.clone();
                    more.insert(fact.id.clone(), answer.clone());
                    more
                })
            })
            .collect();
    }
    all
}

fn every_answer(fact: &Fact) -> Vec<Answer> {
    let options: Vec<OptionId> = (0..fact.option_count()).filter_map(|i| fact.option_id(i)).collect();
    if fact.kind != FactKind::Choices {
        return options.into_iter().map(Answer::One).collect();
    }
    (0..1_u32 << options.len())
        .map(|chosen| {
            let chosen = options.iter().enumerate().filter(|(i, _)| chosen & (1 << i) != 0).map(|(_, o)| o.clone());
            Answer::Many(chosen.collect())
        })
        .collect()
}

/// The value of a condition when every fact is answered.
pub fn holds(condition: &Condition, catalog: &Catalog, answers: &Answers) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, catalog, answers)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, catalog, answers)),
        Condition::Not(inner) => !holds(inner, catalog, answers),
        Condition::Fact(test) => {
            let fact = catalog.facts.iter().find(|f| f.id == test.id).expect("known fact");
            let asked = fact.asked_when.as_ref().is_none_or(|when| holds(when, catalog, answers));
            asked
                && match answers.get(&test.id).expect("it is answered") {
                    Answer::One(option) => test.any_of.contains(option),
                    Answer::Many(options) => !options.is_disjoint(&test.any_of),
                    Answer::DontKnow => false,
                }
        }
    }
}

pub fn verdict_by_trying_all(condition: &Condition, catalog: &Catalog, known: &Answers) -> Verdict {
    verdict_where(condition, catalog, known, |_| true)
}

/// The verdict over the completions that `agree`.
pub fn verdict_where(
    condition: &Condition,
    catalog: &Catalog,
    known: &Answers,
    agree: impl Fn(&Answers) -> bool,
) -> Verdict {
    let completions = completions(catalog, known).into_iter().filter(agree);
    let values: BTreeSet<bool> = completions.map(|answers| holds(condition, catalog, &answers)).collect();
    match (values.contains(&true), values.contains(&false)) {
        (true, true) => Verdict::Undetermined,
        (true, false) => Verdict::Applies,
        (false, _) => Verdict::DoesNotApply,
    }
}

/// The open facts for which two answers exist that, all else equal, give the condition different values.
pub fn facts_that_matter(condition: &Condition, catalog: &Catalog, known: &Answers) -> Vec<FactId> {
    let all = completions(catalog, known);
    let matters = |fact: &Fact| {
        all.iter().any(|answers| {
            let value = holds(condition, catalog, answers);
            let open = known.get(&fact.id).is_none_or(|answer| *answer == Answer::DontKnow);
            open && every_answer(fact).into_iter().any(|answer| {
                let mut other = answers.clone();
                other.insert(fact.id.clone(), answer);
                holds(condition, catalog, &other) != value
            })
        })
    };
    catalog.facts.iter().filter(|fact| matters(fact)).map(|fact| fact.id.clone()).collect()
}

/// The value of a factor when every fact is answered.
pub fn value(rule: &FactorRule, catalog: &Catalog, answers: &Answers) -> u8 {
    let raised = rule.raise.iter().filter(|raise| holds(&raise.when, catalog, answers)).map(|raise| raise.by);
    (rule.at + raised.sum::<u8>()).min(5)
}

/// How a factor of the threat is proposed.
pub fn rule<'a>(factor: Factor, threat: &'a Threat, catalog: &'a Catalog) -> &'a FactorRule {
    match factor {
        Factor::Discoverability => &threat.likelihood.discoverability,
        Factor::Exploitability => &threat.likelihood.exploitability,
        Factor::Reproducibility => &threat.likelihood.reproducibility,
        Factor::Confidentiality => &catalog.impact.confidentiality,
        Factor::Integrity => &catalog.impact.integrity,
        Factor::Availability => &catalog.impact.availability,
    }
}

/// The most that a factor is for the threat.
pub fn most(factor: Factor, threat: &Threat) -> u8 {
    threat.impact.get(&factor).map_or(5, |cap| cap.at_most)
}

/// Likelihood and impact of a threat when every fact is answered.
pub fn likelihood_and_impact(threat: &Threat, catalog: &Catalog, answers: &Answers) -> (u8, u8) {
    let value = |rule: &FactorRule| value(rule, catalog, answers);
    let LikelihoodRules { discoverability, exploitability, reproducibility } = &threat.likelihood;
    let factors = [discoverability, exploitability, reproducibility].map(value);
    let likelihood = (f64::from(factors.iter().sum::<u8>()) / 3.0).round() as u8;
    let impacts = threat.harms.iter().map(|harm| {
        let factor = match harm {
            Harm::Confidentiality => Factor::Confidentiality,
            Harm::Integrity | Harm::Safety => Factor::Integrity,
            Harm::Availability => Factor::Availability,
        };
        value(rule(factor, threat, catalog)).min(most(factor, threat))
    });
    (likelihood, impacts.max().unwrap_or(1))
}

/// How much the controls of a threat take off its likelihood, in quarters: now, and once the plan is carried out.
pub fn taken_off(threat: &Threat, assessment: &Assessment, planned: bool) -> u8 {
    let each = threat.mitigations.iter().map(|mitigation| {
        match (mitigation.strength, assessment.status(&mitigation.control), planned) {
            (Strength::Primary, ControlStatus::Implemented | ControlStatus::Alternative, _) => 4,
            (Strength::Primary, ControlStatus::Planned | ControlStatus::Partly, true) => 4,
            (Strength::Primary, ControlStatus::Partly, false) => 2,
            (Strength::Supporting, ControlStatus::Implemented | ControlStatus::Alternative, _) => 2,
            (Strength::Supporting, ControlStatus::Planned | ControlStatus::Partly, true) => 2,
            (Strength::Supporting, ControlStatus::Partly, false) => 1,
            _ => 0,
        }
    });
    each.sum()
}

/// What is left of a likelihood after so many quarters; parts of one do not count.
pub fn lowered(likelihood: u8, quarters: u8) -> u8 {
    (1..=5).rev().find(|left| left * 4 + quarters < likelihood * 4 + 4).unwrap_or(1)
}

/// Everything that raises a factor of the threat when every fact is answered.
pub fn raises(threat: &Threat, catalog: &Catalog, answers: &Answers) -> Vec<bool> {
    let LikelihoodRules { discoverability, exploitability, reproducibility } = &threat.likelihood;
    let ImpactRules { confidentiality, integrity, availability } = &catalog.impact;
    [discoverability, exploitability, reproducibility, confidentiality, integrity, availability]
        .into_iter()
        .flat_map(|rule| &rule.raise)
        .map(|raise| holds(&raise.when, catalog, answers))
        .collect()
}
