//! What the user has said about a system.

use serde::{Deserialize, Serialize};

use crate::{FactId, OptionId, SortedMap, SortedSet};

/// The answer to one question. In JSON: an option id, a list of option ids, or `null` for "don't know".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "it is neither an option, a list of options nor null")]
pub enum Answer {
    /// The user has seen the question and does not know; the fact stays open.
    DontKnow,
    /// One option of a *choice*, or `yes` or `no`.
    One(OptionId),
    /// The options of a *choices* fact that hold; all others do not.
    Many(SortedSet<OptionId>),
}

/// Answers by fact. A fact without an entry is open.
pub type Answers = SortedMap<FactId, Answer>;
