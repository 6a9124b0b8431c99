//! What can be asked of Kubu, as plain data.
//!
//! Each verb takes [`Rules`](kubu_core::Rules) and assessments and gives back a value that can be written as a
//! [`Document`]. The command and the library both answer with these, so that they say the same, to the byte.

mod assess;
mod catalog;
mod document;
mod explain;
mod questions;
mod validate;
mod version;
mod what_if;

pub use assess::{Assessed, ReportContent, Titled};
pub use catalog::{Entry, Found, List, find, list, unknown_entry};
pub use document::Document;
pub use explain::{Explained, Link, NoteOf, explain};
pub use kubu_core::to_json;
pub use questions::{Questions, questions};
pub use validate::{Migrated, Validated, migrate, validate};
pub use version::{Version, version};
pub use what_if::{difference, what_if};
