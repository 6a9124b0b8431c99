//! Builds diagrams that share their nodes.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Diagram, MAX_NODES, Node, Place, TooLarge};
use crate::variables::{Values, Variable};
use crate::{SortedMap, SortedSet};

/// How two diagrams are joined, end by end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operation {
    /// Both hold.
    And,
    /// At least one holds.
    Or,
    /// The first does not hold; the second does not matter.
    Not,
    /// The first, this many times; the second does not matter.
    Times(u8),
    /// The sum, up to this.
    SumUpTo(u8),
    /// The greater of the two.
    Greater,
    /// A third of the first, rounded to the nearest; the second does not matter.
    ThirdRounded,
    /// Two numbers from 1 to 5 as one from 0 to 24; [`unpair`] takes them apart.
    Pair,
    /// The second where the first holds, and else [`ABSENT`].
    WhereHolds,
    /// This, whatever the first is; the second does not matter.
    Instead(u8),
}

/// The two numbers that [`Operation::Pair`] joined.
pub(crate) fn unpair(number: u8) -> (u8, u8) {
    (number / 5 + 1, number % 5 + 1)
}

/// A third, rounded to the nearest.
pub(crate) fn third_rounded(number: u8) -> u8 {
    number.saturating_add(1) / 3
}

impl Operation {
    fn of(self, a: u8, b: u8) -> u8 {
        // What is absent on one side is absent altogether.
        if a == ABSENT || b == ABSENT {
            return ABSENT;
        }
        match self {
            Self::And => a.min(b),
            Self::Or | Self::Greater => a.max(b),
            Self::Not => 1_u8.saturating_sub(a),
            Self::Times(times) => a.saturating_mul(times),
            Self::SumUpTo(most) => a.saturating_add(b).min(most),
            Self::ThirdRounded => third_rounded(a),
            Self::Pair => a.saturating_sub(1).saturating_mul(5).saturating_add(b.saturating_sub(1)),
            Self::WhereHolds if a == 1 => b,
            Self::WhereHolds => ABSENT,
            Self::Instead(value) => value,
        }
    }

    /// The result if one side alone decides it.
    fn shortcut(self, a: Place, b: Place) -> Option<Place> {
        match (self, a, b) {
            (Self::And, Place::FALSE, _) | (Self::And, _, Place::FALSE) => Some(Place::FALSE),
            (Self::Or, Place::TRUE, _) | (Self::Or, _, Place::TRUE) => Some(Place::TRUE),
            (Self::And, Place::TRUE, other) | (Self::Or, Place::FALSE, other) => Some(other),
            (Self::And, other, Place::TRUE) | (Self::Or, other, Place::FALSE) => Some(other),
            (Self::And | Self::Or | Self::Greater, a, b) if a == b => Some(a),
            _ => match (a.number(), b.number()) {
                (Some(a), Some(b)) => Some(Place::end(self.of(a, b))),
                _ => None,
            },
        }
    }
}

/// A node while diagrams are built.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Draft {
    variable: Variable,
    branches: Vec<(Values, Place)>,
}

/// The end of a number that there is none of, such as the risk of a threat that does not apply. It stays absent in
/// every operation.
pub(crate) const ABSENT: u8 = 31;

/// Where a diagram leads that takes too many steps to build. It is so in every operation, too.
const LOST: Place = Place(u32::MAX);

/// Most steps for one entry. Real ones need fewer than 1,000; this many take some milliseconds.
const MOST_STEPS: usize = 1 << 15;

/// Builds diagrams that share their nodes.
///
/// Some conditions have no small diagram in the order of the questionnaire. One that takes too many steps is given up:
/// [`Builder::finish`] says so.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    drafts: Vec<Draft>,
    unique: BTreeMap<Draft, Place>,
    joined: BTreeMap<(Operation, Place, Place), Place>,
    /// Since the entry in hand was begun.
    steps: usize,
    /// How many levels down the step in hand is.
    depth: usize,
}

impl Builder {
    /// Begins another entry, which may take as many steps again.
    pub(crate) fn begin(&mut self) {
        self.steps = 0;
    }

    /// A test that holds if `variable` has one of `values`, out of `all`.
    pub(crate) fn test(&mut self, variable: Variable, values: Values, all: Values) -> Place {
        self.node(variable, vec![(values, Place::TRUE), (all.without(values), Place::FALSE)])
    }

    /// The operation on one diagram, for those that look at the first alone.
    pub(crate) fn map(&mut self, operation: Operation, a: Place) -> Place {
        self.join(operation, a, Place::FALSE)
    }

