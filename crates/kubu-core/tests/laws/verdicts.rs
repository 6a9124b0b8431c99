//! What applies, decided exactly as by trying every completion.

use kubu_core::{Condition, Control, Threat, Verdict};
use proptest::prelude::*;

use crate::judge::{completions, holds, verdict_by_trying_all};
use crate::strategies::{Case, case};
use crate::{ALWAYS, CASES, condition_of, report, rules, threats};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// Verdicts are exact: they agree with trying every completion.
    #[test]
    fn verdicts_are_exact(case in case()) {
        let report = report(&case);
        for (finding, condition) in threats(&case, &report) {
            prop_assert_eq!(finding.verdict, verdict_by_trying_all(condition, &case.catalog, &case.answers));
        }
    }

    /// A control applies exactly when it is baseline or one of its threats applies, also where no single threat is settled.
    #[test]
    fn controls_follow_their_threats_exactly(case in case()) {
        let report = report(&case);
        for (finding, control) in report.controls.iter().zip(&case.catalog.controls) {
            let either = condition_of(control, &case);
            prop_assert_eq!(finding.verdict, verdict_by_trying_all(&either, &case.catalog, &case.answers));
        }
    }

    /// A practice is for exactly the systems that it names, and for all if it names none.
    #[test]
    fn practices_are_for_the_systems_that_they_name(case in case()) {
        let report = report(&case);
        for (finding, control) in report.controls.iter().zip(&case.catalog.controls) {
            let verdict = |when: &Option<Condition>| {
                verdict_by_trying_all(when.as_ref().unwrap_or(&ALWAYS), &case.catalog, &case.answers)
            };
            let verdicts = control.practices.iter().map(|practice| verdict(&practice.applies_when)).enumerate();
            let expected: Vec<_> = verdicts.filter(|(_, verdict)| *verdict != Verdict::DoesNotApply).collect();
            let told: Vec<_> = finding.practices.iter().map(|practice| (practice.position, practice.verdict)).collect();
            prop_assert_eq!(told, expected);
        }
    }

    /// Answering an open fact never flips a settled verdict.
    #[test]
    fn settled_verdicts_stay(case in case(), pick in any::<prop::sample::Index>()) {
        let before = report(&case);
        let all = completions(&case.catalog, &case.answers);
        let later = Case { answers: all[pick.index(all.len())].clone(), ..case.clone() };
        for (earlier, later) in before.threats.iter().zip(report(&later).threats) {
            prop_assert_ne!(later.verdict, Verdict::Undetermined);
            prop_assert!(earlier.verdict == Verdict::Undetermined || earlier.verdict == later.verdict);
        }
    }

    /// Threats are twins exactly if their conditions never differ, however they are written.
    #[test]
    fn equivalent_threats_never_differ(case in case()) {
        let systems = completions(&case.catalog, &Default::default());
        let threats = &case.catalog.threats;
        let alike = |one: &Threat, other: &Threat| {
            let holds = |threat: &Threat, answers| holds(&threat.applies_when, &case.catalog, answers);
            systems.iter().all(|answers| holds(one, answers) == holds(other, answers))
        };
        let mut twins = Vec::new();
        for (position, one) in threats.iter().enumerate() {
            twins.extend(threats[position + 1..].iter().filter(|other| alike(one, other)).map(|other| (one, other)));
        }
        let rules = rules(&case);
        prop_assert_eq!(rules.equivalent_threats(), twins);
    }

    /// A control has nothing to do where it applies and none of its practices does.
    #[test]
    fn controls_have_nothing_to_do_where_no_practice_applies(case in case()) {
        let systems = completions(&case.catalog, &Default::default());
        let idle = |control: &&Control| {
            let applies = condition_of(control, &case);
            let practices = || control.practices.iter().map(|practice| practice.applies_when.as_ref().unwrap_or(&ALWAYS));
            systems.iter().any(|answers| {
                holds(&applies, &case.catalog, answers) && !practices().any(|when| holds(when, &case.catalog, answers))
            })
        };
        let expected: Vec<&Control> = case.catalog.controls.iter().filter(idle).collect();
        let rules = rules(&case);
        prop_assert_eq!(rules.controls_with_nothing_to_do(), expected);
    }

    /// A difference lists exactly the verdicts that change.
    #[test]
    fn differences_are_the_verdicts_that_change(case in case(), other in case()) {
        let before = report(&case);
        let after = rules(&case).report(&other.description());
        let difference = before.difference(&after);
        let changed = before.threats.iter().zip(&after.threats).filter(|(a, b)| a.verdict != b.verdict).count();
        prop_assert_eq!(difference.threats.len(), changed);
        prop_assert!(difference.threats.iter().all(|change| change.from != change.to));
        prop_assert_eq!(before.difference(&before), kubu_core::Difference::default());
    }
}
