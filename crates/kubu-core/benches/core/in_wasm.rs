//! What is measured in WebAssembly.

use std::hint::black_box;
use std::sync::OnceLock;

use kubu_core::{Description, Rules};

use crate::{catalogue, descriptions};

static READY: OnceLock<(Rules, Vec<Description>)> = OnceLock::new();

/// The first call makes everything ready; each one after it makes a report of every half-answered description.
pub fn run() {
    match READY.get() {
        Some((rules, half)) => half.iter().for_each(|description| drop(black_box(rules.report(description)))),
        None => {
            let rules = Rules::new(catalogue::catalogue(1)).expect("the generated catalogue is sound");
            let half = descriptions::half(&rules.catalog().facts);
            READY.get_or_init(|| (rules, half));
        }
    }
}
