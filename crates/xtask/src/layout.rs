//! Where things are in a checkout of the repository.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    // INVARIANT: this crate is at crates/xtask, so it has a grandparent.
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

/// The built site.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The app, and the npm package that brings wasm-opt.
pub fn web() -> PathBuf {
    root().join("web")
}

/// The end-to-end tests, and the npm packages that they need.
pub fn tests() -> PathBuf {
    root().join("tests")
}

/// Where tools that cargo installs are kept, one folder for each version.
///
/// `KUBU_TOOLS` names another folder, so that several clones can share one.
pub fn tools() -> PathBuf {
    match env::var_os("KUBU_TOOLS") {
        Some(folder) if !folder.is_empty() => root().join(folder),
        _ => root().join(".tools"),
    }
}

/// A path as people read it: relative to the root of the repository if it is inside.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
