//! The next question: open facts, those first that are expected to settle most.

use serde::Serialize;

use crate::sorted::sort_by;
use crate::variables::{Knowledge, Values, Variable};
use crate::{Answer, Description, FactId, Rules, SortedMap, Verdict};

/// An open fact whose answer can still change a verdict.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
