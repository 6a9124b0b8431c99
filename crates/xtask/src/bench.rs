//! How fast the core is, and the app.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{install, layout, process, site};

const BENCH: [&str; 4] = ["--package", "kubu-core", "--bench", "core"];

/// Builds the benchmark of the core as the command is built, and for WebAssembly for speed and as the site is built;
/// prints one table.
///
/// # Errors
///
/// If it cannot be built, or stops early.
pub fn core() -> Result<()> {
    install::for_measuring()?;
    let modules = ["native", "release"].into_iter().map(module).collect::<Result<Vec<_>>>()?;
    let mut cargo = Command::new("cargo");
    cargo.current_dir(layout::root()).arg("bench").args(BENCH).args(["--profile", "native", "--"]).args(modules);
    process::run(&mut cargo)
}

/// Builds the site and measures it in the browser: how soon it can be used, how soon an answer shows, and what much
/// clicking leaves in memory.
///
/// # Errors
///
/// If something is missing, or the site cannot be built or used.
pub fn web() -> Result<()> {
    site::build(&install::for_building()?)?;
    let kit = install::for_browser()?;
    let mut node = kit.command("node")?;
    node.arg(layout::tests().join("bench.mjs")).env("CHROMIUM", kit.chromium().context("the kit has no browser")?);
    process::run(&mut node)
}

/// The benchmark as a WebAssembly module.
fn module(profile: &str) -> Result<String> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(layout::root()).arg("build").args(BENCH).args(["--profile", profile]);
    cargo.args(["--target", install::WASM, "--message-format", "json-render-diagnostics"]);
    let messages = process::output(&mut cargo)?;
    executable(&messages).context("cargo built the benchmark for WebAssembly and did not say where it is")
}

/// The last program among cargo's messages.
fn executable(messages: &str) -> Option<String> {
    let messages = messages.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.filter_map(|message| message.get("executable")?.as_str().map(str::to_owned)).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_program_is_found() {
        let messages = r#"{"executable":null}
{"executable":"a.wasm"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(executable(messages).as_deref(), Some("a.wasm"));
        assert_eq!(executable("").as_deref(), None);
    }
}
