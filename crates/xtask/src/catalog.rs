//! Compiling the authored catalogue to its pack, and the example packs of organisations that add to it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use kubu_catalog::authoring;
use kubu_core::{Catalog, Diagnostic};

use crate::layout;

/// Compiles the authored files and writes the packs that changed.
///
/// # Errors
///
/// If the files are not sound (each fault is printed), or the pack cannot be written.
pub fn compile() -> Result<()> {
    let data = authoring::own_data();
    let compiled = authoring::compile(&data).or_else(|faults| unsound(&data, &faults))?;
    write(&authoring::own_pack(), &compiled.pack, compiled.cases)?;
    // The stamp of the catalogue is in each of them.
    let catalog: Catalog = serde_json::from_str(&compiled.pack)?;
    for entry in fs::read_dir(layout::root().join("examples/packs"))? {
        let data = entry?.path();
        if data.is_dir() {
            let built = authoring::build(&data, catalog.clone()).or_else(|faults| unsound(&data, &faults))?;
            write(&data.with_extension("kubu-pack.json"), &built.pack, built.cases)?;
        }
    }
    Ok(())
}

fn unsound<T>(data: &Path, faults: &[Diagnostic]) -> Result<T> {
    for fault in faults {
        eprintln!("{fault}");
    }
    bail!("the entries in {} are not sound: mend what is listed above", layout::shown(data));
}

fn write(path: &Path, pack: &str, cases: usize) -> Result<()> {
    let shown = layout::shown(path);
    // An unchanged file keeps its time, so that cargo does not compile again all that embeds it.
    if fs::read_to_string(path).is_ok_and(|present| present == pack) {
        println!("{shown} is up to date; {cases} cases passed");
        return Ok(());
    }
    fs::write(path, pack).with_context(|| format!("could not write {shown}"))?;
    println!("{shown} is written; {cases} cases passed");
    Ok(())
}
