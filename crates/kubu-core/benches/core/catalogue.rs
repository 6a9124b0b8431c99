//! A generated catalogue as large as a real one, or a multiple of it.

use std::fmt::Debug;
use std::str::FromStr;

use kubu_core::{
    AnswerOption, Baseline, Catalog, Condition, Control, Derivation, Fact, FactKind, FactTest, FactorRule, Group, Harm,
    ImpactRules, Item, LikelihoodRules, Mitigation, Pattern, Practice, Provenance, Raise, Scenario, Stage, Strength,
    Threat,
};

use crate::chance::Chance;
use crate::descriptions;

const FACTS: usize = 60;
const THREATS: usize = 90;
const CONTROLS: usize = 50;
/// Questions come in groups, and a threat looks at one group or two.
const FACTS_IN_GROUP: usize = 10;

/// A catalogue with `times` as many entries as a real one.
pub fn catalogue(times: usize) -> Catalog {
    let mut chance = Chance::new(7);
    let groups = FACTS * times / FACTS_IN_GROUP;
    let facts: Vec<Fact> = (0..FACTS * times).map(fact).collect();
    let impact = ImpactRules {
        confidentiality: factor(2, &facts, 0, &mut chance),
        integrity: factor(3, &facts, 0, &mut chance),
        availability: factor(2, &facts, 0, &mut chance),
    };
    let threats = (0..THREATS * times).map(|number| threat(number, &facts, CONTROLS * times, &mut chance)).collect();
    let controls = (0..CONTROLS * times).map(|number| control(number, &facts, &mut chance)).collect();
    let group = |number| Group { id: id(format!("group-{number:04}")), title: format!("Group {number}") };
    Catalog {
        format: Catalog::FORMAT.to_owned(),
        format_version: Catalog::FORMAT_VERSION,
        id: "bench".to_owned(),
        version: "1".to_owned(),
        hash: String::new(),
        title: "Generated".to_owned(),
        stages: vec![Stage { id: id("stage"), title: "Stage".to_owned() }],
        items: vec![Item {
            number: "1.1".to_owned(),
            title: "Item".to_owned(),
            stage: id("stage"),
            provenance: Provenance::Mapped,
        }],
        addendum: Vec::new(),
        retired: std::iter::empty().collect(),
        roles: Vec::new(),
        steps: Vec::new(),
        frameworks: Vec::new(),
        component_kinds: descriptions::kinds(),
        groups: (0..groups).map(group).collect(),
        impact,
        facts,
        threats,
        controls,
        packs: std::iter::empty().collect(),
        notes: Vec::new(),
    }
}

/// An id that is known to be one.
pub fn id<T: FromStr<Err: Debug>>(text: impl AsRef<str>) -> T {
    text.as_ref().parse().expect("it is an id")
}

/// Choices of 3 to 5 options, lists of 4 to 6, and yes/no. Two questions of each group arise only after its first.
fn fact(number: usize) -> Fact {
    let (group, place) = (number / FACTS_IN_GROUP, number % FACTS_IN_GROUP);
    let (kind, options) = match place {
        0 | 6 => (FactKind::YesNo, 0),
        1 | 4 | 7 | 9 => (FactKind::Choice, 3 + number % 3),
        _ => (FactKind::Choices, 4 + number % 3),
    };
    let option = |position| AnswerOption {
        id: id(format!("option-number-{position}")),
        label: format!("Option {position}"),
        phrase: format!("what option {position} stands for"),
    };
    let first = || FactTest { id: fact_id(group, 0), any_of: [id("yes")].into() };
    let (says, denies) = match kind {
        FactKind::YesNo => ("the system does it", "the system does not do it"),
        FactKind::Choice | FactKind::Choices => ("the system uses {}", "the system does not use {}"),
    };
    Fact {
        id: fact_id(group, place),
        group: id(format!("group-{group:04}")),
        kind,
        question: format!("What does the system do about matter {number}?"),
        help: String::new(),
        example: String::new(),
        says: says.to_owned(),
        denies: denies.to_owned(),
        options: (0..options).map(option).collect(),
        derived: match number {
            0 => vec![Derivation { option: id("yes"), from: Pattern::TaintedAction }],
            _ => Vec::new(),
        },
        asked_when: [3, 7].contains(&place).then(|| Condition::Fact(first())),
    }
}

fn fact_id<T: FromStr<Err: Debug>>(group: usize, place: usize) -> T {
    id(format!("group-{group:04}.question-{place}"))
}

