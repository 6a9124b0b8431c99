//! Facts as variables of decision diagrams.
//!
//! A *choice* fact is one variable with a value for each option, *yes/no* one variable with two values, and a
//! *choices* fact one variable for each option, with the values *has* and *lacks*. What is known about a system is
//! then a set of possible values for each variable, and that is all that the diagrams ask for.

use crate::{Answer, Answers, Fact, FactId, FactKind, sort_by};

/// A variable of the diagrams, numbered in the order of the questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Variable(pub(crate) u32);

/// A set of values of one variable, a bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Values(pub(crate) u32);

impl Values {
    /// Most values a variable can have.
    pub(crate) const MAX: usize = 32;
    /// The option of a *choices* fact is among the answers.
    pub(crate) const HAS: Self = Self(0b01);
    /// The option of a *choices* fact is not among the answers.
    pub(crate) const LACKS: Self = Self(0b10);

    /// No value.
    pub(crate) const NONE: Self = Self(0);
    /// Every value of any variable.
    pub(crate) const EVERY: Self = Self(u32::MAX);

    /// The first `count` values.
    pub(crate) fn all(count: usize) -> Self {
        Self(u32::MAX.checked_shr(u32::try_from(Self::MAX.saturating_sub(count)).unwrap_or(0)).unwrap_or(0))
    }

    /// The value at `position`.
    pub(crate) fn at(position: usize) -> Self {
        Self(u32::try_from(position).ok().and_then(|p| 1_u32.checked_shl(p)).unwrap_or(0))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// How many values there are.
    pub(crate) fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// How many values there are, as a weight.
    pub(crate) fn count(self) -> f64 {
        f64::from(self.0.count_ones())
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The positions of the values in the set, ascending.
    pub(crate) fn positions(self) -> impl Iterator<Item = usize> + Clone {
        ones(self.0.into()).map(|position| position as usize)
    }
}

/// The positions of the bits that are set, ascending.
pub(crate) fn ones(mut bits: u64) -> impl Iterator<Item = u32> + Clone {
    std::iter::from_fn(move || {
        let first = bits.trailing_zeros();
        bits &= bits.checked_sub(1)?;
        Some(first)
    })
}

/// What is known about a system: the possible values of every variable.
#[derive(Debug, Clone)]
pub(crate) struct Knowledge(Vec<Values>);

impl Knowledge {
    /// The values that `variable` may still have.
    pub(crate) fn of(&self, variable: Variable) -> Values {
        self.0.get(variable.0 as usize).copied().unwrap_or(Values(0))
    }

    /// Replaces what is known of `variable`.
    pub(crate) fn set(&mut self, variable: Variable, values: Values) {
        if let Some(known) = self.0.get_mut(variable.0 as usize) {
            *known = values;
        }
    }
}

#[cfg(test)]
impl<const N: usize> From<[Values; N]> for Knowledge {
    fn from(values: [Values; N]) -> Self {
        Self(values.into())
    }
}

/// Which variables stand for which facts.
#[derive(Debug)]
pub(crate) struct Variables {
    /// First variable of each fact, in the order of the catalogue.
    first: Vec<Variable>,
    /// For each variable, the position of its fact and, for *choices*, of its option.
    meaning: Vec<(usize, Option<usize>)>,
    /// Nothing known.
    open: Knowledge,
    /// The position of each fact, by id.
    by_id: Vec<(FactId, usize)>,
}

impl Variables {
    pub(crate) fn new(facts: &[Fact]) -> Self {
        let mut variables =
            Self { first: Vec::new(), meaning: Vec::new(), open: Knowledge(Vec::new()), by_id: Vec::new() };
        for (position, fact) in facts.iter().enumerate() {
            variables.by_id.push((fact.id.clone(), position));
            variables.first.push(Variable(u32::try_from(variables.meaning.len()).unwrap_or(u32::MAX)));
            if fact.kind == FactKind::Choices {
                for option in 0..fact.option_count() {
                    variables.meaning.push((position, Some(option)));
                    variables.open.0.push(Values::HAS.or(Values::LACKS));
                }
            } else {
                variables.meaning.push((position, None));
                variables.open.0.push(Values::all(fact.option_count()));
            }
        }
        sort_by(&mut variables.by_id, Ord::cmp);
        variables
    }

    /// The position of a fact in the catalogue.
    pub(crate) fn fact(&self, id: &FactId) -> Option<usize> {
        let found = self.by_id.binary_search_by(|(known, _)| known.cmp(id)).ok()?;
        self.by_id.get(found).map(|(_, position)| *position)
    }

    /// The fact that a variable stands for and, for *choices*, the option.
    pub(crate) fn meaning(&self, variable: Variable) -> Option<(usize, Option<usize>)> {
        self.meaning.get(variable.0 as usize).copied()
    }

    /// The variable of a *choice* or *yes/no* fact, or of one option of a *choices* fact.
    pub(crate) fn variable(&self, fact: usize, option: Option<usize>) -> Option<Variable> {
        let first = self.first.get(fact)?;
        let offset = u32::try_from(option.unwrap_or(0)).ok()?;
        Some(Variable(first.0.checked_add(offset)?))
    }

    /// Every value of `variable`.
    pub(crate) fn all_values(&self, variable: Variable) -> Values {
        self.open.of(variable)
    }

    /// What the answers say. Answers that the catalogue has no place for are left out.
    pub(crate) fn knowledge(&self, facts: &[Fact], answers: &Answers) -> Knowledge {
        let mut knowledge = self.open.clone();
        // Both are sorted by id, so that one pass finds every pair; mostly they agree.
        let mut known = self.by_id.as_slice();
        for (id, answer) in answers {
            while let [(fact, _), rest @ ..] = known
                && fact != id
                && fact < id
            {
                known = rest;
            }
            if let [(found, position), rest @ ..] = known
                && found == id
                && let Some(fact) = facts.get(*position)
            {
                known = rest;
                self.learn(&mut knowledge, *position, fact, answer);
            }
        }
        knowledge
    }

    /// Adds one answer to what is known.
    pub(crate) fn learn(&self, knowledge: &mut Knowledge, position: usize, fact: &Fact, answer: &Answer) {
        match (fact.kind, answer) {
            (FactKind::Choice | FactKind::YesNo, Answer::One(option)) => {
                if let (Some(variable), Some(option)) = (self.variable(position, None), fact.option_position(option)) {
                    knowledge.set(variable, Values::at(option));
                }
            }
            (FactKind::Choices, Answer::Many(chosen)) => {
                let variable = |option| self.variable(position, Some(option));
                for variable in (0..fact.option_count()).filter_map(variable) {
                    knowledge.set(variable, Values::LACKS);
                }
                let chosen = chosen.iter().filter_map(|option| fact.option_position(option));
                for variable in chosen.filter_map(variable) {
                    knowledge.set(variable, Values::HAS);
                }
            }
            // "Don't know" leaves the fact open; an answer of the wrong kind says nothing, and the document reader reports it.
            (_, Answer::DontKnow)
            | (FactKind::Choices, Answer::One(_))
            | (FactKind::Choice | FactKind::YesNo, Answer::Many(_)) => {}
        }
    }
}
