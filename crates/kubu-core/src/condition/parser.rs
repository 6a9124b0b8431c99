//! Reads a condition written as text.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use super::{Condition, FactTest};
use crate::diagnostic::nearest;
use crate::{Fact, FactId, FactKind, OptionId, SortedSet};

/// Deeper nesting than any author needs; keeps the recursion of the parser bounded.
const MAX_DEPTH: usize = 32;

/// What is wrong with the text of a condition, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionError {
    /// The bytes of the text that are at fault.
    pub at: Range<usize>,
    /// What is wrong, in plain words.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl fmt::Display for ConditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {})", self.message, self.at.start)
    }
}

impl std::error::Error for ConditionError {}

pub(super) fn parse(text: &str, facts: &BTreeMap<FactId, Fact>) -> Result<Condition, ConditionError> {
    let mut parser = Parser { text, rest: 0, facts, depth: 0 };
    let condition = parser.any()?;
    let token = parser.next();
    if token.text.is_empty() {
        Ok(condition)
    } else {
        Err(token.error("expected the end of the condition", "join tests with `and` or `or`"))
    }
}

struct Parser<'a> {
    text: &'a str,
    rest: usize,
    facts: &'a BTreeMap<FactId, Fact>,
    depth: usize,
}

/// A word, a bracket or a comma; empty at the end of the text.
#[derive(Clone)]
struct Token<'a> {
    text: &'a str,
    at: Range<usize>,
}

impl Token<'_> {
    fn error(&self, message: impl fmt::Display, help: impl Into<String>) -> ConditionError {
        let found = if self.text.is_empty() { "the end".to_owned() } else { format!("`{}`", self.text) };
        ConditionError { at: self.at.clone(), message: format!("{message}, found {found}"), help: help.into() }
    }
}

impl<'a> Parser<'a> {
    fn next(&mut self) -> Token<'a> {
        let rest = self.text.get(self.rest..).unwrap_or_default();
        let skipped = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let is_mark = |c: char| matches!(c, '(' | ')' | '[' | ']' | ',');
        let length = match rest.chars().next() {
            None => 0,
            Some(c) if is_mark(c) => c.len_utf8(),
            Some(_) => rest.find(|c: char| c.is_whitespace() || is_mark(c)).unwrap_or(rest.len()),
        };
        let start = self.rest + skipped;
        self.rest = start + length;
        Token { text: rest.get(..length).unwrap_or_default(), at: start..self.rest }
    }

    fn peek(&mut self) -> Token<'a> {
        let before = self.rest;
        let token = self.next();
        self.rest = before;
        token
    }

    /// Takes the next token if it is `word`.
    fn take(&mut self, word: &str) -> bool {
        let found = self.peek().text == word;
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, word: &str) -> Result<(), ConditionError> {
        let token = self.next();
        if token.text == word { Ok(()) } else { Err(token.error(format_args!("expected `{word}`"), "")) }
    }

    fn any(&mut self) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.all()?];
        while self.take("or") {
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.unary()?];
        while self.take("and") {
            parts.push(self.unary()?);
        }
        Ok(one_or(parts, Condition::All))
    }

    fn unary(&mut self) -> Result<Condition, ConditionError> {
        let token = self.peek();
        if self.depth == MAX_DEPTH {
            return Err(token.error(format_args!("nested deeper than {MAX_DEPTH}"), "split the condition"));
        }
        self.depth += 1;
        let condition = match token.text {
            "not" => {
                self.next();
                Condition::Not(Box::new(self.unary()?))
            }
            "(" => {
                self.next();
                let inner = self.any()?;
                self.expect(")")?;
                inner
            }
            "always" | "never" => {
                self.next();
                if token.text == "always" { Condition::ALWAYS } else { Condition::Any(Vec::new()) }
            }
            _ => self.test()?,
        };
        self.depth -= 1;
        Ok(condition)
    }

    /// `FACT is|has ...`
    fn test(&mut self) -> Result<Condition, ConditionError> {
        let name = self.next();
        let Some(fact) = self.facts.get(name.text) else {
            let help = nearest(name.text, self.facts.keys().map(FactId::as_str))
                .map_or_else(|| "name a fact of the catalogue".to_owned(), |near| format!("did you mean `{near}`?"));
            return Err(name.error("expected a fact", help));
        };
        let verb = self.next();
        let proper = if fact.kind == FactKind::Choices { "has" } else { "is" };
        if verb.text != proper {
            return Err(verb.error(
                format_args!("expected `{proper}` after `{}`", fact.id),
                "`has` tests a fact with several answers, `is` a fact with one",
            ));
        }
        let negated = proper == "is" && self.take("not");
        let quantifier = self.quantifier();
        let condition = match quantifier.text {
            "any" | "none" | "all" => {
                let options = self.list(fact)?;
                match (quantifier.text, proper) {
                    ("any", _) => test_of(fact, options),
                    ("none", _) => Condition::Not(Box::new(test_of(fact, options))),
                    (_, "has") => one_or(
                        options.into_iter().map(|option| test_of(fact, [option].into())).collect(),
                        Condition::All,
                    ),
                    _ => {
                        return Err(quantifier.error(
                            format_args!("`{}` has one answer, which cannot be all of several", fact.id),
                            "write `is any of [...]`",
                        ));
                    }
                }
            }
            _ => test_of(fact, [self.option(fact)?].into()),
        };
        Ok(if negated { Condition::Not(Box::new(condition)) } else { condition })
    }

    /// Takes `any of`, `none of` or `all of`; the words alone may be options.
    fn quantifier(&mut self) -> Token<'a> {
        let before = self.rest;
        let word = self.next();
        if matches!(word.text, "any" | "none" | "all") && self.take("of") {
            return word;
        }
        self.rest = before;
        Token { text: "", at: word.at }
    }

    /// `[option, option, ...]`
    fn list(&mut self, fact: &Fact) -> Result<SortedSet<OptionId>, ConditionError> {
        self.expect("[")?;
        let mut options = SortedSet::from([self.option(fact)?]);
        while self.take(",") {
            options.insert(self.option(fact)?);
        }
        self.expect("]")?;
        Ok(options)
    }

    fn option(&mut self, fact: &Fact) -> Result<OptionId, ConditionError> {
        let token = self.next();
        let known: Vec<OptionId> = (0..fact.option_count()).filter_map(|i| fact.option_id(i)).collect();
        known.iter().find(|id| id.as_str() == token.text).cloned().ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(OptionId::as_str).collect();
            let help = nearest(token.text, names.iter().copied()).map_or_else(
                || format!("write one of: {}", names.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            token.error(format_args!("expected an option of `{}`", fact.id), help)
        })
    }
}

