//! The inputs that are changed, and what was learned from them.

use std::collections::BTreeSet;

use crate::chance::Chance;
use crate::{json, mutate};

/// Longer inputs are tried and not kept.
const LONGEST: usize = 64 * 1024;

/// Inputs that do different things.
#[derive(Debug)]
pub struct Corpus {
    inputs: Vec<String>,
    /// How many of them were given.
    seeds: usize,
    /// What is tried unchanged first.
    untried: usize,
    words: Vec<String>,
    outcomes: BTreeSet<String>,
}

impl Corpus {
    /// Starts from known inputs.
    pub fn new(seeds: Vec<String>) -> Self {
        let words: BTreeSet<String> = seeds.iter().flat_map(|seed| mutate::words(seed)).collect();
        let outcomes = BTreeSet::new();
        Self { seeds: seeds.len(), untried: 0, inputs: seeds, words: words.into_iter().collect(), outcomes }
    }

    /// What to try next: first every seed as it is, then changed ones.
    pub fn next(&mut self, chance: &mut Chance) -> String {
        if let Some(seed) = self.inputs.get(self.untried).filter(|_| self.untried < self.seeds) {
            self.untried += 1;
            return seed.clone();
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
