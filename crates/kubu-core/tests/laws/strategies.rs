//! Random catalogues with random answers.

use kubu_core::{
    Answer, AnswerOption, Answers, Assessment, Baseline, Cap, Catalog, Condition, Control, ControlRecord,
    ControlStatus, Description, Fact, FactKind, FactTest, Factor, FactorRule, Group, Harm, ImpactRules, Item,
    LikelihoodRules, Mitigation, OptionId, Practice, Provenance, Raise, Scenario, Stage, Strength, Threat,
};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

/// A catalogue and the answers so far.
#[derive(Debug, Clone)]
pub struct Case {
    pub catalog: Catalog,
    pub answers: Answers,
    pub statuses: [ControlStatus; 2],
}

impl Case {
    pub fn description(&self) -> Description {
        self.answers.clone().into()
    }

    /// The description with the random statuses of controls.
    pub fn assessment(&self) -> Assessment {
        let controls = self.catalog.controls.iter().zip(&self.statuses);
        Assessment {
            description: self.description(),
            controls: controls
                .map(|(control, status)| {
                    (
                        control.id.clone(),
                        ControlRecord {
                            status: *status,
                            reason: "So we decided.".to_owned(),
                            ..ControlRecord::default()
                        },
                    )
                })
                .collect(),
            ..Assessment::default()
        }
    }

    pub fn empty() -> Self {
        Self {
            catalog: catalog(Vec::new(), &[], &[], &[], sober_impact()),
            answers: Answers::new(),
            statuses: [ControlStatus::NotStarted; 2],
        }
    }
}

/// Two to four facts, two to four threats, two controls, and an answer to about half of the facts.
pub fn case() -> impl Strategy<Value = Case> {
    vec((any::<FactShape>(), any::<bool>()), 2..=4).prop_flat_map(|shapes| {
        let facts: Vec<Fact> = shapes.iter().enumerate().map(|(i, (shape, _))| shape.fact(i)).collect();
        let guards: Vec<_> = shapes
            .iter()
            .enumerate()
            .map(|(i, (_, guarded))| {
                if *guarded && i > 0 {
                    proptest::option::of(condition(facts[..i].to_vec())).boxed()
                } else {
                    Just(None).boxed()
                }
            })
            .collect();
        let answers: Vec<_> = facts.iter().map(|fact| proptest::option::of(answer(fact))).collect();
        let threats = vec(condition(facts.clone()), 2..=4);
        let likelihoods = vec((likelihood(facts.clone()), caps()), 4);
        let impact = impact(facts.clone());
        let statuses = [status(), status()];
        let practices = vec(proptest::option::of(condition(facts.clone())), 0..=2);
        let control = (any::<bool>(), vec(any::<bool>(), 4), practices);
        let control = control.prop_map(|(baseline, answers, practices)| ControlShape { baseline, answers, practices });
        let controls = vec(control, 2);
        (Just(facts), guards, threats, controls, answers, likelihoods, impact, statuses).prop_map(
            |(mut facts, guards, threats, controls, answers, likelihoods, impact, statuses)| {
                for (fact, guard) in facts.iter_mut().zip(guards) {
                    fact.asked_when = guard;
                }
                let answers =
                    facts.iter().zip(answers).filter_map(|(fact, answer)| Some((fact.id.clone(), answer?))).collect();
                Case { catalog: catalog(facts, &threats, &controls, &likelihoods, impact), answers, statuses }
            },
        )
    })
}

/// Yes/no facts, and one threat that applies if both facts of any pair are so. Each fact of the first half is in a pair
/// with one of the second half: such a condition has a large diagram, but everything about it can be read off the pairs.
pub fn pairs() -> impl Strategy<Value = (Case, Vec<[Fact; 2]>)> {
    const PAIRS: usize = 6;
    let facts: Vec<Fact> = (0..2 * PAIRS).map(|number| FactShape(FactKind::YesNo, 2).fact(number)).collect();
    let known = prop_oneof![2 => Just(None), 2 => Just(Some("no")), 1 => Just(Some("yes"))];
    let second_half = Just(facts[PAIRS..].to_vec()).prop_shuffle();
    (second_half, vec(known, 2 * PAIRS)).prop_map(move |(second_half, known)| {
        let pairs: Vec<[Fact; 2]> = facts.iter().cloned().zip(second_half).map(Into::into).collect();
        let yes = |fact: &Fact| {
            let any_of = ["yes".parse().expect("id")].into_iter().collect();
            Condition::Fact(FactTest { id: fact.id.clone(), any_of })
        };
        let both = pairs.iter().map(|pair| Condition::All(pair.iter().map(yes).collect()));
        let any = [Condition::Any(both.collect())];
        let rule = FactorRule { at: 1, why: "".into(), raise: Vec::new() };
        let likelihood =
            LikelihoodRules { discoverability: rule.clone(), exploitability: rule.clone(), reproducibility: rule };
        let answer =
            |(fact, known): (&Fact, Option<&str>)| Some((fact.id.clone(), Answer::One(known?.parse().expect("id"))));
        let answers = facts.iter().zip(known).filter_map(answer).collect();
        let catalog = catalog(facts.clone(), &any, &[], &[(likelihood, [None; 3])], sober_impact());
        (Case { catalog, answers, statuses: [ControlStatus::NotStarted; 2] }, pairs)
    })
}

