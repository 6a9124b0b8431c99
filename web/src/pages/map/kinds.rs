//! The kinds of component, as people look for them.

use kubu_core::{Component, ComponentKind, ComponentKindId, ComponentRole, Description};

/// The kinds by what they are for. What the catalogue has and this list does not comes last, as other kinds.
pub(super) const GROUPS: [(&str, &[&str]); 5] = [
    ("Models and agents", &["model", "agent", "inference-service"]),
    ("Where content comes in", &["user-interface", "mailbox", "web-source", "sensor", "device", "external-service"]),
    ("Data and memory", &["document-store", "vector-store", "memory", "shared-memory", "cache", "log-store"]),
    ("Tools and checks", &["tool", "lookup", "tool-server", "code-runner", "validator", "human-reviewer"]),
    ("Making the model", &["dataset", "training-pipeline", "model-registry", "notebook"]),
];

/// Kinds where others than the owner decide what is in them.
const OUTSIDE: [&str; 6] = ["mailbox", "web-source", "sensor", "device", "external-service", "tool-server"];

/// The group that a kind is in.
pub(super) fn group(kind: &ComponentKindId) -> Option<usize> {
    GROUPS.iter().position(|(_, kinds)| kinds.contains(&kind.as_str()))
}

/// Whether content comes into the system at such a component.
pub(super) fn gives(kind: &ComponentKindId) -> bool {
    group(kind) == Some(1)
}

/// Whether a draft puts such a component outside.
pub(super) fn is_outside(kind: &ComponentKindId) -> bool {
    OUTSIDE.contains(&kind.as_str())
}

/// What a component does with untrusted content that reaches it.
pub(super) fn role(kinds: &[ComponentKind], kind: &ComponentKindId) -> Option<ComponentRole> {
    kinds.iter().find(|known| known.id == *kind)?.role
}

/// The name of a kind.
pub(super) fn title<'a>(kinds: &'a [ComponentKind], kind: &'a ComponentKindId) -> &'a str {
    kinds.iter().find(|known| known.id == *kind).map_or(kind.as_str(), |kind| &kind.title)
}

/// Whether others than the owner decide what happens where a component is.
pub(super) fn outside(description: &Description, component: &Component) -> bool {
    let zone = component.zone.as_ref().and_then(|zone| description.zones.get(zone));
    zone.is_some_and(|zone| zone.outside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_name_the_kinds_of_the_catalogue_each_once() {
        let rules = kubu_catalog::rules().unwrap();
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, kinds)| kinds.iter().copied()).collect();
        let mut known: Vec<&str> = rules.catalog().component_kinds.iter().map(|kind| kind.id.as_str()).collect();
        grouped.sort_unstable();
        known.sort_unstable();
        assert_eq!(grouped, known);
        assert!(OUTSIDE.iter().all(|kind| known.contains(kind)));
    }
}