    /// The operation on every pair of ends that go together.
    pub(crate) fn join(&mut self, operation: Operation, a: Place, b: Place) -> Place {
        if a == LOST || b == LOST {
            return LOST;
        }
        if let Some(place) = operation.shortcut(a, b) {
            return place;
        }
        self.steps += 1;
        // A diagram with more levels than nodes cannot be finished; and each level takes a part of the stack.
        if self.steps > MOST_STEPS || self.depth > MAX_NODES {
            return LOST;
        }
        let key = (operation, a, b);
        if let Some(known) = self.joined.get(&key) {
            return *known;
        }
        let top = [a, b].into_iter().filter_map(|place| self.get(place)).map(|draft| draft.variable).min();
        // INVARIANT: the shortcut takes every pair of ends, so one of the two is a node.
        let Some(variable) = top else { return Place::FALSE };
        self.depth += 1;
        let branches = self.joined_branches(operation, a, b, variable);
        self.depth -= 1;
        let Some(branches) = branches else { return LOST };
        let place = self.node(variable, branches);
        self.joined.insert(key, place);
        place
    }

    /// Where the operation leads by the values of `variable`; nothing if that takes too many steps.
    fn joined_branches(
        &mut self,
        operation: Operation,
        a: Place,
        b: Place,
        variable: Variable,
    ) -> Option<Vec<(Values, Place)>> {
        let mut branches = Vec::new();
        for (left_values, left) in self.branches_at(a, variable) {
            for (right_values, right) in self.branches_at(b, variable) {
                let values = left_values.and(right_values);
                if !values.is_empty() {
                    let place = self.join(operation, left, right);
                    if place == LOST {
                        return None;
                    }
                    branches.push((values, place));
                }
            }
        }
        Some(branches)
    }

    /// A finished diagram as part of those that are built.
    pub(crate) fn take_in(&mut self, diagram: &Diagram) -> Place {
        let mut moved: Vec<Place> = Vec::with_capacity(diagram.nodes.len());
        let moved_to = |moved: &[Place], place: Place| match place.node() {
            Some(node) => moved.get(node).copied().unwrap_or(Place::FALSE),
            None => place,
        };
        for node in &diagram.nodes {
            let branches = diagram.branches(node).iter().map(|(values, place)| (*values, moved_to(&moved, *place)));
            let branches = branches.collect();
            moved.push(self.node(node.variable, branches));
        }
        moved_to(&moved, diagram.root)
    }

    /// The one node for this test: branches that lead to the same place are merged, and a node that does not
    /// distinguish anything is left out.
    fn node(&mut self, variable: Variable, branches: Vec<(Values, Place)>) -> Place {
        let mut merged: SortedMap<Place, Values> = SortedMap::new();
        for (values, place) in branches {
            if !values.is_empty() {
                merged.change(place, || Values::NONE, |so_far| *so_far = so_far.or(values));
            }
        }
        if let (1, Some(only)) = (merged.len(), merged.keys().next()) {
            return *only;
        }
        let draft = Draft { variable, branches: merged.into_iter().map(|(place, values)| (values, place)).collect() };
        if let Some(place) = self.unique.get(&draft) {
            return *place;
        }
        let place = Place::node_at(self.drafts.len());
        self.drafts.push(draft.clone());
        self.unique.insert(draft, place);
        place
    }

    /// The diagram below `root` by itself.
    ///
    /// # Errors
    ///
    /// If it has too many nodes, or took too many steps to build.
    pub(crate) fn finish(&self, root: Place) -> Result<Diagram, TooLarge> {
        if root == LOST {
            return Err(TooLarge);
        }
        let mut needed = SortedSet::new();
        let mut open = vec![root];
        while let Some(place) = open.pop() {
            if let Some(draft) = self.get(place)
                && needed.insert((Reverse(draft.variable), place))
            {
                open.extend(draft.branches.iter().map(|(_, place)| *place));
            }
            if needed.len() > MAX_NODES {
                return Err(TooLarge);
            }
        }
        // Last variables first, so children come before their parents.
        let moved: SortedMap<Place, Place> =
            needed.iter().map(|(_, place)| *place).zip((0..).map(Place::node_at)).collect();
        let renamed = |place: Place| moved.get(&place).copied().unwrap_or(place);
        let mut nodes = Vec::with_capacity(needed.len());
        let mut branches = Vec::new();
        for draft in needed.iter().filter_map(|(_, place)| self.get(*place)) {
            nodes.push(Node::new(draft.variable, branches.len(), draft.branches.len()));
            branches.extend(draft.branches.iter().map(|(values, place)| (*values, renamed(*place))));
        }
        Ok(Diagram { nodes, branches, root: renamed(root) })
    }

    fn get(&self, place: Place) -> Option<&Draft> {
        self.drafts.get(place.node()?)
    }

    /// Where a place leads by the values of `variable`: itself, whatever they are, if it does not test it next.
    fn branches_at(&self, place: Place, variable: Variable) -> Vec<(Values, Place)> {
        match self.get(place) {
            Some(draft) if draft.variable == variable => draft.branches.clone(),
            _ => vec![(Values::EVERY, place)],
        }
    }
}
