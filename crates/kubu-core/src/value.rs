//! JSON as it is in a document: read as a whole, so that what this version does not know is kept.
//!
//! Documents come from anywhere, and the program that reads them is downloaded: this reads what `serde_json` reads with
//! a third of its code, since the one type that it makes keeps a number as it is written instead of computing it.

mod parse;
mod typed;

use serde::{Serialize, Serializer};

use crate::SortedMap;

pub use parse::Expected;

/// A value in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// An object; of members with the same name it has the last.
    Object(SortedMap<String, Value>),
}

/// A number as it is written, so that none is changed on its way through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(String);

impl Value {
    /// The deepest nesting of lists and objects that is read.
    pub const MAX_DEPTH: usize = 64;

    /// Reads JSON.
    ///
    /// # Errors
    ///
    /// What was expected instead, and where.
    pub fn parse(text: &str) -> Result<Self, Expected> {
        parse::parse(text)
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// Yes or no, if it is one of them.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(is) = self { Some(*is) } else { None }
    }

    /// The number, if it is one that is counted with and written without a point.
    pub fn as_u64(&self) -> Option<u64> {
        if let Self::Number(Number(text)) = self { text.parse().ok() } else { None }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(is) => serializer.serialize_bool(*is),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(elements) => elements.serialize(serializer),
            Self::Object(members) => members.serialize(serializer),
        }
    }
}

impl Number {
    /// The name under which serde hands a number over: [`to_json`](crate::to_json) writes it as it is.
    pub(crate) const NAME: &'static str = "kubu_core::value::Number";
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(Self::NAME, &self.0)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Value {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        true.into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Value;
    use crate::to_json;

    fn parsed(text: &str) -> Result<String, String> {
        Value::parse(text).map(|value| to_json(&value)).map_err(|error| error.to_string())
    }

    /// What `serde_json` makes of it.
    fn as_ever(text: &str) -> Result<String, String> {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        Ok(serde_json::to_string_pretty(&value).expect("it can be written") + "\n")
    }

    #[test]
    fn numbers_stay_as_they_are_written() {
        for number in ["0", "-0", "1.50", "1e400", "-1E+02", "123456789012345678901234567890", "0.1e-7"] {
            assert_eq!(parsed(number), Ok(format!("{number}\n")));
        }
        for number in ["00", "+1", ".5", "1.", "1e", "-", "1e+", "0x1", "NaN", "1 2"] {
            assert!(parsed(number).is_err() && as_ever(number).is_err(), "{number}");
        }
        let of = |text: &str| Value::parse(text).ok().and_then(|value| value.as_u64());
        assert_eq!([of("7"), of("18446744073709551615")], [Some(7), Some(u64::MAX)]);
        assert_eq!([of("7.0"), of("-7"), of("18446744073709551616"), of("\"7\"")], [None; 4]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (text, expected) in [
            ("", "a value is expected at line 1, column 1"),
            ("<html>", "a value is expected at line 1, column 1"),
            ("{\n  \"ä\": 1,\n}", "a name in quotes is expected at line 3, column 1"),
            ("{\"é\" 1}", "a colon is expected at line 1, column 6"),
            ("[1 2]", "a comma or `]` is expected at line 1, column 4"),
            ("{\"a\": 1", "a comma or `}` is expected at line 1, column 8"),
            ("[1] 2", "the end is expected at line 1, column 5"),
            ("\"a\nb\"", "a closing quote is expected at line 1, column 3"),
            ("\"a", "a closing quote is expected at line 1, column 3"),
            ("\"\\x\"", "an escape such as `\\n` is expected at line 1, column 3"),
            ("\"\\ud800\"", "an escape such as `\\n` is expected at line 1, column 8"),
            ("-x", "a digit is expected at line 1, column 2"),
            ("tru", "a value is expected at line 1, column 1"),
        ] {
            assert_eq!(parsed(text), Err(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn as_deep_as_is_allowed_and_no_deeper() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(parsed(&nested(Value::MAX_DEPTH)).is_ok());
        assert!(parsed(&nested(Value::MAX_DEPTH + 1)).is_err());
        assert!(parsed(&"[{\"a\":".repeat(1_000_000)).is_err());
    }

    #[test]
    fn of_members_with_the_same_name_the_last_counts() {
        assert_eq!(parsed(r#"{"b":1,"a":2,"b":3,"a":4}"#), as_ever(r#"{"b":1,"a":2,"b":3,"a":4}"#));
    }

    /// JSON with a mistake here and there.
    fn texts() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            4 => "[\\[\\]{},:]",
            2 => "\"([a-zé\u{1}\n]|\\\\[\"\\\\/bfnrtux]|\\\\u(d83d\\\\ude00|[0-9a-fA-FdD]{4})){0,4}\"",
            1 => "-?(0|[1-9][0-9]{0,2})(\\.[05]{0,2})?",
            1 => "true|false|null|nul|[ \t\n\r\u{b}]{1,3}",
            2 => "\\[1,|\\{\"a\":|\"b\":|\\]|\\}",
        ];
        proptest::collection::vec(part, 0..9).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn it_reads_what_serde_json_reads_and_nothing_else(text in texts()) {
            match (parsed(&text), as_ever(&text)) {
                // The fractions that are made up here are written in more than one way.
                (Ok(own), Ok(other)) => prop_assert!(
                    own == other || own.contains('.') || text.contains("-0"), "{own} {other}"
                ),
                (own, other) => prop_assert_eq!(own.is_ok(), other.is_ok(), "{:?} {:?}", own, other),
            }
        }
    }
}
