//! What if: the difference between two reports, threat by threat and control by control.

use serde::Serialize;

use crate::{ControlId, Report, ThreatId, Verdict};

/// What changes from one report to another made with the same catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Threats whose verdict changes, in the order of the catalogue.
    pub threats: Vec<VerdictChange<ThreatId>>,
    /// Controls whose verdict changes, in the order of the catalogue.
    pub controls: Vec<VerdictChange<ControlId>>,
}

/// A verdict that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictChange<Id> {
    /// The entry.
    pub id: Id,
    /// The verdict before.
    pub from: Verdict,
    /// The verdict after.
    pub to: Verdict,
    /// Why, after the change.
    pub sentence: String,
}

impl Report {
    /// What changes from this report to `later`.
    pub fn difference(&self, later: &Self) -> Difference {
        let threats = self.threats.iter().zip(&later.threats).filter(|(before, after)| before.verdict != after.verdict);
        let controls =
            self.controls.iter().zip(&later.controls).filter(|(before, after)| before.verdict != after.verdict);
        Difference {
            threats: threats
                .map(|(before, after)| VerdictChange {
                    id: after.id.clone(),
                    from: before.verdict,
                    to: after.verdict,
                    sentence: after.explanation.sentence.clone(),
                })
                .collect(),
            controls: controls
                .map(|(before, after)| VerdictChange {
                    id: after.id.clone(),
                    from: before.verdict,
                    to: after.verdict,
                    sentence: after.explanation.sentence.clone(),
                })
                .collect(),
        }
    }
}
