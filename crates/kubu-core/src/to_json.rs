//! Writes JSON for people and programs alike: indented, and the same value always gives the same bytes.
//!
//! They are the bytes that `serde_json` writes, of a third of the code: since nothing can go wrong, nothing in what
//! serde derives for each type has to pass an error on.

use std::fmt::{self, Write};

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};
use serde_json::Number;

/// A value as indented JSON with a line break at its end. Keys of maps are texts.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> String {
    let mut writer = Writer { text: String::new(), verbatim: false, depth: 0 };
    let Ok(()) = value.serialize(&mut writer);
    writer.text.push('\n');
    writer.text
}

/// What can go wrong: nothing.
#[derive(Debug)]
pub enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl serde::ser::Error for Never {
    #[expect(clippy::unreachable, reason = "no type of ours refuses to be written: a value is never of this type")]
    fn custom<T: fmt::Display>(_: T) -> Self {
        unreachable!()
    }
}

struct Writer {
    text: String,
    /// Whether the next text is a number, to be written as it is.
    verbatim: bool,
    depth: usize,
}

impl Writer {
    #[inline(never)]
    fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    #[inline(never)]
    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        for char in text.chars() {
            match char {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                '\0'..' ' => {
                    // INVARIANT: writing to a string cannot fail.
                    let _ = write!(self.text, "\\u{:04x}", u32::from(char));
                }
                _ => self.text.push(char),
            }
        }
        self.text.push('"');
    }

    #[inline(never)]
    fn number(&mut self, number: &dyn fmt::Display) {
        // INVARIANT: writing to a string cannot fail.
        let _ = write!(self.text, "{number}");
    }

    #[inline(never)]
    fn line(&mut self) {
        self.text.push('\n');
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }

    #[inline(never)]
    fn open(&mut self, start: char, ends: &'static str) -> Block<'_> {
        self.text.push(start);
        self.depth += 1;
        Block { writer: self, empty: true, ends }
    }

    /// An object with one member, whose content follows.
    fn variant(&mut self, name: &str, start: char, ends: &'static str) -> Block<'_> {
        self.open('{', "").key(name);
        self.open(start, ends)
    }
}

/// A list or an object that is not complete.
struct Block<'w> {
    writer: &'w mut Writer,
    empty: bool,
    /// What ends it, and those around it that end with it.
    ends: &'static str,
}

impl Block<'_> {
    #[inline(never)]
    fn next(&mut self) {
        if !self.empty {
            self.writer.text.push(',');
        }
        self.empty = false;
        self.writer.line();
    }

    #[inline(never)]
    fn key(&mut self, name: &str) {
        self.next();
        self.writer.quoted(name);
        self.writer.raw(": ");
    }

    #[inline(never)]
    fn close(self) {
        let mut empty = self.empty;
        for end in self.ends.chars() {
            self.writer.depth -= 1;
            if !empty {
                self.writer.line();
            }
            self.writer.text.push(end);
            empty = false;
        }
    }
}

