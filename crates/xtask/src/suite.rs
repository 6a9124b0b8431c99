//! Everything that CI runs, in its order.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};

use crate::install::{self, Kit};
use crate::progress::time;
use crate::{counts, end_to_end, fuzz, gates, incidents, package, process, site, size};

/// One step: its name, and what it does.
struct Step<'a> {
    name: &'static str,
    work: Work<'a>,
}

enum Work<'a> {
    /// A program that succeeds or fails.
    Program(Command),
    /// A program that runs tests, and how to read from a line of its output how many passed.
    Tests(Command, fn(&str) -> Option<u64>),
    /// Something of this tool, and the command that does it alone.
    Own(&'static str, Box<dyn Fn() -> Result<u64> + 'a>),
}

/// Runs all steps and stops at the first that fails.
///
/// # Errors
///
/// If something is missing, or a step fails; the message names the step and how to run it alone.
pub fn run() -> Result<()> {
    let start = Instant::now();
    let kit = install::for_everything()?;
    let steps = steps(&kit)?;
    let count = steps.len();
    let mut passed = 0;
    let mut times = Vec::new();
    for (index, step) in steps.into_iter().enumerate() {
        let number = index + 1;
        println!("\n[{number}/{count}] {}", step.name);
        let begun = Instant::now();
        let by_hand = step.work.by_hand();
        passed += step.work.run().map_err(|error| {
            anyhow!("step {number} of {count} failed: {}\n  {error:#}\n  run it alone: {by_hand}", step.name)
        })?;
        println!("[{number}/{count}] {}: passed in {}", step.name, time(begun.elapsed()));
        times.push((step.name, begun.elapsed()));
    }
    summarise(&times, start.elapsed());
    println!("{passed} passed, 0 failed");
    Ok(())
}

impl Work<'_> {
    fn by_hand(&self) -> String {
        match self {
            Self::Program(command) | Self::Tests(command, _) => process::shown(command),
            Self::Own(by_hand, _) => (*by_hand).to_owned(),
        }
    }

    /// Does it and returns how many tests passed.
    fn run(self) -> Result<u64> {
        match self {
            Self::Program(mut command) => process::run(&mut command).map(|()| 0),
            Self::Tests(command, count) => {
                let mut passed = 0;
                process::stream(command, |line| passed += count(line).unwrap_or(0))?;
                if passed == 0 {
                    bail!("no test was counted: the line that says how many passed was not found above");
                }
                Ok(passed)
            }
            Self::Own(_, work) => work(),
        }
    }
}

fn steps(kit: &Kit) -> Result<Vec<Step<'_>>> {
    let command = |program: &str, arguments: &str| {
        let mut command = kit.command(program)?;
        command.args(arguments.split(' '));
        anyhow::Ok(command)
    };
    let cargo = |arguments: &str| command("cargo", arguments).map(Work::Program);
    let mut docs = command("cargo", "doc --no-deps --workspace")?;
    docs.env("RUSTDOCFLAGS", "-D warnings");
    let mut nextest = kit.command(kit.place("cargo-nextest"))?;
    nextest.args(["nextest", "run", "--workspace"]);
    let mut deny = kit.command(kit.place("cargo-deny"))?;
    deny.args(["check", "bans", "licenses", "sources"]);
    let own = |by_hand, work: fn(&Kit) -> Result<u64>| Work::Own(by_hand, Box::new(move || work(kit)));
    let step = |name, work| Step { name, work };
    Ok(vec![
        step("format", cargo("fmt --all --check")?),
        step("clippy, native", cargo("clippy --workspace --all-targets -- -D warnings")?),
        step("clippy, wasm", cargo("clippy -p kubu-web -p kubu-wasm --target wasm32-unknown-unknown -- -D warnings")?),
        step("unit and property tests", Work::Tests(nextest, counts::of_nextest)),
        step("tests in the documentation", cargo("test --doc --workspace")?),
        step("documentation", Work::Program(docs)),
        step("bans, licences and sources of dependencies", Work::Program(deny)),
        step("catalogue", cargo("run -q -p kubu-cli -- catalog check")?),
        step(
            "documents and conditions by chance",
            own("cargo xtask fuzz --seed 1", |_| fuzz::run(30, Some(1)).map(|()| 0)),
        ),
        step("incidents", own("cargo xtask incidents", |_| incidents::check().map(|()| 0))),
        step("release build of the site", own("cargo xtask build", |kit| site::build(kit).map(|()| 0))),
        step("gates on the site", own("cargo xtask gates", |_| gates::check().map(|()| 0))),
        step("size of the site", own("cargo xtask size", |_| size::check().map(|()| 0))),
        step("npm package", own("cargo xtask package", package::test)),
        step("end-to-end tests", own("cargo xtask e2e", |kit| end_to_end::run(kit, &[]))),
    ])
}

fn summarise(times: &[(&str, Duration)], total: Duration) {
    let width = times.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    println!("\nAll {} steps passed:", times.len());
    for (name, duration) in times {
        println!("  {name:width$}  {:>12}", time(*duration));
    }
    println!("  {:width$}  {:>12}\n", "total", time(total));
}
