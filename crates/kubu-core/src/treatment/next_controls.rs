//! What to do next: further controls, those first that take most away from the risks as they are now.

use serde::Serialize;

use super::answered::Answered;
use super::register::lowered;
use crate::{Assessment, ControlId, Rules, SortedMap, ThreatId, sort_by};

/// A control that is not in place, or not fully, and what it would take away if it were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NextControl {
    /// The control.
    pub control: ControlId,
    /// How much it takes away from all risks together, in quarters of a point of likelihood × impact.
    ///
    /// Each risk counts at its most, with what is in place; halves and quarters of a likelihood count too, though
    /// levels leave them out. So a step that shows in no level yet is not for nothing.
    pub takes_away: u32,
    /// The risks whose level, at its most, it lowers by itself.
    pub lowers: Vec<ThreatId>,
}

impl NextControl {
    /// How much it takes away, in whole points of likelihood × impact and parts of one.
    pub fn points(&self) -> f64 {
        f64::from(self.takes_away) / 4.0
    }
}

impl Answered<'_> {
    /// The most that likelihood × impact can be after so many quarters are taken off the likelihood, in quarters.
    fn most(&self, quarters: u8) -> u32 {
        let product = |(likelihood, impact): &(u8, u8)| {
            let left = likelihood.saturating_mul(4).saturating_sub(quarters).max(4);
            u32::from(left) * u32::from(*impact)
        };
        self.possible.iter().map(product).max().unwrap_or(0)
    }
}

impl Rules {
    /// Further controls in the order of what each takes away from the risks by itself, most first, then by id. Those
    /// that would take nothing away are left out.
    pub fn next_controls(&self, assessment: &Assessment) -> Vec<NextControl> {
        let mut by_id: SortedMap<&ControlId, NextControl> = SortedMap::new();
        for risk in self.answered(assessment) {
            let level = |quarters| risk.possible.iter().map(|pair| lowered(*pair, quarters)).max();
            for (control, quarters) in &risk.further {
                let then = risk.now.saturating_add(*quarters);
                let takes_away = risk.most(risk.now).saturating_sub(risk.most(then));
                if takes_away > 0 {
                    let new = || NextControl { control: (*control).clone(), takes_away: 0, lowers: Vec::new() };
                    by_id.change(control, new, |next| {
                        next.takes_away = next.takes_away.saturating_add(takes_away);
                        next.lowers.extend((level(then) < level(risk.now)).then(|| risk.threat.id.clone()));
                    });
                }
            }
        }
        let mut controls: Vec<NextControl> = by_id.into_iter().map(|(_, next)| next).collect();
        sort_by(&mut controls, |a, b| b.takes_away.cmp(&a.takes_away));
        controls
    }
}