macro_rules! integers {
    ($($method:ident($type:ty as $widest:ty))*) => {$(
        fn $method(self, number: $type) -> Result<(), Never> {
            self.number(&<$widest>::from(number));
            Ok(())
        }
    )*};
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Block<'w>;
    type SerializeTuple = Block<'w>;
    type SerializeTupleStruct = Block<'w>;
    type SerializeTupleVariant = Block<'w>;
    type SerializeMap = Block<'w>;
    type SerializeStruct = Block<'w>;
    type SerializeStructVariant = Block<'w>;

    integers! {
        serialize_i8(i8 as i64) serialize_i16(i16 as i64) serialize_i32(i32 as i64) serialize_i64(i64 as i64)
        serialize_u8(u8 as u64) serialize_u16(u16 as u64) serialize_u32(u32 as u64) serialize_u64(u64 as u64)
    }

    fn serialize_f32(self, number: f32) -> Result<(), Never> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Never> {
        // Only here, so that its tables are not in the app: nothing of ours has fractions.
        match Number::from_f64(number) {
            Some(number) => self.number(&number),
            None => self.raw("null"),
        }
        Ok(())
    }

    fn serialize_bool(self, is: bool) -> Result<(), Never> {
        self.raw(if is { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, char: char) -> Result<(), Never> {
        self.serialize_str(char.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Never> {
        if std::mem::take(&mut self.verbatim) {
            self.raw(text);
        } else {
            self.quoted(text);
        }
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Never> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.raw("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Never> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), Never> {
        self.verbatim = name == crate::Number::NAME;
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        let mut block = self.open('{', "}");
        SerializeMap::serialize_entry(&mut block, variant, value)?;
        SerializeMap::end(block)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Block<'w>, Never> {
        Ok(self.open('[', "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Block<'w>, Never> {
        Ok(self.open('[', "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Block<'w>, Never> {
        Ok(self.open('[', "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Block<'w>, Never> {
        Ok(self.variant(variant, '[', "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Block<'w>, Never> {
        Ok(self.open('{', "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Block<'w>, Never> {
        Ok(self.open('{', "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Block<'w>, Never> {
        Ok(self.variant(variant, '{', "}}"))
    }
}

macro_rules! elements {
    ($($trait:ident::$method:ident)*) => {$(
        impl $trait for Block<'_> {
            type Ok = ();
            type Error = Never;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
                self.next();
                value.serialize(&mut *self.writer)
            }

            fn end(self) -> Result<(), Never> {
                self.close();
                Ok(())
            }
        }
    )*};
}

elements! {
    SerializeSeq::serialize_element SerializeTuple::serialize_element SerializeTupleStruct::serialize_field
    SerializeTupleVariant::serialize_field
}

macro_rules! members {
    ($($trait:ident)*) => {$(
        impl $trait for Block<'_> {
            type Ok = ();
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Never> {
                self.key(name);
                value.serialize(&mut *self.writer)
            }

            fn end(self) -> Result<(), Never> {
                self.close();
                Ok(())
            }
        }
    )*};
}

members! { SerializeStruct SerializeStructVariant }

impl SerializeMap for Block<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        self.next();
        key.serialize(&mut *self.writer)?;
        self.writer.raw(": ");
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Never> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Serialize;
    use serde_json::{Map, Value, json};

    use super::to_json;

    /// The bytes that `serde_json` writes.
    fn as_ever(value: &impl Serialize) -> String {
        serde_json::to_string_pretty(value).expect("it can be written") + "\n"
    }

    #[derive(Serialize)]
    enum Shape {
        Point,
        Line(u8),
        Between(i8, char),
        Box { wide: f64, high: Option<f32> },
        Nothing {},
    }

    #[derive(Serialize)]
    struct Name(String);

    #[derive(Serialize)]
    struct Unit;

    #[derive(Serialize)]
    struct Drawing {
        name: Name,
        shapes: Vec<Shape>,
        pair: (i64, ()),
        unit: Unit,
        none: Vec<Shape>,
        by_name: BTreeMap<String, bool>,
        #[serde(flatten)]
        other: Map<String, Value>,
    }

    #[test]
    fn every_form_of_data_is_written_as_ever() {
        let Value::Object(other) = json!({ "a": { "b": [] }, "c": {} }) else { unreachable!() };
        let drawing = Drawing {
            name: Name("“Fort” – \"kubu\"\\ \u{1f}\u{7f}\n".into()),
            shapes: vec![
                Shape::Point,
                Shape::Line(200),
                Shape::Between(-7, '"'),
                Shape::Box { wide: 1.0, high: None },
                Shape::Box { wide: f64::NAN, high: Some(0.5) },
                Shape::Nothing {},
            ],
            pair: (i64::MIN, ()),
            unit: Unit,
            none: Vec::new(),
            by_name: [(String::new(), true)].into(),
            other,
        };
        assert_eq!(to_json(&drawing), as_ever(&drawing));
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::hash_map(any::<String>(), inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_is_written_as_ever(value in values()) {
            prop_assert_eq!(to_json(&value), as_ever(&value));
        }
    }
}
