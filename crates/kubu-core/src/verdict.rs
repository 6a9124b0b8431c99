//! The three values of a verdict.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whether a threat or a control applies, exact over every way the open facts may still be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It applies however the open facts are answered.
    Applies,
    /// It could still go either way.
    Undetermined,
    /// It cannot apply, however the open facts are answered.
    DoesNotApply,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Applies => "applies",
            Self::Undetermined => "undetermined",
            Self::DoesNotApply => "does not apply",
        })
    }
}
