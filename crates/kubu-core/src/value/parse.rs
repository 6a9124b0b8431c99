//! Reads JSON, as RFC 8259 has it.

use std::fmt;

use super::{Number, Value};

/// What was expected where something else is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    what: &'static str,
    line: usize,
    column: usize,
}

impl Expected {
    /// Whether lists and objects are nested deeper than [`Value::MAX_DEPTH`].
    pub(crate) fn is_too_deep(&self) -> bool {
        self.what == LESS_NESTING
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, line, column } = self;
        write!(f, "{what} is expected at line {line}, column {column}")
    }
}

impl std::error::Error for Expected {}

/// What was expected, in words.
type Reading<T> = Result<T, &'static str>;

const VALUE: &str = "a value";
const LESS_NESTING: &str = "less nesting";
const ESCAPE: &str = "an escape such as `\\n`";

pub(super) fn parse(text: &str) -> Result<Value, Expected> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let value = parser.value().and_then(|value| match parser.peek() {
        None => Ok(value),
        Some(_) => Err("the end"),
    });
    value.map_err(|what| {
        let before = text.get(..parser.at).unwrap_or(text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.chars().rev().take_while(|char| *char != '\n').count() + 1;
        Expected { what, line, column }
    })
}

struct Parser<'a> {
    text: &'a str,
    /// The position of the next byte.
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        self.skip(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        self.byte()
    }

    /// Passes over bytes; returns how many.
    fn skip(&mut self, is: impl Fn(u8) -> bool) -> usize {
        let start = self.at;
        while self.byte().is_some_and(&is) {
            self.at += 1;
        }
        self.at - start
    }

    /// Passes over a byte, if it comes next.
    fn take(&mut self, wanted: u8) -> bool {
        let is = self.byte() == Some(wanted);
        self.at += usize::from(is);
        is
    }

    fn value(&mut self) -> Reading<Value> {
        match self.peek() {
            Some(b'{') => {
                let mut members = Vec::new();
                self.each(b'}', "a comma or `}`", &mut |parser| {
                    if parser.peek() != Some(b'"') {
                        return Err("a name in quotes");
                    }
                    let name = parser.string()?;
                    parser.peek();
                    if !parser.take(b':') {
                        return Err("a colon");
                    }
                    members.push((name, parser.value()?));
                    Ok(())
                })?;
                Ok(Value::Object(members.into_iter().collect()))
            }
            Some(b'[') => {
                let mut elements = Vec::new();
                self.each(b']', "a comma or `]`", &mut |parser| {
                    elements.push(parser.value()?);
                    Ok(())
                })?;
                Ok(Value::Array(elements))
            }
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            _ => {
                let words = [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))];
                let rest = self.text.get(self.at..).unwrap_or_default();
                let (word, value) = words.into_iter().find(|(word, _)| rest.starts_with(word)).ok_or(VALUE)?;
                self.at += word.len();
                Ok(value)
            }
        }
    }

    /// Reads what stands between brackets, one after the other.
    fn each(&mut self, end: u8, expected: &'static str, read: &mut dyn FnMut(&mut Self) -> Reading<()>) -> Reading<()> {
        if self.depth == Value::MAX_DEPTH {
            return Err(LESS_NESTING);
        }
        self.depth += 1;
        self.at += 1;
        self.peek();
        if !self.take(end) {
            loop {
                read(self)?;
                self.peek();
                if self.take(end) {
                    break;
                }
                if !self.take(b',') {
                    return Err(expected);
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn number(&mut self) -> Reading<Number> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(Number(self.text.get(start..self.at).unwrap_or_default().to_owned()))
    }

    fn digits(&mut self) -> Reading<()> {
        if self.skip(|byte| byte.is_ascii_digit()) > 0 { Ok(()) } else { Err("a digit") }
    }

    fn string(&mut self) -> Reading<String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let start = self.at;
            self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            text.push_str(self.text.get(start..self.at).unwrap_or_default());
            if self.take(b'"') {
                return Ok(text);
            }
            if !self.take(b'\\') {
                return Err("a closing quote");
            }
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Reading<char> {
        let char = match self.byte() {
            Some(b'u') => return self.unicode(),
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(ESCAPE),
        };
        self.at += 1;
        Ok(char)
    }

    /// The character of `u` and four digits, or of two such escapes.
    fn unicode(&mut self) -> Reading<char> {
        let first = self.unit()?;
        let code = match first {
            0xd800..0xdc00 if self.take(b'\\') => {
                let second = self.unit()?;
                let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(ESCAPE)?;
                0x1_0000 + ((first - 0xd800) << 10) + low
            }
            _ => first,
        };
        char::from_u32(code).ok_or(ESCAPE)
    }

    fn unit(&mut self) -> Reading<u32> {
        if !self.take(b'u') {
            return Err(ESCAPE);
        }
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16)).ok_or(ESCAPE)?;
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }
}
