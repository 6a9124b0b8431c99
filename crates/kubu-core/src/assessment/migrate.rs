//! Brings older documents up to date, one version at a time. Steps are added at the end and never edited.

use super::Assessment;
use crate::{SortedMap, Value};

/// A step from one version to the next. It moves and renames; it never drops anything.
type Step = fn(&mut SortedMap<String, Value>);

/// The step at position `n` leads from version `n` to `n + 1`.
const STEPS: [Step; Assessment::SCHEMA_VERSION as usize] = [answers_move_into_the_description];

/// Takes every step from `version` on. Documents of this or a later version stay as they are.
pub(super) fn migrate(document: &mut SortedMap<String, Value>, version: u64) {
    let done = usize::try_from(version).unwrap_or(usize::MAX);
    for step in STEPS.iter().skip(done) {
        step(document);
    }
}

/// Version 1 has components and flows beside the answers, under `description`.
fn answers_move_into_the_description(document: &mut SortedMap<String, Value>) {
    let answers = document.remove("answers").unwrap_or_else(|| Value::Object(SortedMap::new()));
    let mut description = SortedMap::new();
    description.insert("answers".to_owned(), answers);
    // What an unknown member of that name held stays, under a name that says where it was.
    if let Some(before) = document.insert("description".to_owned(), Value::Object(description)) {
        document.insert("description_of_version_0".to_owned(), before);
    }
}
