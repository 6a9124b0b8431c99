//! Builds, serves and tests Kubu: `cargo xtask --help`.
//!
//! What is missing on the machine is installed first, always with a line that says so. Tools that cargo installs go to
//! `.tools/` at the root of the repository, npm packages to the `node_modules` beside their `package.json`; nothing
//! that the user has installed is replaced.

mod alike;
mod bench;
mod catalog;
mod counts;
mod declarations;
mod embed;
mod end_to_end;
mod files;
mod fuzz;
mod gates;
mod imports;
mod incidents;
mod install;
mod layout;
mod lean;
mod package;
mod pictures;
mod process;
mod progress;
mod serve;
mod server;
mod service_worker;
mod site;
mod size;
mod split;
mod style;
mod suite;
mod versions;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Builds, serves and tests Kubu.
///
/// Each command installs what it needs and does not find, and says so.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build the site and serve it on this machine
    Serve {
        /// The port to listen on; if it is taken, one of the next 20 is used
        #[arg(long, value_name = "N", default_value_t = 8080)]
        port: u16,
    },
    /// Build the release site into dist/
    Build,
    /// Run everything that CI runs, from formatting to end-to-end tests
    Test,
    /// Run only the end-to-end tests on dist/, which is built if it is missing
    E2e {
        /// Passed to node's test runner, for example a file or --test-name-pattern=TEXT
        #[arg(value_name = "ARGS", trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Build the npm package into target/package/, and test it as a user of it would
    Package,
    /// Take the pictures of the README, and one of each page at three widths in both themes
    Pictures,
    /// Compile the authored catalogue and write its pack if it changed
    Catalog,
    /// Measure how well the catalogue foretells real incidents, and hold it against the aims
    Incidents,
    /// Measure the core against the fastest that can be done by hand, or the app in a browser
    Bench {
        /// What is measured
        #[arg(value_enum, default_value_t = Bench::Core)]
        what: Bench,
    },
    /// Look for documents and conditions that break Kubu, by chance
    Fuzz {
        /// For how long, for each of the two
        #[arg(long, value_name = "N", default_value_t = 30)]
        seconds: u64,
        /// Where chance starts; the time if left out
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
    },
    /// Print the size of every file of dist/ and hold the total against the budget; of the npm package, if it is built
    Size,
    /// Check that nothing in dist/ could send data or name a foreign address
    Gates,
    /// Install what is missing and print which tools are used, and from where
    Tools,
    /// Join the parts of the style sheet: Trunk's hook before building
    #[command(hide = true)]
    Style,
    /// Write the parts for pages of others, and the service worker: Trunk's hook after building
    #[command(hide = true)]
    ServiceWorker,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Bench {
    /// The rules core, natively and in WebAssembly
    Core,
    /// The app, in a real browser
    Web,
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Serve { port } => serve::run(port),
        Task::Build => site::build(&install::for_building()?),
        Task::Test => suite::run(),
        Task::E2e { arguments } => end_to_end::only(&arguments),
        Task::Package => package::only(),
        Task::Pictures => pictures::take(),
        Task::Catalog => catalog::compile(),
        Task::Incidents => incidents::check(),
        Task::Bench { what: Bench::Core } => bench::core(),
        Task::Bench { what: Bench::Web } => bench::web(),
        Task::Fuzz { seconds, seed } => fuzz::run(seconds, seed),
        Task::Size => size::check(),
        Task::Gates => gates::check(),
        Task::Tools => install::report(),
        Task::Style => style::join(),
        Task::ServiceWorker => service_worker::write(),
    }
}
