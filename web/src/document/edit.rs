//! What a user can do to an assessment.

use kubu_core::{
    Answer, Assessment, Component, ComponentId, ControlId, ControlRecord, ControlStatus, Description, FactId, Flow,
    Level, RiskRecord, SortedMap, ThreatId, Tolerance, Zone, ZoneId,
};

/// One change. Each holds the whole of what it puts in place, so that applying it twice changes nothing more.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Edit {
    /// Answer a question, or take the answer back.
    Answer(FactId, Option<Answer>),
    /// Take over a description as it was tried.
    Describe(Box<Description>),
    /// Give the system another name.
    Rename(String),
    /// Put a component on the map, or take it away with its flows.
    Component(ComponentId, Option<Component>),
    /// Put a zone on the map, or take it away: its components are then in the owner's own.
    Zone(ZoneId, Option<Zone>),
    /// Let data go from one component to another.
    Connect(Flow),
    /// Let no data go from one component to another.
    Disconnect(ComponentId, ComponentId),
    /// Say whether the inventory names everything.
    Complete(bool),
    /// Record how far a control is.
    Control(ControlId, ControlRecord),
    /// Give several controls one status.
    Controls(Vec<ControlId>, ControlStatus),
    /// Record how far several controls are.
    Records(Vec<(ControlId, ControlRecord)>),
    /// Record what is said of a risk.
    Risk(ThreatId, RiskRecord),
    /// Say what is done about a level of risk.
    Tolerance(Level, Tolerance),
    /// Say what is done about every level of risk.
    Appetite(SortedMap<Level, Tolerance>),
}

/// What an edit writes to. Typing in one place is one step back, however many letters it has.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    Title,
    Component(ComponentId),
    Zone(ZoneId),
    Flow(ComponentId, ComponentId),
    Control(ControlId),
    Risk(ThreatId),
    Tolerance(Level),
}

impl Edit {
    /// What it does, for the button that takes it back.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Answer(..) => "answer",
            Self::Describe(_) => "change of the description",
            Self::Rename(_) => "name",
            Self::Component(..) => "component",
            Self::Zone(..) => "zone",
            Self::Connect(_) | Self::Disconnect(..) => "flow",
            Self::Complete(_) => "completeness of the map",
            Self::Control(..) => "control",
            Self::Controls(..) | Self::Records(_) => "controls",
            Self::Risk(..) => "risk",
            Self::Tolerance(..) | Self::Appetite(_) => "tolerance",
        }
    }

    /// The place that is typed in, if the change can be one of many letters.
    pub(super) fn target(&self) -> Option<Target> {
        Some(match self {
            Self::Rename(_) => Target::Title,
            Self::Component(id, Some(_)) => Target::Component(id.clone()),
            Self::Zone(id, Some(_)) => Target::Zone(id.clone()),
            Self::Connect(flow) => Target::Flow(flow.from.clone(), flow.to.clone()),
            Self::Control(id, _) => Target::Control(id.clone()),
            Self::Risk(id, _) => Target::Risk(id.clone()),
            Self::Tolerance(level, _) => Target::Tolerance(*level),
            _ => return None,
        })
    }

    /// Makes the change.
    pub(super) fn apply(self, assessment: &mut Assessment) {
        let description = &mut assessment.description;
        match self {
            Self::Answer(fact, Some(answer)) => {
                description.answers.insert(fact, answer);
            }
            Self::Answer(fact, None) => {
                description.answers.remove(&fact);
            }
            Self::Describe(tried) => *description = *tried,
            Self::Rename(title) => assessment.title = title,
            Self::Component(id, Some(component)) => {
                description.components.insert(id, component);
            }
            Self::Component(id, None) => {
                description.components.remove(&id);
                description.flows.retain(|flow| flow.from != id && flow.to != id);
            }
            Self::Zone(id, Some(zone)) => {
                description.zones.insert(id, zone);
            }
            Self::Zone(id, None) => {
                description.zones.remove(&id);
                for component in description.components.values_mut() {
                    component.zone.take_if(|zone| *zone == id);
                }
            }
            Self::Connect(flow) => {
                let at = |other: &Flow| (&other.from, &other.to) < (&flow.from, &flow.to);
                let position = description.flows.partition_point(at);
                match description.flows.get_mut(position) {
                    Some(other) if (&other.from, &other.to) == (&flow.from, &flow.to) => *other = flow,
                    _ => description.flows.insert(position, flow),
                }
            }
            Self::Disconnect(from, to) => description.flows.retain(|flow| flow.from != from || flow.to != to),
            Self::Complete(complete) => description.inventory_complete = complete,
            Self::Control(id, record) if record == ControlRecord::default() => {
                assessment.controls.remove(&id);
            }
            Self::Control(id, record) => {
                assessment.controls.insert(id, record);
            }
            Self::Controls(ids, status) => {
                for id in ids {
                    let record = assessment.controls.get(&id).cloned().unwrap_or_default();
                    Self::Control(id, ControlRecord { status, ..record }).apply(assessment);
                }
            }
            Self::Records(records) => {
                for (id, record) in records {
                    Self::Control(id, record).apply(assessment);
                }
            }
            Self::Risk(id, record) if record == RiskRecord::default() => {
                assessment.risks.remove(&id);
            }
            Self::Risk(id, record) => {
                assessment.risks.insert(id, record);
            }
            Self::Tolerance(level, tolerance) => {
                assessment.tolerance.insert(level, tolerance);
            }
            Self::Appetite(tolerance) => assessment.tolerance = tolerance,
        }
    }
}
