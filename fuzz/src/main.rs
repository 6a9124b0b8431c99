//! Looks for documents, packs and conditions that break Kubu: `cargo xtask fuzz`.
//!
//! It changes known inputs at random, as bytes, as words and as JSON, and keeps those that make the reader say something
//! that it has not said before: another error, or a result of another shape. What the code does inside is not seen, so
//! this finds less than a fuzzer that watches coverage, and runs with any Rust, without anything else.
//!
//! A finding is a panic, a broken promise (see [`targets`]) or an input that takes long. The same seed tries the same.

// The benchmark of the core uses the same.
#[path = "../../crates/kubu-core/benches/core/chance.rs"]
mod chance;
mod corpus;
mod json;
mod mutate;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs};

use clap::Parser;

use chance::Chance;
use corpus::Corpus;
use targets::Target;

/// An input that takes longer is a finding.
const LONG: Duration = Duration::from_secs(2);

/// Looks for documents, packs and conditions that break Kubu.
#[derive(Debug, Parser)]
struct Arguments {
    /// For how long, for each target
    #[arg(long, value_name = "N", default_value_t = 30)]
    seconds: u64,
    /// Where chance starts; the time if left out
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

fn main() -> ExitCode {
    let Arguments { seconds, seed } = Arguments::parse();
    let seed = seed.unwrap_or_else(|| {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(1, |time| time.subsec_nanos().into())
    });
    let mut sound = true;
    for target in targets::all() {
        sound &= run(target.as_ref(), Duration::from_secs(seconds), seed);
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tries inputs for so long; false if one is a finding.
fn run(target: &dyn Target, time: Duration, seed: u64) -> bool {
    let name = target.name();
    println!("{name}: {} s from seed {seed} …", time.as_secs());
    let mut chance = Chance::new(seed);
    let mut corpus = Corpus::new(target.seeds());
    let begun = Instant::now();
    let mut tried: u64 = 0;
    while begun.elapsed() < time {
        let input = corpus.next(&mut chance);
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| target.run(&input)));
        let finding = match outcome {
            Ok(Ok(_)) if start.elapsed() > LONG => format!("it takes {:.1} s", start.elapsed().as_secs_f64()),
            Ok(Ok(behaviour)) => {
                corpus.learn(input, behaviour);
                tried += 1;
                continue;
            }
            Ok(Err(broken)) => broken,
            Err(_) => "it panics; see above".to_owned(),
        };
        println!("{name}: input {tried} of seed {seed} is a finding: {finding}\n  {}", keep(name, &input));
        return false;
    }
    println!("{name}: {tried} inputs, {} kinds of outcome, nothing found", corpus.outcomes());
    true
}

/// Writes a finding where it is not lost, and says where.
fn keep(name: &str, input: &str) -> String {
    let folder = env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    let file = folder.join(format!("fuzz-finding-{name}.txt"));
    match fs::create_dir_all(&folder).and_then(|()| fs::write(&file, input)) {
        Ok(()) => format!("it is kept in {}: put it into fuzz/corpus/{name} when it is mended", file.display()),
        Err(error) => format!("it could not be kept ({error}): {input:?}"),
    }
}
