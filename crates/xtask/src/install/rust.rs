//! The parts of Rust that rustup adds: the standard library for WebAssembly, clippy and rustfmt.
//!
//! The compiler itself is asked what it has, so that a Rust without rustup will do if it is complete.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::{layout, process, progress};

/// The target of the app.
pub const WASM: &str = "wasm32-unknown-unknown";

/// What the compiler has for WebAssembly.
#[derive(Debug)]
pub struct WasmTarget {
    /// The compiler's version.
    pub version: String,
    /// Where the standard library is.
    pub library: PathBuf,
}

/// Makes sure that the compiler can build for WebAssembly.
///
/// # Errors
///
/// If the standard library is missing and rustup cannot add it.
pub fn ensure_wasm_target() -> Result<WasmTarget> {
    let said = process::output(Command::new("rustc").arg("--version").current_dir(layout::root()))?;
    let version = said.split_whitespace().nth(1).unwrap_or("unknown").to_owned();
    let mut library = Command::new("rustc");
    library.args(["--print", "target-libdir", "--target", WASM]).current_dir(layout::root());
    let library = PathBuf::from(process::output(&mut library)?);
    if !has_standard_library(&library) {
        add("target", &[WASM]).context(
            "the standard library of Rust for wasm32-unknown-unknown is missing and could not be added: the app is \
             WebAssembly and cannot be built without it; if this Rust does not come from rustup, or rustup cannot \
             reach its server, see \"If the wasm target cannot be added\" in README.md",
        )?;
    }
    Ok(WasmTarget { version, library })
}

/// Makes sure that the source of the standard library is there: see [`smallest`].
///
/// # Errors
///
/// If it is missing and rustup cannot add it.
pub fn ensure_source() -> Result<()> {
    let root = process::output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(layout::root()))?;
    if Path::new(&root).join("lib/rustlib/src/rust/library/Cargo.lock").is_file() {
        return Ok(());
    }
    add("component", &["rust-src"]).context(
        "the source of Rust's standard library could not be added: a release compiles it anew, for size; install it as \
         your Rust was installed, for example with `rustup component add rust-src`",
    )
}

/// Lets cargo compile a release for WebAssembly as small as it can: the standard library is compiled with it, for size, and
/// a panic stops at once, without a message that nobody would see. That takes 26 KB (brotli) from the site. Functions of
/// the same code stay apart until `split` has told by their names where they belong, and makes them one.
///
/// Rust has no stable name for either yet: `RUSTC_BOOTSTRAP` lets the stable compiler take the unstable ones.
pub fn smallest(command: &mut Command) {
    command.env("RUSTC_BOOTSTRAP", "1");
    command.env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
    command.env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
    command.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Cpanic=immediate-abort -Zmerge-functions=disabled -Zunstable-options",
    );
}

/// Makes sure that clippy and rustfmt are there.
///
/// # Errors
///
/// If one is missing and rustup cannot add it.
pub fn ensure_components() -> Result<()> {
    let missing: Vec<&str> = [("clippy", "clippy"), ("rustfmt", "fmt")]
        .into_iter()
        .filter(|(_, command)| !answers(command))
        .map(|(component, _)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    add("component", &missing).with_context(|| {
        format!(
            "{} could not be added: the tests need it; install it as your Rust was installed, for example with \
             `rustup component add {}`",
            missing.join(" and "),
            missing.join(" ")
        )
    })
}

fn add(what: &str, names: &[&str]) -> Result<()> {
    progress::step(&format!("Adding {} to Rust (seconds, once)", names.join(" and ")), || {
        process::run(Command::new("rustup").args([what, "add"]).args(names).current_dir(layout::root()))
    })
}

/// Whether cargo has this command of its own.
fn answers(command: &str) -> bool {
    Command::new("cargo")
        .args([command, "--version"])
        .current_dir(layout::root())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether a folder holds the compiled standard library; it exists without one, too.
fn has_standard_library(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_the_library_has_none() {
        assert!(!has_standard_library(Path::new(env!("CARGO_MANIFEST_DIR"))));
        assert!(!has_standard_library(Path::new("no/such/folder")));
    }
}
