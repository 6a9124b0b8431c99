//! Whose an entry is: the catalogue's own, or that of an organisation with a pack.

use kubu_core::{Catalog, PackRef};

/// After an id: a comma and the name of the organisation that the entry is of; nothing for the catalogue's own.
pub(crate) fn of(catalog: &Catalog, id: &str) -> String {
    catalog.owner(id).map_or_else(String::new, |pack| format!(", {}", pack.name))
}

/// The packs in use, each in a sentence.
pub(crate) fn packs(catalog: &Catalog) -> impl Iterator<Item = String> {
    catalog.packs.iter().map(|(id, PackRef { name, version, hash, .. })| {
        format!("With the pack of {name}: {id} {version}, {}", hash.get(..15).unwrap_or_default())
    })
}
