//! What to ask next.

use kubu_core::{Description, Question, Rules};
use serde::Serialize;

use crate::Document;

/// The content of `kubu-questions`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Questions {
    /// The open questions that can still change a verdict, best first.
    pub questions: Vec<Question>,
}

/// The open questions that can still change a verdict, best first.
pub fn questions(description: &Description, rules: &Rules) -> Document<Questions> {
    Document::new("kubu-questions", Questions { questions: rules.questions(description) })
}
