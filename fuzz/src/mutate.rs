//! Changes of text as bytes and as words.

use std::ops::Range;

use crate::chance::Chance;

/// What often matters to readers of text.
const ODD: [&str; 16] = [
    "",
    "\u{feff}",
    "\0",
    "\\u0000",
    "\\ud800",
    "é",
    "🏰",
    "\u{202e}",
    "-0",
    "1e999",
    "18446744073709551616",
    "{}",
    "[]",
    "null",
    "((((",
    "]]]]",
];

/// The words of a text: runs of letters, digits, dots and hyphens.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && !".-_".contains(c)).filter(|word| !word.is_empty()).map(str::to_owned)
}

/// The text, changed in one to four places.
pub fn mutated(text: &str, other: &str, words: &[String], chance: &mut Chance) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=chance.below(4) {
        change(&mut bytes, other.as_bytes(), words, chance);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn change(bytes: &mut Vec<u8>, other: &[u8], words: &[String], chance: &mut Chance) {
    let at = chance.below(bytes.len() + 1);
    let here = short(at, bytes.len(), chance);
    let inserted: Vec<u8> = match chance.below(7) {
        0 => Vec::new(),
        1 => vec![chance.below(256) as u8],
        2 => chance.one_of(words).map(|word| word.as_bytes().to_vec()).unwrap_or_default(),
        3 => chance.one_of(&ODD).map(|odd| odd.as_bytes().to_vec()).unwrap_or_default(),
        // A part of it again, or many times, or a part of another.
        4 => bytes.get(here.clone()).unwrap_or_default().to_vec(),
        5 => bytes.get(here.clone()).unwrap_or_default().repeat(1 + chance.below(200)),
        _ => {
            let start = chance.below(other.len() + 1);
            other.get(short(start, other.len(), chance)).unwrap_or_default().to_vec()
        }
    };
    let replaced = if chance.once_in(2) { here } else { at..at };
    bytes.splice(replaced, inserted);
}

/// A part that starts here, mostly a short one.
fn short(start: usize, end: usize, chance: &mut Chance) -> Range<usize> {
    let longest = if chance.once_in(8) { end - start } else { 16.min(end - start) };
    start..start + chance.below(longest + 1)
}
