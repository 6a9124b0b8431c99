//! Reads: the part that the app carries, so it is kept small.

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use crate::{Broken, END, Member, ROOT};

/// Reads a value that [`write`](crate::write) wrote.
///
/// # Errors
///
/// If the bytes are not those of such a value, and no others.
pub fn read<T: DeserializeOwned>(mut bytes: &[u8]) -> Result<T, Broken> {
    let mut reader = Reader { columns: columns(&mut bytes)?, here: ROOT };
    let value = T::deserialize(&mut reader)?;
    let all_read = |column: &Column<'_>| column.numbers.is_empty() && column.texts.is_empty();
    if bytes.is_empty() && reader.columns.iter().all(all_read) { Ok(value) } else { Err(Broken) }
}

struct Reader<'a> {
    columns: Vec<Column<'a>>,
    /// The member whose value is read next.
    here: Member,
}

/// What is still to be read of a member.
struct Column<'a> {
    /// Unknown until the first value is read.
    member: Option<Member>,
    numbers: &'a [u8],
    texts: &'a [u8],
}

fn columns<'a>(bytes: &mut &'a [u8]) -> Result<Vec<Column<'a>>, Broken> {
    let count = length(bytes)?;
    let lengths = (0..count.saturating_mul(2)).map(|_| length(bytes)).collect::<Result<Vec<_>, _>>()?;
    let parts = lengths.into_iter().map(|length| take(bytes, length)).collect::<Result<Vec<_>, _>>()?;
    let (numbers, texts) = parts.split_at_checked(count).ok_or(Broken)?;
    Ok(numbers.iter().zip(texts).map(|(numbers, texts)| Column { member: None, numbers, texts }).collect())
}

fn number(bytes: &mut &[u8]) -> Result<u64, Broken> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(Broken)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Broken)
}

fn length(bytes: &mut &[u8]) -> Result<usize, Broken> {
    number(bytes)?.try_into().map_err(|_| Broken)
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Result<&'a [u8], Broken> {
    let (taken, rest) = bytes.split_at_checked(length).ok_or(Broken)?;
    *bytes = rest;
    Ok(taken)
}

impl<'a> Reader<'a> {
    /// The column of the member whose value is read next: the one that is known to be its, or else the next unknown one.
    #[inline(never)]
    fn column(&mut self) -> Result<&mut Column<'a>, Broken> {
        let here = self.here;
        let column = self.columns.iter_mut().find(|column| column.member.is_none_or(|member| member == here));
        let column = column.ok_or(Broken)?;
        column.member = Some(here);
        Ok(column)
    }

    #[inline(never)]
    fn number(&mut self) -> Result<u64, Broken> {
        number(&mut self.column()?.numbers)
    }

    #[inline(never)]
    fn text(&mut self) -> Result<&'a str, Broken> {
        let texts = &mut self.column()?.texts;
        let length = texts.iter().position(|byte| *byte == END).ok_or(Broken)?;
        let text = take(texts, length)?;
        take(texts, 1)?;
        std::str::from_utf8(text).map_err(|_| Broken)
    }

    #[inline(never)]
    fn flag(&mut self) -> Result<bool, Broken> {
        match self.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Broken),
        }
    }

    /// As many values as a length says.
    #[inline(never)]
    fn list(&mut self) -> Result<Members<'_, 'a>, Broken> {
        let left = length(&mut self.column()?.numbers)?;
        Ok(self.members(left, None))
    }

    #[inline(never)]
    fn members(&mut self, left: usize, of: Option<&'static str>) -> Members<'_, 'a> {
        Members { around: self.here, next: of.map(|name| (0, name)), reader: self, left }
    }
}

/// The members of a list, map or struct that are still to be read.
struct Members<'r, 'a> {
    reader: &'r mut Reader<'a>,
    left: usize,
    /// The next member of a struct; nothing in a list, whose elements belong where the list does.
    next: Option<Member>,
    /// The member whose value this is.
    around: Member,
}

impl Members<'_, '_> {
    /// Goes on to the next member; false if there is none.
    #[inline(never)]
    fn advance(&mut self) -> bool {
        let Some(left) = self.left.checked_sub(1) else { return false };
        self.left = left;
        if let Some(member) = &mut self.next {
            self.reader.here = *member;
            member.0 += 1;
        }
        true
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
            visitor.visit_u64(self.number()?)
        }
    )*};
}

macro_rules! unknown {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Broken> {
            Err(Broken)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Broken;

    numbers! { deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }

    // Nothing in a catalogue has these.
    unknown! {
        deserialize_any deserialize_ignored_any deserialize_identifier deserialize_i8 deserialize_i16 deserialize_i32
        deserialize_i64 deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes deserialize_byte_buf
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_bool(self.flag()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        if self.flag()? { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_seq(self.list()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, left: usize, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_seq(self.members(left, None))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Broken> {
        self.deserialize_tuple(left, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_map(self.list()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Broken> {
        visitor.visit_seq(self.members(members.len(), Some(name)))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Broken> {
        visitor.visit_enum(self)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

impl<'de> SeqAccess<'de> for Members<'_, 'de> {
    type Error = Broken;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Broken> {
        if !self.advance() {
            return Ok(None);
        }
        let value = seed.deserialize(&mut *self.reader)?;
        self.reader.here = self.around;
        Ok(Some(value))
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Broken;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Broken> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Broken> {
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> EnumAccess<'de> for &mut Reader<'de> {
    type Error = Broken;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Broken> {
        let position = u32::try_from(self.number()?).map_err(|_| Broken)?;
        let position: U32Deserializer<Broken> = position.into_deserializer();
        Ok((seed.deserialize(position)?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = Broken;

    fn unit_variant(self) -> Result<(), Broken> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Broken> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Broken> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, members: &'static [&'static str], visitor: V) -> Result<V::Value, Broken> {
        self.deserialize_tuple(members.len(), visitor)
    }
}
