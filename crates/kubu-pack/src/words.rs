//! Texts by words: those that come often stand once in a list, and elsewhere by their position.
//!
//! What compresses a file on its way finds repetition by itself, but spends three bytes or more on each; a word here
//! takes one or two, and these are compressed in their turn.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The end of a text.
const END: u8 = 0;

/// The next letter is a capital.
const CAPITAL: u8 = 1;

/// The bytes from here on stand for words; those below for themselves.
const WORD: u8 = 0x80;

/// So many words take one byte, the others two.
const SHORT: usize = 110;

/// The most words that there can be.
const MOST: usize = SHORT + (WORD as usize - SHORT) * 256;

/// Reads the text at the start, and adds it to another.
pub(crate) fn read(bytes: &mut &[u8], words: &[&str], text: &mut String) -> Option<()> {
    let mut capital = false;
    loop {
        let start = text.len();
        match *bytes {
            [END, rest @ ..] => {
                *bytes = rest;
                return Some(());
            }
            [CAPITAL, rest @ ..] => {
                *bytes = rest;
                capital = true;
                continue;
            }
            [byte, rest @ ..] if *byte >= WORD => {
                *bytes = rest;
                let mut position = usize::from(*byte - WORD);
                if let Some(page) = position.checked_sub(SHORT) {
                    let (byte, rest) = bytes.split_first()?;
                    *bytes = rest;
                    position = SHORT + page * 256 + usize::from(*byte);
                }
                text.push_str(words.get(position)?);
            }
            _ => {
                let run = bytes.iter().position(|byte| !(CAPITAL + 1..WORD).contains(byte))?;
                let (plain, rest) = bytes.split_at_checked(run)?;
                *bytes = rest;
                text.push_str(std::str::from_utf8(plain).ok()?);
            }
        }
        if std::mem::take(&mut capital) {
            text.get_mut(start..)?.get_mut(..1)?.make_ascii_uppercase();
        }
    }
}

/// The words of a list that is written as texts one after the other.
pub(crate) fn list(bytes: &[u8]) -> Option<Vec<&str>> {
    let mut words: Vec<&str> = std::str::from_utf8(bytes).ok()?.split(char::from(END)).collect();
    words.pop()?.is_empty().then_some(words)
}

/// A text with the capital at the start of a word as its own mark; nothing if a mark is in it already.
pub(crate) fn spelled(text: &str) -> Option<String> {
    let mut spelled = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut in_word = false;
    while let Some(char) = chars.next() {
        if char <= char::from(CAPITAL) {
            return None;
        }
        let alone = char.is_ascii_uppercase() && !in_word && !chars.peek().is_some_and(char::is_ascii_uppercase);
        if alone {
            spelled.push(char::from(CAPITAL));
        }
        spelled.push(if alone { char.to_ascii_lowercase() } else { char });
        in_word = char.is_ascii_alphabetic();
    }
    Some(spelled)
}

/// The words and the other characters of a text.
fn parts(spelled: &str) -> impl Iterator<Item = &str> {
    let mut rest = spelled;
    std::iter::from_fn(move || {
        let word = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let (part, after) = rest.split_at(word.max(rest.chars().next()?.len_utf8()));
        rest = after;
        Some(part)
    })
}

/// The list of words, to write texts with.
pub(crate) struct Words<'a>(BTreeMap<&'a str, usize>);

impl<'a> Words<'a> {
    /// The words that are worth their place in the list: the most frequent first, the others by the alphabet.
    pub(crate) fn of(spelled: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for part in spelled.flat_map(parts) {
            *counts.entry(part).or_default() += 1;
        }
        // Letters beyond ASCII have no other way to be written.
        let is_worth_it = |word: &str, count: usize| !word.is_ascii() || count * (word.len() - 1) > word.len() + 12;
        let mut words: Vec<_> = counts.into_iter().filter(|(word, count)| is_worth_it(word, *count)).collect();
        words.sort_by_key(|(word, count)| (word.is_ascii(), Reverse(*count)));
        words.truncate(MOST);
        if let Some(long) = words.get_mut(SHORT..) {
            long.sort_unstable();
        }
        Self(words.into_iter().enumerate().map(|(position, (word, _))| (word, position)).collect())
    }

    /// The list, as [`list`] reads it.
    pub(crate) fn list(&self) -> Vec<u8> {
        let mut words: Vec<_> = self.0.iter().collect();
        words.sort_by_key(|(_, position)| **position);
        words.into_iter().flat_map(|(word, _)| word.bytes().chain([END])).collect()
    }

    /// Writes a text; nothing if something in it cannot be written.
    pub(crate) fn write(&self, spelled: &str, bytes: &mut Vec<u8>) -> Option<()> {
        for part in parts(spelled) {
            match self.0.get(part).map(|position| (*position, position.checked_sub(SHORT))) {
                None => bytes.extend_from_slice(part.is_ascii().then_some(part)?.as_bytes()),
                Some((position, None)) => bytes.push(WORD + u8::try_from(position).ok()?),
                Some((_, Some(position))) => {
                    bytes.push(WORD + u8::try_from(SHORT + position / 256).ok()?);
                    bytes.push(u8::try_from(position % 256).ok()?);
                }
            }
        }
        bytes.push(END);
        Some(())
    }
}
