//! Versions that two files must agree on.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use crate::layout;

/// The version of wasm-bindgen in `Cargo.lock`; its command-line tool must have exactly this one.
///
/// # Errors
///
/// If the file cannot be read or names none.
pub fn wasm_bindgen() -> Result<String> {
    let path = layout::root().join("Cargo.lock");
    let text = read(&path)?;
    locked(&text, "wasm-bindgen").context("Cargo.lock names no single wasm-bindgen: run `cargo update --workspace`")
}

/// Checks that `Trunk.toml` asks for the tools that are installed: Trunk would look for others and find none.
///
/// # Errors
///
/// If a version there is another one.
pub fn check_trunk(wasm_bindgen: &str, binaryen: &str) -> Result<()> {
    let text = read(&layout::root().join("Trunk.toml"))?;
    let asked: Table = text.parse().context("Trunk.toml is no TOML: mend it at the place named here")?;
    let major = binaryen.split('.').next().unwrap_or(binaryen);
    let wanted = [("wasm_bindgen", wasm_bindgen.to_owned()), ("wasm_opt", format!("version_{major}"))];
    for (tool, wanted) in wanted {
        let found = asked.get("tools").and_then(|tools| tools.get(tool)).and_then(Value::as_str);
        if found != Some(wanted.as_str()) {
            let found = found.map_or("names none".to_owned(), |found| format!("has \"{found}\""));
            let source = if tool == "wasm_opt" { "web/package.json" } else { "Cargo.lock" };
            bail!(
                "the version of {tool} in Trunk.toml must be the one of {source}, but it {found}: \
                 write {tool} = \"{wanted}\" under [tools] in Trunk.toml"
            );
        }
    }
    Ok(())
}

/// The version of a package in the text of a `Cargo.lock`, if there is exactly one.
fn locked(text: &str, package: &str) -> Option<String> {
    let lock: Table = text.parse().ok()?;
    let mut versions = lock
        .get("package")?
        .as_array()?
        .iter()
        .filter(|entry| entry.get("name").and_then(Value::as_str) == Some(package))
        .filter_map(|entry| entry.get("version").and_then(Value::as_str));
    let version = versions.next()?;
    versions.next().is_none().then(|| version.to_owned())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("could not read {}", layout::shown(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
        version = 4
        [[package]]
        name = "wasm-bindgen"
        version = "0.2.130"
        [[package]]
        name = "wasm-bindgen-macro"
        version = "0.2.131"
        [[package]]
        name = "syn"
        version = "1.0.0"
        [[package]]
        name = "syn"
        version = "2.0.0"
    "#;

    #[test]
    fn the_version_of_exactly_this_package_is_found() {
        assert_eq!(locked(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    }

    #[test]
    fn none_and_several_are_no_version() {
        assert_eq!(locked(LOCK, "yew"), None);
        assert_eq!(locked(LOCK, "syn"), None);
        assert_eq!(locked("not TOML at all", "syn"), None);
    }
}
