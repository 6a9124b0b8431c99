//! Which controls to take next.

use kubu_core::{Assessment, ControlId, ControlRecord, ControlStatus, Level, RegisterEntry, Threat};
use proptest::prelude::*;

use crate::judge::{self, completions, holds};
use crate::strategies::case;
use crate::{CASES, rules};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// The set of controls reaches the level wherever it can be reached, and no smaller set does.
    #[test]
    fn the_smallest_set_suffices_and_none_is_smaller(case in case(), level in prop::sample::select(vec![Level::Low, Level::Medium, Level::High])) {
        let rules = rules(&case);
        let assessment = case.assessment();
        let found = rules.smallest_set(&assessment, level);
        prop_assert!(found.smallest);
        let reaches = |chosen: &[&ControlId]| {
            let mut after = assessment.clone();
            for control in chosen {
                let record = ControlRecord { status: ControlStatus::Implemented, ..ControlRecord::default() };
                after.controls.insert((*control).clone(), record);
            }
            let entries = rules.register(&after).entries;
            entries.iter().all(|entry| entry.current.most <= level || found.out_of_reach.contains(&entry.threat))
        };
        prop_assert!(reaches(&found.controls.iter().collect::<Vec<_>>()));
        let free = |id: &ControlId| {
            assessment.controls.get(id).is_none_or(|record| record.status != ControlStatus::NotApplicable)
        };
        let ids: Vec<_> = case.catalog.controls.iter().map(|control| &control.id).filter(|id| free(id)).collect();
        for chosen in 0..1_u32 << ids.len() {
            let chosen: Vec<_> = ids.iter().enumerate().filter(|(i, _)| chosen & (1 << i) != 0).map(|(_, id)| *id).collect();
            prop_assert!(chosen.len() >= found.controls.len() || !reaches(&chosen), "{:?}", chosen);
        }
    }

    /// Further controls come in the order of what the risks lose by each, and the levels it is said to lower are lower.
    #[test]
    fn next_controls_are_in_the_order_of_what_they_take_away(case in case()) {
        let rules = rules(&case);
        let assessment = case.assessment();
        let next = rules.next_controls(&assessment);
        prop_assert!(next.is_sorted_by_key(|next| (std::cmp::Reverse(next.takes_away), next.control.clone())));
        let before = rules.register(&assessment).entries;
        let completions = completions(&case.catalog, &case.answers);
        // In quarters of a point, all risks at their most.
        let points = |assessment: &Assessment| -> u32 {
            let most = |threat: &Threat| {
                let applying = completions.iter().filter(|answers| holds(&threat.applies_when, &case.catalog, answers));
                let quarters = judge::taken_off(threat, assessment, false);
                let points = applying.map(|answers| {
                    let (likelihood, impact) = judge::likelihood_and_impact(threat, &case.catalog, answers);
                    u32::from((4 * likelihood).saturating_sub(quarters).max(4)) * u32::from(impact)
                });
                points.max().unwrap_or(0)
            };
            case.catalog.threats.iter().map(most).sum()
        };
        for control in &case.catalog.controls {
            let mut after = assessment.clone();
            let record = ControlRecord { status: ControlStatus::Implemented, ..ControlRecord::default() };
            after.controls.insert(control.id.clone(), record);
            let lower = |entry: &&RegisterEntry| {
                let after = rules.register(&after).entries;
                after.iter().any(|after| after.threat == entry.threat && after.current.most < entry.current.most)
            };
            let mut lowered: Vec<_> = before.iter().filter(lower).map(|entry| entry.threat.clone()).collect();
            lowered.sort();
            let status = assessment.status(&control.id);
            match next.iter().find(|next| next.control == control.id) {
                Some(next) => {
                    prop_assert!(next.takes_away > 0);
                    prop_assert_eq!(next.takes_away, points(&assessment) - points(&after));
                    prop_assert!((next.points() * 4.0 - f64::from(next.takes_away)).abs() < 1e-9);
                    prop_assert_eq!(&next.lowers, &lowered);
                    prop_assert!(status != ControlStatus::Implemented && status != ControlStatus::NotApplicable);
                }
                // What makes no sense here is not proposed.
                None => prop_assert!(lowered.is_empty() || status == ControlStatus::NotApplicable),
            }
        }
    }
}
