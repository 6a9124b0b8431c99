//! Why a verdict is what it is: a minimal set of answers as data, and as a sentence in the questionnaire's words.

mod phrasing;

use serde::Serialize;

use crate::diagram::{Diagram, Rest, Walk};
use crate::variables::{Knowledge, Values, Variable, Variables};
use crate::{FactId, FactKind, OptionId, Rules, Verdict};

pub(crate) use phrasing::{Phrasing, listing};

/// Why a verdict is what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// The verdict and its reason in one sentence.
    pub sentence: String,
    /// For a settled verdict, the answers that force it: without any one of them it no longer follows.
    pub because: Vec<Reason>,
    /// For an undetermined verdict, the open facts that could settle it.
    pub open: Vec<OpenFact>,
}

/// What one fact contributes to a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// The fact.
    pub fact: FactId,
    /// The options that hold.
    pub has: Vec<OptionId>,
    /// The options that do not hold; only for *choices*.
    pub lacks: Vec<OptionId>,
}

/// An open fact, and what each answer to it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenFact {
    /// The fact.
    pub fact: FactId,
    /// The answers that make a difference, one by one.
    pub answers: Vec<AnswerEffect>,
}

/// The verdict after one more answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnswerEffect {
    /// The option chosen; absent for "none of these" in a *choices* fact.
    pub option: Option<OptionId>,
    /// The verdict then.
    pub verdict: Verdict,
}

/// Every threat's verdict with the facts that force it, by position in the catalogue: see [`Rules::reasons`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// For each threat its verdict, and where its facts end.
    verdicts: Vec<(Verdict, usize)>,
    facts: Vec<DecidingFact>,
}

/// A fact that a verdict rests on, by position: [`Rules::named`] makes a [`Reason`] of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecidingFact {
    /// The position of the fact in the catalogue.
    pub fact: usize,
    has: Values,
    lacks: Values,
}

impl DecidingFact {
    /// The positions of the options that hold; of a *choice*, one of them does.
    pub fn has(&self) -> impl Iterator<Item = usize> {
        self.has.positions()
    }

    /// The positions of the options that do not hold; only for *choices*.
    pub fn lacks(&self) -> impl Iterator<Item = usize> {
        self.lacks.positions()
    }
}

impl Reasons {
    /// Each threat's verdict and the facts that force it, in the order of the catalogue and of the questionnaire.
    pub fn iter(&self) -> impl Iterator<Item = (Verdict, &[DecidingFact])> {
        let mut start = 0;
        self.verdicts.iter().map(move |(verdict, end)| {
            let facts = self.facts.get(std::mem::replace(&mut start, *end)..*end);
            (*verdict, facts.unwrap_or_default())
        })
    }
}

impl Rules {
    /// The verdict on every threat with the facts that force it: none while it is undetermined, and else so few that
    /// it does not follow without any one of them. It is what [`Rules::report`] says, without words.
    pub fn reasons(&self, description: &crate::Description) -> Reasons {
        let knowledge = self.knowledge(description);
        let threats = &self.diagrams().threats;
        let mut reasons =
            Reasons { verdicts: Vec::with_capacity(threats.len()), facts: Vec::with_capacity(4 * threats.len()) };
        let mut deciding = Vec::new();
        for diagram in threats {
            let walk = Walk::new(diagram, &knowledge);
            let verdict = walk.verdict();
            if verdict != Verdict::Undetermined {
                walk.deciding(&mut deciding);
                gather(&deciding, self.variables(), &mut reasons.facts);
            }
            reasons.verdicts.push((verdict, reasons.facts.len()));
        }
        reasons
    }

    /// A deciding fact with the ids of its options; nothing if the catalogue has no such fact.
    pub fn named(&self, deciding: &DecidingFact) -> Option<Reason> {
        let fact = self.catalog().facts.get(deciding.fact)?;
        let ids = |values: Values| {
            let mut ids = Vec::with_capacity(values.len());
            ids.extend(values.positions().filter_map(|position| fact.option_id(position)));
            ids
        };
        Some(Reason { fact: fact.id.clone(), has: ids(deciding.has), lacks: ids(deciding.lacks) })
    }
}

