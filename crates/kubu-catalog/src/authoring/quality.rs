//! What a catalogue must have, beyond being well formed.

mod coverage;
mod entries;
mod facts;
mod prose;

use kubu_core::{Diagnostic, Rules};

use super::source::Source;

/// Everything that the authored entries of a catalogue, or of a pack, lack.
pub(super) fn check(source: &Source, rules: &Rules) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    entries::check(source, rules, &mut errors);
    facts::check(source, rules.catalog(), &mut errors);
    coverage::check(source, rules.catalog(), &mut errors);
    prose::check(source, rules.catalog(), &mut errors);
    errors
}
