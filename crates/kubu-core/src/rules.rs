//! A catalogue made ready to be asked: every condition compiled into a decision diagram.

mod check;
mod compile;

use crate::diagram::Diagram;
use crate::explanation::{Phrasing, decided};
use crate::risk::RiskDiagrams;
use crate::variables::{Knowledge, Variables};
use crate::{Answers, Catalog, Diagnostic, Fact, FactId, Reason, Verdict};

/// A checked and compiled catalogue.
#[derive(Debug)]
pub struct Rules {
    catalog: Catalog,
    variables: Variables,
    diagrams: Diagrams,
}

/// The conditions of a catalogue, in its order.
#[derive(Debug)]
pub(crate) struct Diagrams {
    /// For each fact, when its question arises.
    pub(crate) asked_when: Vec<Diagram>,
    /// For each threat, when it applies.
    pub(crate) threats: Vec<Diagram>,
    /// For each threat, its risk.
    pub(crate) risks: Vec<RiskDiagrams>,
    /// For each control.
    pub(crate) controls: Vec<ControlDiagrams>,
}

/// The conditions of one control.
#[derive(Debug)]
pub(crate) struct ControlDiagrams {
    /// It is baseline, or any of the threats that it answers applies.
    pub(crate) applies: Diagram,
    /// The threats that it answers, with the position of the mitigation in each.
    pub(crate) answers: Vec<(usize, usize)>,
    /// For each practice, the systems it is for.
    pub(crate) practices: Vec<Diagram>,
}

impl Rules {
    /// Checks and compiles a catalogue.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the catalogue at once: ids used twice, references to nothing, questions that
    /// depend on later ones, conditions too large to decide.
    pub fn new(catalog: Catalog) -> Result<Self, Vec<Diagnostic>> {
        check::check(&catalog)?;
        let variables = Variables::new(&catalog.facts);
        let diagrams = compile::compile(&catalog, &variables)?;
        Ok(Self { catalog, variables, diagrams })
    }

    /// The catalogue.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The fact with this id.
    pub fn fact(&self, id: &FactId) -> Option<&Fact> {
        self.catalog.facts.get(self.variables.fact(id)?)
    }

    /// Whether the question of a fact arises, given the answers so far.
    pub fn asked(&self, id: &FactId, answers: &Answers) -> Verdict {
        self.variables
            .fact(id)
            .and_then(|position| self.diagrams.asked_when.get(position))
            .map_or(Verdict::DoesNotApply, |diagram| diagram.verdict(&self.knowledge(answers)))
    }

    /// Whether open facts decide whether the question of the fact at `position` arises.
    pub(crate) fn waits(&self, position: usize, knowledge: &Knowledge) -> bool {
        let asked_when = self.diagrams.asked_when.get(position);
        asked_when.is_some_and(|diagram| diagram.verdict(knowledge) == Verdict::Undetermined)
    }

    /// The open facts that decide whether the question of a fact arises, in the order of the questionnaire.
    pub fn waits_for(&self, id: &FactId, answers: &Answers) -> Vec<FactId> {
        let asked_when = self.variables.fact(id).and_then(|position| self.diagrams.asked_when.get(position));
        let Some(rest) = asked_when.map(|diagram| diagram.given(&self.knowledge(answers))) else { return Vec::new() };
        let mut open: Vec<usize> =
            rest.variables().filter_map(|v| self.variables.meaning(v)).map(|(fact, _)| fact).collect();
        open.dedup();
        open.into_iter().filter_map(|position| self.catalog.facts.get(position)).map(|fact| fact.id.clone()).collect()
    }

    /// The verdict on every threat, in the order of the catalogue: what [`Rules::report`] says, without saying why.
    pub fn verdicts(&self, answers: &Answers) -> Vec<Verdict> {
        let knowledge = self.knowledge(answers);
        self.diagrams.threats.iter().map(|diagram| diagram.verdict(&knowledge)).collect()
    }

    /// The verdict on every threat, in the order of the catalogue, with the answers that force it: none while it is
    /// undetermined, and else so few that it does not follow without any one of them.
    pub fn reasons(&self, answers: &Answers) -> Vec<(Verdict, Vec<Reason>)> {
        let knowledge = self.knowledge(answers);
        let threats = self.diagrams.threats.iter();
        threats.map(|diagram| decided(diagram, &knowledge, self.phrasing())).collect()
    }

    pub(crate) fn diagrams(&self) -> &Diagrams {
        &self.diagrams
    }

    pub(crate) fn variables(&self) -> &Variables {
        &self.variables
    }

    /// What turns reasons into words.
    pub(crate) fn phrasing(&self) -> Phrasing<'_> {
        Phrasing { facts: &self.catalog.facts, variables: &self.variables }
    }

    pub(crate) fn knowledge(&self, answers: &Answers) -> Knowledge {
        self.variables.knowledge(&self.catalog.facts, answers)
    }
}
