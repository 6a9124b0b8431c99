//! The next question: open facts, those first that are expected to settle most.

use serde::Serialize;

use crate::diagram::Diagram;
use crate::rules::Diagrams;
use crate::sorted::sort_by;
use crate::variables::{Knowledge, Values, Variable};
use crate::{Answer, Description, FactId, Rules, SortedMap, Verdict};

/// An open fact whose answer can still change a verdict.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    /// The fact.
    pub fact: FactId,
    /// How many undetermined threats its answer could change or help to settle.
    pub threats: usize,
    /// How much an answer is expected to narrow these threats, all answers being equally likely: the mean fall of
    /// p × (1 − p), p being the share of the ways to answer everything else in which a threat applies.
    pub worth: f64,
    /// Whether the user has seen it and does not know.
    pub seen: bool,
    /// Whether an earlier open question decides that it arises at all.
    pub waits: bool,
}

impl Rules {
    /// The open facts that can still change a verdict, best first: empty exactly when no answer can change one.
    ///
    /// Questions that wait for others, and those that the user could not answer, come last.
    pub fn questions(&self, description: &Description) -> Vec<Question> {
        let mut knowledge = self.knowledge(description);
        let mut questions: SortedMap<usize, Question> = SortedMap::new();
        for diagram in &self.diagrams().threats {
            if diagram.verdict(&knowledge) != Verdict::Undetermined {
                continue;
            }
            let rest = diagram.given(&knowledge);
            let uncertainty = |knowledge: &Knowledge| {
                let share = rest.share(knowledge);
                share * (1.0 - share)
            };
            let before = uncertainty(&knowledge);
            let mut last = None;
            for variable in rest.variables() {
                let Some((position, _)) = self.variables().meaning(variable) else { continue };
                let Some(fact) = self.catalog().facts.get(position) else { continue };
                let after = expected(&mut knowledge, variable, uncertainty);
                let new = || Question {
                    fact: fact.id.clone(),
                    threats: 0,
                    worth: 0.0,
                    seen: description.answers.get(&fact.id) == Some(&Answer::DontKnow),
                    waits: self.waits(position, &knowledge),
                };
                questions.change(position, new, |question| {
                    question.threats += usize::from(last != Some(position));
                    question.worth += before - after;
                });
                last = Some(position);
            }
        }
        let mut questions: Vec<(usize, Question)> = questions.into_iter().collect();
        sort_by(&mut questions, |(a_position, a), (b_position, b)| {
            (a.waits, a.seen)
                .cmp(&(b.waits, b.seen))
                .then(b.worth.total_cmp(&a.worth))
                .then(b.threats.cmp(&a.threats))
                .then(a_position.cmp(b_position))
        });
        questions.into_iter().map(|(_, question)| question).collect()
    }
}

impl Rules {
    /// For each fact, in the order of the questionnaire, whether to ask for it: its question arises, or nobody knows
    /// whether it does after everything that decides about it was seen.
    pub fn arising(&self, description: &Description) -> Vec<bool> {
        let knowledge = self.knowledge(description);
        let seen = |variable| {
            let fact = self.variables().meaning(variable).and_then(|(fact, _)| self.catalog().facts.get(fact));
            fact.is_some_and(|fact| description.answers.contains_key(&fact.id))
        };
        let asked_when = self.diagrams().asked_when.iter();
        let arises = asked_when.map(|diagram| match diagram.verdict(&knowledge) {
            Verdict::Applies => true,
            Verdict::Undetermined => diagram.given(&knowledge).variables().all(seen),
            Verdict::DoesNotApply => false,
        });
        arises.collect()
    }

    /// For each fact, in the order of the questionnaire, whether it is open and more than verdicts still depends on it:
    /// the likelihood or impact of a threat that may apply, or a practice of a control that may.
    pub fn refining(&self, description: &Description) -> Vec<bool> {
        let knowledge = self.knowledge(description);
        let Diagrams { threats, risks, impact, controls, .. } = self.diagrams();
        let may = |diagram: &Diagram| diagram.verdict(&knowledge) != Verdict::DoesNotApply;
        let threats = threats.iter().zip(risks).filter(|(applies, _)| may(applies));
        let risks = threats.flat_map(|(_, risk)| risk.open(impact, &knowledge));
        let controls = controls.iter().filter(|control| may(&control.applies));
        let practices = controls.flat_map(|control| &control.practices);
        let practices = practices.filter(|diagram| diagram.verdict(&knowledge) == Verdict::Undetermined);
        let mut refines = vec![false; self.catalog().facts.len()];
        for diagram in risks.chain(practices) {
            for variable in diagram.given(&knowledge).variables() {
                let fact = self.variables().meaning(variable).and_then(|(fact, _)| refines.get_mut(fact));
                fact.into_iter().for_each(|refines| *refines = true);
            }
        }
        refines
    }
}

/// The mean of `uncertainty` over the values that `variable` may have.
fn expected(knowledge: &mut Knowledge, variable: Variable, uncertainty: impl Fn(&Knowledge) -> f64) -> f64 {
    let known = knowledge.of(variable);
    let mut sum = 0.0;
    for value in known.positions() {
        knowledge.set(variable, Values::at(value));
        sum += uncertainty(knowledge);
    }
    knowledge.set(variable, known);
    sum / known.count().max(1.0)
}
