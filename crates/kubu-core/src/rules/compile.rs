//! From conditions to decision diagrams.

use super::{ControlDiagrams, Diagrams};
use crate::diagram::{Builder, Diagram, Operation, Place};
use crate::risk::{RiskDiagrams, factors, likelihood_and_impact};
use crate::variables::{Values, Variables};
use crate::{Catalog, Condition, Control, Diagnostic, FactKind, FactTest, OptionId, Threat};

/// Compiles every condition of a checked catalogue.
pub(super) fn compile(catalog: &Catalog, variables: &Variables) -> Result<Diagrams, Vec<Diagnostic>> {
    let mut compiler =
        Compiler { catalog, variables, builder: Builder::default(), asked: Vec::new(), errors: Vec::new() };
    for fact in &catalog.facts {
        let asked = compiler.optional(fact.asked_when.as_ref());
        compiler.asked.push(asked);
    }
    let threats: Vec<Place> = catalog.threats.iter().map(|threat| compiler.place(&threat.applies_when)).collect();

    let asked_when = catalog
        .facts
        .iter()
        .zip(compiler.asked.clone())
        .map(|(fact, place)| compiler.finish(place, "fact", fact.id.as_str()))
        .collect();
    let risks = catalog.threats.iter().zip(&threats).map(|(threat, applies)| compiler.risk(threat, *applies)).collect();
    let controls = catalog.controls.iter().map(|control| compiler.control(control, &threats)).collect();
    let threats = catalog
        .threats
        .iter()
        .zip(threats)
        .map(|(threat, place)| compiler.finish(place, "threat", threat.id.as_str()))
        .collect();
    if compiler.errors.is_empty() {
        Ok(Diagrams { asked_when, threats, risks, controls })
    } else {
        Err(compiler.errors)
    }
}

struct Compiler<'a> {
    catalog: &'a Catalog,
    variables: &'a Variables,
    builder: Builder,
    /// For each fact so far, when its question arises.
    asked: Vec<Place>,
    errors: Vec<Diagnostic>,
}

impl Compiler<'_> {
    fn control(&mut self, control: &Control, threats: &[Place]) -> ControlDiagrams {
        let id = control.id.as_str();
        let mut answers = Vec::new();
        let mut applies = if control.baseline.is_some() { Place::TRUE } else { Place::FALSE };
        for (position, (threat, place)) in self.catalog.threats.iter().zip(threats).enumerate() {
            if let Some(edge) = threat.mitigations.iter().position(|m| m.control == control.id) {
                answers.push((position, edge));
                applies = self.builder.join(Operation::Or, applies, *place);
            }
        }
        let practices = control
            .practices
            .iter()
            .map(|practice| {
                let place = self.optional(practice.applies_when.as_ref());
                self.finish(place, "control", id)
            })
            .collect();
        ControlDiagrams { applies: self.finish(applies, "control", id), answers, practices }
    }

    /// The factors of a threat's risk, and likelihood and impact made of them.
    fn risk(&mut self, threat: &Threat, applies: Place) -> RiskDiagrams {
        let mut places = Vec::new();
        let mut diagrams = Vec::new();
        for (_, rule) in factors(threat, self.catalog) {
            let mut value = Place::end(rule.at);
            let mut raises = Vec::new();
            for raise in &rule.raise {
                let when = self.place(&raise.when);
                let raised = self.builder.map(Operation::Times(raise.by), when);
                value = self.builder.join(Operation::SumUpTo(5), value, raised);
                raises.push(self.finish(when, "threat", threat.id.as_str()));
            }
            let value = self.builder.join(Operation::WhereHolds, applies, value);
            places.push(value);
            diagrams.push((self.finish(value, "threat", threat.id.as_str()), raises));
        }
        let both = likelihood_and_impact(&mut self.builder, &places);
        RiskDiagrams { both: self.finish(both, "threat", threat.id.as_str()), factors: diagrams }
    }

    fn finish(&mut self, place: Place, what: &str, id: &str) -> Diagram {
        self.builder.finish(place).unwrap_or_else(|_too_large| {
            self.errors.push(Diagnostic::error(
                "condition-too-large",
                format!("{what} {id}"),
                "a condition has too many cases to be decided at once",
                "split the entry into several with simpler conditions",
            ));
            Diagram::never()
        })
    }

    /// A condition that may be left out, which means always.
    fn optional(&mut self, condition: Option<&Condition>) -> Place {
        condition.map_or(Place::TRUE, |condition| self.place(condition))
    }

    fn place(&mut self, condition: &Condition) -> Place {
        match condition {
            Condition::All(parts) => parts.iter().fold(Place::TRUE, |so_far, part| {
                let part = self.place(part);
                self.builder.join(Operation::And, so_far, part)
            }),
            Condition::Any(parts) => parts.iter().fold(Place::FALSE, |so_far, part| {
                let part = self.place(part);
                self.builder.join(Operation::Or, so_far, part)
            }),
            Condition::Not(inner) => {
                let inner = self.place(inner);
                self.builder.map(Operation::Not, inner)
            }
            Condition::Fact(test) => self.test(test),
        }
    }

    /// "The question arises, and the answer is or contains one of these": so a question that is not asked decides
    /// nothing by itself, and every diagram speaks of independent variables.
    fn test(&mut self, test: &FactTest) -> Place {
        let Some(position) = self.variables.fact(&test.id) else { return Place::FALSE };
        let asked = self.asked.get(position).copied().unwrap_or(Place::FALSE);
        let answered = test.any_of.iter().fold(Place::FALSE, |so_far, option| {
            let has = self.has(position, option);
            self.builder.join(Operation::Or, so_far, has)
        });
        self.builder.join(Operation::And, asked, answered)
    }

    fn has(&mut self, position: usize, option: &OptionId) -> Place {
        let found = self.catalog.facts.get(position).and_then(|fact| Some((fact.kind, fact.option_position(option)?)));
        let Some((kind, option)) = found else { return Place::FALSE };
        let (variable, values) = match kind {
            FactKind::Choices => (self.variables.variable(position, Some(option)), Values::HAS),
            FactKind::Choice | FactKind::YesNo => (self.variables.variable(position, None), Values::at(option)),
        };
        variable
            .map_or(Place::FALSE, |variable| self.builder.test(variable, values, self.variables.all_values(variable)))
    }
}
