//! The end-to-end tests: the built site in a real browser, at the root of a server and below a path.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::install::{self, Kit};
use crate::server::StaticServer;
use crate::{counts, layout, process, site};

/// Ends what hangs, such as a page that never answers. In Node 20 this also limits a file as a whole, so it is generous:
/// ten minutes.
const LIMIT: &str = "--test-timeout=600000";

/// Runs the end-to-end tests alone; arguments go to node's test runner.
///
/// # Errors
///
/// If something is missing, or a test fails.
pub fn only(arguments: &[String]) -> Result<()> {
    if !layout::dist().join("index.html").is_file() {
        site::build(&install::for_building()?)?;
    }
    run(&install::for_browser()?, arguments)?;
    Ok(())
}

/// Runs the end-to-end tests on the built site and returns how many passed.
///
/// # Errors
///
/// If there are none, or one fails.
pub fn run(kit: &Kit, arguments: &[String]) -> Result<u64> {
    // What a build has left to write would hold up the browser's storage, which waits for the disk. Where there is no such
    // program, the tests only take longer.
    let _ = Command::new("sync").status();
    let root = StaticServer::with_portal([0])?;
    let below = StaticServer::start(&layout::dist(), "/portal/kubu/", [0])?;
    let mut node = kit.command("node")?;
    node.args(["--test", "--test-reporter=spec", LIMIT])
        .env("KUBU_URL", root.url())
        .env("KUBU_SUBPATH_URL", below.url())
        .env("CHROMIUM", kit.chromium().context("the kit has no browser")?);
    let (files, options): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| !argument.starts_with('-'));
    node.args(options);
    if files.is_empty() {
        node.args(all()?);
    } else {
        node.args(files);
    }
    let mut passed = 0;
    process::stream(node, |line| passed += counts::of_node(line).unwrap_or(0)).context(
        "an end-to-end test failed: its name and reason are above; run one file with `cargo xtask e2e FILE`",
    )?;
    if passed == 0 {
        bail!("no end-to-end test ran: node found none in the files that it was given");
    }
    Ok(passed)
}

/// All test files, in order. Node 20 does not look for them by a pattern.
fn all() -> Result<Vec<PathBuf>> {
    let folder = layout::tests().join("e2e");
    let reading = || format!("could not read the folder {}", layout::shown(&folder));
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).with_context(reading)? {
        let path = entry.with_context(reading)?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    if files.is_empty() {
        bail!("there are no end-to-end tests in {}", layout::shown(&folder));
    }
    files.sort();
    Ok(files)
}
