//! Building the site with Trunk.

use anyhow::{Context, Result};

use crate::install::{self, Kit};
use crate::{catalog, process, progress};

/// Compiles the catalogue and builds a release of the site into `dist/`.
///
/// # Errors
///
/// If the catalogue is not sound or the build fails.
pub fn build(kit: &Kit) -> Result<()> {
    catalog::compile()?;
    progress::step("Building the site", || {
        // Trunk works offline below: whatever cargo may lack is fetched before. What the standard library needs for
        // WebAssembly is fetched for a named target only.
        let mut fetch = kit.command("cargo")?;
        fetch.args(["fetch", "--locked", "--quiet", "--target", install::WASM]);
        install::smallest(&mut fetch);
        process::run(&mut fetch)?;
        let mut trunk = kit.command(kit.place("trunk"))?;
        // Offline, Trunk takes the tools that are on PATH or fails, and never downloads others.
        trunk.args(["build", "--release", "--offline=true", "--locked=true", "--skip-version-check"]);
        install::smallest(&mut trunk);
        // Trunk 0.21 takes the usual value of this variable for a mistake and stops.
        trunk.env_remove("NO_COLOR");
        process::run(&mut trunk).context("the site could not be built: see the messages above")
    })
}
