//! The part of Markdown that notes and the catalogue use, read by little code.
//!
//! Paragraphs, lists, quotes, fenced code, emphasis, code spans, links, hard breaks and escapes are read as
//! [CommonMark](https://spec.commonmark.org) says; a heading is a paragraph. Everything else is text and stays as it
//! stands: raw HTML, images, tables, entities, indented code, rules, references. No text is an error. Reading takes time
//! in proportion to the length of the text, and the nodes are nested to a bounded depth.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod block;
mod inline;
#[cfg(any(test, feature = "judge"))]
pub mod judge;
#[cfg(test)]
mod laws;

pub use block::read;

/// A part of a text that stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// What somebody else said.
    Quote(Vec<Block>),
    /// Items one below the other.
    List {
        /// The number of the first item, if the items are numbered.
        first: Option<u32>,
        /// Whether no blank line sets the items apart: their paragraphs are shown without space between them.
        tight: bool,
        /// What each item holds.
        items: Vec<Vec<Block>>,
    },
    /// Fenced code.
    Code {
        /// What stands behind the opening fence, such as a language.
        info: String,
        /// The lines between the fences, each with its end.
        text: String,
    },
}

/// A part of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Text as it is. It may go on in the next node.
    Text(String),
    /// The end of a line of the source, shown as a space.
    SoftBreak,
    /// A line break that the author asked for.
    HardBreak,
    /// Code within a line.
    Code(String),
    /// Stressed.
    Emphasis(Vec<Inline>),
    /// Important.
    Strong(Vec<Inline>),
    /// A link. Who shows it decides which addresses to follow.
    Link {
        /// The address as it is written, whatever its scheme.
        to: String,
        /// What is shown.
        content: Vec<Inline>,
    },
}
