//! Everything that follows from a description: threats and controls, each with its verdict and its reasons.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diagram::Diagram;
use crate::explanation::listed;
use crate::variables::Knowledge;
use crate::{
    Control, ControlId, DerivedFact, Description, Explanation, FactId, Reason, Risk, Rules, Strength, ThreatId, Verdict,
};

/// What a catalogue says about one system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Every threat, in the order of the catalogue.
    pub threats: Vec<ThreatFinding>,
    /// Every control, in the order of the catalogue.
    pub controls: Vec<ControlFinding>,
    /// The open facts whose answers could still settle a verdict, in the order of the questionnaire.
    pub open: Vec<FactId>,
    /// What follows from the components and flows.
    pub derived: Vec<DerivedFact>,
    /// Where an answer contradicts the components and flows; the answer counts.
    pub inconsistencies: Vec<Inconsistency>,
}

/// An answer that contradicts the components and flows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inconsistency {
    /// What follows from the inventory.
    pub derived: DerivedFact,
    /// Both sides in one sentence.
    pub sentence: String,
}

/// A threat on this system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThreatFinding {
    /// The threat.
    pub id: ThreatId,
    /// Whether it applies.
    pub verdict: Verdict,
    /// Why.
    pub explanation: Explanation,
    /// How bad it is; absent if it does not apply.
    pub risk: Option<Risk>,
}

/// A control for this system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ControlFinding {
    /// The control.
    pub id: ControlId,
    /// Whether it applies.
    pub verdict: Verdict,
    /// Why.
    pub explanation: Explanation,
    /// The threats that it answers and that apply or may apply.
    pub answers: Vec<ThreatLink>,
    /// The practices that apply or may apply.
    pub practices: Vec<ApplicablePractice>,
}

/// A threat that a control answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThreatLink {
    /// The threat.
    pub threat: ThreatId,
    /// Whether the threat applies.
    pub verdict: Verdict,
    /// How much of it the control takes away.
    pub strength: Strength,
    /// Why the control answers it.
    pub why: String,
}

/// A practice of a control that is for this system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApplicablePractice {
    /// Its position among the practices of the control.
    pub position: usize,
    /// Whether it is for this system.
    pub verdict: Verdict,
}

impl Rules {
    /// Everything that follows from the description.
    pub fn report(&self, description: &Description) -> Report {
        let knowledge = self.knowledge(description);
        let threats: Vec<ThreatFinding> = self
            .catalog()
            .threats
            .iter()
            .zip(self.diagrams().threats.iter().zip(&self.diagrams().risks))
            .map(|(threat, (diagram, risk))| ThreatFinding {
                id: threat.id.clone(),
                verdict: diagram.verdict(&knowledge),
                explanation: self.explain(diagram, &knowledge),
                risk: risk.risk(threat, self.catalog(), &knowledge),
            })
            .collect();
        let controls = (0..self.catalog().controls.len())
            .filter_map(|position| self.control(position, &threats, &knowledge))
            .collect();
        let open: BTreeSet<usize> =
            self.diagrams().threats.iter().flat_map(|diagram| self.open_facts(diagram, &knowledge)).collect();
        let open = open
            .into_iter()
            .filter_map(|position| self.catalog().facts.get(position))
            .map(|fact| fact.id.clone())
            .collect();
        let derived = self.derived_facts(description);
        let inconsistencies =
            derived.iter().filter_map(|fact| self.inconsistency(fact, description, &knowledge)).collect();
        Report { threats, controls, open, derived, inconsistencies }
    }

    /// Says so if what is known, which is the answer where there is one, contradicts the inventory.
    fn inconsistency(
        &self,
        derived: &DerivedFact,
        description: &Description,
        knowledge: &Knowledge,
    ) -> Option<Inconsistency> {
        let DerivedFact { fact, option, holds, path } = derived;
        let (variable, values) = self.values_of(fact, option, *holds)?;
        if !knowledge.of(variable).and(values).is_empty() {
            return None;
        }
        let clause = |holds: bool| {
            let (has, lacks) =
                if holds { (vec![option.clone()], Vec::new()) } else { (Vec::new(), vec![option.clone()]) };
            self.phrasing().clauses(&[Reason { fact: fact.clone(), has, lacks }])
        };
        let names: Vec<&str> =
            path.iter().filter_map(|id| description.components.get(id)).map(|c| c.name.as_str()).collect();
        let shown = if names.is_empty() {
            "lists nothing of the kind".to_owned()
        } else {
            format!("shows {}", names.join(" → "))
        };
        let sentence =
            format!("The answer is that {}, but the inventory {shown}, so that {}.", clause(!holds), clause(*holds));
        Some(Inconsistency { derived: derived.clone(), sentence })
    }

    fn control(&self, position: usize, threats: &[ThreatFinding], knowledge: &Knowledge) -> Option<ControlFinding> {
        let control = self.catalog().controls.get(position)?;
        let diagrams = self.diagrams().controls.get(position)?;
        let answers: Vec<ThreatLink> = diagrams
            .answers
            .iter()
            .filter_map(|(threat, edge)| {
                let verdict = threats.get(*threat)?.verdict;
                let threat = self.catalog().threats.get(*threat)?;
                let mitigation = threat.mitigations.get(*edge)?;
                Some(ThreatLink {
                    threat: threat.id.clone(),
                    verdict,
                    strength: mitigation.strength,
                    why: mitigation.why.clone(),
                })
            })
            .filter(|link| link.verdict != Verdict::DoesNotApply)
            .collect();
        let practices = diagrams
            .practices
            .iter()
            .enumerate()
            .map(|(position, diagram)| ApplicablePractice { position, verdict: diagram.verdict(knowledge) })
            .filter(|practice| practice.verdict != Verdict::DoesNotApply)
            .collect();
        Some(ControlFinding {
            id: control.id.clone(),
            verdict: diagrams.applies.verdict(knowledge),
            explanation: self.explain_control(control, &diagrams.applies, &answers, knowledge),
            answers,
            practices,
        })
    }

    /// A control is explained by the threats it answers, and those by the facts.
    fn explain_control(
        &self,
        control: &Control,
        applies: &Diagram,
        answers: &[ThreatLink],
        knowledge: &Knowledge,
    ) -> Explanation {
        let mut explanation = self.explain(applies, knowledge);
        let titles = |verdict: Verdict| -> Vec<&str> {
            let threats = answers.iter().filter(|link| link.verdict == verdict);
            threats
                .filter_map(|link| self.catalog().threats.iter().find(|t| t.id == link.threat))
                .map(|t| t.title.as_str())
                .collect()
        };
        let certain = titles(Verdict::Applies);
        if let Some(baseline) = &control.baseline {
            explanation.sentence = format!("Applies to every system: {}", baseline.why);
        } else if !certain.is_empty() {
            explanation.sentence = format!("Applies because it answers {}.", listed(&certain, "and"));
        } else if applies.verdict(knowledge) == Verdict::Undetermined {
            explanation.sentence =
                format!("Undetermined, as is what it answers: {}.", listed(&titles(Verdict::Undetermined), "and"));
        } else if applies.verdict(knowledge) == Verdict::DoesNotApply {
            explanation.sentence = "Does not apply because none of the threats that it answers applies.".to_owned();
        }
        explanation
    }
}
