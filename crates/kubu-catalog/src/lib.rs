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
    read(EMBEDDED)
}

/// The catalogue of this build from bytes that are given to it: a program that does not embed them reads them so.
///
/// # Errors
///
/// If they are not those of [`EMBEDDED`] in this build.
pub fn given(bytes: &[u8]) -> Result<Catalog, Vec<Diagnostic>> {
    if kubu_pack::checksum(bytes).to_string() == env!("KUBU_PACK_CHECKSUM") {
        return read(bytes);
    }
    let (message, help) = ("these are not the bytes of this version's catalogue", "give the file that came with it");
    Err(vec![Diagnostic::error("other-pack", "", message, help)])
}

fn read(bytes: &[u8]) -> Result<Catalog, Vec<Diagnostic>> {
    kubu_pack::read(bytes).map_err(|_| {
        let help = "compile it again with `cargo xtask catalog`";
        vec![Diagnostic::error("broken-pack", "", "the embedded pack cannot be read", help)]
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
    #[test]
    fn only_the_bytes_of_this_build_are_taken_for_the_catalogue() {
        assert!(super::given(super::EMBEDDED).is_ok());
        for bytes in [&[][..], &super::EMBEDDED[1..], super::PACK.as_bytes()] {
            assert_eq!(super::given(bytes).expect_err("it is another pack")[0].code, "other-pack");
        }
    }

    #[test]
    fn bytes_that_are_not_the_pack_are_refused_without_a_panic() {
        for change in 0..200 {
            let mut bytes = super::EMBEDDED.to_vec();
            // Most of them where the lengths and numbers are, before the texts.
            let place = change * change * bytes.len() / (200 * 200);
            bytes[place] = bytes[place].wrapping_add(1 + (change % 250) as u8);
            if let Ok(catalog) = kubu_pack::read::<Catalog>(&bytes) {
                assert_eq!(catalog.facts.len(), super::rules().expect("the pack is sound").catalog().facts.len());
            }
            assert!(kubu_pack::read::<Catalog>(&bytes[..place]).is_err());
        }
    }
}
