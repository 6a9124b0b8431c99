//! Verdicts and their reasons in the words of the questionnaire.

use super::DecidingFact;
use crate::variables::Values;
use crate::{Fact, FactKind, Verdict};

/// Turns reasons into words.
#[derive(Clone, Copy)]
pub(crate) struct Phrasing<'a> {
    pub(crate) facts: &'a [Fact],
}

/// What is said of one fact: its words, and the options that stand for `{}`.
#[derive(Clone, Copy)]
struct Clause<'a> {
    words: &'a str,
    fact: &'a Fact,
    options: Values,
    join: &'static str,
}

impl<'a> Phrasing<'a> {
    /// A verdict and its reason, or the open facts, in one sentence.
    pub(crate) fn sentence(self, verdict: Verdict, because: &[DecidingFact], open: &[usize]) -> String {
        match (verdict, because.is_empty()) {
            (Verdict::Applies, true) => "Applies to every system.".to_owned(),
            (Verdict::Applies, false) => self.with_clauses("Applies because ", because),
            (Verdict::DoesNotApply, true) => "Applies to no system.".to_owned(),
            (Verdict::DoesNotApply, false) => self.with_clauses("Does not apply because ", because),
            (Verdict::Undetermined, _) => {
                let questions = open.iter().filter_map(|position| Some(self.facts.get(*position)?.question.as_str()));
                let mut text = begun("Undetermined: it depends on ");
                list(&mut text, questions, "and", |text, question| text.extend(["“", question, "”"]));
                text.push('.');
                text
            }
        }
    }

    /// The reasons in a sentence that begins so: `Would apply if it uses a language model and it reads web pages.`
    pub(crate) fn with_clauses(self, begins: &str, reasons: &[DecidingFact]) -> String {
        let mut text = begun(begins);
        self.clauses(&mut text, reasons);
        text.push('.');
        text
    }

    /// The reasons as clauses: `it uses a language model and it reads web pages`.
    pub(crate) fn clauses(self, text: &mut String, reasons: &[DecidingFact]) {
        list(text, reasons.iter().flat_map(|reason| self.clauses_of(reason)), "and", Clause::write);
    }

    fn clauses_of(self, reason: &DecidingFact) -> impl Iterator<Item = Clause<'a>> + Clone + use<'a> {
        let DecidingFact { fact, has, lacks } = *reason;
        let clauses = self.facts.get(fact).map(|fact| {
            let clause = |words, options, join| Clause { words, fact, options, join };
            match fact.kind {
                // The options are yes and no.
                FactKind::YesNo if has.and(Values::at(0)).is_empty() => [Some(clause(&fact.denies, has, "or")), None],
                FactKind::YesNo | FactKind::Choice => [Some(clause(&fact.says, has, "or")), None],
                FactKind::Choices => [
                    (!has.is_empty()).then(|| clause(&fact.says, has, "and")),
                    (!lacks.is_empty()).then(|| clause(&fact.denies, lacks, "or")),
                ],
            }
        });
        clauses.into_iter().flatten().flatten()
    }
}

impl Clause<'_> {
    fn write(text: &mut String, Self { words, fact, options, join }: Self) {
        let phrases = || options.positions().filter_map(|position| Some(fact.options.get(position)?.phrase.as_str()));
        let mut parts = words.split("{}");
        text.extend(parts.next());
        for part in parts {
            list(text, phrases(), join, String::push_str);
            text.push_str(part);
        }
    }
}

/// A list in a sentence that begins so.
pub(crate) fn listing<'a>(begins: &str, parts: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut text = begun(begins);
    list(&mut text, parts, "and", String::push_str);
    text.push('.');
    text
}

/// A sentence that begins so, with room for a usual one.
fn begun(begins: &str) -> String {
    let mut text = String::with_capacity(192);
    text.push_str(begins);
    text
}

/// Writes `a`, `a and b`, `a, b and c`.
fn list<T>(
    text: &mut String,
    parts: impl Iterator<Item = T> + Clone,
    join: &str,
    mut write: impl FnMut(&mut String, T),
) {
    let last = parts.clone().count().saturating_sub(1);
    for (index, part) in parts.enumerate() {
        match index {
            0 => {}
            _ if index == last => text.extend([" ", join, " "]),
            _ => text.push_str(", "),
        }
        write(text, part);
    }
}
