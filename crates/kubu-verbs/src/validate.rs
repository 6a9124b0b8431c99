//! Whether a document can be opened, and what became of it.

use kubu_core::{Assessment, Opened};
use serde::Serialize;

use crate::Document;

/// What a sound assessment holds: the content of a `kubu-validation`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Validated {
    /// How many facts are answered.
    pub answers: usize,
    /// How many components there are.
    pub components: usize,
    /// How many flows there are.
    pub flows: usize,
    /// The version that the document was brought up from, if it was older.
    pub migrated_from: Option<u64>,
}

/// A document brought up to date: the content of a `kubu-migration`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Migrated {
    /// The version that it was brought up from, if it was older.
    pub migrated_from: Option<u64>,
    /// The document as Kubu saves it.
    pub assessment: Assessment,
}

/// What a document that could be opened holds.
pub fn validate(opened: &Opened) -> Document<Validated> {
    let description = &opened.assessment.description;
    let validated = Validated {
        answers: description.answers.len(),
        components: description.components.len(),
        flows: description.flows.len(),
        migrated_from: opened.migrated_from,
    };
    Document::new("kubu-validation", validated)
}

/// The document as Kubu saves it.
pub fn migrate(opened: Opened) -> Document<Migrated> {
    let Opened { assessment, migrated_from, .. } = opened;
    Document::new("kubu-migration", Migrated { migrated_from, assessment })
}
