//! What follows from components and flows: derived facts, each with its evidence.

mod graph;
mod taint;

use serde::{Deserialize, Serialize};

use crate::{ComponentId, ComponentKindId, Description, Fact, OptionId, SortedMap, SortedSet};
use graph::Graph;
use taint::Taint;

/// A kind of component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ComponentKind {
    /// Stable id, such as `vector-store`.
    pub id: ComponentKindId,
    /// Its name.
    pub title: String,
    /// What it does with untrusted content; absent means that it passes it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ComponentRole>,
}

/// What a component does with untrusted content that reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ComponentRole {
    /// It reads the content and may follow instructions in it.
    Interprets,
    /// It acts on the world.
    Acts,
    /// It lets nothing pass unchecked.
    Guards,
}

/// What in an inventory makes an option of a fact hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Derivation {
    /// The option: `yes` of a yes/no fact, or an option of a *choices* fact.
    pub option: OptionId,
    /// The evidence for it.
    pub from: Pattern,
}

/// What is looked for in an inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// There is a component of one of these kinds.
    Component(SortedSet<ComponentKindId>),
    /// Data goes straight from a component of one kind to one of another.
    Flow {
        /// The kinds it comes from.
        from: SortedSet<ComponentKindId>,
        /// The kinds it goes to.
        to: SortedSet<ComponentKindId>,
    },
    /// Untrusted content reaches, through something that interprets it and past no check, a component that acts.
    TaintedAction,
    /// Untrusted content makes something that interprets it send data out of the owner's zones, past no check.
    TaintedExit,
}

/// A fact that follows from the inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DerivedFact {
    /// The fact.
    pub fact: crate::FactId,
    /// The option.
    pub option: OptionId,
    /// Whether the option holds. It is said not to only of a complete inventory.
    pub holds: bool,
    /// The components that show it, in the order of the flow; empty where nothing does.
    pub path: Vec<ComponentId>,
}

/// Everything that follows from the inventory, in the order of the questionnaire.
pub(crate) fn derived_facts(description: &Description, facts: &[Fact], kinds: &[ComponentKind]) -> Vec<DerivedFact> {
    if description.components.is_empty() && !description.inventory_complete {
        return Vec::new();
    }
    let inventory = Inventory::of(Graph::of(description, kinds));
    let mut derived = Vec::new();
    for fact in facts {
        let options: SortedSet<&OptionId> = fact.derived.iter().map(|derivation| &derivation.option).collect();
        for option in options {
            let patterns = fact.derived.iter().filter(|derivation| derivation.option == *option);
            let path = patterns.filter_map(|derivation| inventory.evidence(&derivation.from)).min_by_key(Vec::len);
            if path.is_some() || description.inventory_complete {
                derived.push(DerivedFact {
                    fact: fact.id.clone(),
                    option: option.clone(),
                    holds: path.is_some(),
                    path: path.unwrap_or_default(),
                });
            }
        }
    }
    derived
}

/// What patterns are looked for in, worked out once for all of them.
struct Inventory<'d> {
    graph: Graph<'d>,
    /// The kinds that there are, each with its first component by id.
    first: SortedMap<&'d ComponentKindId, usize>,
    /// The kinds between which data flows, each with its first flow by the ids of both ends.
    flows: SortedMap<(usize, usize), (usize, usize)>,
    taint: Taint,
}

impl<'d> Inventory<'d> {
    fn of(graph: Graph<'d>) -> Self {
        let mut first = SortedMap::new();
        for (position, node) in graph.nodes.iter().enumerate() {
            first.change(node.kind, || position, |_| ());
        }
        let kinds: Vec<Option<usize>> = graph.nodes.iter().map(|node| first.position(node.kind)).collect();
        let kind = |position: usize| kinds.get(position).copied().flatten();
        let mut flows = SortedMap::new();
        for edge in &graph.edges {
            if let (Some(from), Some(to)) = (kind(edge.from), kind(edge.to)) {
                let ends = (edge.from, edge.to);
                flows.change((from, to), || ends, |least| *least = ends.min(*least));
            }
        }
        Self { first, flows, taint: Taint::trace(&graph), graph }
    }

    /// The components that show the pattern, the first such by id.
    fn evidence(&self, pattern: &Pattern) -> Option<Vec<ComponentId>> {
        let among = |kinds: &SortedSet<ComponentKindId>| {
            self.first.keys().map(|kind| kinds.contains(*kind)).collect::<Vec<bool>>()
        };
        let path = match pattern {
            Pattern::Component(kinds) => {
                let of_kinds = self.first.iter().filter(|(kind, _)| kinds.contains(**kind));
                of_kinds.map(|(_, position)| *position).min().map(|position| vec![position])
            }
            Pattern::Flow { from, to } => {
                let (from, to) = (among(from), among(to));
                let is = |kinds: &[bool], kind: usize| kinds.get(kind).copied().unwrap_or(false);
                let matching = self.flows.iter().filter(|((a, b), _)| is(&from, *a) && is(&to, *b));
                matching.map(|(_, ends)| *ends).min().map(|(from, to)| vec![from, to])
            }
            Pattern::TaintedAction => self.taint.action.clone(),
            Pattern::TaintedExit => self.taint.exit.clone(),
        };
        path.map(|path| self.graph.ids(path))
    }
}
