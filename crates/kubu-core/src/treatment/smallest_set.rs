//! The smallest set of further controls that brings all risks to a level.

use serde::Serialize;

use super::answered::Answered;
use super::register::lowered;
use crate::{Assessment, ControlId, Level, Rules, SortedMap, SortedSet, ThreatId, sort_by};

/// Further controls that bring all risks to a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ControlSet {
    /// The controls to implement, by id.
    pub controls: SortedSet<ControlId>,
    /// Whether no smaller set does; if not, the search was cut short and this is a good one.
    pub smallest: bool,
    /// Threats that no control of the catalogue brings to the level.
    pub out_of_reach: Vec<ThreatId>,
}

/// How many sets are tried before the best so far has to do.
const MOST_TRIALS: usize = 200_000;

/// What one risk still needs.
struct Need {
    /// How much has to come off its likelihood, in quarters.
    quarters: u8,
    /// How much each control that helps would take off, by its position among all that help.
    by_control: Vec<(usize, u8)>,
}

impl Rules {
    /// The smallest set of further controls that, implemented, brings every risk to `level` or below, at its most.
    pub fn smallest_set(&self, assessment: &Assessment, level: Level) -> ControlSet {
        let mut open = Vec::new();
        let mut out_of_reach = Vec::new();
        for Answered { threat, possible, now, further } in self.answered(assessment) {
            let suffices = |quarters| possible.iter().all(|pair| lowered(*pair, quarters) <= level);
            let most = further.values().fold(now, |sum, quarters| sum.saturating_add(*quarters));
            match (now..=most).find(|quarters| suffices(*quarters)) {
                Some(needed) if needed > now => open.push((needed - now, further)),
                Some(_) => {}
                None => out_of_reach.push(threat.id.clone()),
            }
        }
        let ids: SortedSet<&ControlId> = open.iter().flat_map(|(_, further)| further.keys().copied()).collect();
        let positions: SortedMap<&ControlId, usize> = ids.iter().copied().zip(0..).collect();
        let needs: Vec<Need> = (open.iter())
            .map(|(quarters, further)| {
                let by_control = further.iter().filter_map(|(id, off)| Some((*positions.get(id)?, *off))).collect();
                Need { quarters: *quarters, by_control }
            })
            .collect();
        let mut search = Search { best: greedy(&needs, ids.len()), needs: &needs, trials: 0 };
        search.extend(&mut Choice(vec![Use::Free; ids.len()]), 0);
        let controls = ids.into_iter().zip(&search.best.0).filter(|(_, using)| **using == Use::Chosen);
        let controls = controls.map(|(id, _)| id.clone()).collect();
        ControlSet { controls, smallest: search.trials < MOST_TRIALS, out_of_reach }
    }
}

/// What is done with a control during the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Nothing yet.
    Free,
    /// It is in the set.
    Chosen,
    /// Every set with it was tried.
    Tried,
}

/// What is done with each control.
#[derive(Debug, Clone)]
struct Choice(Vec<Use>);

impl Choice {
    fn of(&self, control: usize) -> Use {
        self.0.get(control).copied().unwrap_or(Use::Tried)
    }

    fn set(&mut self, control: usize, using: Use) {
        self.0.get_mut(control).into_iter().for_each(|known| *known = using);
    }

    fn chosen(&self) -> usize {
        self.0.iter().filter(|using| **using == Use::Chosen).count()
    }
}

impl Need {
    /// The controls of which that is done, and how much each takes off.
    fn controls(&self, choice: &Choice, using: Use) -> impl Iterator<Item = (usize, u8)> {
        self.by_control.iter().copied().filter(move |(control, _)| choice.of(*control) == using)
    }

    fn missing(&self, choice: &Choice) -> u8 {
        let taken_off = self.controls(choice, Use::Chosen).fold(0, |sum: u8, (_, off)| sum.saturating_add(off));
        self.quarters.saturating_sub(taken_off)
    }

    /// How many free controls it takes at least, to take off what is missing; nothing if all are not enough.
    fn at_least(&self, choice: &Choice, missing: u8) -> Option<usize> {
        let mut most: Vec<u8> = self.controls(choice, Use::Free).map(|(_, off)| off).collect();
        sort_by(&mut most, |a, b| b.cmp(a));
        let mut sum = 0_u8;
        let enough = most.into_iter().position(|off| {
            sum = sum.saturating_add(off);
            sum >= missing
        });
        enough.map(|position| position + 1)
    }
}

/// Takes, again and again, the control that does most for what is missing.
fn greedy(needs: &[Need], controls: usize) -> Choice {
    let mut choice = Choice(vec![Use::Free; controls]);
    loop {
        let mut gains = vec![0_u32; controls];
        for need in needs {
            let missing = need.missing(&choice);
            for (control, off) in need.controls(&choice, Use::Free) {
                gains.get_mut(control).into_iter().for_each(|gain| *gain += u32::from(missing.min(off)));
            }
        }
        // Of equals, the first by id.
        let best = gains.into_iter().enumerate().rev().max_by_key(|(_, gain)| *gain).filter(|(_, gain)| *gain > 0);
        let Some((control, _)) = best else { return choice };
        choice.set(control, Use::Chosen);
    }
}

struct Search<'a> {
    needs: &'a [Need],
    best: Choice,
    trials: usize,
}

