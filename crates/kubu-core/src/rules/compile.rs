//! From conditions to decision diagrams.

use super::{ControlDiagrams, Diagrams};
use crate::diagram::{Builder, Diagram, Operation, Place, TooLarge};
use crate::risk::{
    FactorDiagrams, Harmed, ImpactDiagrams, Joint, RiskDiagrams, impact, impact_factors, likelihood,
    likelihood_factors, up_to,
};
use crate::variables::{Values, Variable, Variables};
use crate::{Catalog, Condition, Control, Diagnostic, FactKind, FactTest, FactorRule, OptionId, SortedSet, Threat};

/// Compiles every condition of a checked catalogue.
pub(super) fn compile(catalog: &Catalog, variables: &Variables) -> Result<Diagrams, Vec<Diagnostic>> {
    let mut compiler =
        Compiler { catalog, variables, builder: Builder::default(), asked: Vec::new(), errors: Vec::new() };
    for fact in &catalog.facts {
        compiler.builder.begin();
        let asked = compiler.optional(fact.asked_when.as_ref());
        compiler.asked.push(asked);
    }
    let threats: Vec<Place> = (catalog.threats.iter())
        .map(|threat| {
            compiler.builder.begin();
            compiler.place(&threat.applies_when)
        })
        .collect();

    let asked_when = catalog
        .facts
        .iter()
        .zip(compiler.asked.clone())
        .map(|(fact, place)| {
            compiler.builder.begin();
            compiler.finish(place, &format!("fact {}", fact.id))
        })
        .collect();
    let (impact_places, impact) = compiler.impact();
    let risks = (catalog.threats.iter().zip(&threats))
        .map(|(threat, applies)| compiler.risk(threat, *applies, &impact_places, &impact))
        .collect();
    let controls = catalog.controls.iter().map(|control| compiler.control(control, &threats)).collect();
    let threats = catalog
        .threats
        .iter()
        .zip(threats)
        .map(|(threat, place)| {
            compiler.builder.begin();
            compiler.finish(place, &format!("threat {}", threat.id))
        })
        .collect();
    if compiler.errors.is_empty() {
        Ok(Diagrams { asked_when, threats, impact, risks, controls })
    } else {
        Err(compiler.errors)
    }
}

/// What threats share of their risks.
struct Impact {
    /// In the order of [`impact_factors`].
    factors: Vec<Place>,
    /// For what threats harm, the greatest of its factors.
    greatest: Vec<(Harmed, Place)>,
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
        let at = format!("control {}", control.id);
        let mut answers = Vec::new();
        self.builder.begin();
        let mut any = vec![if control.baseline.is_some() { Place::TRUE } else { Place::FALSE }];
        for (position, (threat, place)) in self.catalog.threats.iter().zip(threats).enumerate() {
            if let Some(edge) = threat.mitigations.iter().position(|m| m.control == control.id) {
                answers.push((position, edge));
                any.push(*place);
            }
        }
        // Two by two: so the large ones are joined least often.
        while any.len() > 1 {
            let pairs =
                any.chunks(2).map(|pair| pair.iter().copied().reduce(|a, b| self.builder.join(Operation::Or, a, b)));
            any = pairs.flatten().collect();
        }
        let applies = any.pop().unwrap_or(Place::FALSE);
        let practices = control
            .practices
            .iter()
            .map(|practice| {
                let place = self.optional(practice.applies_when.as_ref());
                self.finish(place, &at)
            })
            .collect();
        ControlDiagrams { applies: self.finish(applies, &at), answers, practices }
    }

    /// The factors of impact, and for everything that a threat can harm the greatest of them.
    fn impact(&mut self) -> (Impact, ImpactDiagrams) {
        let mut factors = Vec::new();
        let mut diagrams = ImpactDiagrams { factors: Vec::new(), greatest: Vec::new() };
        self.builder.begin();
        for (_, rule) in impact_factors(&self.catalog.impact) {
            let (value, raises) = self.factor(rule, "impact");
            factors.push(value);
            diagrams.factors.push(FactorDiagrams { value: self.finish(value, "impact"), raises });
        }
        let mut greatest: Vec<(Harmed, Place)> = Vec::new();
        for harmed in self.catalog.threats.iter().map(Harmed::by) {
            if harmed.among(&greatest).is_none() {
                let of_harmed = harmed.of(&factors);
                let of_harmed = of_harmed.map(|(factor, most)| up_to(&mut self.builder, most, *factor));
                let of_harmed: Vec<Place> = of_harmed.collect();
                let place = impact(&mut self.builder, of_harmed);
                greatest.push((harmed, place));
                diagrams.greatest.push((harmed, self.finish(place, "impact")));
            }
        }
        (Impact { factors, greatest }, diagrams)
    }

    /// The factors of a threat's likelihood, and the risk that they make with the impact.
    fn risk(&mut self, threat: &Threat, applies: Place, impact: &Impact, shared: &ImpactDiagrams) -> RiskDiagrams {
        let at = format!("threat {}", threat.id);
        let harmed = Harmed::by(threat);
        let mut places = Vec::new();
        let mut factors = Vec::new();
        self.builder.begin();
        for (_, rule) in likelihood_factors(&threat.likelihood) {
            let (value, raises) = self.factor(rule, &at);
            let value = self.builder.join(Operation::WhereHolds, applies, value);
            places.push(value);
            factors.push(FactorDiagrams { value: self.finish(value, &at), raises });
        }
        let likelihood = likelihood(&mut self.builder, &places);
        let alone = self.finish(likelihood, &at);
        let looked_at: SortedSet<Variable> = alone.variables().collect();
        let mut of_impact = harmed.of(&shared.factors).flat_map(|(factor, _)| factor.value.variables());
        let joint = if of_impact.all(|variable| !looked_at.contains(&variable)) {
            Joint::Apart(alone)
        } else {
            // Where the threat does not apply, the likelihood is absent, and so is the pair.
            let greatest = harmed.among(&impact.greatest).copied().unwrap_or(Place::FALSE);
            let both = self.builder.join(Operation::Pair, likelihood, greatest);
            let values = harmed.of(&impact.factors).map(|(factor, _)| {
                let value = self.builder.join(Operation::WhereHolds, applies, *factor);
                self.finish(value, &at)
            });
            let values = values.collect();
            Joint::Together(self.finish(both, &at), values)
        };
        RiskDiagrams { harmed, factors, joint }
    }

    /// The value of a factor, and when each of its raises holds.
    fn factor(&mut self, rule: &FactorRule, at: &str) -> (Place, Vec<Diagram>) {
        let mut raises = Vec::new();
        let value = rule.raise.iter().fold(Place::end(rule.at), |so_far, raise| {
            let when = self.place(&raise.when);
            raises.push(self.finish(when, at));
            let raised = self.builder.map(Operation::Times(raise.by), when);
            self.builder.join(Operation::SumUpTo(5), so_far, raised)
        });
        (value, raises)
    }

    fn finish(&mut self, place: Place, at: &str) -> Diagram {
        self.builder.finish(place).unwrap_or_else(|too_large| {
            let error = match too_large {
                TooLarge::Alone => Diagnostic::error(
                    "condition-too-large",
                    at,
                    "a condition has too many cases to be decided at once",
                    "split the entry into several with simpler conditions",
                ),
                TooLarge::Together => Diagnostic::error(
                    "catalogue-too-large",
                    "",
                    "the conditions of the catalogue have too many cases altogether",
                    "leave entries out, or simplify their conditions",
                ),
            };
            // An entry has several diagrams.
            if self.errors.last() != Some(&error) {
                self.errors.push(error);
            }
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
