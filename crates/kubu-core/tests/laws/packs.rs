//! What a pack of an organisation adds takes nothing away.

use kubu_core::{
    AddedMitigation, Addition, Answer, Answers, Assessment, Baseline, Catalog, Condition, Control, Fact,
    LikelihoodRules, Mitigation, Provenance, Rules, Strength, Threat, Verdict,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::strategies::{Case, FactShape, answer, case, condition, likelihood};

/// A catalogue with answers, a pack that adds to it, and answers to the facts of the pack.
#[derive(Debug, Clone)]
struct Added {
    case: Case,
    addition: Addition,
    answers: Answers,
}

/// One or two facts, one or two threats over all facts, a control, and edges both ways.
fn added() -> impl Strategy<Value = Added> {
    (case(), vec(any::<FactShape>(), 1..=2)).prop_flat_map(|(case, shapes)| {
        let own = shapes.iter().enumerate().map(|(number, shape)| {
            let fact = shape.fact(number);
            Fact { id: format!("org:{}", fact.id).parse().expect("id"), ..fact }
        });
        let own: Vec<Fact> = own.collect();
        let all: Vec<Fact> = case.catalog.facts.iter().chain(&own).cloned().collect();
        let guard = proptest::option::of(condition(case.catalog.facts.clone()));
        let answers: Vec<_> = own.iter().map(|fact| proptest::option::of(answer(fact))).collect();
        let threats = vec((condition(all.clone()), likelihood(all), any::<[bool; 2]>()), 1..=2);
        let edges = vec(any::<bool>(), case.catalog.threats.len());
        (Just((case, own)), guard, answers, threats, edges, any::<bool>()).prop_map(
            |((case, mut own), guard, answers, threats, edges, baseline)| {
                let answers = own.iter().zip(answers).filter_map(|(fact, answer)| Some((fact.id.clone(), answer?)));
                let answers = answers.collect();
                own.iter_mut().for_each(|fact| fact.asked_when.clone_from(&guard));
                let addition = addition(&case.catalog, own, threats, &edges, baseline);
                Added { case, addition, answers }
            },
        )
    })
}

fn addition(
    base: &Catalog,
    facts: Vec<Fact>,
    threats: Vec<(Condition, LikelihoodRules, [bool; 2])>,
    edges: &[bool],
    baseline: bool,
) -> Addition {
    let own_control: kubu_core::ControlId = "org:control".parse().expect("id");
    let threat = |(number, (applies_when, likelihood, answered)): (usize, (Condition, LikelihoodRules, [bool; 2]))| {
        let controls = [base.controls[0].id.clone(), own_control.clone()];
        let mitigations = controls.into_iter().zip(answered).filter(|(_, answered)| *answered);
        let mitigation = |(control, _)| Mitigation { control, strength: Strength::Primary, why: "It answers.".into() };
        Threat {
            id: format!("org:threat-{number}").parse().expect("id"),
            applies_when,
            likelihood,
            impact: std::iter::empty().collect(),
            mitigations: mitigations.map(mitigation).collect(),
            provenance: Provenance::Organisation,
            ..base.threats[0].clone()
        }
    };
    let control = Control {
        id: own_control.clone(),
        baseline: baseline.then(|| Baseline { why: "we say so.".to_owned() }),
        provenance: Provenance::Organisation,
        ..base.controls[0].clone()
    };
    let edges = base.threats.iter().zip(edges).filter(|(_, there)| **there).map(|(threat, _)| AddedMitigation {
        threat: threat.id.clone(),
        control: own_control.clone(),
        strength: Strength::Supporting,
        why: "It helps.".to_owned(),
    });
    Addition {
        format: Addition::FORMAT.to_owned(),
        format_version: Addition::FORMAT_VERSION,
        id: "org".parse().expect("id"),
        version: "1".to_owned(),
        hash: String::new(),
        name: "The organisation".to_owned(),
        catalog: base.into(),
        groups: Vec::new(),
        frameworks: Vec::new(),
        facts,
        threats: threats.into_iter().enumerate().map(threat).collect(),
        controls: vec![control],
        mitigations: edges.collect(),
        notes: Vec::new(),
    }
}

/// How far a verdict is from *does not apply*.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::DoesNotApply => 0,
        Verdict::Undetermined => 1,
        Verdict::Applies => 2,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    /// Whatever a pack adds, the catalogue's own threats keep their verdict, its explanation and its risk; its controls
    /// may get another reason to apply, and lose none.
    #[test]
    fn a_pack_changes_no_verdict_on_a_threat_of_ours(added in added()) {
        let Added { case, addition, answers } = added;
        let before = Rules::new(case.catalog.clone()).expect("random catalogues are sound").report(&case.description());
        let catalog = case.catalog.clone().with(addition).expect("random packs are sound");
        let rules = Rules::new(catalog).expect("what was added to is sound");
        let mut description = case.description();
        for (fact, answer) in answers {
            description.answers.insert(fact, answer);
        }
        let after = rules.report(&description);
        prop_assert_eq!(&after.threats[..before.threats.len()], &before.threats[..]);
        for (after, before) in after.controls.iter().zip(&before.controls) {
            prop_assert_eq!(&after.id, &before.id);
            prop_assert!(rank(after.verdict) >= rank(before.verdict), "{:?} {:?}", before, after);
        }
        prop_assert!(before.open.iter().all(|fact| after.open.contains(fact)));
    }

    /// With the pack's control not in place, no risk of ours is another; with it, none is higher.
    #[test]
    fn a_pack_raises_no_risk_of_ours(added in added(), in_place in any::<bool>()) {
        let Added { case, addition, answers } = added;
        let mut assessment: Assessment = case.assessment();
        let before = Rules::new(case.catalog.clone()).expect("sound").register(&assessment);
        let rules = Rules::trusted(case.catalog.with(addition).expect("sound")).expect("small");
        for (fact, answer) in answers {
            assessment.description.answers.insert(fact, answer);
        }
        if in_place {
            let record = kubu_core::ControlRecord { status: kubu_core::ControlStatus::Implemented, ..Default::default() };
            assessment.controls.insert("org:control".parse().expect("id"), record);
        }
        let after = rules.register(&assessment);
        for before in &before.entries {
            let after = after.entries.iter().find(|entry| entry.threat == before.threat).expect("ours is there");
            prop_assert_eq!(&after.inherent, &before.inherent);
            prop_assert!(after.current.most <= before.current.most && after.residual.most <= before.residual.most);
            if !in_place {
                prop_assert_eq!(&after.current, &before.current);
            }
        }
    }

    /// What was made with a pack opens without it: nothing is lost, and its part is named once.
    #[test]
    fn nothing_is_lost_without_the_pack(added in added()) {
        let Added { case, addition, answers } = added;
        let without = Rules::new(case.catalog.clone()).expect("sound");
        let with = Rules::trusted(case.catalog.clone().with(addition).expect("sound")).expect("small");
        let mut assessment = case.assessment();
        for (fact, answer) in answers {
            assessment.description.answers.insert(fact, answer);
        }
        assessment.controls.insert("org:control".parse().expect("id"), Default::default());
        assessment.risks.insert("org:threat-0".parse().expect("id"), Default::default());
        assessment.stamp(with.catalog());
        let text = assessment.to_json();
        let with_it = Assessment::open(&text, &with).expect("it opens");
        prop_assert_eq!(with_it.warnings, vec![]);
        prop_assert_eq!(with_it.assessment.to_json(), &text[..]);
        let without_it = Assessment::open(&text, &without).expect("it opens");
        let codes: Vec<&str> = without_it.warnings.iter().map(|warning| warning.code.as_ref()).collect();
        prop_assert_eq!(codes, ["missing-pack"]);
        let mut saved = without_it.assessment;
        saved.stamp(without.catalog());
        prop_assert_eq!(saved.to_json(), text);
    }
}

/// The fact that a pack asks for arises by its own condition, and an answer to it decides the pack's threats.
#[test]
fn an_answer_to_a_pack_decides_its_threats() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let decided = (0..200).filter(|_| {
        let Added { case, addition, .. } = added().new_tree(&mut runner).expect("a case").current();
        let fact = addition.facts[0].clone();
        let rules = Rules::trusted(case.catalog.with(addition).expect("sound")).expect("small");
        let verdicts = |answer: Answer| {
            let mut answers = case.answers.clone();
            answers.insert(fact.id.clone(), answer);
            rules.verdicts(&answers.into())
        };
        let options: Vec<_> = (0..fact.option_count()).filter_map(|position| fact.option_id(position)).collect();
        let answers = options.into_iter().map(|option| match fact.kind {
            kubu_core::FactKind::Choices => Answer::Many([option].into()),
            kubu_core::FactKind::Choice | kubu_core::FactKind::YesNo => Answer::One(option),
        });
        let mut seen: Vec<_> = answers.map(verdicts).collect();
        seen.dedup();
        seen.len() > 1
    });
    assert!(decided.count() > 20, "the laws above are tried on packs that matter");
}
