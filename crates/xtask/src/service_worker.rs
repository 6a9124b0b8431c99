//! Writing the service worker of a build: which files it keeps, and the version that they make. Before that, scripts are
//! made lean and the code of the app is split: nothing holds a digest of them yet.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;
use sha2::{Digest, Sha256};

use crate::{embed, files, imports, layout, lean, split};

/// The worker's name in the site.
const WORKER: &str = "service-worker.js";
/// What the template holds in place of the version and of the list of files.
const VERSION: &str = "__KUBU_VERSION__";
const FILES: &str = "[\"__KUBU_FILES__\"]";

/// Writes the service worker into Trunk's staging folder.
///
/// # Errors
///
/// If not run by Trunk, or files cannot be read or written, or the template lacks a placeholder.
pub fn write() -> Result<()> {
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        bail!("TRUNK_STAGING_DIR is not set: this command is Trunk's hook; build with `cargo xtask build`");
    };
    let mut names = files::list(&staging)?;
    embed::write(&staging, &names)?;
    names.retain(|name| name != WORKER);
    let mut made = Vec::new();
    for name in names.iter().filter(|name| name.ends_with("js")) {
        let script = staging.join(name);
        let text = fs::read_to_string(&script).with_context(|| format!("could not read {name}"))?;
        fs::write(&script, lean::without_comments(&text)).with_context(|| format!("could not write {name}"))?;
        let wasm = name.strip_suffix(".js").map(|name| staging.join([name, "_bg.wasm"].concat()));
        if let Some(wasm) = wasm.filter(|wasm| wasm.is_file()) {
            imports::shorten(&script, &wasm)?;
            let later = name.replace(".js", split::ENDING);
            let is_release = env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release");
            split::split(&wasm, &staging.join(&later), is_release)?;
            made.push(later);
        }
    }
    names.extend(made);
    names.sort();
    let mut files = Vec::with_capacity(names.len());
    let mut digest = Sha256::new();
    for name in names {
        let content = fs::read(staging.join(&name)).with_context(|| format!("could not read {name}"))?;
        // Lengths keep apart what would read the same when run together.
        digest.update(format!("{} {name} {}\n", name.len(), content.len()));
        digest.update(&content);
        let integrity = format!("sha256-{}", STANDARD.encode(Sha256::digest(&content)));
        files.push((name, integrity));
    }
    let version: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let template = layout::web().join(WORKER);
    let text = fs::read_to_string(&template).with_context(|| format!("could not read {}", layout::shown(&template)))?;
    fs::write(staging.join(WORKER), lean::without_comments(&fill(&text, &version, &files)?))
        .context("could not write the service worker")
}

/// The template with its two placeholders filled.
fn fill(template: &str, version: &str, files: &[(String, String)]) -> Result<String> {
    for placeholder in [VERSION, FILES] {
        if template.matches(placeholder).count() != 1 {
            bail!("web/{WORKER} must hold {placeholder} exactly once: put it back");
        }
    }
    let lines: Vec<String> = files
        .iter()
        .map(|file| serde_json::to_string(file).map(|file| format!("  {file},\n")))
        .collect::<Result<_, _>>()?;
    Ok(template.replace(VERSION, version).replace(FILES, &format!("[\n{}]", lines.concat())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_placeholders_are_filled() {
        let files = [("a.js".to_owned(), "sha256-1=".to_owned()), ("index.html".to_owned(), "sha256-2=".to_owned())];
        let filled = fill(r#"const V = "__KUBU_VERSION__", F = ["__KUBU_FILES__"];"#, "1f", &files).expect("sound");
        assert_eq!(
            filled,
            "const V = \"1f\", F = [\n  [\"a.js\",\"sha256-1=\"],\n  [\"index.html\",\"sha256-2=\"],\n];"
        );
    }

    #[test]
    fn a_missing_placeholder_is_an_error() {
        let error = fill(r#"const V = "__KUBU_VERSION__";"#, "1f", &[]).expect_err("no list");
        assert!(error.to_string().contains("__KUBU_FILES__"), "{error}");
    }

    #[test]
    fn the_template_has_both() {
        let template = fs::read_to_string(layout::web().join(WORKER)).expect("the template is there");
        assert!(fill(&template, "1f", &[]).is_ok());
    }
}
