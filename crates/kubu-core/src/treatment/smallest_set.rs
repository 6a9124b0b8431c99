//! The smallest set of further controls that brings all risks to a level.

use serde::Serialize;

use super::answered::Answered;
use super::register::lowered;
use crate::{Assessment, ControlId, Level, Rules, SortedSet, ThreatId, sort_by};

/// Further controls that bring all risks to a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// What one risk still needs, and what each control would take off it, in quarters.
struct Need {
    quarters: u8,
    /// By the position of the control in the catalogue, so that a step of the search compares no texts.
    by_control: Vec<(usize, u8)>,
}

/// Some of the controls of the catalogue, by position.
#[derive(Clone)]
struct Chosen(Vec<bool>);

impl Chosen {
    fn contains(&self, control: usize) -> bool {
        self.0.get(control).copied().unwrap_or_default()
    }

    fn set(&mut self, control: usize, chosen: bool) {
        self.0.get_mut(control).into_iter().for_each(|place| *place = chosen);
    }

    fn count(&self) -> usize {
        self.0.iter().filter(|chosen| **chosen).count()
    }
}

impl Rules {
    /// The smallest set of further controls that, implemented, brings every risk to `level` or below, at its most.
    pub fn smallest_set(&self, assessment: &Assessment, level: Level) -> ControlSet {
        let mut ids: Vec<&ControlId> = self.catalog().controls.iter().map(|control| &control.id).collect();
        sort_by(&mut ids, Ord::cmp);
        let mut needs = Vec::new();
        let mut out_of_reach = Vec::new();
        for Answered { threat, possible, now, further } in self.answered(assessment) {
            let suffices = |quarters| possible.iter().all(|pair| lowered(*pair, quarters) <= level);
            let most = further.values().fold(now, |sum, quarters| sum.saturating_add(*quarters));
            match (now..=most).find(|quarters| suffices(*quarters)) {
                Some(needed) if needed > now => {
                    let by_control =
                        further.iter().filter_map(|(id, quarters)| Some((ids.binary_search(id).ok()?, *quarters)));
                    needs.push(Need { quarters: needed - now, by_control: by_control.collect() });
                }
                Some(_) => {}
                None => out_of_reach.push(threat.id.clone()),
            }
        }
        let none = Chosen(vec![false; ids.len()]);
        let best = greedy(&needs, none.clone());
        let mut search = Search { needs: &needs, size: best.count(), best, trials: 0 };
        search.extend(&mut none.clone(), 0, &mut none.clone());
        let chosen = ids.into_iter().enumerate().filter(|(control, _)| search.best.contains(*control));
        let controls = chosen.map(|(_, id)| id.clone()).collect();
        ControlSet { controls, smallest: search.trials < MOST_TRIALS, out_of_reach }
    }
}

impl Need {
    fn missing(&self, chosen: &Chosen) -> u8 {
        let taken_off = self.by_control.iter().filter(|(control, _)| chosen.contains(*control));
        self.quarters.saturating_sub(taken_off.fold(0, |sum: u8, (_, quarters)| sum.saturating_add(*quarters)))
    }
}

/// Takes, again and again, the control that does most for what is missing.
fn greedy(needs: &[Need], mut chosen: Chosen) -> Chosen {
    loop {
        let mut gains = vec![0_u32; chosen.0.len()];
        for need in needs {
            let missing = need.missing(&chosen);
            for (control, quarters) in need.by_control.iter().filter(|(control, _)| !chosen.contains(*control)) {
                gains.get_mut(*control).into_iter().for_each(|gain| *gain += u32::from(missing.min(*quarters)));
            }
        }
        // Of equals, the first by id.
        let best = gains.into_iter().enumerate().rev().max_by_key(|(_, gain)| *gain);
        let Some((control, _)) = best.filter(|(_, gain)| *gain > 0) else { return chosen };
        chosen.set(control, true);
    }
}

struct Search<'a> {
    needs: &'a [Need],
    best: Chosen,
    /// How many controls the best set has.
    size: usize,
    trials: usize,
}

impl Search<'_> {
    /// Extends a set of so many controls to what is needed, unless it gets no smaller than the best so far. Controls
    /// that were `tried` before at the same place are left out, so that no set is met twice.
    fn extend(&mut self, chosen: &mut Chosen, count: usize, tried: &mut Chosen) {
        self.trials += 1;
        if self.trials >= MOST_TRIALS {
            return;
        }
        let open = self.needs.iter().filter(|need| need.missing(chosen) > 0);
        let free = |control: &usize| !chosen.contains(*control) && !tried.contains(*control);
        let options = |need: &&Need| need.by_control.iter().filter(|(control, _)| free(control)).count();
        let Some(need) = open.min_by_key(options) else {
            if count < self.size {
                self.best.clone_from(chosen);
                self.size = count;
            }
            return;
        };
        if count + 1 >= self.size {
            return;
        }
        let options: Vec<usize> = need.by_control.iter().map(|(control, _)| *control).filter(free).collect();
        for control in &options {
            chosen.set(*control, true);
            self.extend(chosen, count + 1, tried);
            chosen.set(*control, false);
            tried.set(*control, true);
        }
        for control in options {
            tried.set(control, false);
        }
    }
}