fn threat(number: usize, facts: &[Fact], controls: usize, chance: &mut Chance) -> Threat {
    let group = number * FACTS / THREATS / FACTS_IN_GROUP;
    let tests = 3 + chance.below(6);
    // The controls of a threat answer its neighbours too.
    let near = number * CONTROLS / THREATS;
    let mut answered_by = vec![near, (near + 1 + chance.below(2)) % controls];
    answered_by.dedup();
    let mitigation = |control: usize| Mitigation {
        control: id(format!("control-{control:04}")),
        strength: if control == near { Strength::Primary } else { Strength::Supporting },
        why: format!("Control {control} takes away what the attack of threat {number} needs.").into(),
    };
    Threat {
        id: id(format!("threat-{number:04}")),
        title: format!("Threat {number}"),
        summary: "What happens, and to whom.".to_owned(),
        harms: match number % 3 {
            0 => vec![Harm::Confidentiality],
            1 => vec![Harm::Integrity, Harm::Availability],
            _ => vec![Harm::Confidentiality, Harm::Safety],
        },
        scenario: Scenario {
            event: "Somebody does it".to_owned(),
            vulnerability: "nothing stops them".to_owned(),
            asset: "the system".to_owned(),
            consequence: "it fails".to_owned(),
        },
        applies_when: condition(tests, group, facts, chance),
        likelihood: LikelihoodRules {
            discoverability: factor(2, facts, group, chance),
            exploitability: factor(3, facts, group, chance),
            reproducibility: factor(4, facts, group, chance),
        },
        found_at: Vec::new(),
        introduced: vec![id("stage")],
        strikes: Vec::new(),
        impact: std::iter::empty().collect(),
        incident: None,
        references: Vec::new(),
        mitigations: answered_by.into_iter().map(mitigation).collect(),
        provenance: Provenance::Mapped,
    }
}

fn control(number: usize, facts: &[Fact], chance: &mut Chance) -> Control {
    let group = number * FACTS / CONTROLS / FACTS_IN_GROUP;
    let mut practice = |position| Practice {
        text: format!("Do step {position}."),
        applies_when: (position == 2).then(|| test(group, facts, chance)),
    };
    Control {
        id: id(format!("control-{number:04}")),
        title: format!("Control {number}"),
        purpose: "What it is for.".to_owned(),
        item: "1.1".to_owned(),
        addendum: Vec::new(),
        baseline: number.is_multiple_of(4).then(|| Baseline { why: "Every system needs it.".to_owned() }),
        practices: (0..3).map(&mut practice).collect(),
        verify: Vec::new(),
        evidence: Vec::new(),
        roles: Vec::new(),
        effort: kubu_core::Effort::Medium,
        references: Vec::new(),
        provenance: Provenance::Mapped,
    }
}

fn factor(at: u8, facts: &[Fact], group: usize, chance: &mut Chance) -> FactorRule {
    let mut raise = |by| Raise { by, when: test(group, facts, chance), why: "A fact makes it worse.".into() };
    FactorRule { at, why: "It starts here for any system.".into(), raise: vec![raise(1), raise(2)] }
}

/// `a and (b or c) and not d and …`: all of some clauses, one test or two alternatives each, now and then denied.
fn condition(tests: usize, group: usize, facts: &[Fact], chance: &mut Chance) -> Condition {
    let mut left = tests;
    let mut clauses = Vec::new();
    while left > 0 {
        let alternatives = left.min(1 + chance.below(3));
        let group = if chance.once_in(4) { (group + 1) % (facts.len() / FACTS_IN_GROUP) } else { group };
        let clause = Condition::Any((0..alternatives).map(|_| test(group, facts, chance)).collect());
        clauses.push(if chance.once_in(5) { Condition::Not(Box::new(clause)) } else { clause });
        left -= alternatives;
    }
    Condition::All(clauses)
}

fn test(group: usize, facts: &[Fact], chance: &mut Chance) -> Condition {
    let fact = chance.one_of(&facts[group * FACTS_IN_GROUP..][..FACTS_IN_GROUP]).expect("a group has facts");
    let options = if fact.kind == FactKind::YesNo { 1 } else { 1 + chance.below(2) };
    let any_of = (0..options).filter_map(|_| fact.option_id(chance.below(fact.option_count()))).collect();
    Condition::Fact(FactTest { id: fact.id.clone(), any_of })
}
