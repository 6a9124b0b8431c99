//! From authored files to a pack.
//!
//! ```text
//! data/catalog.toml      whose catalogue, stages, items, addendum controls, groups of questions
//! data/frameworks/*.toml ids and titles of a list that others keep
//! data/facts/*.toml      one file for each question
//! data/threats/*.toml    one file for each threat, with its cases
//! data/controls/*.toml   one file for each control
//! ```
//!
//! The name of a file is the id of its entry. A pack of an organisation has the same folders, and instead of the first
//! file `pack.toml`: whose pack, groups of questions, mitigations and notes. There the name of a file is the id of its
//! entry without the pack's own: `threats/vendor-exit.toml` of the pack `bank` is `bank:vendor-exit`.

mod cases;
mod compile;
mod located;
mod pack;
mod quality;
mod source;

use std::path::{Path, PathBuf};

use kubu_core::{Addition, Catalog, Diagnostic, Rules};

use located::Lists;

/// A catalogue that was read, checked and tested.
#[derive(Debug)]
pub struct Compiled {
    /// The catalogue, ready to be asked.
    pub rules: Rules,
    /// The canonical pack.
    pub pack: String,
    /// How many cases of entries were tried.
    pub cases: usize,
}

/// Reads, checks and compiles the authored files under `data`, and tries every case in them.
///
/// # Errors
///
/// Everything that is wrong, each with the file and the field.
pub fn compile(data: &Path) -> Result<Compiled, Vec<Diagnostic>> {
    let (file, source) = source::of_catalog(data)?;
    let mut catalog = compile::catalog(&file, &source)?;
    let pack = pack::seal(&mut catalog);
    let lists = Lists::of_catalog(&catalog);
    let rules = Rules::new(catalog).map_err(|errors| lists.located(errors))?;
    let mut errors = quality::check(&source, &rules);
    let (cases, failed) = cases::run(&source, &rules);
    errors.extend(failed);
    if errors.is_empty() { Ok(Compiled { rules, pack, cases }) } else { Err(errors) }
}

/// A pack of an organisation that was read, checked and tested.
#[derive(Debug)]
pub struct Built {
    /// What it adds.
    pub addition: Addition,
    /// The canonical pack.
    pub pack: String,
    /// How many cases of entries were tried.
    pub cases: usize,
}

/// Reads, checks and compiles the authored files of a pack under `data`, which adds to the catalogue `base`, and tries
/// every case in them.
///
/// # Errors
///
/// Everything that is wrong, each with the file and the field.
pub fn build(data: &Path, base: Catalog) -> Result<Built, Vec<Diagnostic>> {
    let (file, source) = source::of_pack(data)?;
    let mut addition = compile::addition(file, &source, &base)?;
    let pack = pack::seal_addition(&mut addition);
    let lists = Lists::of_addition(&addition);
    let rules = base.with(addition.clone()).and_then(Rules::trusted).map_err(|errors| lists.located(errors))?;
    let mut errors = quality::check(&source, &rules);
    let (cases, failed) = cases::run(&source, &rules);
    errors.extend(failed);
    if errors.is_empty() { Ok(Built { addition, pack, cases }) } else { Err(errors) }
}

/// The authored files of Kubu's own catalogue, in a checkout of its repository.
pub fn own_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The pack that Kubu's own catalogue is compiled to, in a checkout of its repository.
pub fn own_pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pack/kubu.pack.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(errors: &[Diagnostic]) -> String {
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_committed_pack_is_what_the_files_compile_to() {
        let compiled = compile(&own_data()).map_err(|errors| texts(&errors)).expect("the catalogue is sound");
        let committed = std::fs::read_to_string(own_pack()).expect("the pack is committed");
        assert!(committed == compiled.pack, "the pack is stale: run `cargo xtask catalog`");
    }

    #[test]
    fn the_hash_is_over_the_pack_with_an_empty_hash() {
        use sha2::{Digest, Sha256};
        let pack = std::fs::read_to_string(own_pack()).expect("the pack is committed");
        let catalog: kubu_core::Catalog = serde_json::from_str(&pack).expect("a pack");
        let emptied = pack.replacen(&catalog.hash, "", 1);
        let digest: String = Sha256::digest(emptied).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(catalog.hash, format!("sha256:{digest}"));
    }

    #[test]
    fn every_fault_is_reported_with_its_file_and_what_to_do() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faulty");
        for kind in ["files", "conditions", "references", "quality"] {
            let errors = compile(&folder.join(kind)).expect_err("every entry there is faulty");
            let expected = std::fs::read_to_string(folder.join(kind).join("expected.txt")).unwrap_or_default();
            assert!(texts(&errors) == expected.trim_end(), "{kind}:\n{}", texts(&errors));
        }
        for kind in ["pack-references", "pack-quality"] {
            let errors = build(&folder.join(kind), own()).expect_err("every entry there is faulty");
            let expected = std::fs::read_to_string(folder.join(kind).join("expected.txt")).unwrap_or_default();
            assert!(texts(&errors) == expected.trim_end(), "{kind}:\n{}", texts(&errors));
        }
    }

    fn own() -> Catalog {
        crate::catalog().expect("the catalogue is sound")
    }

    #[test]
    fn a_built_pack_is_read_as_it_was_written() {
        let bank = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/packs/bank");
        let built = build(&bank, own()).map_err(|errors| texts(&errors)).expect("the example is sound");
        assert_eq!(Addition::read(&built.pack), Ok(built.addition));
        assert_eq!(built.cases, 8);
    }
}