#[derive(Debug, Clone)]
struct ControlShape {
    baseline: bool,
    /// For each threat, whether it answers it.
    answers: Vec<bool>,
    /// For each practice, the systems it is for.
    practices: Vec<Option<Condition>>,
}

#[derive(Debug, Clone, Copy)]
pub struct FactShape(FactKind, usize);

impl Arbitrary for FactShape {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        (prop::sample::select(vec![FactKind::Choice, FactKind::Choices, FactKind::YesNo]), 2..=3_usize)
            .prop_map(|(kind, options)| Self(kind, options))
            .boxed()
    }
}

impl FactShape {
    pub fn fact(self, number: usize) -> Fact {
        let option = |i: usize| AnswerOption {
            id: format!("o{i}").parse().expect("id"),
            label: format!("Option {i}"),
            phrase: format!("option {i}"),
        };
        let yes_no = self.0 == FactKind::YesNo;
        Fact {
            id: format!("fact.n{number}").parse().expect("id"),
            group: "group".parse().expect("id"),
            kind: self.0,
            question: format!("Question {number}?"),
            help: String::new(),
            example: String::new(),
            says: if yes_no { format!("n{number} is so") } else { format!("n{number} is {{}}") },
            denies: if yes_no { format!("n{number} is not so") } else { format!("n{number} is not {{}}") },
            options: if yes_no { Vec::new() } else { (0..self.1).map(option).collect() },
            asked_when: None,
            derived: Vec::new(),
        }
    }
}

pub fn answer(fact: &Fact) -> BoxedStrategy<Answer> {
    let options: Vec<OptionId> = (0..fact.option_count()).filter_map(|i| fact.option_id(i)).collect();
    let known = if fact.kind == FactKind::Choices {
        prop::sample::subsequence(options.clone(), 0..=options.len())
            .prop_map(|options| Answer::Many(options.into_iter().collect()))
            .boxed()
    } else {
        prop::sample::select(options).prop_map(Answer::One).boxed()
    };
    prop_oneof![4 => known, 1 => Just(Answer::DontKnow)].boxed()
}

pub fn condition(facts: Vec<Fact>) -> impl Strategy<Value = Condition> {
    let test = prop::sample::select(facts).prop_flat_map(|fact| {
        let options: Vec<OptionId> = (0..fact.option_count()).filter_map(|i| fact.option_id(i)).collect();
        btree_set(prop::sample::select(options), 1..=2).prop_map(move |any_of| {
            Condition::Fact(FactTest { id: fact.id.clone(), any_of: any_of.into_iter().collect() })
        })
    });
    test.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..=3).prop_map(Condition::All),
            vec(inner.clone(), 0..=3).prop_map(Condition::Any),
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}

fn status() -> impl Strategy<Value = ControlStatus> {
    prop::sample::select(vec![
        ControlStatus::NotStarted,
        ControlStatus::Planned,
        ControlStatus::Partly,
        ControlStatus::Implemented,
        ControlStatus::Alternative,
        ControlStatus::NotApplicable,
    ])
}

fn factor(facts: Vec<Fact>) -> impl Strategy<Value = FactorRule> {
    let raise = (1..=4_u8, condition(facts)).prop_map(|(by, when)| Raise { by, when, why: "It is raised.".into() });
    (1..=5_u8, vec(raise, 0..=2)).prop_map(|(at, raise)| FactorRule { at, why: "It starts there.".into(), raise })
}

pub fn likelihood(facts: Vec<Fact>) -> impl Strategy<Value = LikelihoodRules> {
    (factor(facts.clone()), factor(facts.clone()), factor(facts)).prop_map(
        |(discoverability, exploitability, reproducibility)| LikelihoodRules {
            discoverability,
            exploitability,
            reproducibility,
        },
    )
}

