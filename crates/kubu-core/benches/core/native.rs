//! The table.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use kubu_core::{Assessment, Description, Rules, Verdict};

use crate::limit::{Masks, Row};
use crate::stopwatch::{Work, in_turns};
use crate::{catalogue, descriptions};

/// What a measure should be.
enum Aim {
    None,
    /// At most so many times the limit.
    Times(f64),
    /// At most so many microseconds.
    Micros(f64),
}

/// Most memory for a large system, in kB.
const MOST_MEMORY: u32 = 16 * 1024;
/// How much slower WebAssembly may be.
const MOST_IN_WASM: f64 = 2.0;

/// Measures everything. Arguments that end in `.wasm` are this benchmark compiled to WebAssembly.
pub fn run() {
    // First of all: it is the most that the process has ever had.
    let memory = memory_of_a_large_system();
    let rules = rules(1);
    let catalog = rules.catalog();
    let complete = descriptions::complete(&catalog.facts);
    let half = descriptions::half(&catalog.facts);
    let nothing = [Description::default()];
    let inventory = [descriptions::inventory(200)];
    let documents: Vec<String> = complete.iter().map(document).collect();

    println!(
        "{} facts, {} threats, {} controls; times of one description\n",
        catalog.facts.len(),
        catalog.threats.len(),
        catalog.controls.len()
    );
    println!("{:46} {:>9} {:>8}   aim", "", "µs", "× limit");
    let masks = Masks::new(catalog);
    let bits = bits(&rules, &masks, &complete);
    let limit = || {
        let mut found = Vec::new();
        let masks = &masks;
        Work::new(&bits, move |bits| {
            masks.apply(bits, &mut found);
            found.len()
        })
    };
    let row = |name, work: Work<'_>, aim| {
        let [limit, micros] = in_turns([limit(), work]);
        let (aim, met) = match aim {
            Aim::None => (String::new(), ""),
            Aim::Times(most) => (format!("≤ {most}×"), met(micros / limit <= most)),
            Aim::Micros(most) => (format!("≤ {most} µs"), met(micros <= most)),
        };
        println!("{name:46} {micros:9.2} {:8.1}   {aim:10} {met}", micros / limit);
    };
    row("practical limit: two-valued masks, complete", limit(), Aim::None);
    row("verdicts, complete", Work::new(&complete, |d| rules.verdicts(d)), Aim::Times(5.0));
    row("verdicts, half answered", Work::new(&half, |d| rules.verdicts(d)), Aim::None);
    row("with minimal reasons as data, complete", Work::new(&complete, |d| rules.reasons(d)), Aim::Times(20.0));
    row("with minimal reasons as data, half answered", Work::new(&half, |d| rules.reasons(d)), Aim::Times(20.0));
    row("report: sentences, controls, risk; complete", Work::new(&complete, |d| rules.report(d)), Aim::Times(300.0));
    row("report, half answered", Work::new(&half, |d| rules.report(d)), Aim::Times(300.0));
    row("next questions, half answered", Work::new(&half, |d| rules.questions(d)), Aim::Micros(1000.0));
    row("next questions, nothing answered", Work::new(&nothing, |d| rules.questions(d)), Aim::Micros(1000.0));
    row(
        "200 components, 600 flows: derived facts",
        Work::new(&inventory, |d| rules.derived_facts(d)),
        Aim::Micros(2000.0),
    );
    row("open a document", Work::new(&documents, |text| Assessment::open(text, &rules)), Aim::None);

    println!();
    for file in env::args().filter(|argument| argument.ends_with(".wasm")) {
        wasm(&file, &rules, &half);
    }
    if let Some(memory) = memory {
        let met = met(memory <= MOST_MEMORY);
        println!("peak memory at 500 components, 1500 flows: {memory} kB (aim: ≤ {MOST_MEMORY} kB, {met})");
    }
    growth();
}

fn met(met: bool) -> &'static str {
    if met { "met" } else { "MISSED" }
}

