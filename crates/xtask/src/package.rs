//! The npm package: built, packed, and tested as somebody who installs it would use it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::install::{self, Kit};
use crate::server::StaticServer;
use crate::{catalog, counts, declarations, layout, process, progress, size};

/// How wasm-opt makes the WebAssembly small: as that of the site, in index.html.
const OPTIONS: &str = "--one-caller-inline-max-function-size=20 --flatten --rereloop -Oz -Oz --strip-producers \
    --strip-target-features --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue";

/// Where the package is put together.
pub fn content() -> PathBuf {
    folder().join("kubu")
}

fn folder() -> PathBuf {
    layout::root().join("target/package")
}

/// Builds the package and packs it into one file.
///
/// # Errors
///
/// If something is missing, or a step fails.
pub fn build(kit: &Kit) -> Result<PathBuf> {
    catalog::compile()?;
    declarations::write()?;
    progress::step("Building the npm package", || {
        let wasm = compiled(kit)?;
        let content = content();
        if folder().exists() {
            fs::remove_dir_all(folder()).context("could not remove the former package")?;
        }
        fs::create_dir_all(&content).context("could not make the folder of the package")?;
        let mut bind = kit.command(kit.place("wasm-bindgen"))?;
        bind.args(["--target", "web", "--no-typescript", "--out-name", "kubu", "--out-dir"]).arg(&content).arg(wasm);
        process::run(&mut bind)?;
        let module = content.join("kubu_bg.wasm");
        let mut shrink = kit.command(kit.place("wasm-opt"))?;
        process::run(shrink.args(OPTIONS.split_whitespace()).arg(&module).arg("-o").arg(&module))?;
        let source = layout::root().join("crates/kubu-wasm");
        for file in [
            source.join("kubu.d.ts"),
            source.join("npm/node.js"),
            source.join("npm/README.md"),
            layout::root().join("LICENSE"),
        ] {
            copy(&file, &content)?;
        }
        let description = fs::read_to_string(source.join("npm/package.json")).context("could not read package.json")?;
        let description =
            description.replace(r#""version": "0.0.0""#, concat!(r#""version": ""#, env!("CARGO_PKG_VERSION"), '"'));
        fs::write(content.join("package.json"), description).context("could not write package.json")?;
        let mut pack = kit.command("npm")?;
        pack.args(["pack", "--offline", "--ignore-scripts", "--loglevel=error", "--pack-destination"]).arg(folder());
        process::run(pack.arg(&content))?;
        size::library(&content)?;
        Ok(folder().join(concat!("kubu-", env!("CARGO_PKG_VERSION"), ".tgz")))
    })
}

/// Builds the package, installs it into an empty folder, and runs its tests there; returns how many passed.
///
/// # Errors
///
/// If something is missing, or a test fails.
pub fn test(kit: &Kit) -> Result<u64> {
    let packed = build(kit)?;
    let consumer = folder().join("consumer");
    fs::create_dir_all(&consumer).context("could not make a folder to install the package in")?;
    fs::write(consumer.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;
    let mut install = kit.command("npm")?;
    install.args(["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]);
    process::run(install.arg(&packed).current_dir(&consumer))?;
    let tests = layout::tests().join("package");
    for file in ["usage.ts", "node.test.js", "page.html", "worker.js"] {
        copy(&tests.join(file), &consumer)?;
    }
    let mut check = kit.command(layout::tests().join("node_modules/.bin/tsc"))?;
    check.args(["--strict", "--noEmit", "--target", "es2022", "--lib", "es2022", "--module", "nodenext", "usage.ts"]);
    process::run(check.current_dir(&consumer)).context("the declarations do not fit what a user writes")?;
    let server = StaticServer::start(&consumer, "/", [0])?;
    let mut node = kit.command("node")?;
    node.args(["--test", "--test-reporter=spec", "node.test.js"]).arg(tests.join("browser.test.mjs"));
    node.env("KUBU_ROOT", layout::root())
        .env("KUBU_PACKAGE_URL", server.url())
        .env("CHROMIUM", kit.chromium().context("the kit has no browser")?)
        .current_dir(&consumer);
    let mut passed = 0;
    process::stream(node, |line| passed += counts::of_node(line).unwrap_or(0))?;
    anyhow::ensure!(passed > 0, "no test of the package ran");
    Ok(passed)
}

/// Builds and tests the package alone.
///
/// # Errors
///
/// If something is missing, or a test fails.
pub fn only() -> Result<()> {
    let kit = install::for_package()?;
    println!("{} passed", test(&kit)?);
    println!("{} is ready", layout::shown(&folder()));
    Ok(())
}

/// The library as a WebAssembly module.
fn compiled(kit: &Kit) -> Result<PathBuf> {
    let mut cargo = kit.command("cargo")?;
    cargo.args(["build", "--package", "kubu-wasm", "--release", "--target", install::WASM]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    let messages = process::output(&mut cargo)?;
    module(&messages).context("cargo built the library for WebAssembly and did not say where it is")
}

/// The last WebAssembly module among cargo's messages.
fn module(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut files = messages.filter_map(|message| message.get("filenames")?.as_array().cloned()).flatten();
    files.find_map(|file| file.as_str().filter(|file| file.ends_with(".wasm")).map(PathBuf::from))
}

fn copy(file: &Path, folder: &Path) -> Result<()> {
    let name = file.file_name().unwrap_or_default();
    fs::copy(file, folder.join(name)).with_context(|| format!("could not copy {}", layout::shown(file)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_module_is_found() {
        let messages = "{\"filenames\":[\"a.rlib\"]}\n{\"filenames\":[\"b.d\",\"b.wasm\"]}\n{\"success\":true}";
        assert_eq!(module(messages), Some(PathBuf::from("b.wasm")));
        assert_eq!(module(""), None);
    }
}