impl Search<'_> {
    /// Extends a set of `size` to what is needed, unless it gets no smaller than the best so far. Controls that were
    /// tried before at the same place are left out, so that no set is met twice.
    fn extend(&mut self, choice: &mut Choice, size: usize) {
        self.trials += 1;
        if self.trials >= MOST_TRIALS {
            return;
        }
        let smaller_than = self.best.chosen();
        let mut open: Vec<Vec<usize>> = Vec::new();
        for need in self.needs {
            let missing = need.missing(choice);
            if missing == 0 {
                continue;
            }
            if need.at_least(choice, missing).is_none_or(|more| size + more >= smaller_than) {
                return;
            }
            open.push(need.controls(choice, Use::Free).map(|(control, _)| control).collect());
        }
        let Some(options) = open.into_iter().min_by_key(Vec::len) else {
            if size < smaller_than {
                self.best.clone_from(choice);
            }
            return;
        };
        for control in &options {
            choice.set(*control, Use::Chosen);
            self.extend(choice, size + 1);
            choice.set(*control, Use::Tried);
        }
        options.into_iter().for_each(|control| choice.set(control, Use::Free));
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;

    use super::*;

    /// Risks that one of some controls is enough for.
    fn needs(any_of: &[&[usize]]) -> Vec<Need> {
        let by_control = |controls: &&[usize]| controls.iter().map(|control| (*control, 4)).collect();
        any_of.iter().map(|controls| Need { quarters: 4, by_control: by_control(controls) }).collect()
    }

    fn search(needs: &[Need], controls: usize) -> Search<'_> {
        let mut search = Search { best: greedy(needs, controls), needs, trials: 0 };
        search.extend(&mut Choice(vec![Use::Free; controls]), 0);
        search
    }

    /// The first control answers four of six risks; the other two answer three each, and so all.
    #[test]
    fn the_control_that_does_most_need_not_be_in_the_smallest_set() {
        let needs = needs(&[&[0, 1], &[0, 1], &[0, 2], &[0, 2], &[1], &[2]]);
        assert_eq!(greedy(&needs, 3).chosen(), 3);
        let Search { best, trials, .. } = search(&needs, 3);
        assert_eq!([0, 1, 2].map(|control| best.of(control) == Use::Chosen), [false, true, true]);
        assert!(trials < MOST_TRIALS);
    }

    /// Answers stay the same from one visit to the next.
    #[test]
    fn of_equally_small_sets_the_first_is_taken() {
        let needs = needs(&[&[0, 1], &[0, 1], &[0, 2, 3], &[0, 2, 3], &[1], &[2, 3]]);
        let Search { best, .. } = search(&needs, 4);
        assert_eq!([0, 1, 2, 3].map(|control| best.of(control) == Use::Chosen), [false, true, true, false]);
    }

    proptest::proptest! {
        /// As small as the smallest of all sets that are enough.
        #[test]
        fn no_set_is_smaller(risks in vec((1..=10_u8, vec(0..=4_u8, 8)), 1..=5)) {
            let need = |(quarters, off): &(u8, Vec<u8>)| {
                let by_control: Vec<_> = off.iter().copied().enumerate().filter(|(_, off)| *off > 0).collect();
                let most = by_control.iter().map(|(_, off)| off).sum();
                Need { quarters: (*quarters).min(most), by_control }
            };
            let needs: Vec<Need> = risks.iter().map(need).collect();
            let suffices = |set: &u32| {
                let taken_off = |need: &Need| -> u8 {
                    need.by_control.iter().filter(|(control, _)| set & (1 << control) != 0).map(|(_, off)| off).sum()
                };
                needs.iter().all(|need| taken_off(need) >= need.quarters)
            };
            let smallest = (0..1_u32 << 8).filter(suffices).map(u32::count_ones).min();
            let found = search(&needs, 8).best;
            proptest::prop_assert!(needs.iter().all(|need| need.missing(&found) == 0));
            proptest::prop_assert_eq!(Some(found.chosen()), smallest.map(|controls| controls as usize));
        }
    }

    /// A need that several controls answer in part takes as many as add up to it, those that do most first.
    #[test]
    fn a_need_takes_at_least_as_many_controls_as_add_up_to_it() {
        let need = Need { quarters: 6, by_control: vec![(0, 1), (1, 2), (2, 4), (3, 2)] };
        let mut choice = Choice(vec![Use::Free; 4]);
        assert_eq!(
            [1, 4, 5, 6, 7, 8, 9, 10].map(|missing| need.at_least(&choice, missing)),
            [Some(1), Some(1), Some(2), Some(2), Some(3), Some(3), Some(4), None]
        );
        choice.set(2, Use::Tried);
        assert_eq!(need.at_least(&choice, 5), Some(3));
        assert_eq!(need.at_least(&choice, 6), None);
        choice.set(1, Use::Chosen);
        assert_eq!(need.missing(&choice), 4);
    }

    /// Each pair of controls that stand far enough apart must have one in the set: too many sets to try them all.
    #[test]
    fn a_search_that_is_cut_short_has_a_good_set_and_does_not_take_it_for_the_smallest() {
        const CONTROLS: usize = 120;
        let pairs: Vec<[usize; 2]> =
            (0..CONTROLS).flat_map(|one| [1, 7, 19, 31, 44].map(|apart| [one, (one + apart) % CONTROLS])).collect();
        let needs = needs(&pairs.iter().map(|pair| &pair[..]).collect::<Vec<_>>());
        let Search { best, trials, .. } = search(&needs, CONTROLS);
        assert!(needs.iter().all(|need| need.missing(&best) == 0));
        assert!(trials >= MOST_TRIALS);
    }
}
