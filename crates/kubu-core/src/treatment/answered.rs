//! Risks with what controls take off their likelihood.

use super::ControlStatus;
use super::register::quarters;
use crate::{Assessment, ControlId, Rules, SortedMap, Threat};

/// A risk, and what controls take off its likelihood, in quarters.
pub(super) struct Answered<'a> {
    pub(super) threat: &'a Threat,
    /// Every likelihood with its impact that is still possible; none if the threat does not apply.
    pub(super) possible: Vec<(u8, u8)>,
    /// By what is in place.
    pub(super) now: u8,
    /// In addition, by each control that could still be implemented, or implemented further.
    pub(super) further: SortedMap<&'a ControlId, u8>,
}

impl Rules {
    /// The risk of every threat, in the order of the catalogue.
    pub(super) fn answered(&self, assessment: &Assessment) -> impl Iterator<Item = Answered<'_>> {
        let knowledge = self.knowledge(&assessment.description);
        self.catalog().threats.iter().zip(&self.diagrams().risks).map(move |(threat, risk)| {
            let possible = risk.possible(&self.diagrams().impact, &knowledge, assessment.risks.get(&threat.id));
            let mut answered = Answered { threat, possible, now: 0, further: SortedMap::new() };
            for mitigation in &threat.mitigations {
                let status = assessment.status(&mitigation.control);
                let now = quarters(mitigation.strength, status, false);
                let then = quarters(mitigation.strength, ControlStatus::Implemented, false);
                answered.now = answered.now.saturating_add(now);
                if then > now && status != ControlStatus::NotApplicable {
                    answered.further.insert(&mitigation.control, then - now);
                }
            }
            answered
        })
    }
}
