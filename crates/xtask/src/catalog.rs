//! Compiling the authored catalogue to its pack.

use std::fs;

use anyhow::{Context, Result, bail};
use kubu_catalog::authoring;

use crate::layout;

/// Compiles the authored files and writes the pack if it changed.
///
/// # Errors
///
/// If the files are not sound (each fault is printed), or the pack cannot be written.
pub fn compile() -> Result<()> {
    let data = authoring::own_data();
    let compiled = match authoring::compile(&data) {
        Ok(compiled) => compiled,
        Err(faults) => {
            for fault in &faults {
                eprintln!("{fault}");
            }
            bail!("the catalogue in {} is not sound: mend what is listed above", layout::shown(&data));
        }
    };
    let path = authoring::own_pack();
    let shown = layout::shown(&path);
    // An unchanged file keeps its time, so that cargo does not compile again all that embeds it.
    if fs::read_to_string(&path).is_ok_and(|pack| pack == compiled.pack) {
        println!("{shown} is up to date; {} cases passed", compiled.cases);
        return Ok(());
    }
    fs::write(&path, &compiled.pack).with_context(|| format!("could not write {shown}"))?;
    println!("{shown} is written; {} cases passed", compiled.cases);
    Ok(())
}