/// The same report in WebAssembly.
fn wasm(file: &str, rules: &Rules, half: &[Description]) {
    let native = || Work::new(half, |description| rules.report(description)).micros();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/core/wasm.mjs");
    let run = || {
        let output = Command::new("node").arg(&script).args([file, &descriptions::COUNT.to_string()]).output();
        let output = output.map_err(|error| format!("node cannot be started: {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout);
        said.trim().parse::<f64>().map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // Before and after, so that a busy moment does not decide.
    let (native, wasm) = match (native(), run(), native()) {
        (before, Ok(wasm), after) => (before.min(after), wasm),
        (_, Err(error), _) => return println!("in WebAssembly: not measured, because {error}"),
    };
    let times = wasm / native;
    let built = if file.contains("/release/") { "as the site is built (small first)" } else { "built for speed" };
    println!(
        "report, half answered, in WebAssembly {built}: {wasm:.0} µs, {times:.2} × native (aim: ≤ {MOST_IN_WASM}×, {})",
        met(times <= MOST_IN_WASM)
    );
}

/// The curves: what one rule costs in catalogues of growing size, and one flow in growing inventories. They should
/// stay flat.
fn growth() {
    println!("\ngrowth: nanoseconds for each threat, half answered, and for each flow");
    println!(
        "{:>7} {:>7} {:>9} {:>9} {:>9} {:>9} {:>11} {:>7} {:>9}",
        "facts", "threats", "verdicts", "reasons", "report", "questions", "components", "flows", "derived"
    );
    for times in [1, 10, 100] {
        let rules = rules(times);
        let (facts, threats) = (rules.catalog().facts.len(), rules.catalog().threats.len());
        let mut half = descriptions::half(&rules.catalog().facts);
        half.truncate((descriptions::COUNT / times).max(4));
        let inventory = [descriptions::inventory(20 * times)];
        let (components, flows) = (inventory[0].components.len(), inventory[0].flows.len());
        let each =
            |work: Work<'_>, count: usize| 1000.0 * work.micros() / f64::from(u32::try_from(count).expect("small"));
        println!(
            "{facts:7} {threats:7} {:9.1} {:9.1} {:9.1} {:9.1} {components:11} {flows:7} {:9.1}",
            each(Work::new(&half, |d| rules.verdicts(d)), threats),
            each(Work::new(&half, |d| rules.reasons(d)), threats),
            each(Work::new(&half, |d| rules.report(d)), threats),
            each(Work::new(&half, |d| rules.questions(d)), threats),
            each(Work::new(&inventory, |d| rules.derived_facts(d)), flows),
        );
    }
}

fn rules(times: usize) -> Rules {
    Rules::new(catalogue::catalogue(times)).expect("the generated catalogue is sound")
}

/// The descriptions as the limit wants them, after a look at whether it comes to the same verdicts.
fn bits(rules: &Rules, masks: &Masks, complete: &[Description]) -> Vec<Vec<u64>> {
    let row = Row::new(&rules.catalog().facts);
    let bits: Vec<Vec<u64>> = complete.iter().map(|description| row.bits(&description.answers)).collect();
    let mut found = Vec::new();
    let mut applying = 0;
    for (bits, description) in bits.iter().zip(complete) {
        masks.apply(bits, &mut found);
        applying += found.iter().filter(|applies| **applies).count();
        let verdicts: Vec<bool> = rules.verdicts(description).into_iter().map(|v| v == Verdict::Applies).collect();
        assert_eq!(found, verdicts, "the limit is one of the same rules");
    }
    assert!(applying > 0, "some threats apply");
    bits
}

/// A document as Kubu saves it.
fn document(description: &Description) -> String {
    Assessment { title: "A system".to_owned(), description: description.clone(), ..Assessment::default() }.to_json()
}

/// The most memory that it takes to make the rules ready, open a document of 500 components and say everything about
/// it, in kB; where the system tells: on Linux.
fn memory_of_a_large_system() -> Option<u32> {
    let rules = rules(1);
    let answers = descriptions::half(&rules.catalog().facts).swap_remove(0).answers;
    let description = Description { answers, ..descriptions::inventory(500) };
    let opened = Assessment::open(&document(&description), &rules).expect("Kubu wrote it");
    let report = rules.report(&opened.assessment.description);
    let questions = rules.questions(&opened.assessment.description);
    let register = rules.register(&opened.assessment);
    assert!(!report.threats.is_empty() && !questions.is_empty() && !register.entries.is_empty(), "it says something");
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().strip_suffix("kB")?.trim().parse().ok()
}
