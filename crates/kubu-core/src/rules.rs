//! A catalogue made ready to be asked: every condition compiled into a decision diagram.

mod check;
mod compile;

pub(crate) use check::Added;

use crate::diagram::{Builder, Diagram, Operation, Place};
use crate::explanation::Phrasing;
use crate::inventory::derived_facts;
use crate::risk::{ImpactDiagrams, RiskDiagrams};
use crate::variables::{Knowledge, Values, Variable, Variables};
use crate::{
    Catalog, Control, DerivedFact, Description, Diagnostic, Fact, FactId, FactKind, OptionId, Threat, Verdict,
};

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
    /// The impact of any threat.
    pub(crate) impact: ImpactDiagrams,
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
        Self::trusted(catalog)
    }

    /// Compiles a catalogue that [`Rules::new`] is known to accept, such as the one that a program embeds: without the
    /// checks, which a program that reads no other catalogue then need not carry. What they would refuse never holds
    /// here.
    ///
    /// # Errors
    ///
    /// Conditions too large to decide.
    pub fn trusted(catalog: Catalog) -> Result<Self, Vec<Diagnostic>> {
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

    /// What follows from the components and flows, in the order of the questionnaire.
    pub fn derived_facts(&self, description: &Description) -> Vec<DerivedFact> {
        derived_facts(description, &self.catalog.facts, &self.catalog.component_kinds)
    }

    /// Whether the question of a fact arises, given the description so far.
    pub fn asked(&self, id: &FactId, description: &Description) -> Verdict {
        self.variables
            .fact(id)
            .and_then(|position| self.diagrams.asked_when.get(position))
            .map_or(Verdict::DoesNotApply, |diagram| diagram.verdict(&self.knowledge(description)))
    }

    /// Whether open facts decide whether the question of the fact at `position` arises.
    pub(crate) fn waits(&self, position: usize, knowledge: &Knowledge) -> bool {
        let asked_when = self.diagrams.asked_when.get(position);
        asked_when.is_some_and(|diagram| diagram.verdict(knowledge) == Verdict::Undetermined)
    }

    /// The open facts that decide whether the question of a fact arises, in the order of the questionnaire.
    pub fn waits_for(&self, id: &FactId, description: &Description) -> Vec<FactId> {
        let asked_when = self.variables.fact(id).and_then(|position| self.diagrams.asked_when.get(position));
        let Some(rest) = asked_when.map(|diagram| diagram.given(&self.knowledge(description))) else {
            return Vec::new();
        };
        let mut open: Vec<usize> =
            rest.variables().filter_map(|v| self.variables.meaning(v)).map(|(fact, _)| fact).collect();
        open.dedup();
        open.into_iter().filter_map(|position| self.catalog.facts.get(position)).map(|fact| fact.id.clone()).collect()
    }

    /// The verdict on every threat, in the order of the catalogue: what [`Rules::report`] says, without saying why.
    pub fn verdicts(&self, description: &Description) -> Vec<Verdict> {
        let knowledge = self.knowledge(description);
        self.diagrams.threats.iter().map(|diagram| diagram.verdict(&knowledge)).collect()
    }

    /// Pairs of threats that apply to the same systems, however their conditions are written.
    pub fn equivalent_threats(&self) -> Vec<(&Threat, &Threat)> {
        let threats: Vec<(&Threat, &Diagram)> = self.catalog.threats.iter().zip(&self.diagrams.threats).collect();
        let mut pairs = Vec::new();
        for (position, (one, diagram)) in threats.iter().enumerate() {
            let later = threats.iter().skip(position + 1).filter(|(_, other)| other == diagram);
            pairs.extend(later.map(|(other, _)| (*one, *other)));
        }
        pairs
    }

    /// Controls that can apply to a system that none of their practices is for.
    pub fn controls_with_nothing_to_do(&self) -> Vec<&Control> {
        let controls = self.catalog.controls.iter().zip(&self.diagrams.controls);
        let nothing_to_do = controls.filter(|(_, diagrams)| {
            let mut builder = Builder::default();
            let applies = builder.take_in(&diagrams.applies);
            let left = diagrams.practices.iter().fold(applies, |left, practice| {
                let practice = builder.take_in(practice);
                let other_systems = builder.map(Operation::Not, practice);
                builder.join(Operation::And, left, other_systems)
            });
            left != Place::FALSE
        });
        nothing_to_do.map(|(control, _)| control).collect()
    }

    pub(crate) fn diagrams(&self) -> &Diagrams {
        &self.diagrams
    }

    pub(crate) fn variables(&self) -> &Variables {
        &self.variables
    }

    /// What turns reasons into words.
    pub(crate) fn phrasing(&self) -> Phrasing<'_> {
        Phrasing { facts: &self.catalog.facts }
    }

    /// What is known: the answers and, where they leave a fact open, what follows from the inventory.
    pub(crate) fn knowledge(&self, description: &Description) -> Knowledge {
        self.known(description, &self.derived_facts(description))
    }

    /// The same, where it is already known what follows.
    pub(crate) fn known(&self, description: &Description, derived: &[DerivedFact]) -> Knowledge {
        let mut knowledge = self.variables.knowledge(&self.catalog.facts, &description.answers);
        for DerivedFact { fact, option, holds, .. } in derived {
            if let Some((variable, values)) = self.values_of(fact, option, *holds)
                && knowledge.of(variable) == self.variables.all_values(variable)
            {
                knowledge.set(variable, values);
            }
        }
        knowledge
    }

    /// What it means for the variables that an option holds or does not.
    pub(crate) fn values_of(&self, fact: &FactId, option: &OptionId, holds: bool) -> Option<(Variable, Values)> {
        let position = self.variables.fact(fact)?;
        let fact = self.catalog.facts.get(position)?;
        let option = fact.option_position(option)?;
        let (variable, values) = match fact.kind {
            FactKind::Choices => (self.variables.variable(position, Some(option))?, Values::HAS),
            FactKind::Choice | FactKind::YesNo => (self.variables.variable(position, None)?, Values::at(option)),
        };
        Some((variable, if holds { values } else { self.variables.all_values(variable).without(values) }))
    }
}
