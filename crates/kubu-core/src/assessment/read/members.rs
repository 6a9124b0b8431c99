//! The members of one object, taken out one by one; what is left is what this version does not know.

use std::fmt::Display;
use std::str::FromStr;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;

use crate::{SortedMap, Value};

/// What stands under one id or position of a document. Read by hand: readers derived by serde keep what they do not
/// know only by way of a copy of each object, which takes many times the code.
pub(crate) trait Record: Sized {
    /// Reads it. What is wrong is noted in `members`; nothing is returned where not even something empty could be.
    fn read(members: &mut Members) -> Option<Self>;

    /// Reads it, or says what is wrong with it.
    fn from_json(value: Value) -> Result<Self, String> {
        let mut members = Members::of(value);
        let record = Self::read(&mut members);
        match (record, members.problem) {
            (Some(record), None) => Ok(record),
            (_, problem) => Err(problem.unwrap_or_default()),
        }
    }
}

/// The members of an object that are not yet taken, and the first thing that is wrong with those that are.
///
/// A member that cannot be read is taken for an empty one: so nothing has to be undone halfway, which takes less code.
pub(crate) struct Members {
    /// The value itself if it is not an object.
    value: Option<Value>,
    members: SortedMap<String, Value>,
    problem: Option<String>,
}

impl Members {
    fn of(value: Value) -> Self {
        match value {
            Value::Object(members) => Self { value: None, members, problem: None },
            value => Self { value: Some(value), members: SortedMap::new(), problem: None },
        }
    }

    /// Notes what is wrong, if it is the first.
    pub(super) fn wrong(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// The whole value, of something that need not be an object.
    pub(super) fn whole(&mut self) -> Value {
        self.value.take().unwrap_or_else(|| Value::Object(self.rest()))
    }

    /// What is left.
    pub(super) fn rest(&mut self) -> SortedMap<String, Value> {
        if self.value.is_some() {
            self.wrong("it is not an object".to_owned());
        }
        std::mem::take(&mut self.members)
    }

    fn required(&mut self, name: &str) -> Value {
        self.members.remove(name).unwrap_or_else(|| {
            let object = self.value.is_none();
            self.wrong(if object { format!("missing field `{name}`") } else { "it is not an object".to_owned() });
            Value::Null
        })
    }

    fn checked<T>(&mut self, name: &str, value: Option<T>, what: &str) -> Option<T> {
        if value.is_none() {
            self.wrong(format!("`{name}` is not {what}"));
        }
        value
    }

    fn text_of(&mut self, name: &str, value: Value) -> String {
        let text = if let Value::String(text) = value { Some(text) } else { None };
        self.checked(name, text, "text").unwrap_or_default()
    }

    pub(super) fn text(&mut self, name: &str) -> String {
        let value = self.required(name);
        self.text_of(name, value)
    }

    /// A text; empty if it is left out.
    pub(super) fn text_or_empty(&mut self, name: &str) -> String {
        self.members.remove(name).map(|value| self.text_of(name, value)).unwrap_or_default()
    }

    /// A text; none if it is left out or null.
    pub(super) fn optional_text(&mut self, name: &str) -> Option<String> {
        self.optional(name).map(|value| self.text_of(name, value))
    }

    /// A member; none if it is left out or null.
    pub(super) fn optional(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| *value != Value::Null)
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        let value = self.required(name);
        self.checked(name, value.as_bool(), "true or false").unwrap_or_default()
    }

    /// Yes or no; no if it is left out.
    pub(super) fn flag_or_no(&mut self, name: &str) -> bool {
        self.members.contains_key(name) && self.flag(name)
    }

    /// A small number.
    pub(super) fn number(&mut self, name: &str) -> u8 {
        let number = self.required(name).as_u64().and_then(|number| u8::try_from(number).ok());
        self.checked(name, number, "a small whole number").unwrap_or_default()
    }

    /// An id.
    pub(super) fn id<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name);
        self.parsed(&text)
    }

    /// An id; none if it is left out or null.
    pub(super) fn optional_id<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        self.optional_text(name).and_then(|text| self.parsed(&text))
    }

    fn parsed<T: FromStr<Err: Display>>(&mut self, text: &str) -> Option<T> {
        text.parse().map_err(|error: T::Err| self.wrong(error.to_string())).ok()
    }

    /// One of the words that an enum is written as.
    pub(super) fn word<T: for<'de> Deserialize<'de>>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name);
        self.word_of(&text)
    }

    /// The same, of a word at hand.
    pub(super) fn word_of<T: for<'de> Deserialize<'de>>(&mut self, text: &str) -> Option<T> {
        T::deserialize(text.into_deserializer()).map_err(|error: Error| self.wrong(error.to_string())).ok()
    }

    /// A record within this one.
    pub(super) fn record<T: Record>(&mut self, value: Value) -> Option<T> {
        T::from_json(value).map_err(|problem| self.wrong(problem)).ok()
    }
}
