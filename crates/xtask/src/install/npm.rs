//! Packages of npm, as `package-lock.json` beside `package.json` pins them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{layout, process, progress};

/// The oldest Node that will do.
const OLDEST_NODE: u32 = 20;

/// Makes sure that Node is there and not too old.
///
/// # Errors
///
/// If it is not.
pub fn ensure_node() -> Result<()> {
    let advice = || {
        format!(
            "Node {OLDEST_NODE} or later is needed, with npm, to make the WebAssembly small and to test: install it"
        )
    };
    let said = process::output(Command::new("node").arg("--version")).with_context(advice)?;
    if major(&said).is_none_or(|major| major < OLDEST_NODE) {
        bail!("this machine has Node {said}: {}", advice());
    }
    if super::on_path(&["npm", "npm.cmd"]).is_none() {
        bail!("this machine has Node, but no npm: {}", advice());
    }
    Ok(())
}

/// Makes sure that the packages that a folder's lock file pins are installed there.
///
/// # Errors
///
/// If they are not and npm cannot install them.
pub fn ensure(folder: &Path) -> Result<()> {
    let wanted = fs::read_to_string(folder.join("package-lock.json"))
        .with_context(|| format!("could not read package-lock.json in {}", layout::shown(folder)))?;
    let present = fs::read_to_string(folder.join("node_modules/.package-lock.json")).unwrap_or_default();
    if is_installed(&wanted, &present) {
        return Ok(());
    }
    let shown = layout::shown(folder);
    progress::step(&format!("Installing the npm packages of {shown} (seconds, once)"), || {
        let mut command = Command::new("npm");
        command.args(["ci", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]).arg(folder);
        process::run(command.current_dir(layout::root()))
    })
    .with_context(|| {
        format!(
            "the npm packages of {shown} could not be installed: see npm's message above, make sure that this machine \
             reaches npm's registry, and run the command again"
        )
    })
}

/// The version of an installed package.
///
/// # Errors
///
/// If the package is not there.
pub fn version(folder: &Path, package: &str) -> Result<String> {
    let path = folder.join("node_modules").join(package).join("package.json");
    let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", layout::shown(&path)))?;
    let description: Value =
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", layout::shown(&path)))?;
    let version = description.get("version").and_then(Value::as_str);
    version.map(str::to_owned).with_context(|| format!("{} names no version", layout::shown(&path)))
}

/// Whether all packages of a lock file are installed, by the account that npm keeps in `node_modules`: it is a lock
/// file, too, and names the same content for each.
fn is_installed(wanted: &str, present: &str) -> bool {
    let (Ok(wanted), Ok(present)) = (serde_json::from_str::<Value>(wanted), serde_json::from_str::<Value>(present))
    else {
        return false;
    };
    let Some(packages) = wanted.get("packages").and_then(Value::as_object) else { return false };
    // The entry without a name is the folder itself.
    packages.iter().filter(|(path, _)| !path.is_empty()).all(|(path, package)| {
        let found = present.get("packages").and_then(|packages| packages.get(path));
        found.is_some_and(|found| found.get("integrity") == package.get("integrity"))
    })
}

/// The first number of a version such as `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"{ "packages": { "": {}, "node_modules/a": { "integrity": "sha512-1" } } }"#;

    #[test]
    fn packages_are_compared_by_content() {
        let account = r#"{ "packages": { "node_modules/a": { "integrity": "sha512-1", "resolved": "elsewhere" } } }"#;
        assert!(is_installed(LOCK, account));
        assert!(!is_installed(LOCK, &account.replace("sha512-1", "sha512-2")));
        assert!(!is_installed(LOCK, r#"{ "packages": {} }"#));
        assert!(!is_installed(LOCK, ""));
    }

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("none"), None);
    }

    #[test]
    fn lock_files_name_no_server() {
        for folder in [layout::web(), layout::tests()] {
            let lock = fs::read_to_string(folder.join("package-lock.json")).expect("it is committed");
            assert!(
                !lock.contains("\"resolved\""),
                "write {} again with omit-lockfile-registry-resolved",
                folder.display()
            );
        }
    }
}
