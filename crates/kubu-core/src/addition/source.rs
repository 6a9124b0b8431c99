//! JSON as a source of the catalogue's types: read by the code that reads the embedded catalogue, which no page should
//! have to load twice.

use kubu_pack::{Member, Source, read_from};
use serde::de::DeserializeOwned;

use crate::json::escaped;
use crate::{SortedMap, Value};

/// Where a value cannot be read, and why.
pub(super) struct Unreadable {
    pub(super) at: String,
    pub(super) problem: String,
}

/// Reads a value that stands at a place in a file.
pub(super) fn read<T: DeserializeOwned>(value: Value, at: &str) -> Result<T, Unreadable> {
    let mut json = Json { next: vec![(at.to_owned(), Some(value))], wrong: None };
    let read = read_from(&mut json);
    match (read, json.wrong) {
        (Ok(value), None) if json.next.is_empty() => Ok(value),
        (_, wrong) => {
            Err(wrong.unwrap_or(Unreadable { at: at.to_owned(), problem: "it is something else".to_owned() }))
        }
    }
}

struct Json {
    /// What is still to be read, the next of it last, each with its place. None stands for a member that is left out.
    next: Vec<(String, Option<Value>)>,
    /// What was wrong first. From there on, nothing is read.
    wrong: Option<Unreadable>,
}

impl Json {
    fn wrong(&mut self, at: String, problem: String) {
        self.wrong.get_or_insert(Unreadable { at, problem });
    }

    /// The next value, if there is one and nothing was wrong.
    fn take(&mut self) -> Option<(String, Option<Value>)> {
        if self.wrong.is_some() { None } else { self.next.pop() }
    }

    /// The next value as what it should be, with its place.
    fn next_as<T>(&mut self, what: &str, of: impl FnOnce(Value) -> Option<T>) -> Option<(String, T)> {
        match self.take()? {
            (at, Some(value)) => match of(value) {
                Some(value) => return Some((at, value)),
                None => self.wrong(at, format!("it is not {what}")),
            },
            (at, None) => self.wrong(at, "it is missing".to_owned()),
        }
        None
    }

    /// The same, of what holds no others.
    fn value_as<T>(&mut self, what: &str, of: impl FnOnce(Value) -> Option<T>) -> Option<T> {
        self.next_as(what, of).map(|(_, value)| value)
    }

    /// A list or map that is left out is empty.
    fn left_out(&mut self) -> bool {
        let out = self.wrong.is_none() && matches!(self.next.last(), Some((_, None)));
        if out {
            self.next.pop();
        }
        out
    }
}

fn object(value: Value) -> Option<SortedMap<String, Value>> {
    if let Value::Object(members) = value { Some(members) } else { None }
}

impl Source for Json {
    fn at(&mut self, _: Member) {}

    fn number(&mut self) -> Option<u32> {
        let counted = |value: Value| u32::try_from(value.as_u64()?).ok();
        self.value_as("a number that is counted with", counted)
    }

    fn text(&mut self) -> Option<String> {
        let text = |value| if let Value::String(text) = value { Some(text) } else { None };
        self.value_as("a text", text)
    }

    fn flag(&mut self) -> Option<bool> {
        self.value_as("`true` or `false`", |value| value.as_bool())
    }

    fn some(&mut self) -> Option<bool> {
        let (at, value) = self.take()?;
        let value = value.filter(|value| *value != Value::Null);
        let some = value.is_some();
        if some {
            self.next.push((at, value));
        }
        Some(some)
    }

    fn elements(&mut self) -> Option<u32> {
        if self.left_out() {
            return Some(0);
        }
        let list = |value| if let Value::Array(elements) = value { Some(elements) } else { None };
        let (at, elements) = self.next_as("a list", list)?;
        let length = elements.len();
        let placed = elements.into_iter().enumerate();
        self.next.extend(placed.rev().map(|(position, element)| (format!("{at}/{position}"), Some(element))));
        u32::try_from(length).ok()
    }

    fn entries(&mut self) -> Option<u32> {
        if self.left_out() {
            return Some(0);
        }
        let (at, members) = self.next_as("an object", object)?;
        let length = members.len();
        let entries: Vec<_> = members.into_iter().collect();
        for (name, value) in entries.into_iter().rev() {
            let at = format!("{at}/{}", escaped(&name));
            self.next.extend([(at.clone(), Some(value)), (at, Some(Value::String(name)))]);
        }
        u32::try_from(length).ok()
    }

