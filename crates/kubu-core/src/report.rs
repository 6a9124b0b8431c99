//! Everything that follows from a description: threats and controls, each with its verdict and its reasons.

use std::sync::Arc;

use serde::Serialize;

use crate::explanation::{Explainer, gather, listing};
use crate::rules::ControlDiagrams;
use crate::variables::Knowledge;
use crate::{
    Control, ControlId, DerivedFact, Description, Explanation, FactId, Mitigation, Risk, Rules, Strength, ThreatId,
    Verdict,
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inconsistency {
    /// What follows from the inventory.
    pub derived: DerivedFact,
    /// Both sides in one sentence.
    pub sentence: String,
}

/// A threat on this system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThreatLink {
    /// The threat.
    pub threat: ThreatId,
    /// Whether the threat applies.
    pub verdict: Verdict,
    /// How much of it the control takes away.
    pub strength: Strength,
    /// Why the control answers it.
    pub why: Arc<str>,
}

/// A practice of a control that is for this system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApplicablePractice {
    /// Its position among the practices of the control.
    pub position: usize,
    /// Whether it is for this system.
    pub verdict: Verdict,
}

impl Rules {
    /// Everything that follows from the description.
    pub fn report(&self, description: &Description) -> Report {
        let derived = self.derived_facts(description);
        let knowledge = self.known(description, &derived);
        let phrasing = self.phrasing();
        let impacts = self.diagrams().impact.on(&self.catalog().impact, &knowledge);
        let mut explainer = Explainer::new(self, &knowledge);
        let mut open = vec![false; self.catalog().facts.len()];
        let threats: Vec<ThreatFinding> = (self.catalog().threats.iter())
            .zip(self.diagrams().threats.iter().zip(&self.diagrams().risks))
            .map(|(threat, (diagram, risk))| {
                let says = |verdict, because: &[_], open: &[_]| phrasing.sentence(verdict, because, open);
                let (verdict, explanation) = explainer.explain(diagram, says);
                for position in explainer.open() {
                    open.get_mut(*position).into_iter().for_each(|open| *open = true);
                }
                let may_apply = verdict != Verdict::DoesNotApply;
                let risk = may_apply.then(|| risk.risk(threat, self, &impacts, &knowledge)).flatten();
                ThreatFinding { id: threat.id.clone(), verdict, explanation, risk }
            })
            .collect();
        let controls = (self.catalog().controls.iter().zip(&self.diagrams().controls))
            .map(|(control, diagrams)| self.control(control, diagrams, &threats, &knowledge, &mut explainer))
            .collect();
        let open = self.catalog().facts.iter().zip(open).filter(|(_, open)| *open).map(|(fact, _)| fact.id.clone());
        let open = open.collect();
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
        let clause = |values| {
            let mut facts = Vec::new();
            gather(&[(variable, values)], self.variables(), &mut facts);
            let mut text = String::new();
            self.phrasing().clauses(&mut text, &facts);
            text
        };
        let names: Vec<&str> =
            path.iter().filter_map(|id| description.components.get(id)).map(|c| c.name.as_str()).collect();
        let shown = if names.is_empty() {
            "lists nothing of the kind".to_owned()
        } else {
            format!("shows {}", names.join(" → "))
        };
        let sentence = format!(
            "The answer is that {}, but the inventory {shown}, so that {}.",
            clause(self.variables().all_values(variable).without(values)),
            clause(values)
        );
        Some(Inconsistency { derived: derived.clone(), sentence })
    }

    fn control(
        &self,
        control: &Control,
        diagrams: &ControlDiagrams,
        threats: &[ThreatFinding],
        knowledge: &Knowledge,
        explainer: &mut Explainer<'_>,
    ) -> ControlFinding {
        let of = |threat: usize| Some((self.catalog().threats.get(threat)?, threats.get(threat)?.verdict));
        let mut answers = Vec::with_capacity(diagrams.answers.len());
        for (threat, edge) in &diagrams.answers {
            let Some((threat, verdict)) = of(*threat) else { continue };
            let Some(Mitigation { strength, why, .. }) = threat.mitigations.get(*edge) else { continue };
            if verdict != Verdict::DoesNotApply {
                answers.push(ThreatLink { threat: threat.id.clone(), verdict, strength: *strength, why: why.clone() });
            }
        }
        let practices = diagrams
            .practices
            .iter()
            .enumerate()
            .map(|(position, diagram)| ApplicablePractice { position, verdict: diagram.verdict(knowledge) })
            .filter(|practice| practice.verdict != Verdict::DoesNotApply)
            .collect();
        let titles = |verdict| {
            let threats = diagrams.answers.iter().filter_map(move |(threat, _)| of(*threat));
            threats.filter(move |(_, of_it)| *of_it == verdict).map(|(threat, _)| threat.title.as_str())
        };
        // A control is explained by the threats it answers, and those by the facts.
        let says = |verdict, because: &[_], open: &[_]| match (&control.baseline, verdict) {
            (Some(baseline), _) => format!("Applies to every system: {}", baseline.why),
            (None, Verdict::Applies) if titles(verdict).next().is_none() => {
                self.phrasing().sentence(verdict, because, open)
            }
            (None, Verdict::Applies) => listing("Applies because it answers ", titles(verdict)),
            (None, Verdict::Undetermined) => listing("Undetermined, as is what it answers: ", titles(verdict)),
            (None, Verdict::DoesNotApply) => {
                "Does not apply because none of the threats that it answers applies.".to_owned()
            }
        };
        // Where only one threat may apply, the control depends on what that one depends on.
        let (verdict, explanation) = match *answers {
            [ThreatLink { verdict: verdict @ Verdict::Undetermined, .. }] if control.baseline.is_none() => {
                let mut may_apply = diagrams.answers.iter().filter_map(|(threat, _)| threats.get(*threat));
                let open =
                    may_apply.find(|threat| threat.verdict == verdict).map(|threat| threat.explanation.open.clone());
                let sentence = says(verdict, &[], &[]);
                (verdict, Explanation { sentence, because: Vec::new(), open: open.unwrap_or_default() })
            }
            _ => explainer.explain(&diagrams.applies, says),
        };
        ControlFinding { id: control.id.clone(), verdict, explanation, answers, practices }
    }
}
