//! How fast the core is.

use std::process::Command;

use anyhow::Result;

use crate::{layout, process};

/// Builds the benchmark of the core as the command is built, and prints its table.
///
/// # Errors
///
/// If it cannot be built, or stops early.
pub fn run() -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(layout::root()).args(["bench", "--package", "kubu-core", "--bench", "core"]);
    process::run(cargo.args(["--profile", "native"]))
}
