//! From places in a pack to places in the authored files.

use kubu_core::{Addition, Catalog, Control, Diagnostic, Fact, Threat};

use crate::prose::file_of;

/// The ids of entries in the order of the pack.
pub(super) struct Lists {
    /// The file that speaks of the whole.
    whole: &'static str,
    lists: [(&'static str, Vec<String>); 3],
}

impl Lists {
    pub(super) fn of_catalog(catalog: &Catalog) -> Self {
        Self::of("catalog.toml", &catalog.facts, &catalog.threats, &catalog.controls)
    }

    pub(super) fn of_addition(addition: &Addition) -> Self {
        Self::of("pack.toml", &addition.facts, &addition.threats, &addition.controls)
    }

    fn of(whole: &'static str, facts: &[Fact], threats: &[Threat], controls: &[Control]) -> Self {
        let lists = [
            ("facts", facts.iter().map(|fact| fact.id.to_string()).collect()),
            ("threats", threats.iter().map(|threat| threat.id.to_string()).collect()),
            ("controls", controls.iter().map(|control| control.id.to_string()).collect()),
        ];
        Self { whole, lists }
    }

    /// The same errors, each at the file and the field.
    pub(super) fn located(&self, errors: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let located = |error: Diagnostic| Diagnostic { at: self.field(&error.at).unwrap_or(error.at), ..error };
        errors.into_iter().map(located).collect()
    }

    /// The file and field of a JSON Pointer; none for other places.
    fn field(&self, at: &str) -> Option<String> {
        let mut parts = at.strip_prefix('/')?.split('/');
        let first = parts.next()?;
        let Some((folder, ids)) = self.lists.iter().find(|(folder, _)| *folder == first) else {
            return Some(format!("{}: {}", self.whole, at.strip_prefix('/')?.replace('/', ".")));
        };
        let file = file_of(folder, ids.get(parts.next()?.parse::<usize>().ok()?)?);
        let fields = parts.filter(|part| part.parse::<usize>().is_err());
        let fields: Vec<&str> = fields.map(|name| if name == "mitigations" { "mitigated_by" } else { name }).collect();
        Some(if fields.is_empty() { file } else { format!("{file}: {}", fields.join(".")) })
    }
}
