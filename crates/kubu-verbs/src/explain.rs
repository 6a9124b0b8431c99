//! Why a threat or a control applies or not, and what would change it.

use kubu_core::{Assessment, Catalog, Diagnostic, Explanation, Flips, Risk, Rules, Strength, Verdict};
use serde::Serialize;

use crate::Document;
use crate::catalog::unknown_entry;

/// One entry explained: the content of a `kubu-explanation`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explained<'a> {
    /// The threat or control.
    pub id: &'a str,
    /// Its name.
    pub title: &'a str,
    /// Whether it applies.
    pub verdict: Verdict,
    /// Why.
    pub explanation: Explanation,
    /// The smallest changes of answers that flip the verdict.
    pub would_change_it: Flips,
    /// For a threat that applies or may apply.
    pub risk: Option<Risk>,
    /// For a threat, the controls that answer it; for a control, the threats that it answers.
    pub linked: Vec<Link<'a>>,
    /// What organisations say of it in their packs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NoteOf<'a>>,
}

/// What an organisation says of an entry that is not its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoteOf<'a> {
    /// The name of the organisation.
    pub name: &'a str,
    /// What it says, in Markdown.
    pub text: &'a str,
}

/// An entry at the other end of a mitigation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link<'a> {
    /// The threat or control.
    pub id: &'a str,
    /// Its name.
    pub title: &'a str,
    /// How much of the threat the control takes away.
    pub strength: Strength,
    /// Why the control answers the threat.
    pub why: &'a str,
}

/// Explains the verdict on the threat or control `id`.
///
/// # Errors
///
/// If the catalogue has none of this id.
pub fn explain<'a>(
    assessment: &Assessment,
    id: &'a str,
    rules: &'a Rules,
) -> Result<Document<Explained<'a>>, Vec<Diagnostic>> {
    let explained = threat(rules, assessment, id).or_else(|| control(rules, assessment, id));
    let explained = explained.ok_or_else(|| vec![unknown_entry(id, rules)])?;
    Ok(Document::new("kubu-explanation", explained))
}

fn notes<'a>(catalog: &'a Catalog, id: &'a str) -> Vec<NoteOf<'a>> {
    catalog.notes_on(id).map(|(pack, text)| NoteOf { name: &pack.name, text }).collect()
}

fn threat<'a>(rules: &'a Rules, assessment: &Assessment, id: &'a str) -> Option<Explained<'a>> {
    let catalog = rules.catalog();
    let threat = catalog.threat(&id.parse().ok()?)?;
    let finding = rules.report(&assessment.description).threats.into_iter().find(|finding| finding.id == threat.id)?;
    let linked = threat.mitigations.iter().filter_map(|mitigation| {
        let control = catalog.control(&mitigation.control)?;
        let (strength, why) = (mitigation.strength, mitigation.why.as_ref());
        Some(Link { id: control.id.as_str(), title: &control.title, strength, why })
    });
    Some(Explained {
        id,
        title: &threat.title,
        verdict: finding.verdict,
        explanation: finding.explanation,
        would_change_it: rules.flips_of_threat(&threat.id, &assessment.description)?,
        risk: finding.risk,
        linked: linked.collect(),
        notes: notes(catalog, id),
    })
}

fn control<'a>(rules: &'a Rules, assessment: &Assessment, id: &'a str) -> Option<Explained<'a>> {
    let catalog = rules.catalog();
    let control = catalog.control(&id.parse().ok()?)?;
    let finding =
        rules.report(&assessment.description).controls.into_iter().find(|finding| finding.id == control.id)?;
    let linked = catalog.threats.iter().filter_map(|threat| {
        let mitigation = threat.mitigations.iter().find(|mitigation| mitigation.control == control.id)?;
        Some(Link { id: threat.id.as_str(), title: &threat.title, strength: mitigation.strength, why: &mitigation.why })
    });
    Some(Explained {
        id,
        title: &control.title,
        verdict: finding.verdict,
        explanation: finding.explanation,
        would_change_it: rules.flips_of_control(&control.id, &assessment.description)?,
        risk: None,
        linked: linked.collect(),
        notes: notes(catalog, id),
    })
}
