//! What the catalogue holds.

use kubu_core::{Control, Diagnostic, Fact, Rules, Step, Threat};
use serde::Serialize;

use crate::Document;

/// The content of a `kubu-catalog-list`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CatalogList"))]
pub struct List<'a> {
    /// The steps of a risk assessment.
    pub steps: &'a [Step],
    /// The threats.
    pub threats: Vec<Entry<'a>>,
    /// The controls.
    pub controls: Vec<Entry<'a>>,
}

/// A threat or control by name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub title: &'a str,
}

/// An entry as the catalogue holds it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Found<'a> {
    /// A threat.
    Threat(Document<&'a Threat>),
    /// A control.
    Control(Document<&'a Control>),
    /// A fact, with the question that asks for it.
    Fact(Document<&'a Fact>),
}

/// The steps of the assessment, the threats and the controls.
pub fn list(rules: &Rules) -> Document<List<'_>> {
    let catalog = rules.catalog();
    let list = List {
        steps: &catalog.steps,
        threats: catalog.threats.iter().map(|t| Entry { id: t.id.as_str(), title: &t.title }).collect(),
        controls: catalog.controls.iter().map(|c| Entry { id: c.id.as_str(), title: &c.title }).collect(),
    };
    Document::new("kubu-catalog-list", list)
}

/// The threat, control or fact of this id.
///
/// # Errors
///
/// If there is none.
pub fn find<'a>(id: &str, rules: &'a Rules) -> Result<Found<'a>, Vec<Diagnostic>> {
    let catalog = rules.catalog();
    let threat = || Some(Found::Threat(Document::new("kubu-threat", catalog.threat(&id.parse().ok()?)?)));
    let control = || Some(Found::Control(Document::new("kubu-control", catalog.control(&id.parse().ok()?)?)));
    let fact = || Some(Found::Fact(Document::new("kubu-fact", rules.fact(&id.parse().ok()?)?)));
    threat().or_else(control).or_else(fact).ok_or_else(|| vec![unknown_entry(id, rules)])
}

/// Nobody knows a threat, a control or a fact of this id.
pub fn unknown_entry(id: &str, rules: &Rules) -> Diagnostic {
    let catalog = rules.catalog();
    let ids = catalog.threats.iter().map(|t| t.id.as_str()).chain(catalog.controls.iter().map(|c| c.id.as_str()));
    let near = kubu_core::nearest(id, ids);
    let help =
        near.map_or_else(|| "`kubu catalog list` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    Diagnostic::error("unknown-entry", "", format!("this catalogue has no threat or control `{id}`"), help)
}
