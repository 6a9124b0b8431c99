//! Reads: the part that the app carries, so it is kept small.

mod columns;

use std::fmt;

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use crate::{Broken, Member, ROOT};
use columns::Columns;

/// Reads a value that [`write`](crate::write) wrote.
///
/// # Errors
///
/// If the bytes are not those of such a value, and no others.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Broken> {
    let mut columns = Columns::of(bytes).ok_or(Broken)?;
    let value = read_from(&mut columns)?;
    if columns.all_read() { Ok(value) } else { Err(Broken) }
}

/// Reads a value from elsewhere, by the same code. The type must not check what it reads: it is the source that gives
/// nothing but what is asked for.
///
/// # Errors
///
/// If the source had nothing to give. What was wrong, and whether something is left, it knows itself.
pub fn read_from<T: DeserializeOwned>(source: &mut dyn Source) -> Result<T, Broken> {
    let mut reader = Reader { source, here: ROOT, broken: false };
    let Ok(value) = T::deserialize(&mut reader);
    if reader.broken { Err(Broken) } else { Ok(value) }
}

/// Where values come from, one after the other, in the order in which a type asks for them. Once it had nothing to give
/// it is asked for no more than the rest of a struct.
pub trait Source {
    /// The member whose value is asked for next, or that of the list whose element is.
    fn at(&mut self, member: Member);

    /// A number.
    fn number(&mut self) -> Option<u32>;

    /// A text.
    fn text(&mut self) -> Option<String>;

    /// Yes or no.
    fn flag(&mut self) -> Option<bool>;

    /// Whether there is an optional value. If so, it comes next.
    fn some(&mut self) -> Option<bool>;

    /// The length of a list, whose elements come next.
    fn elements(&mut self) -> Option<u32>;

    /// The length of a map, whose entries come next, each key before its value.
    fn entries(&mut self) -> Option<u32>;

    /// The members of a struct come next, in this order.
    fn members(&mut self, names: &'static [&'static str]);

    /// Which of the variants there is. What it holds comes next, or else [`nothing`](Self::nothing).
    fn variant(&mut self, names: &'static [&'static str]) -> Option<u32>;

    /// What a variant holds that is nothing but its name.
    fn nothing(&mut self) -> Option<()>;
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

struct Reader<'s> {
    source: &'s mut dyn Source,
    /// The member whose value is read next.
    here: Member,
    /// Whether something was not as it is asked for.
    broken: bool,
}

impl Reader<'_> {
    /// The value, or something empty if there is none.
    fn known<T: Default>(&mut self, value: Option<T>) -> T {
        self.broken |= value.is_none();
        value.unwrap_or_default()
    }

    fn go(&mut self, member: Member) {
        self.here = member;
        self.source.at(member);
    }

    #[inline(never)]
    fn number(&mut self) -> u32 {
        let number = self.source.number();
        self.known(number)
    }

    /// A number below a limit.
    #[inline(never)]
    fn below(&mut self, limit: u32) -> u32 {
        let number = self.source.number().filter(|number| *number < limit);
        self.known(number)
    }

    #[inline(never)]
    fn text(&mut self) -> String {
        let text = self.source.text();
        self.known(text)
    }

    #[inline(never)]
    fn some(&mut self) -> bool {
        let some = self.source.some();
        self.known(some)
    }

    #[inline(never)]
    fn variant(&mut self, names: &'static [&'static str]) -> u32 {
        let position = self.source.variant(names);
        self.known(position)
    }
}

/// The elements of a list or map that are still to be read.
struct Elements<'r, 's> {
    reader: &'r mut Reader<'s>,
    left: u32,
    /// The member whose value this is; that of the elements, too.
    here: Member,
}

impl<'r, 's> Elements<'r, 's> {
    #[inline(never)]
    fn of(reader: &'r mut Reader<'s>, left: Option<u32>) -> Self {
        Self { left: reader.known(left), here: reader.here, reader }
    }

    /// Goes on to the next element; false if there is none.
    #[inline(never)]
    fn advance(&mut self) -> bool {
        self.reader.go(self.here);
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
struct Members<'r, 's> {
    reader: &'r mut Reader<'s>,
    next: Member,
    /// How far it is to the next one: nothing where they have no names, since all belong where the whole does.
    step: usize,
}

impl Members<'_, '_> {
    /// Goes on to the next member.
    #[inline(never)]
    fn advance(&mut self) {
        self.reader.go(self.next);
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

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = Never;

    // Nothing in a catalogue has these.
    unknown! {
        deserialize_any deserialize_ignored_any deserialize_identifier deserialize_i8 deserialize_i16 deserialize_i32
        deserialize_i64 deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes deserialize_byte_buf
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let flag = self.source.flag();
        visitor.visit_bool(self.known(flag))
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
        if self.some() { visitor.visit_some(self) } else { visitor.visit_none() }
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
        let length = self.source.elements();
        visitor.visit_seq(Elements::of(self, length))
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
        let length = self.source.entries();
        visitor.visit_map(Elements::of(self, length))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.source.members(members);
        visitor.visit_seq(Members { next: (0, name), step: 1, reader: self })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_enum(Variant { position: self.variant(variants), reader: self })
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        if self.advance() { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    fn size_hint(&self) -> Option<usize> {
        self.left.try_into().ok()
    }
}

impl<'de> MapAccess<'de> for Elements<'_, '_> {
    type Error = Never;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Never> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Never> {
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> SeqAccess<'de> for Members<'_, '_> {
    type Error = Never;

    // Always something, so that no type needs code for members that are missing.
    #[inline(always)]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        self.advance();
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

/// A variant of an enum, and what holds its content.
struct Variant<'r, 's> {
    position: u32,
    reader: &'r mut Reader<'s>,
}

impl<'r, 's, 'de> EnumAccess<'de> for Variant<'r, 's> {
    type Error = Never;
    type Variant = &'r mut Reader<'s>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Never> {
        let position: U32Deserializer<Never> = self.position.into_deserializer();
        Ok((seed.deserialize(position)?, self.reader))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'_> {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        let nothing = self.source.nothing();
        self.known(nothing);
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, members: &'static [&'static str], visitor: V) -> Result<V::Value, Never> {
        self.source.members(members);
        self.deserialize_tuple(members.len(), visitor)
    }
}
