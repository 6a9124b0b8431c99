//! Looking for inputs that break Kubu.

use std::process::Command;

use anyhow::Result;

use crate::{layout, process};

/// Changes known documents, packs and conditions at random, for so many seconds each.
///
/// # Errors
///
/// If something is found; it is shown, and kept in a file.
pub fn run(seconds: u64, seed: Option<u64>) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(layout::root()).args(["run", "--quiet", "--package", "kubu-fuzz", "--profile", "fuzz", "--"]);
    cargo.args(["--seconds", &seconds.to_string()]);
    cargo.args(seed.map(|seed| format!("--seed={seed}")));
    process::run(&mut cargo)
}
