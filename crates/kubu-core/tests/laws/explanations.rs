//! Why something applies, and which open facts could change it.

use kubu_core::{Answer, Answers, Condition, OptionId, Reason, SortedSet, Verdict};
use proptest::prelude::*;

use crate::judge::{self, completions, holds};
use crate::strategies::{Case, case};
use crate::{CASES, agrees, report, rules, threats};

/// Whether every completion that agrees with `reasons` gives the condition the same value.
fn forces(case: &Case, condition: &Condition, reasons: &[Reason], verdict: Verdict) -> bool {
    let expected = verdict == Verdict::Applies;
    completions(&case.catalog, &Default::default())
        .into_iter()
        .filter(|answers| agrees(answers, reasons))
        .all(|answers| holds(condition, &case.catalog, &answers) == expected)
}

/// The reasons with one option taken out, in every possible way.
fn weakened(reasons: &[Reason]) -> Vec<Vec<Reason>> {
    let mut all = Vec::new();
    for (i, reason) in reasons.iter().enumerate() {
        for dropped in 0..reason.has.len() + reason.lacks.len() {
            let mut fewer = reasons.to_vec();
            if dropped < reason.has.len() {
                fewer[i].has.remove(dropped);
            } else {
                fewer[i].lacks.remove(dropped - reason.has.len());
            }
            if fewer[i].has.is_empty() && fewer[i].lacks.is_empty() {
                fewer.remove(i);
            }
            all.push(fewer);
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// An explanation alone forces its verdict, and no proper part of it does.
    #[test]
    fn explanations_are_sufficient_and_minimal(case in case()) {
        let report = report(&case);
        for (finding, condition) in threats(&case, &report) {
            let reasons = &finding.explanation.because;
            if finding.verdict == Verdict::Undetermined {
                prop_assert!(reasons.is_empty());
                continue;
            }
            prop_assert!(forces(&case, condition, reasons, finding.verdict));
            for fewer in weakened(reasons) {
                // Without an option, `has` of a choice no longer says anything at all.
                prop_assert!(!forces(&case, condition, &fewer, finding.verdict), "{:?} is enough", fewer);
            }
        }
    }

    /// The open facts are exactly those whose answer can change a verdict, and each listed effect is true.
    #[test]
    fn open_facts_are_those_that_matter(case in case()) {
        let rules = rules(&case);
        let report = rules.report(&case.description());
        for (finding, condition) in threats(&case, &report) {
            let open: Vec<_> = finding.explanation.open.iter().map(|open| open.fact.clone()).collect();
            prop_assert_eq!(&open, &judge::facts_that_matter(condition, &case.catalog, &case.answers));
            for open in &finding.explanation.open {
                let listed: SortedSet<_> = open.answers.iter().filter_map(|effect| effect.option.clone()).collect();
                for effect in &open.answers {
                    let agrees = |answers: &Answers| match (answers.get(&open.fact).expect("complete"), &effect.option) {
                        (Answer::One(answer), Some(option)) => answer == option,
                        (Answer::Many(answers), Some(option)) => answers.contains(option),
                        (Answer::Many(answers), None) => answers.is_disjoint(&listed),
                        (Answer::One(_), None) | (Answer::DontKnow, _) => false,
                    };
                    let expected = judge::verdict_where(condition, &case.catalog, &case.answers, agrees);
                    prop_assert_eq!(effect.verdict, expected, "{:?}", effect);
                }
            }
        }
        let undetermined = report.threats.iter().any(|t| t.verdict == Verdict::Undetermined);
        prop_assert_eq!(undetermined, !report.open.is_empty());
    }

    /// Reasons as data are those of the report, and their positions are those of the options.
    #[test]
    fn reasons_are_those_of_the_report(case in case()) {
        let rules = rules(&case);
        let reasons = rules.reasons(&case.description());
        let named: Vec<(Verdict, Vec<Reason>)> = reasons
            .iter()
            .map(|(verdict, facts)| (verdict, facts.iter().map(|fact| rules.named(fact).expect("known fact")).collect()))
            .collect();
        for (deciding, reason) in reasons.iter().flat_map(|(_, facts)| facts).zip(named.iter().flat_map(|(_, named)| named)) {
            let fact = &case.catalog.facts[deciding.fact];
            let ids = |positions: Vec<usize>| -> Vec<OptionId> {
                positions.into_iter().map(|position| fact.option_id(position).expect("an option")).collect()
            };
            prop_assert_eq!(&reason.fact, &fact.id);
            prop_assert_eq!(&reason.has, &ids(deciding.has().collect()));
            prop_assert_eq!(&reason.lacks, &ids(deciding.lacks().collect()));
        }
        let report = rules.report(&case.description());
        let told: Vec<_> = report.threats.into_iter().map(|t| (t.verdict, t.explanation.because)).collect();
        prop_assert_eq!(named, told);
        let verdicts: Vec<_> = reasons.iter().map(|(verdict, _)| verdict).collect();
        prop_assert_eq!(verdicts, rules.verdicts(&case.description()));
    }

    /// Every verdict has a sentence, and no sentence shows an id or an unfilled place.
    #[test]
    fn every_verdict_has_a_sentence(case in case()) {
        let report = report(&case);
        let sentences = report.threats.iter().map(|t| &t.explanation.sentence).chain(report.controls.iter().map(|c| &c.explanation.sentence));
        for sentence in sentences {
            prop_assert!(sentence.ends_with('.') && !sentence.contains("{}") && !sentence.contains("  "), "{}", sentence);
        }
    }
}
