//! How large a risk is, before any control.

use kubu_core::{Factor, Level, Range, Risk, Verdict};
use proptest::prelude::*;

use crate::judge::{self, completions, holds, verdict_by_trying_all};
use crate::strategies::case;
use crate::{CASES, report, rules};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// With open facts a risk is the exact range over all completions in which the threat applies.
    #[test]
    fn risks_are_exact_ranges(case in case()) {
        let report = report(&case);
        let completions = completions(&case.catalog, &case.answers);
        for (finding, threat) in report.threats.iter().zip(&case.catalog.threats) {
            let applying = completions.iter().filter(|answers| holds(&threat.applies_when, &case.catalog, answers));
            let risks: Vec<(u8, u8)> =
                applying.clone().map(|answers| judge::likelihood_and_impact(threat, &case.catalog, answers)).collect();
            let range = |values: Vec<u8>| values.iter().min().copied().zip(values.iter().max().copied());
            let found = |range: Range<u8>| (range.least, range.most);
            prop_assert_eq!(finding.risk.as_ref().map(|risk| found(risk.likelihood)), range(risks.iter().map(|r| r.0).collect()));
            prop_assert_eq!(finding.risk.as_ref().map(|risk| found(risk.impact)), range(risks.iter().map(|r| r.1).collect()));
            let levels: Vec<Level> = risks.iter().map(|(likelihood, impact)| Level::of(*likelihood, *impact)).collect();
            let level = levels.iter().min().copied().zip(levels.iter().max().copied());
            prop_assert_eq!(finding.risk.as_ref().map(|risk| (risk.level.least, risk.level.most)), level);
            let harmed = |factor: &Factor| threat.harms.iter().any(|harm| harm.factor() == *factor);
            let factors = [Factor::Discoverability, Factor::Exploitability, Factor::Reproducibility].into_iter();
            let impact = [Factor::Confidentiality, Factor::Integrity, Factor::Availability].into_iter().filter(harmed);
            let factors: Vec<Factor> = factors.chain(impact).collect();
            let told = |risk: &Risk| risk.factors.iter().map(|proposed| proposed.factor).collect::<Vec<_>>();
            prop_assert!(finding.risk.as_ref().is_none_or(|risk| told(risk) == factors));
            for proposed in finding.risk.iter().flat_map(|risk| &risk.factors) {
                let rule = judge::rule(proposed.factor, threat, &case.catalog);
                let most = judge::most(proposed.factor, threat);
                let alone: Vec<u8> =
                    applying.clone().map(|answers| judge::value(rule, &case.catalog, answers)).collect();
                let values = alone.iter().map(|value| *value.min(&most)).collect();
                prop_assert_eq!(Some(found(proposed.value)), range(values), "{:?}", proposed);
                prop_assert_eq!(proposed.cap.is_some(), alone.iter().any(|value| *value > most), "{:?}", proposed);
                let verdicts: Vec<Verdict> = (rule.raise.iter())
                    .map(|raise| verdict_by_trying_all(&raise.when, &case.catalog, &case.answers))
                    .collect();
                let count = |wanted| verdicts.iter().filter(|verdict| **verdict == wanted).count();
                prop_assert_eq!(proposed.because.len(), 1 + count(Verdict::Applies));
                prop_assert_eq!(proposed.perhaps.len(), count(Verdict::Undetermined));
            }
        }
    }

    /// More exposure never lowers a risk: whatever raises the one description and also the other, the other is no lower.
    #[test]
    fn more_exposure_never_lowers_a_risk(case in case(), one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let rules = rules(&case);
        let all = completions(&case.catalog, &Default::default());
        let (less, more) = (&all[one.index(all.len())], &all[other.index(all.len())]);
        let (before, after) = (rules.report(&less.clone().into()), rules.report(&more.clone().into()));
        for ((before, after), threat) in before.threats.iter().zip(&after.threats).zip(&case.catalog.threats) {
            let exposed = |answers| judge::raises(threat, &case.catalog, answers);
            if let (Some(before), Some(after)) = (&before.risk, &after.risk)
                && exposed(less).into_iter().zip(exposed(more)).all(|(less, more)| more || !less)
            {
                prop_assert!(before.level.most <= after.level.least);
            }
        }
    }
}
