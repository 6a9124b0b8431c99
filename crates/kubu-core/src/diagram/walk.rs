//! Where what is known leads, and how much of it is needed for that.

use super::{Diagram, Marks, Node, Place};
use crate::Verdict;
use crate::variables::{Knowledge, Values, Variable};

/// Where what is known leads in a diagram.
pub(crate) struct Walk<'a> {
    pub(super) diagram: &'a Diagram,
    pub(super) knowledge: &'a Knowledge,
    /// The first place from which there is more than one way on.
    pub(super) start: Place,
    /// Every place that can be reached.
    pub(super) met: Marks,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(diagram: &'a Diagram, knowledge: &'a Knowledge) -> Self {
        let mut met = Marks::default();
        let start = diagram.forced(knowledge, |place| met.set(place));
        diagram.reach(start, knowledge, &mut met);
        Self { diagram, knowledge, start, met }
    }

    /// The verdict on what is known.
    pub(crate) fn verdict(&self) -> Verdict {
        self.met.ends().verdict()
    }

    /// A minimal part of what is known that still leads to the same ends: taking any variable out of it would open
    /// another. Variables late in the questionnaire are taken out first.
    ///
    /// One walk up takes out each variable that may have any value wherever it is met: all its branches come to the
    /// same ends.
    pub(crate) fn deciding(&self, deciding: &mut Vec<(Variable, Values)>) {
        deciding.clear();
        let mut safe = Safe { diagram: self.diagram, safe: self.met.clone(), risky: Marks::default() };
        let mut nodes = self.nodes().map(|(_, node)| node).peekable();
        while let Some(node) = nodes.next() {
            let mut needed = !safe.whatever(node, Values::EVERY, deciding);
            while let Some(other) = nodes.next_if(|other| other.variable == node.variable) {
                needed = needed || !safe.whatever(other, Values::EVERY, deciding);
            }
            if needed {
                deciding.push((node.variable, self.knowledge.of(node.variable)));
            }
        }
        deciding.reverse();
    }

    /// The nodes that can be reached, children before parents.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (usize, &'a Node)> {
        let diagram = self.diagram;
        self.met.nodes().filter_map(|index| Some((index, diagram.nodes.get(index)?)))
    }
}

/// From where no other end can be reached than what is known leads to.
struct Safe<'a> {
    diagram: &'a Diagram,
    /// Places that are known to be safe. Those that what is known leads to are: what is kept of it leads on to such.
    safe: Marks,
    /// Nodes that are known not to be.
    risky: Marks,
}

impl Safe<'_> {
    /// Whether all of `values` lead to where it is safe, given what is kept of the variables from there on.
    fn whatever(&mut self, node: &Node, values: Values, kept: &[(Variable, Values)]) -> bool {
        let diagram = self.diagram;
        let mut branches = diagram.branches(node).iter();
        branches.all(|(branch, place)| branch.and(values).is_empty() || self.at(*place, kept))
    }

    fn at(&mut self, place: Place, kept: &[(Variable, Values)]) -> bool {
        if self.safe.has(place) || self.risky.has(place) {
            return self.safe.has(place);
        }
        let diagram = self.diagram;
        let Some(node) = diagram.node(place) else { return false };
        let known = kept.iter().find(|(variable, _)| *variable == node.variable);
        let safe = self.whatever(node, known.map_or(Values::EVERY, |(_, values)| *values), kept);
        self.safe.set_if(place, safe);
        self.risky.set_if(place, !safe);
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Builder, Operation};
    use super::*;

    /// `if p then v else (not v or w)`: where `p` goes the one way, `v` is needed, and where it goes the other, not.
    #[test]
    fn a_variable_is_needed_if_it_is_anywhere() {
        let mut builder = Builder::default();
        let [p, v, w] = [0, 1, 2].map(|n| builder.test(Variable(n), Values::HAS, Values::HAS.or(Values::LACKS)));
        let [not_p, not_v] = [p, v].map(|place| builder.map(Operation::Not, place));
        let one = builder.join(Operation::And, p, v);
        let either = builder.join(Operation::Or, not_v, w);
        let other = builder.join(Operation::And, not_p, either);
        let condition = builder.join(Operation::Or, one, other);
        let diagram = builder.finish(condition).unwrap();
        let knowledge = [Values::HAS.or(Values::LACKS), Values::HAS, Values::HAS].into();
        let walk = Walk::new(&diagram, &knowledge);
        assert_eq!(walk.verdict(), Verdict::Applies);
        let mut deciding = Vec::new();
        walk.deciding(&mut deciding);
        assert_eq!(deciding, [(Variable(1), Values::HAS), (Variable(2), Values::HAS)]);
    }
}
