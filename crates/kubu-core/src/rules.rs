//! A catalogue made ready to be asked: every condition compiled into a decision diagram.

mod check;
mod compile;

use std::collections::BTreeSet;

use crate::diagram::Diagram;
use crate::explanation::{Phrasing, explain};
use crate::inventory::derived_facts;
use crate::risk::RiskDiagrams;
use crate::variables::{Knowledge, Values, Variable, Variables};
use crate::{Catalog, DerivedFact, Description, Diagnostic, Explanation, Fact, FactId, FactKind, OptionId, Verdict};

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

    /// The open facts that decide whether the question of a fact arises, in the order of the questionnaire.
    pub fn waits_for(&self, id: &FactId, description: &Description) -> Vec<FactId> {
        let asked_when = self.variables.fact(id).and_then(|position| self.diagrams.asked_when.get(position));
        let open = asked_when.map(|diagram| self.open_facts(diagram, &self.knowledge(description))).unwrap_or_default();
        open.into_iter().filter_map(|position| self.catalog.facts.get(position)).map(|fact| fact.id.clone()).collect()
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

    /// What is known: the answers and, where they leave a fact open, what follows from the inventory.
    pub(crate) fn knowledge(&self, description: &Description) -> Knowledge {
        let mut knowledge = self.variables.knowledge(&self.catalog.facts, &description.answers);
        for DerivedFact { fact, option, holds, .. } in self.derived_facts(description) {
            if let Some((variable, values)) = self.values_of(&fact, &option, holds)
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

    /// The positions of the facts that a diagram still depends on.
    pub(crate) fn open_facts(&self, diagram: &Diagram, knowledge: &Knowledge) -> BTreeSet<usize> {
        let open = diagram.given(knowledge).variables();
        open.into_iter().filter_map(|variable| self.variables.meaning(variable)).map(|(fact, _)| fact).collect()
    }

    pub(crate) fn explain(&self, diagram: &Diagram, knowledge: &Knowledge) -> Explanation {
        explain(diagram, knowledge, self.phrasing())
    }
}