/// Adds what variables and their values say of facts, fact by fact.
pub(crate) fn gather(known: &[(Variable, Values)], variables: &Variables, facts: &mut Vec<DecidingFact>) {
    let first = facts.len();
    for (variable, values) in known {
        let Some((fact, option)) = variables.meaning(*variable) else { continue };
        if facts.len() == first || facts.last().is_none_or(|last| last.fact != fact) {
            facts.push(DecidingFact { fact, has: Values::NONE, lacks: Values::NONE });
        }
        let Some(last) = facts.last_mut() else { continue };
        match option {
            Some(option) if *values == Values::HAS => last.has = last.has.or(Values::at(option)),
            Some(option) => last.lacks = last.lacks.or(Values::at(option)),
            None => last.has = *values,
        }
    }
}

/// Explains verdicts, one after another, in the same memory.
pub(crate) struct Explainer<'a> {
    rules: &'a Rules,
    knowledge: &'a Knowledge,
    known: Vec<(Variable, Values)>,
    because: Vec<DecidingFact>,
    rest: Rest,
    /// The positions of the open facts of the last verdict.
    open: Vec<usize>,
}

impl<'a> Explainer<'a> {
    pub(crate) fn new(rules: &'a Rules, knowledge: &'a Knowledge) -> Self {
        Self { rules, knowledge, known: Vec::new(), because: Vec::new(), rest: Rest::default(), open: Vec::new() }
    }

    /// Explains the verdict of `diagram`, in the sentence that `says` makes of it.
    pub(crate) fn explain(
        &mut self,
        diagram: &Diagram,
        says: impl FnOnce(Verdict, &[DecidingFact], &[usize]) -> String,
    ) -> (Verdict, Explanation) {
        let walk = Walk::new(diagram, self.knowledge);
        let verdict = walk.verdict();
        self.because.clear();
        self.open.clear();
        let open = match verdict {
            Verdict::Undetermined => self.open_facts(&walk),
            Verdict::Applies | Verdict::DoesNotApply => {
                walk.deciding(&mut self.known);
                gather(&self.known, self.rules.variables(), &mut self.because);
                Vec::new()
            }
        };
        let mut because = Vec::with_capacity(self.because.len());
        because.extend(self.because.iter().filter_map(|deciding| self.rules.named(deciding)));
        (verdict, Explanation { sentence: says(verdict, &self.because, &self.open), because, open })
    }

    /// The positions of the open facts of the verdict explained last.
    pub(crate) fn open(&self) -> &[usize] {
        &self.open
    }

    fn open_facts(&mut self, walk: &Walk<'_>) -> Vec<OpenFact> {
        self.rest.take(walk);
        let rest = &self.rest;
        let mut open: Vec<OpenFact> = Vec::with_capacity(8);
        let mut levels = rest.levels().peekable();
        while let Some((mut variable, mut level)) = levels.next() {
            let Some((position, mut option)) = self.rules.variables().meaning(variable) else { continue };
            let Some(fact) = self.rules.catalog().facts.get(position) else { continue };
            let mut answers = Vec::with_capacity(fact.option_count() + 1);
            let end = level.end;
            loop {
                let mut effect =
                    |values, option| answers.push(AnswerEffect { option, verdict: rest.supposing(&level, values) });
                match option {
                    Some(option) => effect(Values::HAS, fact.option_id(option)),
                    None => {
                        let known = self.knowledge.of(variable);
                        known.positions().for_each(|p| effect(Values::at(p), fact.option_id(p)));
                    }
                }
                let of_fact = |variable| self.rules.variables().meaning(variable).filter(|(fact, _)| *fact == position);
                let Some(next) = levels.next_if(|(variable, _)| of_fact(*variable).is_some()) else { break };
                (variable, level) = next;
                option = of_fact(variable).and_then(|(_, option)| option);
            }
            if fact.kind == FactKind::Choices {
                answers
                    .push(AnswerEffect { option: None, verdict: rest.supposing(&(level.start..end), Values::LACKS) });
            }
            open.push(OpenFact { fact: fact.id.clone(), answers });
            self.open.push(position);
        }
        open
    }
}
