//! Conditions: boolean expressions over facts.
//!
//! A pack holds conditions as the tree defined here; authors write them as text, which [`Condition::parse`] reads:
//!
//! ```text
//! model.kind has any of [language-model, multimodal-model]
//!   and (data.retrieval is yes or input.sources has email)
//!   and not tools.used is no
//! ```
//!
//! A *choice* or *yes/no* fact is tested with `is`, `is not`, `is any of`, `is none of`; a *choices* fact with `has`,
//! `has any of`, `has all of`, `has none of`. `not` binds tightest, then `and`, then `or`. `always` and `never` stand alone.

mod parser;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Fact, FactId, OptionId, SortedSet};

pub use parser::ConditionError;

/// A boolean expression over facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// All of them hold; an empty list always holds.
    All(Vec<Condition>),
    /// At least one of them holds; an empty list never holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The fact has one of the options.
    Fact(FactTest),
}

/// A test of one fact. It never holds while the fact's question does not arise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactTest {
    /// The fact tested.
    pub id: FactId,
    /// The test holds if the answer is, or contains, one of these.
    pub any_of: SortedSet<OptionId>,
}

impl Condition {
    /// Holds for every system.
    pub const ALWAYS: Self = Self::All(Vec::new());

    /// Reads a condition written as text, checking every fact and option against `facts`.
    ///
    /// # Errors
    ///
    /// Says what is wrong, at which byte, and what to write instead.
    pub fn parse(text: &str, facts: &BTreeMap<FactId, Fact>) -> Result<Self, ConditionError> {
        parser::parse(text, facts)
    }

    /// Every test in the expression, from left to right.
    pub fn tests(&self) -> Vec<&FactTest> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::tests).collect(),
            Self::Not(inner) => inner.tests(),
            Self::Fact(test) => vec![test],
        }
    }
}
