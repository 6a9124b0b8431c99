//! The core decides by rules alone: it knows no entry of the catalogue by name.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn no_entry_is_named_in_the_core() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    rust_files(&root.join("../kubu-core/src"), &mut sources);
    assert!(sources.len() > 10, "the core's sources are where they were");
    for folder in ["facts", "threats", "controls"] {
        for entry in fs::read_dir(root.join("data").join(folder)).expect("entries").flatten() {
            let id = entry.path().file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
            for (path, code) in &sources {
                assert!(!code.contains(&format!("\"{id}\"")), "{} names `{id}`", path.display());
            }
        }
    }
}

/// Every file below `folder`, without its tests and comments.
fn rust_files(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else {
            let text = fs::read_to_string(&path).expect("a file");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            found.push((path, code));
        }
    }
}
