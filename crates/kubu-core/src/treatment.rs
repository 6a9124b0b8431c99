//! Treatment: what is done about risks, and what remains of them.
//!
//! Written, monotone rules take a risk from *inherent* (without any control) to *current* (with what is in place) and
//! *residual* (with what is planned as well): each control that answers the cause lowers the likelihood by one, each
//! that helps by a half; what is in place partly counts half as much; what is left of a half is dropped; nothing goes
//! below 1. So a control never raises a risk.

mod answered;
mod next_controls;
mod register;
mod smallest_set;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Factor, SortedMap, Value};

pub use next_controls::NextControl;
pub use register::{Cell, Register, RegisterEntry};
pub use smallest_set::ControlSet;

/// How far a control is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ControlStatus {
    /// Nothing is done.
    #[default]
    NotStarted,
    /// It will be done.
    Planned,
    /// A part of it is in place.
    Partly,
    /// It is in place.
    Implemented,
    /// Something else does the same.
    Alternative,
    /// It makes no sense here; the reason says why.
    NotApplicable,
}

impl fmt::Display for ControlStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NotStarted => "not started",
            Self::Planned => "planned",
            Self::Partly => "partly in place",
            Self::Implemented => "in place",
            Self::Alternative => "replaced by something else",
            Self::NotApplicable => "not applicable",
        })
    }
}

/// What is known of a control on this system.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ControlRecord {
    /// How far it is.
    pub status: ControlStatus,
    /// Why, where the status needs a reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// By when, as `2026-11-23`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub due: String,
    /// What shows that it is in place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// Anything else, in Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: SortedMap<String, Value>,
}

/// What the user says of a risk.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RiskRecord {
    /// Factors that the user knows better, each with a reason.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub overruled: SortedMap<Factor, Overrule>,
    /// When it was identified, as `2026-11-23`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub identified: String,
    /// What is done about it; absent while nobody has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treatment: Option<Treatment>,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: SortedMap<String, Value>,
}

/// A factor that the user sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overrule {
    /// The value, 1 to 5.
    pub value: u8,
    /// Why.
    pub reason: String,
}

/// The four responses to a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    /// Lower it by controls.
    Mitigate,
    /// Live with it, within tolerance.
    Accept,
    /// Let somebody else bear it.
    Transfer,
    /// Stop what brings it about.
    Avoid,
}

/// What is done about a risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Treatment {
    /// The response.
    pub response: Response,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// Who keeps what remains within tolerance.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// What will be done, with dates.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub plan: String,
    /// How far the plan is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub progress: String,
    /// When it is looked at again, as `2026-11-23`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub review: String,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: SortedMap<String, Value>,
}

/// What is done about a level of risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tolerance {
    /// Whether a risk of this level may remain.
    pub acceptable: bool,
    /// What must be done, and within what time.
    #[serde(default)]
    pub rule: String,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: SortedMap<String, Value>,
}