    fn members(&mut self, names: &'static [&'static str]) {
        let Some((at, mut members)) = self.next_as("an object", object) else { return };
        for name in names.iter().rev() {
            self.next.push((format!("{at}/{name}"), members.remove(*name)));
        }
        if let Some(name) = members.keys().next() {
            self.wrong(format!("{at}/{}", escaped(name)), format!("there is no member `{name}` here"));
        }
    }

    fn variant(&mut self, names: &'static [&'static str]) -> Option<u32> {
        let word = |value| match value {
            Value::String(name) => Some((name, Value::Null)),
            Value::Object(members) if members.len() == 1 => members.into_iter().next(),
            _ => None,
        };
        let (at, (name, content)) = self.next_as("a word, or an object with one member", word)?;
        let position = names.iter().position(|known| *known == name);
        if position.is_none() {
            self.wrong(at.clone(), format!("`{name}` is none of {}", names.join(", ")));
        }
        self.next.push((at, Some(content)));
        u32::try_from(position?).ok()
    }

    fn nothing(&mut self) -> Option<()> {
        self.value_as("a word alone", |value| (value == Value::Null).then_some(()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::{Unreadable, read};
    use crate::{Cap, Condition, Derivation, Fact, Factor, SortedMap, Threat, Value};

    fn told<T: DeserializeOwned>(json: &str) -> Option<(String, String)> {
        let value = Value::parse(json).expect("it is JSON");
        read::<T>(value, "/it").err().map(|Unreadable { at, problem }| (at, problem))
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let cases = [
            (r#"{"fact":{"id":"a.b"}}"#, "", ""),
            (r#"{"fact":{"any_of":[]}}"#, "/it/id", "it is missing"),
            (r#"{"fact":{"id":"a.b","any_of":["x",7]}}"#, "/it/any_of/1", "it is not a text"),
            (r#"{"fact":{"id":"a.b","a/b":0}}"#, "/it/a~1b", "there is no member `a/b` here"),
            (r#"{"not":{"any":7}}"#, "/it", "it is not a list"),
            (r#"{"all":[{"any":[]},{"some":[]}]}"#, "/it/1", "`some` is none of all, any, not, fact"),
            (r#""all""#, "/it", "it is not a list"),
            (r#"{"all":[],"any":[]}"#, "/it", "it is not a word, or an object with one member"),
            ("[]", "/it", "it is not a word, or an object with one member"),
        ];
        for (json, at, problem) in cases {
            let expected = (!problem.is_empty()).then(|| (at.to_owned(), problem.to_owned()));
            assert_eq!(told::<Condition>(json), expected, "{json}");
        }
        let derivation = |from: &str| told::<Derivation>(&format!(r#"{{"option":"yes","from":{from}}}"#));
        assert_eq!(derivation(r#""tainted-action""#), None);
        assert_eq!(derivation(r#"{"tainted-action":null}"#), None);
        assert!(derivation(r#"{"tainted-action":{}}"#).is_some());
        assert!(derivation(r#""flow""#).is_some());
        let cap = |at_most: &str| told::<Cap>(&format!(r#"{{"at_most":{at_most},"why":"x"}}"#));
        assert_eq!(cap("255"), None);
        for number in ["256", "-1", "1.5", "99999999999999999999", "\"1\""] {
            assert!(cap(number).is_some(), "{number}");
        }
        assert!(told::<Fact>("null").is_some());
    }

    #[test]
    fn keys_are_read_as_their_type() {
        let caps = r#"{"integrity":{"at_most":1,"why":"x"},"confidentiality":{"at_most":2,"why":"y"}}"#;
        let read: SortedMap<Factor, Cap> = read(Value::parse(caps).expect("it is JSON"), "").ok().expect("it is a map");
        assert_eq!(read.keys().copied().collect::<Vec<_>>(), [Factor::Confidentiality, Factor::Integrity]);
        assert!(told::<SortedMap<Factor, Cap>>(r#"{"colour":{"at_most":1,"why":"x"}}"#).is_some());
    }

    /// JSON that is much like a condition.
    fn nearly() -> impl Strategy<Value = serde_json::Value> {
        let word = prop::sample::select(vec!["all", "any", "not", "fact", "id", "any_of"]);
        let leaf = prop::sample::select(vec![json!(null), json!(1), json!("a.b"), json!("yes"), json!("all")]);
        leaf.prop_recursive(5, 24, 3, move |inner| {
            let test = (Just("a.b"), prop::collection::vec(Just("yes"), 0..3));
            prop_oneof![
                test.prop_map(|(id, any_of)| json!({ "fact": { "id": id, "any_of": any_of } })),
                prop::collection::vec(inner.clone(), 0..3).prop_map(|parts| json!({ "all": parts })),
                inner.clone().prop_map(|inner| json!({ "not": inner })),
                prop::collection::vec(inner.clone(), 0..3).prop_map(serde_json::Value::Array),
                prop::collection::btree_map(word.clone().prop_map(str::to_owned), inner, 0..3)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// serde reads it and this does, or neither. Only what may be left out differs: here it is every list.
        #[test]
        fn nothing_is_taken_for_what_it_is_not(json in nearly()) {
            let judged = serde_json::from_value::<Condition>(json.clone()).map_err(|error| error.to_string());
            let value = Value::parse(&json.to_string()).expect("it is JSON");
            match (read::<Condition>(value, ""), judged) {
                (Ok(condition), Ok(judged)) => prop_assert_eq!(condition, judged),
                (Ok(_), Err(why)) => prop_assert!(why.contains("is not an id") || why == "missing field `any_of`", "{}", why),
                (Err(_), Ok(_)) => prop_assert!(false, "this was not read"),
                (Err(_), Err(_)) => {}
            }
        }
    }

    #[test]
    fn a_threat_is_read_as_serde_reads_it() {
        let pack = include_str!("../../../../examples/packs/bank.kubu-pack.json");
        let pack: serde_json::Value = serde_json::from_str(pack).expect("it is JSON");
        for threat in pack["threats"].as_array().expect("it has threats") {
            let judged: Threat = serde_json::from_value(threat.clone()).expect("serde reads it");
            let value = Value::parse(&threat.to_string()).expect("it is JSON");
            assert_eq!(read::<Threat>(value, "").ok(), Some(judged));
        }
    }
}
