//! What controls and the user's own judgement leave of the risks.

use std::cmp::Ordering;

use kubu_core::{
    Cell, ControlRecord, ControlStatus, Factor, Level, Overrule, RegisterEntry, Response, RiskRecord, Treatment,
};
use proptest::prelude::*;

use crate::judge::{self, completions, holds};
use crate::strategies::case;
use crate::{CASES, rules};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// More control never raises a risk: with every status at least as far, no level is higher; and the plan lowers
    /// what is in place, which lowers what there is without any.
    #[test]
    fn more_control_never_raises_a_risk(case in case(), further in any::<[bool; 2]>()) {
        let rules = rules(&case);
        let before = case.assessment();
        let mut after = before.clone();
        for (control, further) in case.catalog.controls.iter().zip(further) {
            if further {
                let record = ControlRecord { status: ControlStatus::Implemented, ..ControlRecord::default() };
                after.controls.insert(control.id.clone(), record);
            }
        }
        let before = rules.register(&before).entries;
        let after = rules.register(&after).entries;
        prop_assert_eq!(before.len(), after.len());
        for before in &before {
            let after = after.iter().find(|after| after.threat == before.threat).expect("the same threats");
            prop_assert_eq!(before.inherent, after.inherent);
            for (before, after) in [(before.current, after.current), (before.residual, after.residual)] {
                prop_assert!(after.most <= before.most && after.least <= before.least);
            }
            prop_assert!(before.current.most <= before.inherent.most && before.residual.most <= before.current.most);
            let RegisterEntry { inherent, current, residual, on_matrix, .. } = before;
            prop_assert_eq!(on_matrix.map(Cell::level), [inherent.most, current.most, residual.most]);
        }
    }

    /// A control that answers the cause lowers the likelihood by one, one that helps by a half, in part half as much.
    #[test]
    fn the_register_follows_the_written_rules(case in case()) {
        let rules = rules(&case);
        let assessment = case.assessment();
        let completions = completions(&case.catalog, &case.answers);
        let entries = rules.register(&assessment).entries;
        let in_order = entries.is_sorted_by(|a, b| match (a.current.most, a.inherent.most).cmp(&(b.current.most, b.inherent.most)) {
            Ordering::Equal => a.threat < b.threat,
            order => order.is_gt(),
        });
        prop_assert!(in_order);
        for threat in &case.catalog.threats {
            let applying = completions.iter().filter(|answers| holds(&threat.applies_when, &case.catalog, answers));
            let risks: Vec<(u8, u8)> = applying.map(|answers| judge::likelihood_and_impact(threat, &case.catalog, answers)).collect();
            let Some(entry) = entries.iter().find(|entry| entry.threat == threat.id) else {
                prop_assert!(risks.is_empty());
                continue;
            };
            let quarters = [0, judge::taken_off(threat, &assessment, false), judge::taken_off(threat, &assessment, true)];
            let found = [entry.inherent, entry.current, entry.residual].into_iter().zip(entry.on_matrix);
            for (quarters, (level, worst)) in quarters.into_iter().zip(found) {
                let after = risks.iter().map(|(likelihood, impact)| (judge::lowered(*likelihood, quarters), *impact));
                let levels: Vec<Level> = after.clone().map(|(likelihood, impact)| Level::of(likelihood, impact)).collect();
                prop_assert_eq!(Some(level.least), levels.iter().min().copied());
                prop_assert_eq!(Some(level.most), levels.iter().max().copied());
                let product = after.clone().map(|(likelihood, impact)| likelihood * impact).max();
                prop_assert_eq!(Some(worst.likelihood * worst.impact), product);
                prop_assert!(after.into_iter().any(|cell| cell == (worst.likelihood, worst.impact)));
            }
        }
    }

    /// The plan of a risk is the response, what will be done, and the controls that are planned.
    #[test]
    fn the_register_tells_what_is_in_place_and_what_is_planned(case in case(), planned in any::<bool>()) {
        let mut assessment = case.assessment();
        let plan = if planned { "Ask the vendor." } else { "" };
        let treatment = Treatment {
            response: Response::Accept,
            reason: "It is small.".to_owned(),
            owner: "The head".to_owned(),
            plan: plan.to_owned(),
            progress: "Half way.".to_owned(),
            review: String::new(),
            other: Default::default(),
        };
        for threat in &case.catalog.threats {
            let record = RiskRecord { treatment: Some(treatment.clone()), ..RiskRecord::default() };
            assessment.risks.insert(threat.id.clone(), record);
        }
        for entry in rules(&case).register(&assessment).entries {
            let threat = case.catalog.threats.iter().find(|threat| threat.id == entry.threat).expect("known");
            let titles = |wanted: &[ControlStatus]| -> Vec<String> {
                let controls = threat.mitigations.iter().map(|mitigation| &mitigation.control);
                let controls = controls.filter(|id| wanted.contains(&assessment.status(id)));
                controls.map(|id| id.as_str().replace("control-", "Control ")).collect()
            };
            let in_place = [ControlStatus::Implemented, ControlStatus::Alternative, ControlStatus::Partly];
            prop_assert_eq!(&entry.existing_measures, &titles(&in_place));
            let mut parts = vec!["Accept: It is small".to_owned()];
            parts.extend(planned.then(|| "Ask the vendor".to_owned()));
            parts.extend(titles(&[ControlStatus::Planned]));
            prop_assert_eq!(&entry.treatment_plan, &parts);
            prop_assert_eq!((&*entry.owner, &*entry.progress), ("The head", "Half way."));
        }
    }

    /// A factor that the user sets counts as set, in every completion and whatever caps it.
    #[test]
    fn overruled_factors_count(case in case(), value in 1..=5_u8, of_impact in any::<bool>()) {
        let rules = rules(&case);
        let mut assessment = case.assessment();
        let all = if of_impact {
            [Factor::Confidentiality, Factor::Integrity, Factor::Availability]
        } else {
            [Factor::Discoverability, Factor::Exploitability, Factor::Reproducibility]
        };
        for threat in &case.catalog.threats {
            let overruled = all.map(|factor| (factor, Overrule { value, reason: "We know.".to_owned() })).into();
            assessment.risks.insert(threat.id.clone(), RiskRecord { overruled, ..RiskRecord::default() });
        }
        let completions = completions(&case.catalog, &case.answers);
        for entry in rules.register(&assessment).entries {
            let threat = case.catalog.threats.iter().find(|threat| threat.id == entry.threat).expect("known");
            let applying = completions.iter().filter(|answers| holds(&threat.applies_when, &case.catalog, answers));
            let levels: Vec<Level> = applying
                .map(|answers| judge::likelihood_and_impact(threat, &case.catalog, answers))
                .map(|(likelihood, impact)| if of_impact { Level::of(likelihood, value) } else { Level::of(value, impact) })
                .collect();
            prop_assert_eq!(Some(entry.inherent.least), levels.iter().min().copied());
            prop_assert_eq!(Some(entry.inherent.most), levels.iter().max().copied());
        }
    }
}
