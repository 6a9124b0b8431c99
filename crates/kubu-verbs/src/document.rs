//! The frame of every answer.

use serde::Serialize;

/// An answer in JSON: it says what it is, and in which version.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "{T}Document"))]
pub struct Document<T> {
    /// What it is, such as `kubu-report`.
    pub format: &'static str,
    /// The version of that format.
    pub format_version: u32,
    /// What it says.
    #[serde(flatten)]
    pub content: T,
}

impl<T> Document<T> {
    /// An answer in version 0 of its format.
    pub const fn new(format: &'static str, content: T) -> Self {
        Self { format, format_version: 0, content }
    }
}
