//! What has to be on the machine, and how it gets there.

mod browser;
mod cargo_tool;
pub mod npm;
mod rust;

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{layout, versions};
use cargo_tool::CargoTool;
pub use rust::{WASM, smallest};

/// Something that Kubu is built or tested with.
#[derive(Debug)]
struct Tool {
    name: &'static str,
    version: String,
    place: PathBuf,
}

/// What was found or installed.
#[derive(Debug, Default)]
pub struct Kit {
    tools: Vec<Tool>,
    /// Folders that go before the user's own on PATH.
    folders: Vec<PathBuf>,
    chromium: Option<PathBuf>,
}

impl Kit {
    /// A command that runs at the root of the repository and finds the tools first.
    ///
    /// # Errors
    ///
    /// If the name of a folder cannot be part of PATH.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Result<Command> {
        let own = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(self.folders.iter().cloned().chain(env::split_paths(&own)))
            .context("a folder's name holds the mark that separates the folders of PATH: rename it")?;
        let mut command = Command::new(program);
        command.current_dir(layout::root()).env("PATH", path);
        Ok(command)
    }

    /// Where a tool was found.
    pub fn place(&self, name: &str) -> PathBuf {
        self.tools.iter().find(|tool| tool.name == name).map_or_else(|| name.into(), |tool| tool.place.clone())
    }

    /// The browser of the end-to-end tests, if this kit has one.
    pub fn chromium(&self) -> Option<&Path> {
        self.chromium.as_deref()
    }

    fn add_cargo_tool(&mut self, tool: &CargoTool) -> Result<()> {
        let place = tool.ensure()?;
        self.folders.extend(place.parent().map(Path::to_path_buf));
        self.tools.push(Tool { name: tool.name, version: tool.version.clone(), place });
        Ok(())
    }

    fn add_for_building(&mut self) -> Result<()> {
        let rust = rust::ensure_wasm_target()?;
        self.tools.push(Tool { name: rust::WASM, version: rust.version, place: rust.library });
        rust::ensure_source()?;
        let wasm_bindgen = versions::wasm_bindgen()?;
        self.add_cargo_tool(&CargoTool::trunk())?;
        self.add_cargo_tool(&CargoTool::wasm_bindgen(&wasm_bindgen))?;
        npm::ensure_node()?;
        npm::ensure(&layout::web())?;
        let binaryen = npm::version(&layout::web(), "binaryen")?;
        versions::check_trunk(&wasm_bindgen, &binaryen)?;
        let programs = layout::web().join("node_modules/.bin");
        self.tools.push(Tool { name: "wasm-opt", version: binaryen, place: programs.join("wasm-opt") });
        self.folders.push(programs);
        Ok(())
    }

    fn add_for_browser(&mut self) -> Result<()> {
        npm::ensure_node()?;
        npm::ensure(&layout::tests())?;
        for name in ["playwright-core", "@axe-core/playwright", "typescript"] {
            let version = npm::version(&layout::tests(), name)?;
            self.tools.push(Tool { name, version, place: layout::tests().join("node_modules").join(name) });
        }
        self.chromium = Some(browser::ensure()?);
        Ok(())
    }
}

/// What the benchmark needs beyond cargo: a compiler for WebAssembly, and Node to run what it makes.
///
/// # Errors
///
/// If something is missing and cannot be installed.
pub fn for_measuring() -> Result<()> {
    rust::ensure_wasm_target()?;
    npm::ensure_node()
}

/// What a build of the site needs.
///
/// # Errors
///
/// If something is missing and cannot be installed.
pub fn for_building() -> Result<Kit> {
    let mut kit = Kit::default();
    kit.add_for_building()?;
    Ok(kit)
}

/// What the end-to-end tests need, without a build.
///
/// # Errors
///
/// If something is missing and cannot be installed.
pub fn for_browser() -> Result<Kit> {
    let mut kit = Kit::default();
    kit.add_for_browser()?;
    Ok(kit)
}

/// What the npm package needs to be built and tested.
///
/// # Errors
///
/// If something is missing and cannot be installed.
pub fn for_package() -> Result<Kit> {
    let mut kit = for_building()?;
    kit.add_for_browser()?;
    Ok(kit)
}

/// What everything that CI runs needs.
///
/// # Errors
///
/// If something is missing and cannot be installed.
pub fn for_everything() -> Result<Kit> {
    rust::ensure_components()?;
    let mut kit = for_building()?;
    kit.add_cargo_tool(&CargoTool::nextest())?;
    kit.add_cargo_tool(&CargoTool::deny())?;
    kit.add_for_browser()?;
    Ok(kit)
}

/// Installs what is missing and prints what is used.
///
/// # Errors
///
/// If something is missing and cannot be installed.
pub fn report() -> Result<()> {
    let mut kit = for_everything()?;
    if let Some(place) = kit.chromium.clone() {
        kit.tools.push(Tool { name: "chromium", version: browser::version(&place)?, place });
    }
    let width = |of: fn(&Tool) -> usize| kit.tools.iter().map(of).max().unwrap_or(0);
    let (names, versions) = (width(|tool| tool.name.len()), width(|tool| tool.version.len()));
    for Tool { name, version, place } in &kit.tools {
        println!("{name:names$}  {version:versions$}  {}", layout::shown(place));
    }
    Ok(())
}

/// The first of these programs that is in a folder of PATH.
fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names
        .iter()
        .flat_map(|name| env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
}
