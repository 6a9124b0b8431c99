//! What is left of a diagram once known values are taken out of it.

use std::ops::Range;

use super::{Diagram, Ends, Node, Place, Walk};
use crate::Verdict;
use crate::variables::{Knowledge, Values, Variable};

impl Diagram {
    /// What is left of the diagram once the known values are taken out of it.
    pub(crate) fn given(&self, knowledge: &Knowledge) -> Self {
        let mut rest = Rest::default();
        rest.take(&Walk::new(self, knowledge));
        rest.diagram
    }
}

/// What is left of a diagram, with the ends that each of its nodes leads to. All its nodes can be reached.
///
/// It is a place to work in, too: taking one diagram after another, it asks for no new memory.
pub(crate) struct Rest {
    diagram: Diagram,
    ends: Vec<Ends>,
    /// Where each node of the whole diagram went.
    moved: Vec<Place>,
    /// The branches of the node in hand.
    branches: Vec<(Values, Place)>,
}

impl Default for Rest {
    fn default() -> Self {
        Self { diagram: Diagram::never(), ends: Vec::new(), moved: Vec::new(), branches: Vec::new() }
    }
}

impl Rest {
    /// Becomes what is left of the diagram.
    pub(crate) fn take(&mut self, walk: &Walk<'_>) {
        let Walk { diagram, knowledge, start, .. } = *walk;
        self.diagram.nodes.clear();
        self.diagram.branches.clear();
        self.ends.clear();
        self.moved.clear();
        for (index, node) in walk.nodes().filter(|(index, _)| Place::node_at(*index) <= start) {
            let known = knowledge.of(node.variable);
            self.branches.clear();
            for (values, place) in diagram.branches(node) {
                let values = values.and(known);
                if values.is_empty() {
                    continue;
                }
                let place = self.moved_to(*place);
                match self.branches.iter_mut().find(|(_, other)| *other == place) {
                    Some((so_far, _)) => *so_far = so_far.or(values),
                    None => self.branches.push((values, place)),
                }
            }
            let place = self.node(node.variable);
            // Nodes that are never met went nowhere.
            self.moved.resize(index, Place::FALSE);
            self.moved.push(place);
        }
        self.diagram.root = self.moved_to(start);
    }

    fn moved_to(&self, place: Place) -> Place {
        place.node().map_or(place, |node| self.moved.get(node).copied().unwrap_or(Place::FALSE))
    }

    /// The one node for a test with the branches in hand, or where all of them lead.
    fn node(&mut self, variable: Variable) -> Place {
        if let [(_, only)] = *self.branches {
            return only;
        }
        let Diagram { nodes, branches, .. } = &mut self.diagram;
        let mut level = nodes.iter().enumerate().rev().take_while(|(_, node)| node.variable == variable);
        // No two branches lead to the same place, so those that are equal are so in any order.
        let alike = |other: &[_]| other.len() == self.branches.len() && other.iter().all(|b| self.branches.contains(b));
        if let Some((same, _)) = level.find(|(_, node)| alike(node.among(branches))) {
            return Place::node_at(same);
        }
        nodes.push(Node::new(variable, branches.len(), self.branches.len()));
        branches.extend_from_slice(&self.branches);
        let ends = self.branches.iter().fold(Ends::NONE, |ends, (_, place)| ends.or(self.ends_of(*place)));
        self.ends.push(ends);
        Place::node_at(self.ends.len() - 1)
    }

    fn ends_of(&self, place: Place) -> Ends {
        match place.node() {
            Some(node) => self.ends.get(node).copied().unwrap_or(Ends::NONE),
            None => Ends::only(place),
        }
    }

    /// The variables that are left, in order, each with its nodes.
    pub(crate) fn levels(&self) -> impl Iterator<Item = (Variable, Range<usize>)> {
        let mut end = self.diagram.nodes.len();
        let levels = self.diagram.nodes.chunk_by(|a, b| a.variable == b.variable).rev();
        levels.filter_map(move |level| {
            let start = end - level.len();
            Some((level.first()?.variable, start..std::mem::replace(&mut end, start)))
        })
    }

    /// The verdict if the variables of the nodes in `level`, which are all that the diagram has of these variables and
    /// those in between, had one of `values`.
    pub(crate) fn supposing(&self, level: &Range<usize>, values: Values) -> Verdict {
        let Diagram { nodes, root, .. } = &self.diagram;
        let above = nodes.get(level.end..).unwrap_or_default().iter();
        let entries = above.flat_map(|node| self.diagram.branches(node)).map(|(_, place)| *place);
        let mut ends = Ends::NONE;
        for place in entries.chain([*root]) {
            ends = ends.or(self.past(place, level, values));
            if ends.verdict() == Verdict::Undetermined {
                break;
            }
        }
        ends.verdict()
    }

    /// The ends from `place` on, through `level`; none from above it: they are seen where it is entered.
    fn past(&self, mut place: Place, level: &Range<usize>, values: Values) -> Ends {
        while let Some(index) = place.node().filter(|index| *index >= level.start) {
            let node = self.diagram.nodes.get(index).filter(|_| index < level.end);
            let mut branches = node.map(|node| self.diagram.branches(node)).unwrap_or_default().iter();
            match branches.find(|(branch, _)| !branch.and(values).is_empty()) {
                Some((_, next)) => place = *next,
                None => return Ends::NONE,
            }
        }
        self.ends_of(place)
    }
}
