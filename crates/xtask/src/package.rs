//! The npm package: built, packed, and tested as somebody who installs it would use it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::install::{self, Kit, npm};
use crate::server::StaticServer;
use crate::{alike, catalog, counts, declarations, files, imports, layout, process, progress, site, size};

/// How wasm-opt makes the WebAssembly small: as that of the site, in index.html, but for the shortest functions, which
/// [`INLINE`] has settled before.
const OPTIONS: &str = "--one-caller-inline-max-function-size=20 --low-memory-unused --flatten --rereloop -Oz -Oz --strip-producers \
    --strip-target-features --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue";

/// How the compiler makes it small: functions that it takes into others are shorter than it would choose by itself.
const INLINE: &str = "-Cllvm-args=-inline-threshold=15";

/// The package's files beside those that are made.
const SOURCES: [&str; 8] = [
    "kubu.d.ts",
    "npm/README.md",
    "npm/core.d.ts",
    "npm/core.js",
    "npm/element.d.ts",
    "npm/kubu.js",
    "npm/node.js",
    "../../LICENSE",
];

/// Where the package is put together.
pub fn content() -> PathBuf {
    folder().join("kubu")
}

fn folder() -> PathBuf {
    layout::root().join("target/package")
}

/// Builds the package and packs it into one file, with the element of the site as it is built.
///
/// # Errors
///
/// If something is missing, or a step fails.
pub fn build(kit: &Kit) -> Result<PathBuf> {
    catalog::compile()?;
    declarations::write()?;
    progress::step("Building the npm package", || {
        let Compiled { wasm, catalogue } = compiled(kit)?;
        let content = content();
        if folder().exists() {
            fs::remove_dir_all(folder()).context("could not remove the former package")?;
        }
        fs::create_dir_all(&content).context("could not make the folder of the package")?;
        let mut bind = kit.command(kit.place("wasm-bindgen"))?;
        bind.args(["--target", "web", "--no-typescript", "--out-name", "kubu_wasm", "--out-dir"])
            .arg(&content)
            .arg(wasm);
        process::run(&mut bind)?;
        let module = content.join("kubu_wasm_bg.wasm");
        let mut shrink = kit.command(kit.place("wasm-opt"))?;
        process::run(shrink.args(OPTIONS.split_whitespace()).arg(&module).arg("-o").arg(&module))?;
        imports::shorten(&content.join("kubu_wasm.js"), &module)?;
        alike::sort(&module)?;
        let source = layout::root().join("crates/kubu-wasm");
        for file in SOURCES {
            copy(&source.join(file), &content)?;
        }
        copy(&catalogue, &content)?;
        copy(&declarations::schema_place(), &content)?;
        element(&content.join("element"))?;
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

/// Puts the files of `<kubu-assessment>` from the built site into a folder of the package.
fn element(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).context("could not make the folder of the element")?;
    let is_of_app = |name: &str| {
        ["embed", "kubu-web", "files.mjs", "later.mjs", "store.mjs"].iter().any(|part| name.starts_with(part))
    };
    for name in files::of_site()?.iter().filter(|name| is_of_app(name)) {
        copy(&layout::dist().join(name), folder)?;
    }
    Ok(())
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
    for file in ["usage.ts", "element.ts", "native.js", "node.test.js", "page.html", "worker.js"] {
        copy(&tests.join(file), &consumer)?;
    }
    portal(kit, &packed, &consumer.join("portal"))?;
    // All but the element does without a page.
    for (file, libraries) in [("usage.ts", "es2022"), ("element.ts", "es2022,dom")] {
        let mut check = kit.command(layout::tests().join("node_modules/.bin/tsc"))?;
        check.args(["--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "--lib", libraries, file]);
        process::run(check.current_dir(&consumer)).context("the declarations do not fit what a user writes")?;
    }
    let server = StaticServer::start(&consumer, "/", [0])?;
    let mut node = kit.command("node")?;
    node.args(["--test", "--test-reporter=spec", "node.test.js"]);
    node.args([tests.join("schema.test.mjs"), tests.join("browser.test.mjs")]);
    node.env("KUBU_ROOT", layout::root())
        .env("KUBU_PACKAGE_URL", server.url())
        .env("CHROMIUM", kit.chromium().context("the kit has no browser")?)
        .current_dir(&consumer);
    let mut passed = 0;
    process::stream(node, |line| passed += counts::of_node(line).unwrap_or(0))?;
    anyhow::ensure!(passed > 0, "no test of the package ran");
    Ok(passed)
}

/// Builds a page with Vite and React that has the package installed, as a portal's team does.
fn portal(kit: &Kit, packed: &Path, built: &Path) -> Result<()> {
    let source = layout::tests().join("package/vite");
    npm::ensure(&source)?;
    let mut install = kit.command("npm")?;
    install.args(["install", "--no-save", "--offline", "--no-audit", "--no-fund", "--ignore-scripts"]);
    process::run(install.arg("--loglevel=error").arg(packed).current_dir(&source))?;
    let mut vite = kit.command(source.join("node_modules/.bin/vite"))?;
    vite.args(["build", "--base=./", "--logLevel=warn", "--emptyOutDir", "--outDir"]).arg(built);
    process::run(vite.current_dir(&source)).context("a page of Vite and React with the package cannot be built")
}

/// Builds and tests the package alone.
///
/// # Errors
///
/// If something is missing, or a test fails.
pub fn only() -> Result<()> {
    let kit = install::for_package()?;
    site::build(&kit)?;
    println!("{} passed", test(&kit)?);
    println!("{} is ready", layout::shown(&folder()));
    Ok(())
}

/// What cargo builds: the WebAssembly, and the catalogue that it takes.
#[derive(Debug, PartialEq)]
struct Compiled {
    wasm: PathBuf,
    catalogue: PathBuf,
}

fn compiled(kit: &Kit) -> Result<Compiled> {
    let mut cargo = kit.command("cargo")?;
    cargo.args(["rustc", "--package", "kubu-wasm", "--release", "--target", install::WASM]);
    install::smallest(&mut cargo);
    cargo.args(["--message-format", "json-render-diagnostics", "--", INLINE]);
    let messages = process::output(&mut cargo)?;
    named(&messages).context("cargo built the library for WebAssembly and did not say where it is")
}

/// The last WebAssembly module among cargo's messages, and the catalogue that a build script wrote.
fn named(messages: &str) -> Option<Compiled> {
    let messages: Vec<Value> = messages.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let mut files = messages.iter().rev().filter_map(|message| message.get("filenames")?.as_array()).flatten();
    let wasm = files.find_map(|file| file.as_str().filter(|file| file.ends_with(".wasm")))?.into();
    let catalogue = messages.iter().find_map(|message| {
        let of_catalogue = message.get("package_id")?.as_str()?.contains("kubu-catalog");
        let folder = message.get("out_dir").filter(|_| of_catalogue)?;
        Some(Path::new(folder.as_str()?).join("kubu.pack"))
    })?;
    Some(Compiled { wasm, catalogue })
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
    fn what_was_built_is_found_among_the_messages() {
        let messages = "{\"filenames\":[\"a.rlib\"]}\n\
            {\"package_id\":\"path+file:///crates/kubu-catalog#0.1.0\",\"out_dir\":\"out\"}\n\
            {\"package_id\":\"serde\",\"out_dir\":\"other\"}\n\
            {\"filenames\":[\"b.d\",\"b.wasm\"]}\n{\"success\":true}";
        let (wasm, catalogue) = ("b.wasm".into(), Path::new("out").join("kubu.pack"));
        assert_eq!(named(messages), Some(Compiled { wasm, catalogue }));
        assert_eq!(named("{\"filenames\":[\"b.wasm\"]}"), None);
        assert_eq!(named(""), None);
    }
}
