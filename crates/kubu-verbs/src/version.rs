//! Which Kubu this is.

use kubu_core::{Assessment, CatalogRef, PackId, PackRef, Rules, SortedMap};
use serde::Serialize;

use crate::Document;

/// The content of a `kubu-version`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Version<'a> {
    /// The version of Kubu.
    pub version: &'static str,
    /// The version of assessments that it writes.
    pub schema_version: u64,
    /// The catalogue that it answers with.
    pub catalog: CatalogRef,
    /// The packs of organisations that were added to it.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub packs: &'a SortedMap<PackId, PackRef>,
}

/// Which Kubu this is, and with which catalogue it answers.
pub fn version(rules: &Rules) -> Document<Version<'_>> {
    let (version, schema_version) = (env!("CARGO_PKG_VERSION"), Assessment::SCHEMA_VERSION);
    Document::new(
        "kubu-version",
        Version { version, schema_version, catalog: rules.catalog().into(), packs: &rules.catalog().packs },
    )
}
