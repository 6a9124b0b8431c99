//! Conditions over too many facts for the judge, made so that one sees what is right.

use kubu_core::{Answer, Fact, FactId, SortedSet, Verdict};
use proptest::prelude::*;

use crate::strategies::pairs;
use crate::{CASES, rules};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// A large condition is decided, explained, asked about and flipped as exactly as a small one.
    #[test]
    fn large_conditions_are_as_exact_as_small_ones((case, pairs) in pairs()) {
        let rules = rules(&case);
        let description = case.description();
        let finding = &rules.report(&description).threats[0];
        let count = |pair: &[Fact; 2], wanted: Option<&str>| {
            let known = |fact: &Fact| match case.answers.get(&fact.id) {
                Some(Answer::One(option)) => Some(option.as_str()),
                _ => None,
            };
            pair.iter().filter(|fact| known(fact) == wanted).count()
        };
        let held_off = |pair: &[Fact; 2]| count(pair, Some("no")) > 0;
        let verdict = match (pairs.iter().any(|pair| count(pair, Some("yes")) == 2), pairs.iter().all(held_off)) {
            (true, _) => Verdict::Applies,
            (false, true) => Verdict::DoesNotApply,
            (false, false) => Verdict::Undetermined,
        };
        prop_assert_eq!(finding.verdict, verdict);
        let in_pair = |pair: &[Fact; 2], id: &FactId| pair.iter().any(|fact| fact.id == *id);
        let because: Vec<&FactId> = finding.explanation.because.iter().map(|reason| &reason.fact).collect();
        prop_assert!(because.is_sorted_by_key(|id| case.catalog.facts.iter().position(|fact| fact.id == **id)));
        let in_pairs = |pair: &[Fact; 2]| because.iter().filter(|id| in_pair(pair, id)).count();
        match verdict {
            Verdict::Applies => prop_assert!(because.len() == 2 && pairs.iter().any(|pair| in_pairs(pair) == 2)),
            Verdict::DoesNotApply => prop_assert!(pairs.iter().all(|pair| in_pairs(pair) == 1)),
            Verdict::Undetermined => prop_assert!(because.is_empty()),
        }
        let open = |fact: &&Fact| {
            let mut own = pairs.iter().filter(|pair| in_pair(pair, &fact.id));
            verdict == Verdict::Undetermined && !case.answers.contains_key(&fact.id) && own.all(|pair| !held_off(pair))
        };
        let open: SortedSet<&FactId> = case.catalog.facts.iter().filter(open).map(|fact| &fact.id).collect();
        let told: SortedSet<&FactId> = finding.explanation.open.iter().map(|open| &open.fact).collect();
        prop_assert_eq!(&told, &open);
        let questions = rules.questions(&description);
        prop_assert_eq!(questions.iter().map(|question| &question.fact).collect::<SortedSet<_>>(), open);
        // To hold, one pair must get every yes that it lacks; to be held off, each pair that has none must get a no.
        let flips = rules.flips_of_threat(&finding.id, &description).expect("known threat").flips;
        prop_assert_eq!(flips.is_empty(), verdict == Verdict::Undetermined);
        let fewest = pairs.iter().map(|pair| count(pair, Some("no"))).min();
        for flip in flips {
            let in_pairs = pairs.iter().map(|pair| flip.changes.iter().filter(|change| in_pair(pair, &change.fact)).count());
            let mut in_pairs = pairs.iter().zip(in_pairs);
            if verdict == Verdict::Applies {
                prop_assert!(in_pairs.all(|(pair, changes)| changes == usize::from(!held_off(pair))));
            } else {
                let changed: Vec<_> = in_pairs.filter(|(_, changes)| *changes > 0).collect();
                prop_assert!(changed.iter().all(|(pair, changes)| 2 - count(pair, Some("yes")) == *changes));
                prop_assert!(changed.iter().all(|(pair, _)| Some(count(pair, Some("no"))) == fewest));
                prop_assert_eq!(changed.len(), 1);
            }
        }
    }
}
