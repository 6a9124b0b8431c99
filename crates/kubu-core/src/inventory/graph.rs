//! Components and flows by their position: of a large system, each id is looked up once.

use super::{ComponentKind, ComponentRole};
use crate::{ComponentId, ComponentKindId, Description, SortedMap};

/// The components of a description and the flows between them. Positions are in the order of ids.
pub(super) struct Graph<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    /// Those that lead from a component that there is to one that there is, in the order of the description.
    pub(super) edges: Vec<Edge>,
}

/// A component.
pub(super) struct Node<'a> {
    pub(super) id: &'a ComponentId,
    pub(super) kind: &'a ComponentKindId,
    /// What it does with untrusted content.
    pub(super) role: Option<ComponentRole>,
    /// Whether it is in a zone where others decide.
    pub(super) outside: bool,
}

/// A flow.
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether something checks what passes.
    pub(super) checked: bool,
}

impl<'a> Graph<'a> {
    pub(super) fn of(description: &'a Description, kinds: &[ComponentKind]) -> Self {
        let roles: SortedMap<_, _> = kinds.iter().filter_map(|kind| Some((&kind.id, kind.role?))).collect();
        let nodes = description.components.iter().map(|(id, component)| {
            let zone = component.zone.as_ref().and_then(|zone| description.zones.get(zone));
            let role = roles.get(&component.kind).copied();
            Node { id, kind: &component.kind, role, outside: zone.is_some_and(|zone| zone.outside) }
        });
        let edges = description.flows.iter().filter_map(|flow| {
            let (from, to) = (description.components.position(&flow.from)?, description.components.position(&flow.to)?);
            Some(Edge { from, to, checked: flow.checked_by.is_some() })
        });
        Self { nodes: nodes.collect(), edges: edges.collect() }
    }

    /// The ids of components.
    pub(super) fn ids(&self, positions: impl IntoIterator<Item = usize>) -> Vec<ComponentId> {
        positions.into_iter().filter_map(|position| self.nodes.get(position)).map(|node| node.id.clone()).collect()
    }
}