fn test_of(fact: &Fact, any_of: SortedSet<OptionId>) -> Condition {
    Condition::Fact(FactTest { id: fact.id.clone(), any_of })
}

/// The only part, or all of them joined.
fn one_or(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => join(parts.into_iter().chain(last).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::AnswerOption;

    fn facts() -> BTreeMap<FactId, Fact> {
        let fact = |id: &str, kind, options: &[&str]| Fact {
            id: id.parse().unwrap(),
            group: "g".parse().unwrap(),
            kind,
            question: String::new(),
            help: String::new(),
            example: String::new(),
            says: String::new(),
            denies: String::new(),
            options: options
                .iter()
                .map(|o| AnswerOption { id: o.parse().unwrap(), label: String::new(), phrase: String::new() })
                .collect(),
            asked_when: None,
            derived: Vec::new(),
        };
        [
            fact("model.kind", FactKind::Choices, &["language-model", "vision-model"]),
            fact("access.reach", FactKind::Choice, &["internal", "internet", "none"]),
            fact("data.retrieval", FactKind::YesNo, &[]),
        ]
        .into_iter()
        .map(|fact| (fact.id.clone(), fact))
        .collect()
    }

    fn json(text: &str) -> String {
        serde_json::to_string(&parse(text, &facts()).unwrap()).unwrap()
    }

    #[test]
    fn and_binds_tighter_than_or_and_not_tightest() {
        assert_eq!(
            json("data.retrieval is yes or not data.retrieval is no and access.reach is internet"),
            concat!(
                r#"{"any":[{"fact":{"id":"data.retrieval","any_of":["yes"]}},"#,
                r#"{"all":[{"not":{"fact":{"id":"data.retrieval","any_of":["no"]}}},"#,
                r#"{"fact":{"id":"access.reach","any_of":["internet"]}}]}]}"#
            )
        );
    }

    #[test]
    fn quantifiers_become_plain_tests() {
        assert_eq!(
            json("model.kind has any of [vision-model, language-model]"),
            r#"{"fact":{"id":"model.kind","any_of":["language-model","vision-model"]}}"#
        );
        assert_eq!(
            json("model.kind has none of [vision-model]"),
            r#"{"not":{"fact":{"id":"model.kind","any_of":["vision-model"]}}}"#
        );
        assert_eq!(
            json("access.reach is not internal"),
            r#"{"not":{"fact":{"id":"access.reach","any_of":["internal"]}}}"#
        );
        assert_eq!(
            json("model.kind has all of [vision-model, language-model]"),
            r#"{"all":[{"fact":{"id":"model.kind","any_of":["language-model"]}},{"fact":{"id":"model.kind","any_of":["vision-model"]}}]}"#
        );
        assert_eq!(json("access.reach is none"), r#"{"fact":{"id":"access.reach","any_of":["none"]}}"#);
        assert_eq!(json("always"), r#"{"all":[]}"#);
        assert_eq!(json("never"), r#"{"any":[]}"#);
    }

    #[test]
    fn errors_say_where_and_what_to_write() {
        let cases = [
            ("", 0, "expected a fact, found the end", "name a fact of the catalogue"),
            ("model.kidn has vision-model", 0, "expected a fact, found `model.kidn`", "did you mean `model.kind`?"),
            (
                "model.kind is vision-model",
                11,
                "expected `has` after `model.kind`, found `is`",
                "`has` tests a fact with several answers, `is` a fact with one",
            ),
            (
                "access.reach is intern",
                16,
                "expected an option of `access.reach`, found `intern`",
                "did you mean `internal`?",
            ),
            (
                "data.retrieval is maybe",
                18,
                "expected an option of `data.retrieval`, found `maybe`",
                "write one of: yes, no",
            ),
            (
                "access.reach is all of [internal]",
                16,
                "`access.reach` has one answer, which cannot be all of several, found `all`",
                "write `is any of [...]`",
            ),
            ("(data.retrieval is yes", 22, "expected `)`, found the end", ""),
            (
                "data.retrieval is yes data.retrieval is no",
                22,
                "expected the end of the condition, found `data.retrieval`",
                "join tests with `and` or `or`",
            ),
            ("é", 0, "expected a fact, found `é`", "name a fact of the catalogue"),
        ];
        for (text, at, message, help) in cases {
            let error = parse(text, &facts()).unwrap_err();
            assert_eq!((error.at.start, error.message.as_str(), error.help.as_str()), (at, message, help), "{text}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let text = "not ".repeat(100_000) + "always";
        assert!(parse(&text, &facts()).unwrap_err().message.contains("nested deeper"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in r"([a-z.\-]{0,12}|model\.kind|has|is|not|and|or|any|of|[\[\](),]|\PC| ){0,24}") {
            let _ = parse(&text, &facts());
        }
    }
}
