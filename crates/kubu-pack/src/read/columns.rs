//! Bytes as a source of values.

use super::Source;
use crate::{Member, ROOT, words};

/// What is still to be read of the bytes.
pub(super) struct Columns<'a> {
    words: Vec<&'a str>,
    columns: Vec<Column<'a>>,
    here: Member,
    /// Where texts are put together, so that each takes no more room than it needs.
    scratch: String,
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

/// The column of the member whose value is read next: the one that is known to be its, or else the next unknown one.
fn column<'c, 'a>(columns: &'c mut [Column<'a>], here: Member) -> Option<&'c mut Column<'a>> {
    let column = columns.iter_mut().find(|column| column.member.is_none_or(|member| member == here))?;
    column.member = Some(here);
    Some(column)
}

impl<'a> Columns<'a> {
    pub(super) fn of(mut bytes: &'a [u8]) -> Option<Self> {
        let count = length(&mut bytes)?;
        let lengths = (0..=count.saturating_mul(2)).map(|_| length(&mut bytes)).collect::<Option<Vec<_>>>()?;
        let parts = lengths.into_iter().map(|length| take(&mut bytes, length)).collect::<Option<Vec<_>>>()?;
        let (words, parts) = parts.split_first()?;
        let (numbers, texts) = parts.split_at_checked(count)?;
        let columns = numbers.iter().zip(texts).map(|(numbers, texts)| Column { member: None, numbers, texts });
        let columns =
            Self { words: words::list(words)?, columns: columns.collect(), here: ROOT, scratch: String::new() };
        bytes.is_empty().then_some(columns)
    }

    pub(super) fn all_read(&self) -> bool {
        self.columns.iter().all(|column| column.numbers.is_empty() && column.texts.is_empty())
    }

    fn below(&mut self, limit: usize) -> Option<u32> {
        self.number().filter(|number| usize::try_from(*number).is_ok_and(|number| number < limit))
    }
}

impl Source for Columns<'_> {
    fn at(&mut self, member: Member) {
        self.here = member;
    }

    fn number(&mut self) -> Option<u32> {
        number(&mut column(&mut self.columns, self.here)?.numbers)
    }

    fn text(&mut self) -> Option<String> {
        let column = column(&mut self.columns, self.here)?;
        self.scratch.clear();
        words::read(&mut column.texts, &self.words, &mut self.scratch)?;
        Some(self.scratch.as_str().to_owned())
    }

    fn flag(&mut self) -> Option<bool> {
        self.below(2).map(|number| number == 1)
    }

    fn some(&mut self) -> Option<bool> {
        self.flag()
    }

    fn elements(&mut self) -> Option<u32> {
        self.number()
    }

    fn entries(&mut self) -> Option<u32> {
        self.number()
    }

    fn members(&mut self, _: &'static [&'static str]) {}

    fn variant(&mut self, names: &'static [&'static str]) -> Option<u32> {
        self.below(names.len())
    }

    fn nothing(&mut self) -> Option<()> {
        Some(())
    }
}
