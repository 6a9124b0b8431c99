//! The members of one object, taken out one by one; what is left is what this version does not know.

use std::fmt::Display;
use std::str::FromStr;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;
use serde_json::{Map, Value};

/// What is wrong with a value, in plain words.
pub(super) type Problem = String;

/// A value that a document holds. Written out by hand: readers derived by serde keep what they do not know only by way
/// of a copy of each object, which takes many times the code.
pub(super) trait FromJson: Sized {
    /// Reads it.
    fn from_json(value: Value) -> Result<Self, Problem>;
}

/// The members of an object that are not yet taken.
pub(super) struct Members(Map<String, Value>);

impl Members {
    pub(super) fn of(value: Value) -> Result<Self, Problem> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            _ => Err("it is not an object".to_owned()),
        }
    }

    /// What is left.
    pub(super) fn rest(self) -> Map<String, Value> {
        self.0
    }

    /// A member; none if it is left out or null.
    pub(super) fn optional(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    pub(super) fn required(&mut self, name: &str) -> Result<Value, Problem> {
        self.0.remove(name).ok_or_else(|| format!("missing field `{name}`"))
    }

    pub(super) fn text(&mut self, name: &str) -> Result<String, Problem> {
        let value = self.required(name)?;
        text(name, value)
    }

    pub(super) fn optional_text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        self.optional(name).map(|value| text(name, value)).transpose()
    }

    /// A text that is empty if it is left out.
    pub(super) fn text_or_empty(&mut self, name: &str) -> Result<String, Problem> {
        self.0.remove(name).map_or_else(|| Ok(String::new()), |value| text(name, value))
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, name: &str) -> Result<bool, Problem> {
        self.required(name)?.as_bool().ok_or_else(|| format!("`{name}` is neither true nor false"))
    }

    /// Yes or no; no if it is left out.
    pub(super) fn flag_or_no(&mut self, name: &str) -> Result<bool, Problem> {
        if self.0.contains_key(name) { self.flag(name) } else { Ok(false) }
    }

    pub(super) fn id<T: FromStr<Err: Display>>(&mut self, name: &str) -> Result<T, Problem> {
        id(&self.text(name)?)
    }

    pub(super) fn optional_id<T: FromStr<Err: Display>>(&mut self, name: &str) -> Result<Option<T>, Problem> {
        self.optional_text(name)?.map(|text| id(&text)).transpose()
    }

    pub(super) fn word<T: for<'de> Deserialize<'de>>(&mut self, name: &str) -> Result<T, Problem> {
        word(&self.text(name)?)
    }
}

fn text(name: &str, value: Value) -> Result<String, Problem> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(format!("`{name}` is not text")),
    }
}

pub(super) fn id<T: FromStr<Err: Display>>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// One of the words that an enum is written as.
pub(super) fn word<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Problem> {
    T::deserialize(text.into_deserializer()).map_err(|error: Error| error.to_string())
}
