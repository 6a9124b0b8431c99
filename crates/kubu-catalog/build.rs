//! Writes the pack in the form that programs embed.

use std::path::Path;
use std::{env, fs};

use kubu_core::Catalog;

const PACK: &str = "pack/kubu.pack.json";

fn main() {
    println!("cargo::rerun-if-changed={PACK}");
    // A pack from before a change of the catalogue's types cannot be read any more. This must still build then, since
    // it is part of what compiles the pack again: what is embedded is broken until that is done, and tests say so.
    let bytes = embedded().unwrap_or_else(|reason| {
        println!("cargo::warning={PACK}: {reason}: compile it again with `cargo xtask catalog`");
        Vec::new()
    });
    // A program that is given these bytes instead of embedding them knows them by this.
    println!("cargo::rustc-env=KUBU_PACK_CHECKSUM={}", kubu_pack::checksum(&bytes));
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("kubu.pack"), bytes).expect("the folder of the build can be written to");
}

fn embedded() -> Result<Vec<u8>, String> {
    let text = fs::read_to_string(PACK).map_err(|error| error.to_string())?;
    let catalog: Catalog = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let bytes = kubu_pack::write(&catalog).map_err(|error| error.to_string())?;
    match kubu_pack::read::<Catalog>(&bytes) {
        Ok(same) if same == catalog => Ok(bytes),
        _ => Err("the catalogue's types have a member that kubu-pack cannot carry".to_owned()),
    }
}
