//! How fast the core is, against the fastest that can be done by hand: `cargo xtask bench`.
//!
//! Every time is that of one description, the least of many runs, in microseconds and as a ratio to the practical
//! limit of the same run: a ratio says the same on a slow machine and on a fast one.

#![expect(clippy::disallowed_methods, clippy::disallowed_macros, reason = "it measures and prints; the core does not")]

mod catalogue;
mod chance;
mod descriptions;
mod limit;

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use kubu_core::{Assessment, Description, Rules, Verdict};

use limit::{Masks, Row};

/// What a time should be.
enum Aim {
    None,
    /// At most so many times the limit.
    Times(f64),
    /// At most so many microseconds.
    Micros(f64),
}

fn main() {
    let rules = rules(1);
    let limit = limit(&rules);
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
    let row = |name, micros: f64, aim| {
        let (aim, met) = match aim {
            Aim::None => (String::new(), ""),
            Aim::Times(most) => (format!("≤ {most}×"), met(micros / limit <= most)),
            Aim::Micros(most) => (format!("≤ {most} µs"), met(micros <= most)),
        };
        println!("{name:46} {micros:9.2} {:8.1}   {aim:10} {met}", micros / limit);
    };
    row("practical limit: two-valued masks, complete", limit, Aim::None);
    row("verdicts, complete", of_each(&complete, |a| rules.verdicts(a)), Aim::Times(5.0));
    row("verdicts, half answered", of_each(&half, |a| rules.verdicts(a)), Aim::None);
    row("with minimal reasons as data, complete", of_each(&complete, |a| rules.reasons(a)), Aim::Times(20.0));
    row("with minimal reasons as data, half answered", of_each(&half, |a| rules.reasons(a)), Aim::Times(20.0));
    row("report: sentences, controls, risk; complete", of_each(&complete, |a| rules.report(a)), Aim::Times(300.0));
    row("report, half answered", of_each(&half, |a| rules.report(a)), Aim::Times(300.0));
    row("next questions, half answered", of_each(&half, |a| rules.questions(a)), Aim::Micros(1000.0));
    row("next questions, nothing answered", of_each(&nothing, |a| rules.questions(a)), Aim::Micros(1000.0));
    row(
        "200 components, 600 flows: derived facts",
        of_each(&inventory, |d| rules.derived_facts(d)),
        Aim::Micros(2000.0),
    );
    row("open a document", of_each(&documents, |text| Assessment::open(text, &rules)), Aim::None);
    growth();
    if let Some(peak) = peak_memory() {
        println!("\npeak memory of all this: {peak}");
    }
}

fn met(met: bool) -> &'static str {
    if met { "met" } else { "MISSED" }
}

/// The curve: the time of one rule, in catalogues of growing size. It should stay flat.
fn growth() {
    println!("\ngrowth: nanoseconds for each threat, half answered");
    println!("{:>9} {:>9} {:>9} {:>9} {:>9} {:>9}", "facts", "threats", "verdicts", "reasons", "report", "questions");
    for times in [1, 10, 100] {
        let rules = rules(times);
        let (facts, threats) = (rules.catalog().facts.len(), rules.catalog().threats.len());
        let mut half = descriptions::half(&rules.catalog().facts);
        half.truncate((descriptions::COUNT / times).max(4));
        let each = |micros: f64| 1000.0 * micros / f64::from(u32::try_from(threats).expect("a small number"));
        println!(
            "{facts:9} {threats:9} {:9.1} {:9.1} {:9.1} {:9.1}",
            each(of_each(&half, |a| rules.verdicts(a))),
            each(of_each(&half, |a| rules.reasons(a))),
            each(of_each(&half, |a| rules.report(a))),
            each(of_each(&half, |a| rules.questions(a)))
        );
    }
}

fn rules(times: usize) -> Rules {
    Rules::new(catalogue::catalogue(times)).expect("the generated catalogue is sound")
}

/// The time of the limit, after a look at whether it comes to the same verdicts.
fn limit(rules: &Rules) -> f64 {
    let masks = Masks::new(rules.catalog());
    let row = Row::new(&rules.catalog().facts);
    let complete = descriptions::complete(&rules.catalog().facts);
    let mut found = Vec::new();
    let mut applying = 0;
    for description in &complete {
        masks.apply(&row.bits(&description.answers), &mut found);
        applying += found.iter().filter(|applies| **applies).count();
        let verdicts: Vec<bool> = rules.verdicts(description).into_iter().map(|v| v == Verdict::Applies).collect();
        assert_eq!(found, verdicts, "the limit is one of the same rules");
    }
    assert!(applying > 0, "some threats apply");
    let bits: Vec<Vec<u64>> = complete.iter().map(|description| row.bits(&description.answers)).collect();
    of_each(&bits, |bits| {
        masks.apply(bits, &mut found);
        found.len()
    })
}

/// A document as Kubu saves it.
fn document(description: &Description) -> String {
    Assessment { title: "A system".to_owned(), description: description.clone(), ..Assessment::default() }.to_json()
}

/// The time of one piece of work, in microseconds: the least of many passes over all of it.
fn of_each<T, R>(all: &[T], mut work: impl FnMut(&T) -> R) -> f64 {
    let mut pass = |times: u32| {
        let start = Instant::now();
        for _ in 0..times {
            for one in all {
                black_box(work(black_box(one)));
            }
        }
        start.elapsed()
    };
    let mut times = 1;
    while pass(times) < Duration::from_millis(2) {
        times *= 2;
    }
    let begun = Instant::now();
    let mut least = pass(times);
    while begun.elapsed() < Duration::from_millis(400) {
        least = least.min(pass(times));
    }
    let pieces = f64::from(times) * f64::from(u32::try_from(all.len()).expect("a small number"));
    least.as_secs_f64() * 1e6 / pieces
}

/// The most memory that this process has had, where the system tells: on Linux.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    Some(status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().to_owned())
}
