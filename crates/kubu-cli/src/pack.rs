//! `kubu pack`: what an organisation adds to the catalogue.

use std::path::Path;

use kubu_catalog::authoring;
use kubu_core::{Addition, Catalog, CatalogRef, Rules};
use kubu_verbs::{Document, to_json};
use serde::Serialize;

use crate::{Failure, Format, input};

/// What a pack holds: the content of a `kubu-pack-check`.
#[derive(Serialize)]
struct Held {
    id: String,
    name: String,
    version: String,
    hash: String,
    /// The catalogue that it was made for.
    made_for: CatalogRef,
    facts: usize,
    threats: usize,
    controls: usize,
    mitigations: usize,
    notes: usize,
}

impl Held {
    fn of(addition: &Addition) -> Self {
        let Addition { id, name, version, hash, catalog, facts, threats, controls, notes, .. } = addition;
        let own: usize = threats.iter().map(|threat| threat.mitigations.len()).sum();
        Self {
            id: id.to_string(),
            name: name.clone(),
            version: version.clone(),
            hash: hash.clone(),
            made_for: catalog.clone(),
            facts: facts.len(),
            threats: threats.len(),
            controls: controls.len(),
            mitigations: own + addition.mitigations.len(),
            notes: notes.len(),
        }
    }

    fn sentence(&self) -> String {
        let Self { id, name, version, facts, threats, controls, mitigations, notes, .. } = self;
        format!(
            "{name}, {id} {version}: {facts} facts, {threats} threats, {controls} controls, {mitigations} mitigations \
             and {notes} notes are in order"
        )
    }
}

/// Compiles the authored files under `data`, and writes the pack to `output` or prints it.
pub(crate) fn build(data: &Path, output: Option<&Path>) -> Result<String, Failure> {
    let built = authoring::build(data, catalog()?).map_err(Failure::Findings)?;
    let Some(file) = output else { return Ok(built.pack) };
    std::fs::write(file, &built.pack).map_err(|error| {
        let message = format!("{} cannot be written: {error}", file.display());
        input::unusable("unwritable-file", &message, "name a file in a folder that you may write to")
    })?;
    Ok(format!("{}; {} cases hold.\n", Held::of(&built.addition).sentence(), built.cases))
}

/// Checks the pack in `file` as every program does that is given it.
pub(crate) fn check(file: &Path, format: Format) -> Result<String, Failure> {
    let text = input::pack(file)?;
    let addition = Addition::read(&text).map_err(Failure::Findings)?;
    let held = Held::of(&addition);
    let catalog = catalog()?;
    let here = format!("{} {}", catalog.id, catalog.version);
    catalog.with(addition).and_then(Rules::trusted).map_err(Failure::Findings)?;
    Ok(match format {
        Format::Json => to_json(&Document::new("kubu-pack-check", held)),
        Format::Text => {
            let CatalogRef { id, version, .. } = &held.made_for;
            format!("{}.\n{}\nMade for {id} {version}, checked with {here}.\n", held.sentence(), held.hash)
        }
    })
}

fn catalog() -> Result<Catalog, Failure> {
    kubu_catalog::catalog().map_err(Failure::BadInput)
}
