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
        // Looking for a text instead of a character would take 2 KB of code.
        let mut parts = words.split('{');
        text.extend(parts.next());
        for part in parts {
            match part.strip_prefix('}') {
                Some(part) => {
                    list(text, phrases(), join, String::push_str);
                    text.push_str(part);
                }
                None => text.extend(["{", part]),
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AnswerOption;

    fn fact(kind: FactKind, question: &str, says: &str, denies: &str, phrases: &[&str]) -> Fact {
        let option = |(number, phrase): (usize, &&str)| AnswerOption {
            id: format!("o{number}").parse().unwrap(),
            label: String::new(),
            phrase: (*phrase).to_owned(),
        };
        Fact {
            id: "a.fact".parse().unwrap(),
            group: "group".parse().unwrap(),
            kind,
            question: question.to_owned(),
            help: String::new(),
            example: String::new(),
            says: says.to_owned(),
            denies: denies.to_owned(),
            options: phrases.iter().enumerate().map(option).collect(),
            asked_when: None,
            derived: Vec::new(),
        }
    }

    fn facts() -> [Fact; 3] {
        [
            fact(FactKind::YesNo, "Is it trained?", "it is trained", "it is not trained", &[]),
            fact(FactKind::Choice, "Who uses it?", "it is for {}", "it is not for {}", &["staff", "pupils", "anybody"]),
            fact(
                FactKind::Choices,
                "What does it read?",
                "it reads {}",
                "it does not read {}",
                &["mail", "web", "files"],
            ),
        ]
    }

    fn reason(fact: usize, has: u32, lacks: u32) -> DecidingFact {
        DecidingFact { fact, has: Values(has), lacks: Values(lacks) }
    }

    #[test]
    fn reasons_are_told_in_the_words_of_the_questionnaire() {
        let facts = facts();
        let because = |reasons: &[_]| Phrasing { facts: &facts }.sentence(Verdict::Applies, reasons, &[]);
        assert_eq!(because(&[]), "Applies to every system.");
        assert_eq!(because(&[reason(0, 0b01, 0)]), "Applies because it is trained.");
        assert_eq!(because(&[reason(0, 0b10, 0)]), "Applies because it is not trained.");
        assert_eq!(because(&[reason(1, 0b110, 0)]), "Applies because it is for pupils or anybody.");
        assert_eq!(because(&[reason(2, 0b111, 0)]), "Applies because it reads mail, web and files.");
        assert_eq!(because(&[reason(2, 0, 0b111)]), "Applies because it does not read mail, web or files.");
        assert_eq!(
            because(&[reason(0, 0b01, 0), reason(2, 0b001, 0b110)]),
            "Applies because it is trained, it reads mail and it does not read web or files."
        );
    }

    #[test]
    fn each_verdict_says_what_it_is() {
        let facts = facts();
        let says = |verdict, reasons: &[_], open: &[_]| Phrasing { facts: &facts }.sentence(verdict, reasons, open);
        assert_eq!(says(Verdict::DoesNotApply, &[], &[]), "Applies to no system.");
        let trained = [reason(0, 0b01, 0)];
        assert_eq!(says(Verdict::DoesNotApply, &trained, &[]), "Does not apply because it is trained.");
        assert_eq!(
            says(Verdict::Undetermined, &[], &[0, 2]),
            "Undetermined: it depends on “Is it trained?” and “What does it read?”."
        );
    }
}
