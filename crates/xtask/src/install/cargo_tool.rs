//! Tools that cargo installs, each version in a folder of its own.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{layout, process, progress};

/// A tool written in Rust, at exactly one version.
#[derive(Debug)]
pub struct CargoTool {
    /// The name of the package.
    pub name: &'static str,
    /// The version that is wanted, and no other.
    pub version: String,
    program: &'static str,
    arguments: &'static [&'static str],
    /// How long installing takes on a small machine.
    minutes: u8,
}

/// Tools run briefly: a quick build of them is worth more than a fast program. With the usual profile Trunk alone takes
/// ten minutes on two cores.
const QUICK_BUILD: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

impl CargoTool {
    /// Builds the site. Later versions want a newer Rust.
    pub fn trunk() -> Self {
        Self {
            name: "trunk",
            version: "0.21.14".to_owned(),
            program: "trunk",
            arguments: &["--locked", "--no-default-features", "--features", "rustls"],
            minutes: 3,
        }
    }

    /// Joins WebAssembly and JavaScript; its version must be that of the library.
    pub fn wasm_bindgen(version: &str) -> Self {
        Self {
            name: "wasm-bindgen-cli",
            version: version.to_owned(),
            program: "wasm-bindgen",
            // Not locked: the lock file of 0.2.130 names a package that is no longer to be had.
            arguments: &[],
            minutes: 3,
        }
    }

    /// Judges the dependencies.
    pub fn deny() -> Self {
        Self {
            name: "cargo-deny",
            version: "0.20.2".to_owned(),
            program: "cargo-deny",
            arguments: &["--locked", "--no-default-features"],
            minutes: 3,
        }
    }

    /// Runs tests.
    pub fn nextest() -> Self {
        Self {
            name: "cargo-nextest",
            version: "0.9.143".to_owned(),
            program: "cargo-nextest",
            arguments: &["--locked", "--no-default-features"],
            minutes: 3,
        }
    }

    /// Where the program is, after installing it if need be.
    ///
    /// # Errors
    ///
    /// If it is missing and cannot be installed.
    pub fn ensure(&self) -> Result<PathBuf> {
        let program = self.folder().join("bin").join(self.program);
        if program.is_file() {
            return Ok(program);
        }
        if let Some(program) = self.of_user() {
            return Ok(program);
        }
        let Self { name, version, minutes, .. } = self;
        progress::step(&format!("Installing {name} {version} (about {minutes} minutes, once)"), || self.install())
            .with_context(|| {
                format!(
                    "{name} {version} could not be installed: see cargo's message above, make sure that this machine \
                     reaches the package registry, and run the command again; what is built already is kept"
                )
            })?;
        Ok(program)
    }

    fn folder(&self) -> PathBuf {
        layout::tools().join(format!("{}-{}", self.name, self.version))
    }

    /// The user's own program, if it has exactly the version that is wanted.
    fn of_user(&self) -> Option<PathBuf> {
        let program = super::on_path(&[self.program])?;
        let said = process::output(Command::new(&program).arg("--version")).ok()?;
        says_version(&said, &self.version).then_some(program)
    }

    fn install(&self) -> Result<()> {
        let mut command = Command::new("cargo");
        command
            .args(["install", self.name, "--version", &self.version])
            .args(self.arguments)
            .arg("--root")
            .arg(self.folder())
            .env("CARGO_TARGET_DIR", layout::tools().join("build"))
            .envs(QUICK_BUILD)
            .current_dir(layout::root());
        process::run(&mut command)
    }
}

/// Whether the second word of what a program says about its version is exactly this version.
fn says_version(said: &str, version: &str) -> bool {
    said.split_whitespace().nth(1) == Some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exactly_this_version_will_do() {
        assert!(says_version("trunk 0.21.14", "0.21.14"));
        assert!(says_version("cargo-nextest 0.9.143 (abc 2026-01-01)\nrelease: 0.9.143", "0.9.143"));
        assert!(!says_version("trunk 0.21.1", "0.21.14"));
        assert!(!says_version("wasm-bindgen 0.2.130-alpha", "0.2.130"));
        assert!(!says_version("", "0.2.130"));
    }
}
