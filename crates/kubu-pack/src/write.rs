//! Writes: only at build time.

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};

use crate::words::{Words, spelled};
use crate::{Broken, Member, ROOT};

/// Writes a value.
///
/// # Errors
///
/// If something in it has no form: a negative number, a fraction, a single character, a list of unknown length, or a
/// text with a character that is no text.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Broken> {
    let mut writer = Writer { columns: Vec::new(), here: ROOT };
    value.serialize(&mut writer)?;
    let words = Words::of(writer.columns.iter().flat_map(|(_, column)| &column.texts).map(String::as_str));
    let mut numbers = Vec::new();
    let mut texts = Vec::new();
    for (_, column) in &writer.columns {
        numbers.push(column.numbers.clone());
        let mut bytes = Vec::new();
        for text in &column.texts {
            words.write(text, &mut bytes).ok_or(Broken)?;
        }
        texts.push(bytes);
    }
    let mut bytes = Vec::new();
    number(&mut bytes, length(writer.columns.len())?);
    let parts = [vec![words.list()], numbers, texts].concat();
    for part in &parts {
        number(&mut bytes, length(part.len())?);
    }
    bytes.extend(parts.concat());
    Ok(bytes)
}

/// What is written, by the member it belongs to, in the order in which members are first met.
struct Writer {
    columns: Vec<(Member, Column)>,
    /// The member whose value is written next.
    here: Member,
}

#[derive(Default)]
struct Column {
    numbers: Vec<u8>,
    /// As [`spelled`].
    texts: Vec<String>,
}

fn length(length: usize) -> Result<u64, Broken> {
    length.try_into().map_err(|_| Broken)
}

fn number(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        // INVARIANT: seven bits fit into a byte.
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            return bytes.push(low);
        }
        bytes.push(low | 0x80);
    }
}

impl Writer {
    fn column(&mut self) -> &mut Column {
        let known = self.columns.iter().position(|(member, _)| *member == self.here);
        let position = known.unwrap_or(self.columns.len());
        if known.is_none() {
            self.columns.push((self.here, Column::default()));
        }
        &mut self.columns[position].1
    }

    fn number(&mut self, value: u64) {
        number(&mut self.column().numbers, value);
    }

    fn list(&mut self, length: Option<usize>) -> Result<&mut Self, Broken> {
        let length = length.and_then(|length| u64::try_from(length).ok()).ok_or(Broken)?;
        self.number(length);
        Ok(self)
    }

    fn variant(&mut self, position: u32) -> &mut Self {
        self.number(position.into());
        self
    }
}

macro_rules! numbers {
    ($($method:ident($type:ty))*) => {$(
        fn $method(self, number: $type) -> Result<(), Broken> {
            self.number(number.into());
            Ok(())
        }
    )*};
}

macro_rules! unknown {
    ($($method:ident($type:ty))*) => {$(
        fn $method(self, _: $type) -> Result<(), Broken> {
            Err(Broken)
        }
    )*};
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Broken;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Struct<'w>;
    type SerializeStructVariant = Self;

    numbers! { serialize_bool(bool) serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) }

    unknown! {
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_f32(f32)
        serialize_f64(f64) serialize_char(char) serialize_bytes(&[u8])
    }

    fn serialize_str(self, text: &str) -> Result<(), Broken> {
        let text = spelled(text).ok_or(Broken)?;
        self.column().texts.push(text);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Broken> {
        self.serialize_bool(false)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Broken> {
        self.serialize_bool(true)?;
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Broken> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Broken> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, position: u32, _: &'static str) -> Result<(), Broken> {
        self.variant(position);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Broken> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        position: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Broken> {
        value.serialize(self.variant(position))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self, Broken> {
        self.list(length)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Broken> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Broken> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        position: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Broken> {
        Ok(self.variant(position))
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self, Broken> {
        self.list(length)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Struct<'w>, Broken> {
        Ok(Struct { around: self.here, next: (0, name), writer: self })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        position: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Broken> {
        Ok(self.variant(position))
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

macro_rules! elements {
    ($($trait:ident::$method:ident)*) => {$(
        impl $trait for &mut Writer {
            type Ok = ();
            type Error = Broken;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Broken> {
                Ok(())
            }
        }
    )*};
}

elements! {
    SerializeSeq::serialize_element SerializeTuple::serialize_element SerializeTupleStruct::serialize_field
    SerializeTupleVariant::serialize_field
}

/// A struct, each of whose members goes to a column of its own.
struct Struct<'w> {
    writer: &'w mut Writer,
    next: Member,
    /// The member that has this struct as its value.
    around: Member,
}

impl SerializeStruct for Struct<'_> {
    type Ok = ();
    type Error = Broken;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), Broken> {
        self.writer.here = self.next;
        self.next.0 += 1;
        value.serialize(&mut *self.writer)?;
        self.writer.here = self.around;
        Ok(())
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), Broken> {
        self.serialize_field(name, &false)
    }

    fn end(self) -> Result<(), Broken> {
        Ok(())
    }
}

impl SerializeStructVariant for &mut Writer {
    type Ok = ();
    type Error = Broken;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), Broken> {
        value.serialize(&mut **self)
    }

    fn skip_field(&mut self, _: &'static str) -> Result<(), Broken> {
        self.number(0);
        Ok(())
    }

    fn end(self) -> Result<(), Broken> {
        Ok(())
    }
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Broken;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Broken> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Broken> {
        Ok(())
    }
}
