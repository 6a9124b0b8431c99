//! The files of a folder, in an order that does not depend on the machine.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::layout;

/// All files under a folder as sorted relative paths with forward slashes.
///
/// # Errors
///
/// If a folder cannot be read, or a name is not Unicode.
pub fn list(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    files.sort();
    Ok(files)
}

/// The files of the built site.
///
/// # Errors
///
/// If there is no built site.
pub fn of_site() -> Result<Vec<String>> {
    let dist = layout::dist();
    if !dist.join("index.html").is_file() {
        bail!("there is no built site in {}: build it with `cargo xtask build`", layout::shown(&dist));
    }
    list(&dist)
}

/// Whether a file's name holds a hash of its content, as Trunk gives it: 16 hexadecimal digits between marks. That of a
/// script is made from the WebAssembly beside it, and may stay the same while the script changes.
pub fn is_hashed(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    !name.ends_with(".js")
        && name
            .split(['-', '_', '.'])
            .any(|part| part.len() == 16 && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<String>) -> Result<()> {
    let reading = || format!("could not read the folder {}", layout::shown(folder));
    for entry in fs::read_dir(folder).with_context(reading)? {
        let entry = entry.with_context(reading)?;
        let Ok(name) = entry.file_name().into_string() else {
            bail!("the file name {} is not Unicode: rename it", entry.path().display());
        };
        let relative = format!("{prefix}{name}");
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{relative}/"), files)?;
        } else {
            files.push(relative);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_sixteen_digits_between_marks() {
        assert!(is_hashed("style-0123456789abcdef.css"));
        assert!(!is_hashed("kubu-web-0123456789abcdef.js"));
        assert!(is_hashed("kubu-web-0123456789abcdef_bg.wasm"));
        assert!(!is_hashed("index.html"));
        assert!(!is_hashed("service-worker.js"));
        assert!(!is_hashed("style-0123456789abcde.css"));
        assert!(!is_hashed("snippets/kubu-web-0123456789abcdef/inline.js"));
    }

    #[test]
    fn files_are_listed_in_order_with_their_folders() {
        let files = list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("readable");
        assert!(files.is_sorted());
        assert!(files.contains(&"main.rs".to_owned()));
        assert!(files.contains(&"server/path.rs".to_owned()));
    }
}