/// For each factor of impact maybe the most that it is.
fn caps() -> impl Strategy<Value = [Option<u8>; 3]> {
    std::array::from_fn(|_| proptest::option::of(1..=4_u8))
}

fn impact(facts: Vec<Fact>) -> impl Strategy<Value = ImpactRules> {
    (factor(facts.clone()), factor(facts.clone()), factor(facts))
        .prop_map(|(confidentiality, integrity, availability)| ImpactRules { confidentiality, integrity, availability })
}

fn sober_impact() -> ImpactRules {
    let rule = FactorRule { at: 1, why: "".into(), raise: Vec::new() };
    ImpactRules { confidentiality: rule.clone(), integrity: rule.clone(), availability: rule }
}

fn catalog(
    facts: Vec<Fact>,
    conditions: &[Condition],
    controls: &[ControlShape],
    likelihoods: &[(LikelihoodRules, [Option<u8>; 3])],
    impact: ImpactRules,
) -> Catalog {
    // Every second threat harms one thing, the others two.
    let harms = [
        vec![Harm::Confidentiality],
        vec![Harm::Integrity, Harm::Availability],
        vec![Harm::Safety],
        vec![Harm::Confidentiality, Harm::Availability],
    ];
    let stage: kubu_core::StageId = "stage".parse().expect("id");
    let control_id = |i: usize| format!("control-{i}").parse().expect("id");
    let threat = |(i, applies_when): (usize, &Condition)| Threat {
        id: format!("threat-{i}").parse().expect("id"),
        title: format!("Threat {i}"),
        summary: String::new(),
        harms: harms[i].clone(),
        applies_when: applies_when.clone(),
        likelihood: likelihoods[i].0.clone(),
        impact: [Factor::Confidentiality, Factor::Integrity, Factor::Availability]
            .into_iter()
            .zip(likelihoods[i].1)
            .filter(|(factor, _)| harms[i].iter().any(|harm| harm.factor() == *factor))
            .filter_map(|(factor, cap)| Some((factor, Cap { at_most: cap?, why: "It is no more.".into() })))
            .collect(),
        scenario: Scenario {
            event: "E".to_owned(),
            vulnerability: "v".to_owned(),
            asset: "a".to_owned(),
            consequence: "c".to_owned(),
        },
        found_at: Vec::new(),
        introduced: Vec::new(),
        strikes: Vec::new(),
        incident: None,
        references: Vec::new(),
        mitigations: controls
            .iter()
            .enumerate()
            .filter(|(_, control)| control.answers[i])
            .map(|(c, _)| Mitigation {
                control: control_id(c),
                strength: if c == 0 { Strength::Primary } else { Strength::Supporting },
                why: "why.".into(),
            })
            .collect(),
        provenance: Provenance::Mapped,
    };
    let practice =
        |applies_when: &Option<Condition>| Practice { text: "Do it.".to_owned(), applies_when: applies_when.clone() };
    let control = |(i, ControlShape { baseline, practices, .. }): (usize, &ControlShape)| Control {
        id: control_id(i),
        title: format!("Control {i}"),
        purpose: String::new(),
        item: "1.1".to_owned(),
        addendum: Vec::new(),
        baseline: baseline.then(|| Baseline { why: "it is always needed.".to_owned() }),
        practices: practices.iter().map(practice).collect(),
        verify: Vec::new(),
        evidence: Vec::new(),
        roles: Vec::new(),
        effort: kubu_core::Effort::Medium,
        references: Vec::new(),
        provenance: Provenance::Mapped,
    };
    Catalog {
        format: Catalog::FORMAT.to_owned(),
        format_version: Catalog::FORMAT_VERSION,
        id: "random".to_owned(),
        version: "1".to_owned(),
        hash: String::new(),
        title: "Random".to_owned(),
        stages: vec![Stage { id: stage.clone(), title: "Stage".to_owned() }],
        items: vec![Item { number: "1.1".to_owned(), title: "Item".to_owned(), stage, provenance: Provenance::Mapped }],
        addendum: Vec::new(),
        retired: std::iter::empty().collect(),
        roles: Vec::new(),
        steps: Vec::new(),
        frameworks: Vec::new(),
        component_kinds: Vec::new(),
        groups: vec![Group { id: "group".parse().expect("id"), title: "Group".to_owned() }],
        facts,
        impact,
        threats: conditions.iter().enumerate().map(threat).collect(),
        controls: controls.iter().enumerate().map(control).collect(),
        packs: std::iter::empty().collect(),
        notes: Vec::new(),
    }
}
