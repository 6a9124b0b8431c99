//! The `kubu` command: the same answers as the app, for the command line and for CI.

mod assess;
mod catalog;
mod explain;
mod input;
mod markdown;
mod pack;
mod page;
mod questions;
mod text;
mod validate;
mod whatif;
mod whose;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use kubu_core::{Assessment, Diagnostic, Level};
use kubu_verbs::to_json;

use input::Packs;

/// Maps the description of an AI system to the threats that apply to it, and to the controls of Singapore's CSA guides.
///
/// Kubu is neither affiliated with nor endorsed by the Cyber Security Agency of Singapore.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 80,
    after_help = "Exit codes: 0 fine, 1 findings that fail a check, 2 bad input.\n\nExample:\n  kubu assess examples/support-chatbot.kubu.json"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print what to do next, which threats apply and which don't, why, and which controls answer them
    #[command(
        after_help = "Examples:\n  kubu assess examples/support-chatbot.kubu.json\n  kubu assess - --format json < mine.kubu.json\n  kubu assess mine.kubu.json --target medium"
    )]
    Assess {
        /// An assessment (`*.kubu.json`), or `-` for standard input
        file: PathBuf,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: ReportFormat,
        /// Also print the smallest set of further controls that brings every risk to a level:
        /// low, medium, medium-high or high
        #[arg(long, value_name = "LEVEL")]
        target: Option<Level>,
        #[command(flatten)]
        packs: Packs,
    },
    /// Say why a threat or control applies or not, and what would change it
    #[command(after_help = "Example:\n  kubu explain examples/support-chatbot.kubu.json excessive-agency")]
    Explain {
        /// An assessment, or `-` for standard input
        file: PathBuf,
        /// The id of a threat or control; `kubu catalog list` lists them
        id: String,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        packs: Packs,
    },
    /// List the questions that can still change a verdict, best first
    #[command(after_help = "Examples:\n  kubu questions\n  kubu questions mine.kubu.json --format json")]
    Questions {
        /// An assessment, or `-` for standard input; without it nothing is answered yet
        file: Option<PathBuf>,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        packs: Packs,
    },
    /// Print which verdicts would change if some answers were others
    #[command(
        after_help = "Example:\n  kubu whatif examples/support-chatbot.kubu.json \\\n    --set access.reach=few-staff --set output.use=none"
    )]
    Whatif {
        /// An assessment, or `-` for standard input
        file: PathBuf,
        /// Another answer: an option, several joined by commas, `none`, or `unknown`
        #[arg(long, value_name = "FACT=ANSWER", required = true)]
        set: Vec<String>,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        packs: Packs,
    },
    /// Check that a file is a sound assessment
    #[command(after_help = "Examples:\n  kubu validate mine.kubu.json\n  kubu validate --strict mine.kubu.json")]
    Validate {
        /// An assessment, or `-` for standard input
        file: PathBuf,
        /// Fail, with exit code 1, on what the catalogue does not know
        #[arg(long)]
        strict: bool,
        #[command(flatten)]
        packs: Packs,
    },
    /// Look into the catalogue, or look after it
    #[command(subcommand, after_help = "Examples:\n  kubu catalog list\n  kubu catalog show excessive-agency")]
    Catalog(CatalogCommand),
    /// Make and check what an organisation adds to the catalogue
    #[command(
        subcommand,
        after_help = "Examples:\n  kubu pack build examples/packs/bank -o bank.kubu-pack.json\n  kubu assess mine.kubu.json --pack bank.kubu-pack.json"
    )]
    Pack(PackCommand),
    /// Print the JSON Schema of assessments
    #[command(after_help = "Example:\n  kubu schema > assessment.schema.json")]
    Schema,
    /// Print completions for a shell
    #[command(after_help = "Example:\n  kubu completions bash > ~/.local/share/bash-completion/completions/kubu")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, at 80 columns
    #[default]
    Text,
    /// For programs; see the README for its shape
    Json,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum ReportFormat {
    /// For people, at 80 columns
    #[default]
    Text,
    /// For programs; see the README for its shape
    Json,
    /// For documents and trackers, as Markdown
    Md,
}

#[derive(Debug, Subcommand)]
enum CatalogCommand {
    /// List the threats and controls
    #[command(after_help = "Example:\n  kubu catalog list")]
    List {
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        packs: Packs,
    },
    /// Count what the catalogue holds, and how far it covers each framework
    #[command(after_help = "Example:\n  kubu catalog stats --format json")]
    Stats {
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        packs: Packs,
    },
    /// Show a threat, control or fact as the catalogue holds it
    #[command(after_help = "Example:\n  kubu catalog show excessive-agency")]
    Show {
        /// The id of a threat, control or fact
        id: String,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        packs: Packs,
    },
    /// Check the authored files and try every case in them
    #[command(after_help = "Example:\n  kubu catalog check crates/kubu-catalog/data")]
    Check {
        /// The folder of authored files
        #[arg(default_value = "crates/kubu-catalog/data")]
        data: PathBuf,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, Subcommand)]
enum PackCommand {
    /// Compile authored files to a pack, and try every case in them
    #[command(after_help = "Example:\n  kubu pack build examples/packs/bank -o bank.kubu-pack.json")]
    Build {
        /// The folder of authored files
        data: PathBuf,
        /// The file to write; without it the pack is printed
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Check a built pack, and say everything that is wrong with it
    #[command(after_help = "Example:\n  kubu pack check examples/packs/bank.kubu-pack.json")]
    Check {
        /// A pack (`*.kubu-pack.json`), or `-` for standard input
        file: PathBuf,
        /// How to print the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
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
        Command::Assess { file, format, target, packs } => {
            packs.rules().and_then(|rules| assess::run(&rules, &file, format, target))
        }
        Command::Explain { file, id, format, packs } => {
            packs.rules().and_then(|rules| explain::run(&rules, &file, &id, format))
        }
        Command::Questions { file, format, packs } => {
            packs.rules().and_then(|rules| questions::run(&rules, file.as_deref(), format))
        }
        Command::Whatif { file, set, format, packs } => {
            packs.rules().and_then(|rules| whatif::run(&rules, &file, &set, format))
        }
        Command::Validate { file, strict, packs } => {
            packs.rules().and_then(|rules| validate::run(&rules, &file, strict))
        }
        Command::Catalog(CatalogCommand::List { format, packs }) => {
            packs.rules().and_then(|rules| catalog::list(&rules, format))
        }
        Command::Catalog(CatalogCommand::Stats { format, packs }) => {
            packs.rules().and_then(|rules| catalog::stats(&rules, format))
        }
        Command::Catalog(CatalogCommand::Show { id, format, packs }) => {
            packs.rules().and_then(|rules| catalog::show(&rules, &id, format))
        }
        Command::Catalog(CatalogCommand::Check { data, format }) => catalog::check(&data, format),
        Command::Pack(PackCommand::Build { data, output }) => pack::build(&data, output.as_deref()),
        Command::Pack(PackCommand::Check { file, format }) => pack::check(&file, format),
        Command::Schema => Ok(to_json(&Assessment::json_schema())),
        Command::Completions { shell } => Ok(completions(shell)),
    };
    let (code, diagnostics) = match result {
        Ok(output) => {
            anstream::print!("{output}");
            return ExitCode::SUCCESS;
        }
        Err(Failure::Findings(diagnostics)) => (1, diagnostics),
        Err(Failure::BadInput(diagnostics)) => (2, diagnostics),
    };
    for diagnostic in diagnostics {
        anstream::eprintln!("{diagnostic}");
    }
    ExitCode::from(code)
}

fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "kubu", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
