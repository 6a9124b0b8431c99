//! What people read is plain British English: known words, short sentences, nothing promised without saying how. Its
//! Markdown keeps to the part that the app shows.

use std::collections::BTreeSet;

use kubu_core::{Catalog, Diagnostic};

use crate::authoring::source::Source;
use crate::prose::{Passage, passages, sentences, words};

/// Most words of one sentence.
const LONGEST_SENTENCE: usize = 35;

pub(super) fn check(source: &Source, catalog: &Catalog, errors: &mut Vec<Diagnostic>) {
    for Passage { at, text, .. } in authored(source, catalog) {
        let mut fault = |code, message: String, help: &str| {
            errors.push(Diagnostic::error(code, at.clone(), message, help));
        };
        if let Some(difference) = kubu_markdown::judge::difference(text) {
            fault(
                "unknown-markdown",
                format!("the app reads this otherwise than CommonMark: {difference}"),
                "keep to paragraphs, lists, quotes, emphasis, code and links to https; put `\\` before a mark that is text",
            );
        }
        let Some(known) = &source.words else { continue };
        let unknown: BTreeSet<String> = words(text)
            .map(str::to_lowercase)
            .filter(|word| !known.contains(word) && !word.chars().any(|c| c.is_ascii_digit()))
            .collect();
        if !unknown.is_empty() {
            let unknown: Vec<String> = unknown.into_iter().collect();
            fault(
                "unknown-word",
                format!("not in words.txt: {}", unknown.join(", ")),
                "spell them as British English does; if they are right, add them to words.txt",
            );
        }
        for sentence in sentences(text) {
            let count = words(sentence).count();
            if count > LONGEST_SENTENCE {
                let message =
                    format!("a sentence has {count} words, more than {LONGEST_SENTENCE}: {}", sentence.trim());
                fault("long-sentence", message, "split it");
            }
        }
        if words(text).any(|word| word.to_lowercase().starts_with("ensur")) {
            fault("empty-promise", "it says “ensure”".to_owned(), "say how instead");
        }
    }
}

/// What is authored here: of a pack not what it adds to, but what it adds.
fn authored<'a>(source: &Source, catalog: &'a Catalog) -> Vec<Passage<'a>> {
    let mut passages = passages(catalog);
    if catalog.packs.is_empty() {
        return passages;
    }
    let of_pack = |text, field: &str| Passage { at: format!("pack.toml: {field}"), entry: "", text };
    let Source { facts, threats, controls, .. } = source;
    passages.retain(|Passage { entry, .. }| {
        facts.contains_key(*entry) || threats.contains_key(*entry) || controls.contains_key(*entry)
    });
    let others = catalog.threats.iter().filter(|threat| !threats.contains_key(threat.id.as_str()));
    let edges = others.flat_map(|threat| &threat.mitigations).filter(|m| controls.contains_key(m.control.as_str()));
    passages.extend(edges.map(|mitigation| of_pack(&*mitigation.why, "mitigations")));
    passages.extend(catalog.notes.iter().map(|(_, note)| of_pack(&note.text, "notes")));
    passages
}
