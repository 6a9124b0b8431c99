//! The inputs that are changed, and what was learned from them.

use std::collections::{BTreeSet, VecDeque};

use crate::chance::Chance;
use crate::{json, mutate};

/// Longer inputs are tried as they are and not changed.
const LONGEST: usize = 64 * 1024;

/// Inputs that do different things.
#[derive(Debug)]
pub struct Corpus {
    inputs: Vec<String>,
    /// What is tried unchanged first.
    untried: VecDeque<String>,
    words: Vec<String>,
    outcomes: BTreeSet<String>,
}

impl Corpus {
    /// Starts from known inputs.
    pub fn new(seeds: Vec<String>) -> Self {
        let inputs: Vec<String> = seeds.iter().filter(|seed| seed.len() <= LONGEST).cloned().collect();
        let words: BTreeSet<String> = inputs.iter().flat_map(|seed| mutate::words(seed)).collect();
        Self { inputs, untried: seeds.into(), words: words.into_iter().collect(), outcomes: BTreeSet::new() }
    }

    /// What to try next: first every seed as it is, then changed ones.
    pub fn next(&mut self, chance: &mut Chance) -> String {
        if let Some(seed) = self.untried.pop_front() {
            return seed;
        }
        let input = chance.one_of(&self.inputs).cloned().unwrap_or_default();
        let other = chance.one_of(&self.inputs).map_or("", String::as_str);
        let changed = if chance.once_in(2) { json::mutated(&input, other, chance) } else { None };
        changed.unwrap_or_else(|| mutate::mutated(&input, other, &self.words, chance))
    }

    /// Keeps an input if what came of it is new.
    pub fn learn(&mut self, input: String, outcome: String) {
        if self.outcomes.insert(outcome) && input.len() <= LONGEST {
            self.inputs.push(input);
        }
    }

    /// How many different things came of inputs.
    pub fn outcomes(&self) -> usize {
        self.outcomes.len()
    }
}
