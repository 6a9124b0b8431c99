//! What would have to be answered otherwise for a verdict to flip.

use kubu_core::{Answer, Answers, Condition, Description, FactId, Flips, Rules, Verdict};
use proptest::prelude::*;

use crate::judge::{completions, holds, verdict_by_trying_all};
use crate::strategies::{Case, case};
use crate::{CASES, agrees, condition_of, rules};

/// The condition of every threat and control, with what flips its verdict.
fn flips(case: &Case, description: &Description, rules: &Rules) -> Vec<(Condition, Flips)> {
    let threats = case.catalog.threats.iter();
    let threats = threats.map(|threat| (threat.applies_when.clone(), rules.flips_of_threat(&threat.id, description)));
    let controls = case.catalog.controls.iter();
    let controls =
        controls.map(|control| (condition_of(control, case), rules.flips_of_control(&control.id, description)));
    threats.chain(controls).map(|(condition, flips)| (condition, flips.expect("of the catalogue"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// Every listed flip flips its verdict, and no change of fewer answers can; none is listed only if nothing can.
    #[test]
    fn flips_flip_and_none_is_smaller(case in case()) {
        let rules = rules(&case);
        let every_answer = completions(&case.catalog, &Default::default());
        for (condition, flips) in flips(&case, &case.description(), &rules) {
            if verdict_by_trying_all(&condition, &case.catalog, &case.answers) == Verdict::Undetermined {
                prop_assert!(flips.flips.is_empty());
                continue;
            }
            let answered = |fact: &FactId| case.answers.get(fact).is_some_and(|answer| *answer != Answer::DontKnow);
            let least = every_answer
                .iter()
                .filter(|answers| holds(&condition, &case.catalog, answers) == (flips.to == Verdict::Applies))
                .map(|answers| answers.iter().filter(|(fact, answer)| answered(fact) && case.answers.get(*fact) != Some(*answer)).count())
                .min();
            prop_assert_eq!(flips.flips.is_empty(), least.is_none());
            for flip in &flips.flips {
                let after = flip.apply(&case.description(), &rules).answers;
                prop_assert_eq!(verdict_by_trying_all(&condition, &case.catalog, &after), flips.to, "{:?}", flip);
                let changed = flip.changes.iter().filter(|change| answered(&change.fact)).count();
                prop_assert_eq!(Some(changed), least, "{:?}", flip);
            }
        }
    }

    /// Where every fact is answered, all the smallest changes are listed, each once, or it says that there are more.
    #[test]
    fn all_smallest_flips_are_listed(case in case(), pick in any::<prop::sample::Index>()) {
        let rules = rules(&case);
        let every_answer = completions(&case.catalog, &Default::default());
        let now = &every_answer[pick.index(every_answer.len())];
        for (condition, Flips { to, flips, more }) in flips(&case, &now.clone().into(), &rules) {
            let changed = |answers: &Answers| answers.iter().filter(|(fact, answer)| now.get(*fact) != Some(*answer)).count();
            let flipped = every_answer.iter().filter(|answers| holds(&condition, &case.catalog, answers) == (to == Verdict::Applies));
            let least = flipped.clone().map(&changed).min();
            let smallest: Vec<&Answers> = flipped.filter(|answers| Some(changed(answers)) == least).collect();
            prop_assert!(flips.iter().enumerate().all(|(i, flip)| !flips[..i].contains(flip)), "{:?}", flips);
            prop_assert!(flips.len() <= Rules::MOST_FLIPS);
            if more {
                prop_assert!(smallest.len() > Rules::MOST_FLIPS);
            } else {
                for answers in smallest {
                    prop_assert!(flips.iter().any(|flip| agrees(answers, &flip.changes)), "{:?} is not listed", answers);
                }
            }
        }
    }
}
