//! What is left of a diagram once known values are taken out of it.

use super::{Diagram, Marks, Node, Place};
use crate::variables::{Knowledge, Values, Variable};

impl Diagram {
    /// What is left of the diagram once the known values are taken out of it.
    pub(crate) fn given(&self, knowledge: &Knowledge) -> Self {
        let start = self.forced(knowledge);
        let mut marks = Marks::default();
        self.reach(start, knowledge, &mut marks);
        let mut rest = Rest::default();
        // Where each node went; those that are never met went nowhere.
        let mut moved: Vec<Place> = Vec::with_capacity(self.nodes.len());
        let new_place = |moved: &[Place], place: Place| match place.node() {
            Some(node) => moved.get(node).copied().unwrap_or(Place::FALSE),
            None => place,
        };
        let mut branches: Vec<(Values, Place)> = Vec::new();
        for (index, node) in self.nodes.iter().enumerate().take(start.node().map_or(0, |start| start + 1)) {
            if !marks.has(index) {
                moved.push(Place::FALSE);
                continue;
            }
            let known = knowledge.of(node.variable);
            branches.clear();
            for (values, place) in self.branches(node) {
                let (values, place) = (values.and(known), new_place(&moved, *place));
                match branches.iter_mut().find(|(_, other)| *other == place) {
                    _ if values.is_empty() => {}
                    Some((so_far, _)) => *so_far = so_far.or(values),
                    None => branches.push((values, place)),
                }
            }
            moved.push(rest.node(node.variable, &mut branches));
        }
        Self { nodes: rest.nodes.into(), branches: rest.branches.into(), root: new_place(&moved, start) }
    }
}

/// A reduced diagram that grows from its last variable up.
#[derive(Default)]
struct Rest {
    nodes: Vec<Node>,
    branches: Vec<(Values, Place)>,
}

impl Rest {
    /// The one node for this test, or where all its branches lead.
    fn node(&mut self, variable: Variable, branches: &mut [(Values, Place)]) -> Place {
        if let [(_, only)] = branches {
            return *only;
        }
        branches.sort_unstable_by_key(|(_, place)| *place);
        let level = self.nodes.iter().enumerate().rev().take_while(|(_, node)| node.variable == variable);
        let same = level.filter(|(_, node)| node.among(&self.branches) == branches).map(|(index, _)| index).next();
        Place::node_at(same.unwrap_or_else(|| {
            self.nodes.push(Node::new(variable, self.branches.len(), branches.len()));
            self.branches.extend_from_slice(branches);
            self.nodes.len() - 1
        }))
    }
}
