//! The knowledge of Kubu.
//!
//! Authored files under `data/` (one for each fact, threat, control and framework) are compiled to one canonical
//! [pack](PACK), which is committed and embedded. With the feature `authoring` this crate also reads, checks and
//! compiles authored files; the browser needs only the pack.

#[cfg(feature = "authoring")]
pub mod authoring;
pub mod prose;
pub mod stats;

use kubu_core::{Catalog, Diagnostic, Rules};

/// The compiled catalogue, as canonical JSON.
pub const PACK: &str = include_str!("../pack/kubu.pack.json");

/// The same in the form that is embedded: fewer bytes, and much less code to read them.
pub const EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/kubu.pack"));

/// The embedded catalogue, ready to be asked.
///
/// # Errors
///
/// What is wrong with the pack. The embedded one is tested; this speaks for a build from other files.
pub fn rules() -> Result<Rules, Vec<Diagnostic>> {
    Rules::trusted(catalog()?)
}

/// The embedded catalogue, for packs of organisations to be [added](Catalog::with).
///
/// # Errors
///
/// As for [`rules`].
pub fn catalog() -> Result<Catalog, Vec<Diagnostic>> {
    kubu_pack::read(EMBEDDED).map_err(|_| {
        vec![Diagnostic::error(
            "broken-pack",
            "",
            "the embedded pack cannot be read",
            "compile it again with `cargo xtask catalog`",
        )]
    })
}

#[cfg(test)]
mod tests {
    use kubu_core::{Catalog, Rules};

    #[test]
    fn the_embedded_catalogue_is_the_pack_and_passes_every_check() {
        let rules = super::rules().expect("the pack is sound");
        assert!(rules.catalog().threats.len() >= 6);
        let pack: Catalog = serde_json::from_str(super::PACK).expect("the pack can be read");
        assert_eq!(*rules.catalog(), pack);
        if let Err(errors) = Rules::new(pack) {
            panic!("{errors:#?}");
        }
    }
}
