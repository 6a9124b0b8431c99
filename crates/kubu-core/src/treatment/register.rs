//! The risk register: eight fields for each risk, as CSA's guide asks for them.

use serde::Serialize;

use super::{ControlStatus, Response, Tolerance};
use crate::{Assessment, Level, Mitigation, Range, RiskRecord, Rules, Strength, Threat, ThreatId, sort_by};

/// The risks of a system, worst first: by what remains of them now, then by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Register {
    /// One entry for each threat that applies or may apply.
    pub entries: Vec<RegisterEntry>,
}

/// A risk in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegisterEntry {
    /// The threat.
    pub threat: ThreatId,
    /// Event, vulnerability, asset and consequence.
    pub scenario: String,
    /// When it was identified; empty if nobody noted it.
    pub identified: String,
    /// The controls that answer it and are in place, with how far.
    pub existing_measures: Vec<String>,
    /// The level without any control.
    pub inherent: Range<Level>,
    /// The level with what is in place.
    pub current: Range<Level>,
    /// The response, and what will be done with dates; the controls that answer it and are planned.
    pub treatment_plan: Vec<String>,
    /// How far the plan is.
    pub progress: String,
    /// The level once the plan is carried out.
    pub residual: Range<Level>,
    /// Who keeps what remains within tolerance.
    pub owner: String,
    /// Whether what remains is acceptable by the stated tolerance; absent if none is stated for that level.
    pub tolerable: Option<bool>,
    /// Where it lies on the matrix without any control, with what is in place, and once the plan is carried out.
    #[serde(skip)]
    pub on_matrix: [Cell; 3],
}

/// A cell of the 5×5 matrix: for a risk that is still a range, the worst that is possible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    /// The likelihood, 1 to 5.
    pub likelihood: u8,
    /// The impact, 1 to 5.
    pub impact: u8,
}

impl Cell {
    /// Its level.
    pub fn level(self) -> Level {
        Level::of(self.likelihood, self.impact)
    }

    /// Where controls that take off so many quarters bring it.
    fn lowered(self, quarters: u8) -> Self {
        Self { likelihood: self.likelihood.saturating_sub(quarters / 4).max(1), ..self }
    }
}

/// How much a control takes off a likelihood, in quarters.
pub(super) fn quarters(strength: Strength, status: ControlStatus, planned_counts: bool) -> u8 {
    let full = match strength {
        Strength::Primary => 4,
        Strength::Supporting => 2,
    };
    match status {
        ControlStatus::Implemented | ControlStatus::Alternative => full,
        ControlStatus::Planned | ControlStatus::Partly if planned_counts => full,
        ControlStatus::Partly => full / 2,
        ControlStatus::Planned | ControlStatus::NotStarted | ControlStatus::NotApplicable => 0,
    }
}

/// The level of a likelihood and an impact after controls that take off so many quarters.
pub(super) fn lowered((likelihood, impact): (u8, u8), quarters: u8) -> Level {
    Cell { likelihood, impact }.lowered(quarters).level()
}

impl Rules {
    /// The risk register of an assessment.
    pub fn register(&self, assessment: &Assessment) -> Register {
        let knowledge = self.knowledge(&assessment.description);
        let risks = self.catalog().threats.iter().zip(&self.diagrams().risks);
        let mut entries: Vec<RegisterEntry> = risks
            .filter_map(|(threat, risk)| {
                let record = assessment.risks.get(&threat.id);
                let possible = risk.possible(&self.diagrams().impact, &knowledge, record);
                self.entry(threat, &possible, record.unwrap_or(&RiskRecord::default()), assessment)
            })
            .collect();
        sort_by(&mut entries, |a, b| {
            (b.current.most, b.inherent.most).cmp(&(a.current.most, a.inherent.most)).then(a.threat.cmp(&b.threat))
        });
        Register { entries }
    }

    fn entry(
        &self,
        threat: &Threat,
        possible: &[(u8, u8)],
        record: &RiskRecord,
        assessment: &Assessment,
    ) -> Option<RegisterEntry> {
        let status = |mitigation: &Mitigation| assessment.status(&mitigation.control);
        let taken_off = |planned_counts| {
            let each = threat.mitigations.iter().map(|m| quarters(m.strength, status(m), planned_counts));
            each.fold(0, u8::saturating_add)
        };
        let level = |quarters| Range::over(possible.iter().map(|pair| lowered(*pair, quarters)));
        let worst = |quarters| {
            let cells = possible
                .iter()
                .map(|(likelihood, impact)| Cell { likelihood: *likelihood, impact: *impact }.lowered(quarters));
            cells.max_by_key(|cell| (cell.likelihood * cell.impact, cell.impact)).unwrap_or_default()
        };
        let with_status = |wanted: &[ControlStatus]| -> Vec<String> {
            let mitigations = threat.mitigations.iter().filter(|m| wanted.contains(&status(m)));
            let titles = mitigations.filter_map(|m| self.catalog().control(&m.control));
            titles.map(|control| control.title.clone()).collect()
        };
        let treatment = record.treatment.as_ref();
        // The parts stand in one cell, separated: they need no full stop of their own.
        let part = |text: &str| text.trim_end_matches('.').to_owned();
        let response = treatment.map(|treatment| match treatment.response {
            Response::Mitigate => "Mitigate".to_owned(),
            Response::Accept => format!("Accept: {}", part(&treatment.reason)),
            Response::Transfer => format!("Transfer: {}", part(&treatment.reason)),
            Response::Avoid => format!("Avoid: {}", part(&treatment.reason)),
        });
        let plan = treatment.map(|treatment| part(&treatment.plan)).filter(|plan| !plan.is_empty());
        let residual = level(taken_off(true))?;
        let tolerance = assessment.tolerance.get(&residual.most);
        Some(RegisterEntry {
            threat: threat.id.clone(),
            scenario: threat.scenario.to_string(),
            identified: record.identified.clone(),
            existing_measures: with_status(&[
                ControlStatus::Implemented,
                ControlStatus::Alternative,
                ControlStatus::Partly,
            ]),
            inherent: level(0)?,
            current: level(taken_off(false))?,
            treatment_plan: response.into_iter().chain(plan).chain(with_status(&[ControlStatus::Planned])).collect(),
            progress: treatment.map(|treatment| treatment.progress.clone()).unwrap_or_default(),
            residual,
            owner: treatment.map(|treatment| treatment.owner.clone()).unwrap_or_default(),
            tolerable: tolerance.map(|Tolerance { acceptable, .. }| *acceptable),
            on_matrix: [worst(0), worst(taken_off(false)), worst(taken_off(true))],
        })
    }
}
