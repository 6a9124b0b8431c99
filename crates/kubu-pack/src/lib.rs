//! A catalogue in few bytes, read by little code.
//!
//! JSON is what people review and other programs read. The app carries the same catalogue without names of members:
//! reading them, and saying what is wrong with them, takes far more code than the rest. Both ends are built from the
//! same types by the same build, so a document of this form needs no version and is never stored or exchanged.
//!
//! Values are kept by column: what the same member of the same struct has anywhere in a catalogue stands together, its
//! numbers in one place and its texts in another. What is alike compresses better side by side.
//!
//! - The whole is the number of columns, the length of the list of words, of each column's numbers and of each column's
//!   texts, then these. The columns are in the order in which reading comes to them.
//! - A number is its bits in groups of seven, lowest first, the eighth bit set in all bytes but the last.
//! - A text is its words, by their position in the list, its other characters, and a zero; so a zero cannot be in one.
//! - A list or map is its length, then its content. A map's keys stand before their values.
//! - An optional value is 0, or 1 and the value. `false` is 0, `true` is 1.
//! - A struct is its members in the order declared. A member that is left out in JSON is 0 here: nothing, `false` or
//!   an empty list.
//! - An enum is the position of its variant, then what the variant holds.

mod checksum;
mod read;
mod words;
mod write;

use std::fmt;

pub use checksum::checksum;
pub use read::{Source, read, read_from};
pub use write::write;

/// A member of a struct: its position, and the struct's name.
pub type Member = (usize, &'static str);

/// Where a value stands that is in no struct.
const ROOT: Member = (0, "");

/// Bytes that are not of this form, or a value that has no such form. It says no more, since both ends are built
/// together: a test finds it, never a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not a value in the form of a pack")
    }
}

impl std::error::Error for Broken {}

impl serde::ser::Error for Broken {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    use super::{Broken, read, write};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Shape {
        Point,
        Line(u8),
        Box { wide: u32, high: Vec<Shape> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Drawing {
        title: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        layers: BTreeSet<u64>,
        shapes: Vec<Shape>,
        by_name: BTreeMap<String, bool>,
    }

    fn drawing() -> Drawing {
        Drawing {
            title: "Fort – kubu".into(),
            note: None,
            layers: BTreeSet::new(),
            shapes: vec![Shape::Line(200), Shape::Box { wide: 70_000, high: vec![Shape::Point] }],
            by_name: [("a".to_owned(), true), ("b".to_owned(), false)].into(),
        }
    }

    fn again<T: Serialize + DeserializeOwned>(value: &T) -> T {
        read(&write(value).expect("it can be written")).expect("it can be read")
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(again(&drawing()), drawing());
        let full = Drawing { note: Some(String::new()), layers: [0, 127, 128, u32::MAX.into()].into(), ..drawing() };
        assert_eq!(again(&full), full);
    }

    #[test]
    fn the_texts_of_a_member_stand_together() {
        let of_each = Drawing { note: Some("first".into()), ..drawing() };
        let two = vec![of_each, Drawing { note: Some("second".into()), ..drawing() }];
        let bytes = write(&two).expect("it can be written");
        let texts = b"first\0second\0";
        assert!(bytes.windows(texts.len()).any(|window| window == texts), "{bytes:?}");
        assert_eq!(again(&two), two);
    }

    #[test]
    fn words_that_come_often_stand_once() {
        let words = || ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("fort{a}{b}")));
        let lists: Vec<Vec<String>> = vec![words().collect(), words().map(|word| word.replacen('f', "F", 1)).collect()];
        let texts: Vec<String> = (0..8).flat_map(|_| lists.iter().map(|list| list.join(" – LLMs’ A"))).collect();
        let bytes = write(&texts).expect("it can be written");
        assert_eq!(bytes.windows(6).filter(|window| window == b"fortqq").count(), 1);
        assert_eq!(again(&texts), texts);
    }

    #[test]
    fn no_part_of_the_bytes_and_nothing_more_is_read() {
        let bytes = write(&drawing()).expect("it can be written");
        for end in 0..bytes.len() {
            assert_eq!(read::<Drawing>(&bytes[..end]), Err(Broken), "{end} bytes");
        }
        assert_eq!(read::<Drawing>(&[&bytes[..], &[0]].concat()), Err(Broken));
    }

    #[test]
    fn wild_bytes_are_refused() {
        for bytes in [&[0xff; 40][..], &[0x80; 40], &[1, 0xff], &[]] {
            assert_eq!(read::<Drawing>(bytes), Err(Broken), "{bytes:?}");
            assert_eq!(read::<Vec<Shape>>(bytes).ok().filter(|shapes| !shapes.is_empty()), None, "{bytes:?}");
        }
        assert_eq!(read::<u8>(&[0x80, 2]), Err(Broken));
        assert_eq!(read::<bool>(&[2]), Err(Broken));
        assert_eq!(read::<Shape>(&[3]), Err(Broken));
    }

    #[test]
    fn what_has_no_form_cannot_be_written() {
        assert_eq!(write(&1.5), Err(Broken));
        assert_eq!(write(&-1), Err(Broken));
        assert_eq!(write("a\0b"), Err(Broken));
        assert_eq!(write("a\u{1}b"), Err(Broken));
        assert_eq!(read::<serde_json::Value>(&[0]), Err(Broken));
    }
}
