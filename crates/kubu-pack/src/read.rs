//! Reads: the part that the app carries, so it is kept small.

use std::fmt;

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use crate::{Broken, Member, ROOT, words};

/// Reads a value that [`write`](crate::write) wrote.
///
/// # Errors
///
/// If the bytes are not those of such a value, and no others.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Broken> {
    let mut reader = Reader::of(bytes).ok_or(Broken)?;
    let Ok(value) = T::deserialize(&mut reader);
    let all_read = |column: &Column<'_>| column.numbers.is_empty() && column.texts.is_empty();
    if !reader.broken && reader.columns.iter().all(all_read) { Ok(value) } else { Err(Broken) }
}

/// What the reader can meet while it reads: nothing. Where the bytes are of another form it notes that, goes on with
/// zeros and empty texts, and says so at the end. So no type needs code that takes back what it has read halfway, which
/// is most of the code that serde derives.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl serde::de::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        // INVARIANT: each type is given what it asks for: a variant that there is, a number of its size, every member.
        // Only a type that checks what it reads would refuse it; those that are kept in a pack trust it.
        unreachable!()
    }
}

struct Reader<'a> {
    words: Vec<&'a str>,
    columns: Vec<Column<'a>>,
    /// The member whose value is read next.
    here: Member,
    /// Whether something was not as it is written.
    broken: bool,
}

/// What is still to be read of a member.
struct Column<'a> {
    /// Unknown until the first value is read.
    member: Option<Member>,
    numbers: &'a [u8],
    texts: &'a [u8],
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return number.try_into().ok();
        }
    }
    None
}

fn length(bytes: &mut &[u8]) -> Option<usize> {
    number(bytes)?.try_into().ok()
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

impl<'a> Reader<'a> {
    fn of(mut bytes: &'a [u8]) -> Option<Self> {
        let count = length(&mut bytes)?;
        let lengths = (0..=count.saturating_mul(2)).map(|_| length(&mut bytes)).collect::<Option<Vec<_>>>()?;
        let parts = lengths.into_iter().map(|length| take(&mut bytes, length)).collect::<Option<Vec<_>>>()?;
        let (words, parts) = parts.split_first()?;
        let (numbers, texts) = parts.split_at_checked(count)?;
        let columns = numbers.iter().zip(texts).map(|(numbers, texts)| Column { member: None, numbers, texts });
        let reader =
            Self { words: words::list(words)?, columns: columns.collect(), here: ROOT, broken: !bytes.is_empty() };
        Some(reader)
    }

    /// The column of the member whose value is read next: the one that is known to be its, or else the next unknown one.
    fn column(&mut self) -> Option<&mut Column<'a>> {
        let here = self.here;
        let column = self.columns.iter_mut().find(|column| column.member.is_none_or(|member| member == here))?;
        column.member = Some(here);
        Some(column)
    }

    /// The value, or something empty if there is none.
    fn known<T: Default>(&mut self, value: Option<T>) -> T {
        self.broken |= value.is_none();
        value.unwrap_or_default()
    }

    #[inline(never)]
    fn number(&mut self) -> u32 {
        let number = self.column().and_then(|column| number(&mut column.numbers));
        self.known(number)
    }

    /// A number below a limit.
    #[inline(never)]
    fn below(&mut self, limit: usize) -> u32 {
        let number = self.number();
        let within = usize::try_from(number).is_ok_and(|number| number < limit);
        self.known(within.then_some(number))
    }

    #[inline(never)]
    fn text(&mut self) -> String {
        let words = std::mem::take(&mut self.words);
        let text = self.column().and_then(|column| words::read(&mut column.texts, &words));
        self.words = words;
        self.known(text)
    }

    #[inline(never)]
    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }
}

/// The elements of a list or map that are still to be read.
struct Elements<'r, 'a> {
    reader: &'r mut Reader<'a>,
    left: u32,
    /// The member whose value this is; that of the elements, too.
    here: Member,
}

impl<'r, 'a> Elements<'r, 'a> {
    #[inline(never)]
    fn of(reader: &'r mut Reader<'a>) -> Self {
        Self { left: reader.number(), here: reader.here, reader }
    }

    /// Goes on to the next element; false if there is none.
    #[inline(never)]
    fn advance(&mut self) -> bool {
        self.reader.here = self.here;
        match self.left.checked_sub(1) {
            Some(left) if !self.reader.broken => {
                self.left = left;
                true
            }
            _ => false,
        }
    }
}

/// The members of a struct, or of what has no names for them.
struct Members<'r, 'a> {
    reader: &'r mut Reader<'a>,
    next: Member,
    /// How far it is to the next one: nothing where they have no names, since all belong where the whole does.
    step: usize,
}

impl Members<'_, '_> {
    /// Goes on to the next member.
    #[inline(never)]
    fn advance(&mut self) {
        self.reader.here = self.next;
        self.next.0 += self.step;
    }
}

macro_rules! unknown {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
            self.broken = true;
            visitor.visit_unit()
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Never;

    // Nothing in a catalogue has these.
    unknown! {
        deserialize_any deserialize_ignored_any deserialize_identifier deserialize_i8 deserialize_i16 deserialize_i32
        deserialize_i64 deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes deserialize_byte_buf
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_bool(self.flag())
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_u32(self.below(1 << 8))
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_u32(self.below(1 << 16))
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_u32(self.number())
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_u32(self.number())
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_string(self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_string(self.text())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if self.flag() { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_seq(Elements::of(self))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_seq(Members { next: self.here, step: 0, reader: self })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_map(Elements::of(self))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Members { next: (0, name), step: 1, reader: self })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_enum(Variant { position: self.below(variants.len()), reader: self })
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        if self.advance() { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Elements<'_, 'de> {
    type Error = Never;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Never> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Never> {
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> SeqAccess<'de> for Members<'_, 'de> {
    type Error = Never;

    // Always something, so that no type needs code for members that are missing.
    #[inline(always)]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        self.advance();
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

/// A variant of an enum, and what holds its content.
struct Variant<'r, 'a> {
    position: u32,
    reader: &'r mut Reader<'a>,
}

impl<'r, 'de> EnumAccess<'de> for Variant<'r, 'de> {
    type Error = Never;
    type Variant = &'r mut Reader<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Never> {
        let position: U32Deserializer<Never> = self.position.into_deserializer();
        Ok((seed.deserialize(position)?, self.reader))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, members: &'static [&'static str], visitor: V) -> Result<V::Value, Never> {
        self.deserialize_tuple(members.len(), visitor)
    }
}
