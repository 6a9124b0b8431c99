//! Facts: the attributes of a system, and the questions that ask for them.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{Condition, Derivation, FactId, GroupId, OptionId};

/// The shape of a fact's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// Exactly one of the options.
    Choice,
    /// Any number of the options, none included.
    Choices,
    /// `yes` or `no`; the options are implied.
    YesNo,
}

/// The options that every *yes/no* fact has, made once.
static YES_NO: LazyLock<Vec<OptionId>> =
    LazyLock::new(|| ["yes", "no"].into_iter().filter_map(|id| id.parse().ok()).collect());

/// One possible answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerOption {
    /// Stable id, unique within the fact.
    pub id: OptionId,
    /// What the form shows.
    pub label: String,
    /// What stands for `{}` in the fact's sentences: `a language model`.
    pub phrase: String,
}

/// One attribute of the system, with the question that asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Stable dotted id.
    pub id: FactId,
    /// The group of questions it is shown in.
    pub group: GroupId,
    /// The shape of the answer.
    pub kind: FactKind,
    /// The question, in plain words.
    pub question: String,
    /// Help under the question, in Markdown.
    pub help: String,
    /// An example answer, in Markdown.
    #[serde(default)]
    pub example: String,
    /// The clause an explanation uses where an option holds, `{}` standing for the option: `the model is {}`.
    pub says: String,
    /// The clause an explanation uses where an option does not hold: `the model is not {}`.
    pub denies: String,
    /// The options in the order shown; empty for yes/no.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<AnswerOption>,
    /// When the question arises at all; absent means always. While it does not arise, no test on this fact holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_when: Option<Condition>,
    /// What in an inventory of components and flows answers it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<Derivation>,
}

impl Fact {
    /// How many options there are; two for yes/no.
    pub fn option_count(&self) -> usize {
        match self.kind {
            FactKind::YesNo => 2,
            FactKind::Choice | FactKind::Choices => self.options.len(),
        }
    }

    /// The position of an option, counted from 0; for yes/no, `yes` is 0 and `no` is 1.
    pub fn option_position(&self, id: &OptionId) -> Option<usize> {
        match self.kind {
            FactKind::YesNo => YES_NO.iter().position(|o| o == id),
            FactKind::Choice | FactKind::Choices => self.options.iter().position(|o| o.id == *id),
        }
    }

    /// The id of the option at `position`.
    pub fn option_id(&self, position: usize) -> Option<OptionId> {
        match self.kind {
            FactKind::YesNo => YES_NO.get(position).cloned(),
            FactKind::Choice | FactKind::Choices => self.options.get(position).map(|o| o.id.clone()),
        }
    }

    /// What the form shows for an option: its label, or `Yes` and `No`.
    pub fn option_label<'a>(&'a self, id: &'a OptionId) -> &'a str {
        match (self.kind, id.as_str()) {
            (FactKind::YesNo, "yes") => "Yes",
            (FactKind::YesNo, "no") => "No",
            _ => self.options.iter().find(|o| o.id == *id).map_or(id.as_str(), |o| &o.label),
        }
    }
}
