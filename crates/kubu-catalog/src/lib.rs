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

/// The embedded catalogue, ready to be asked.
///
/// # Errors
///
/// What is wrong with the pack. The embedded one is tested; this speaks for a build from other files.
pub fn rules() -> Result<Rules, Vec<Diagnostic>> {
    let catalog: Catalog = serde_json::from_str(PACK).map_err(|error| {
        vec![Diagnostic::error(
            "broken-pack",
            "",
            format!("the embedded pack cannot be read: {error}"),
            "compile it again with `cargo xtask catalog`",
        )]
    })?;
    Rules::new(catalog)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_embedded_pack_compiles() {
        let rules = super::rules().expect("the pack is sound");
        assert!(rules.catalog().threats.len() >= 6);
    }
}
