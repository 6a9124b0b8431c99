//! What is asked next, and what an answer is worth.

use std::cmp::Ordering;

use kubu_core::{Answer, Answers, FactKind, OpenFact, OptionId, Verdict};
use proptest::prelude::*;

use crate::judge::{self, completions, holds};
use crate::strategies::case;
use crate::{ALWAYS, CASES, report, rules};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// The questions are the open facts that matter, each once; one that waits for another comes after all that do not.
    #[test]
    fn questions_are_the_open_facts_that_matter(case in case()) {
        let rules = rules(&case);
        let questions = rules.questions(&case.description());
        let mut facts: Vec<_> = questions.iter().map(|question| question.fact.clone()).collect();
        facts.sort();
        let mut open = rules.report(&case.description()).open;
        open.sort();
        prop_assert_eq!(facts, open);
        // Best first; those that wait, and those that the user could not answer, last.
        let in_order = questions.is_sorted_by(|a, b| match (a.waits, a.seen).cmp(&(b.waits, b.seen)) {
            Ordering::Equal => a.worth >= b.worth,
            order => order.is_lt(),
        });
        prop_assert!(in_order, "{:?}", questions);
    }

    /// What a question says of itself is what counting all completions says.
    #[test]
    fn questions_are_worth_what_they_settle(case in case()) {
        let report = report(&case);
        let completions = completions(&case.catalog, &case.answers);
        let undetermined: Vec<(&[OpenFact], Vec<bool>)> = (case.catalog.threats.iter().zip(&report.threats))
            .filter(|(_, finding)| finding.verdict == Verdict::Undetermined)
            .map(|(threat, finding)| {
                let applies = completions.iter().map(|answers| holds(&threat.applies_when, &case.catalog, answers));
                (finding.explanation.open.as_slice(), applies.collect())
            })
            .collect();
        for question in rules(&case).questions(&case.description()) {
            let fact = case.catalog.facts.iter().find(|fact| fact.id == question.fact).expect("known");
            let bears_on = |open: &[OpenFact]| open.iter().any(|open| open.fact == fact.id);
            prop_assert_eq!(question.threats, undetermined.iter().filter(|(open, _)| bears_on(open)).count());
            prop_assert_eq!(question.seen, case.answers.get(&fact.id) == Some(&Answer::DontKnow));
            let asked = |answers| fact.asked_when.as_ref().is_none_or(|when| holds(when, &case.catalog, answers));
            let arises = completions.iter().filter(|answers| asked(answers)).count();
            prop_assert_eq!(question.waits, arises > 0 && arises < completions.len());
            // Each option of a *choices* fact holds or does not; of other facts one option holds.
            let options: Vec<_> = (0..fact.option_count()).filter_map(|position| fact.option_id(position)).collect();
            let has = |answers: &Answers, option: &OptionId| match answers.get(&fact.id) {
                Some(Answer::Many(options)) => options.contains(option),
                answer => answer == Some(&Answer::One(option.clone())),
            };
            let mut worth = 0.0;
            for (_, applies) in &undetermined {
                let left = |keep: &dyn Fn(&Answers) -> bool| {
                    let kept = completions.iter().zip(applies).filter(|(answers, _)| keep(answers)).map(|(_, applies)| applies);
                    let share = kept.clone().filter(|applies| **applies).count() as f64 / kept.count() as f64;
                    share * (1.0 - share)
                };
                let before = left(&|_| true);
                let with = options.iter().map(|option| left(&|answers| has(answers, option)));
                worth += if fact.kind == FactKind::Choices {
                    let without = options.iter().map(|option| left(&|answers| !has(answers, option)));
                    with.zip(without).map(|(with, without)| before - f64::midpoint(with, without)).sum::<f64>()
                } else {
                    before - with.sum::<f64>() / options.len() as f64
                };
            }
            prop_assert!((question.worth - worth).abs() < 1e-9, "{:?} is worth {}", question, worth);
        }
    }

    /// What a question waits for is what decides whether it arises.
    #[test]
    fn questions_wait_for_the_open_facts_that_decide_whether_they_arise(case in case()) {
        let rules = rules(&case);
        for fact in &case.catalog.facts {
            let asked_when = fact.asked_when.as_ref().unwrap_or(&ALWAYS);
            let decide = judge::facts_that_matter(asked_when, &case.catalog, &case.answers);
            prop_assert_eq!(rules.waits_for(&fact.id, &case.description()), decide);
        }
    }

    /// Who sees every question that arises, meets every one that matters.
    #[test]
    fn no_question_that_matters_fails_to_arise(case in case()) {
        let rules = rules(&case);
        let mut description = case.description();
        let facts = &case.catalog.facts;
        let arising = |description: &_| -> Vec<_> {
            facts.iter().zip(rules.arising(description)).filter(|(_, arises)| *arises).map(|(fact, _)| fact.id.clone()).collect()
        };
        while let Some(unseen) = arising(&description).into_iter().find(|id| !description.answers.contains_key(id)) {
            description.answers.insert(unseen, Answer::DontKnow);
        }
        let seen = arising(&description);
        prop_assert!(rules.questions(&description).iter().all(|question| seen.contains(&question.fact)));
    }

    /// Facts refine exactly while a risk or a practice is open, and only open ones do.
    #[test]
    fn facts_refine_until_no_risk_and_no_practice_is_open(case in case()) {
        let rules = rules(&case);
        let description = case.description();
        let refining = rules.refining(&description);
        let report = rules.report(&description);
        let mut risks = report.threats.iter().filter_map(|threat| threat.risk.as_ref());
        let risk = risks
            .any(|risk| risk.likelihood.least < risk.likelihood.most || risk.impact.least < risk.impact.most);
        let controls = report.controls.iter().filter(|control| control.verdict != Verdict::DoesNotApply);
        let practice = controls.flat_map(|control| &control.practices).any(|p| p.verdict == Verdict::Undetermined);
        prop_assert_eq!(refining.contains(&true), risk || practice);
        for (fact, refines) in case.catalog.facts.iter().zip(refining) {
            let answered = !matches!(description.answers.get(&fact.id), None | Some(Answer::DontKnow));
            prop_assert!(!refines || !answered, "{} is answered", fact.id);
        }
    }
}
