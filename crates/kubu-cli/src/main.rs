//! The `kubu` command: the same answers as the app, for the command line and for CI.

mod assess;
mod catalog;
mod input;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use kubu_core::Diagnostic;

/// Maps the description of an AI system to the threats that apply to it, and to the controls of Singapore's CSA guides.
///
/// Kubu is neither affiliated with nor endorsed by the Cyber Security Agency of Singapore.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 80, after_help = "Exit codes: 0 fine, 1 findings that fail a check, 2 bad input.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print which threats apply, which don't, why, and which controls answer them
    #[command(
        after_help = "Examples:\n  kubu assess examples/support-chatbot.kubu.json\n  kubu assess - --format json < mine.kubu.json"
    )]
    Assess {
        /// An assessment (`*.kubu.json`), or `-` for standard input
        file: PathBuf,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Look after the catalogue
    #[command(subcommand)]
    Catalog(CatalogCommand),
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people, at 80 columns
    #[default]
    Text,
    /// For programs; see the README for its shape
    Json,
}

#[derive(Debug, Subcommand)]
enum CatalogCommand {
    /// Check the authored files and try every case in them
    Check {
        /// The folder of authored files
        #[arg(default_value = "crates/kubu-catalog/data")]
        data: PathBuf,
    },
}

/// Why a command did not come to its end.
enum Failure {
    /// Something that the caller asked to fail on.
    Findings(Vec<Diagnostic>),
    /// The input cannot be used.
    BadInput(Vec<Diagnostic>),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Assess { file, format } => assess::run(&file, format),
        Command::Catalog(CatalogCommand::Check { data }) => catalog::check(&data),
    };
    let (code, diagnostics) = match result {
        Ok(output) => {
            print!("{output}");
            return ExitCode::SUCCESS;
        }
        Err(Failure::Findings(diagnostics)) => (1, diagnostics),
        Err(Failure::BadInput(diagnostics)) => (2, diagnostics),
    };
    for diagnostic in diagnostics {
        eprintln!("{diagnostic}");
    }
    ExitCode::from(code)
}
