//! What if: the difference between two reports, threat by threat and control by control.

use serde::Serialize;

use crate::{ControlId, Explanation, Report, ThreatId, Verdict};

/// What changes from one report to another made with the same catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// Threats whose verdict changes, in the order of the catalogue.
    pub threats: Vec<VerdictChange<ThreatId>>,
    /// Controls whose verdict changes, in the order of the catalogue.
    pub controls: Vec<VerdictChange<ControlId>>,
}

/// A verdict that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ChangeOf{Id}"))]
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

impl<Id: Clone> VerdictChange<Id> {
    /// The change, if there is one.
    fn between(id: &Id, from: Verdict, to: Verdict, after: &Explanation) -> Option<Self> {
        (from != to).then(|| Self { id: id.clone(), from, to, sentence: after.sentence.clone() })
    }
}

impl Report {
    /// What changes from this report to `later`.
    pub fn difference(&self, later: &Self) -> Difference {
        let threats = self.threats.iter().zip(&later.threats);
        let controls = self.controls.iter().zip(&later.controls);
        Difference {
            threats: threats
                .filter_map(|(from, to)| VerdictChange::between(&to.id, from.verdict, to.verdict, &to.explanation))
                .collect(),
            controls: controls
                .filter_map(|(from, to)| VerdictChange::between(&to.id, from.verdict, to.verdict, &to.explanation))
                .collect(),
        }
    }
}
