//! The smallest set of further controls that brings all risks to a level.

use serde::Serialize;

use super::answered::Answered;
use super::register::lowered;
use crate::{Assessment, ControlId, Level, Rules, SortedMap, SortedSet, ThreatId};

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
    by_control: SortedMap<ControlId, u8>,
}

impl Rules {
    /// The smallest set of further controls that, implemented, brings every risk to `level` or below, at its most.
    pub fn smallest_set(&self, assessment: &Assessment, level: Level) -> ControlSet {
        let mut needs = Vec::new();
        let mut out_of_reach = Vec::new();
        for Answered { threat, possible, now, further } in self.answered(assessment) {
            let suffices = |quarters| possible.iter().all(|pair| lowered(*pair, quarters) <= level);
            let most = further.values().fold(now, |sum, quarters| sum.saturating_add(*quarters));
            match (now..=most).find(|quarters| suffices(*quarters)) {
                Some(needed) if needed > now => {
                    let by_control = further.into_iter().map(|(id, quarters)| (id.clone(), quarters)).collect();
                    needs.push(Need { quarters: needed - now, by_control });
                }
                Some(_) => {}
                None => out_of_reach.push(threat.id.clone()),
            }
        }
        let mut search = Search { needs: &needs, best: greedy(&needs), trials: 0 };
        search.extend(&mut SortedSet::new(), &mut SortedSet::new());
        ControlSet { controls: search.best, smallest: search.trials < MOST_TRIALS, out_of_reach }
    }
}

impl Need {
    fn missing(&self, chosen: &SortedSet<ControlId>) -> u8 {
        let taken_off =
            self.by_control.iter().filter(|(control, _)| chosen.contains(*control)).map(|(_, quarters)| *quarters);
        self.quarters.saturating_sub(taken_off.fold(0, u8::saturating_add))
    }
}

/// Takes, again and again, the control that does most for what is missing.
fn greedy(needs: &[Need]) -> SortedSet<ControlId> {
    let mut chosen = SortedSet::new();
    loop {
        let mut gains: SortedMap<&ControlId, u32> = SortedMap::new();
        for need in needs {
            let missing = need.missing(&chosen);
            for (control, quarters) in need.by_control.iter().filter(|(control, _)| !chosen.contains(*control)) {
                gains.change(control, || 0, |gain| *gain += u32::from(missing.min(*quarters)));
            }
        }
        // Of equals, the first by id.
        let best = gains.into_iter().filter(|(_, gain)| *gain > 0).max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a)));
        let Some((control, _)) = best else { return chosen };
        chosen.insert(control.clone());
    }
}

struct Search<'a> {
    needs: &'a [Need],
    best: SortedSet<ControlId>,
    trials: usize,
}

impl Search<'_> {
    /// Extends a set to what is needed, unless it gets no smaller than the best so far. Controls that were `tried`
    /// before at the same place are left out, so that no set is met twice.
    fn extend(&mut self, chosen: &mut SortedSet<ControlId>, tried: &mut SortedSet<ControlId>) {
        self.trials += 1;
        if self.trials >= MOST_TRIALS {
            return;
        }
        let open = self.needs.iter().filter(|need| need.missing(chosen) > 0);
        let options = |need: &Need| -> Vec<ControlId> {
            let free = need.by_control.keys().filter(|control| !chosen.contains(*control) && !tried.contains(*control));
            free.cloned().collect()
        };
        let Some(options) = open.map(options).min_by_key(Vec::len) else {
            if chosen.len() < self.best.len() {
                self.best.clone_from(chosen);
            }
            return;
        };
        if chosen.len() + 1 >= self.best.len() {
            return;
        }
        let mut left_out = Vec::new();
        for control in options {
            chosen.insert(control.clone());
            self.extend(chosen, tried);
            chosen.remove(&control);
            tried.insert(control.clone());
            left_out.push(control);
        }
        for control in left_out {
            tried.remove(&control);
        }
    }
}
