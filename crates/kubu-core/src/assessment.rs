//! The assessment document: what people save, share and open again.
//!
//! In a file named `*.kubu.json` it is pretty-printed JSON with a fixed order of members. Members that this version
//! does not know are kept as they are, so a file passes through without loss. An older document is brought up to date
//! by steps that are only ever added to; a newer one opens as far as it is understood, and keeps its version.

mod migrate;
mod misfit;
mod read;

pub(crate) use read::Record;

use serde::{Serialize, Serializer};

use crate::{
    Catalog, ControlId, ControlRecord, ControlStatus, Description, Diagnostic, Level, PackId, PackRef, RiskRecord,
    Rules, SortedMap, ThreatId, Tolerance, Value, to_json,
};

/// One system's description, and the catalogue it was assessed with.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The version of the format: [`Assessment::SCHEMA_VERSION`], or the higher one of a document from a later Kubu.
    pub schema_version: u64,
    /// What the system is called.
    pub title: String,
    /// The catalogue that the document was last saved with; absent in a new one.
    pub catalog: Option<CatalogRef>,
    /// The packs of organisations that it was made with.
    pub packs: SortedMap<PackId, PackRef>,
    /// The system.
    pub description: Description,
    /// What is done about each level of risk.
    pub tolerance: SortedMap<Level, Tolerance>,
    /// How far each control is; those left out are not started.
    pub controls: SortedMap<ControlId, ControlRecord>,
    /// What the user says of each risk.
    pub risks: SortedMap<ThreatId, RiskRecord>,
    /// Members that this version does not know.
    pub other: SortedMap<String, Value>,
}

impl Default for Assessment {
    fn default() -> Self {
        Self {
            schema_version: Self::SCHEMA_VERSION,
            title: String::new(),
            catalog: None,
            packs: SortedMap::new(),
            description: Description::default(),
            tolerance: SortedMap::new(),
            controls: SortedMap::new(),
            risks: SortedMap::new(),
            other: SortedMap::new(),
        }
    }
}

/// Which catalogue a document was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CatalogRef {
    /// Whose catalogue.
    pub id: String,
    /// The version of the knowledge.
    pub version: String,
    /// The content hash of the pack.
    pub hash: String,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: SortedMap<String, Value>,
}

impl From<&Catalog> for CatalogRef {
    fn from(catalog: &Catalog) -> Self {
        let Catalog { id, version, hash, .. } = catalog;
        Self { id: id.clone(), version: version.clone(), hash: hash.clone(), other: SortedMap::new() }
    }
}

/// A document that could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The document.
    pub assessment: Assessment,
    /// The version that it was brought up from, if it was older.
    pub migrated_from: Option<u64>,
    /// What was kept but not understood.
    pub warnings: Vec<Diagnostic>,
}

impl Assessment {
    /// The value of `format` in every document.
    pub const FORMAT: &'static str = "kubu-assessment";
    /// The version of the format that this crate writes.
    pub const SCHEMA_VERSION: u64 = 1;
    /// The largest document that is read, in bytes: 8 MiB.
    pub const MAX_BYTES: usize = 8 * 1024 * 1024;
    /// The deepest nesting of lists and objects that is read.
    pub const MAX_DEPTH: usize = Value::MAX_DEPTH;
    /// The most flows that are read.
    pub const MAX_FLOWS: usize = 10_000;
    /// The most components that are read, and the most zones, answers, controls and risks.
    pub const MAX_ENTRIES: usize = 2_000;
    /// The longest name or title that is read, in characters.
    pub const MAX_NAME: usize = 1_000;

    /// How far a control is; one without a record is not started.
    pub fn status(&self, control: &ControlId) -> ControlStatus {
        self.controls.get(control).map_or(ControlStatus::NotStarted, |record| record.status)
    }

    /// Says in the document what it is made with: the catalogue, and every pack that was added to it. A pack that is
    /// not here now keeps its place, as what came of it does.
    pub fn stamp(&mut self, catalog: &Catalog) {
        self.catalog = Some(catalog.into());
        for (id, pack) in &catalog.packs {
            self.packs.insert(id.clone(), pack.clone());
        }
    }

    /// Reads a document, brings it up to date, and checks it against the catalogue.
    ///
    /// # Errors
    ///
    /// Everything that keeps the document from being read, each with its JSON Pointer.
    pub fn open(text: &str, rules: &Rules) -> Result<Opened, Vec<Diagnostic>> {
        let mut opened = read::document(text)?;
        // Written by a program without indents, a document can be many times as long when it is saved.
        if text.len() > Self::MAX_BYTES / (2 * Self::MAX_DEPTH) {
            let saved = opened.assessment.to_json().len();
            if saved > Self::MAX_BYTES {
                return Err(vec![read::too_large(&format!("as Kubu saves it, the file has {saved} bytes"))]);
            }
        }
        opened.warnings.extend(misfit::of(&opened.assessment, rules));
        Ok(opened)
    }

    /// The JSON Schema of the document, generated from the types that read it.
    #[cfg(feature = "schema")]
    pub fn json_schema() -> serde_json::Value {
        let mut schema = schemars::schema_for!(Document<'_>).to_value();
        if let Some(members) = schema.as_object_mut() {
            members.insert("$id".to_owned(), format!("urn:kubu:assessment:{}", Self::SCHEMA_VERSION).into());
            members.insert("title".to_owned(), "Kubu assessment".into());
            // The reader fills in what is left out.
            members.insert("required".to_owned(), vec!["format", "schema_version"].into());
        }
        schema
    }

    /// Writes the document: the same document always gives the same bytes.
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

impl Serialize for Assessment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = Document {
            schema: format!("urn:kubu:assessment:{}", self.schema_version),
            format: Self::FORMAT,
            schema_version: self.schema_version,
            title: &self.title,
            catalog: self.catalog.as_ref(),
            packs: &self.packs,
            description: &self.description,
            tolerance: &self.tolerance,
            controls: &self.controls,
            risks: &self.risks,
            other: &self.other,
        };
        document.serialize(serializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Assessment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Assessment".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Document::json_schema(generator)
    }
}

/// An assessment of Kubu: one system's description, and what is done about its risks.
// The members in the order written.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: String,
    format: &'a str,
    schema_version: u64,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog: Option<&'a CatalogRef>,
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    packs: &'a SortedMap<PackId, PackRef>,
    description: &'a Description,
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    tolerance: &'a SortedMap<Level, Tolerance>,
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    controls: &'a SortedMap<ControlId, ControlRecord>,
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    risks: &'a SortedMap<ThreatId, RiskRecord>,
    #[serde(flatten)]
    other: &'a SortedMap<String, Value>,
}
