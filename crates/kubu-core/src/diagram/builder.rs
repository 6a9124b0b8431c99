//! Builds diagrams that share their nodes.

use std::cmp::Reverse;

use super::table::{Table, hash};
use super::{Diagram, MAX_NODES, Node, Place, TooLarge};
use crate::SortedSet;
use crate::variables::{Values, Variable};

/// How two diagrams are joined, end by end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Of ends where the shortcut does not know better.
    fn of(self, a: u8, b: u8) -> u8 {
        match self {
            Self::And => a.min(b),
            Self::Or | Self::Greater => a.max(b),
            Self::Not => 1_u8.saturating_sub(a),
            Self::Times(times) => a.saturating_mul(times),
            Self::SumUpTo(most) => a.saturating_add(b).min(most),
            Self::ThirdRounded => third_rounded(a),
            Self::Pair => a.saturating_sub(1).saturating_mul(5).saturating_add(b.saturating_sub(1)),
            Self::WhereHolds => ABSENT,
            Self::Instead(value) => value,
        }
    }

    /// The result if one side alone decides it.
    fn shortcut(self, a: Place, b: Place) -> Option<Place> {
        match (self, a, b) {
            (_, Place::ABSENT, _) | (_, _, Place::ABSENT) => Some(Place::ABSENT),
            (Self::WhereHolds, Place::FALSE, _) => Some(Place::ABSENT),
            (Self::WhereHolds, Place::TRUE, other) => Some(other),
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

/// The end of a number that there is none of, such as the risk of a threat that does not apply. It stays absent in
/// every operation.
pub(crate) const ABSENT: u8 = 31;

/// Where a diagram leads that takes too many steps to build. It is so in every operation, too.
const LOST: Place = Place(u32::MAX);

/// Most steps for one entry. Real ones need fewer than 10,000; this many take some milliseconds.
const MOST_STEPS: usize = 1 << 16;

/// Most steps for all entries together, beyond the [`FREE_STEPS`] of each. Real catalogues need fewer than 100,000.
const MOST_STEPS_IN_ALL: usize = 1 << 20;

/// So many steps of each entry do not count for all entries: large catalogues may take time in proportion.
const FREE_STEPS: usize = 1 << 10;

/// Builds diagrams that share their nodes.
///
/// Some conditions have no small diagram in the order of the questionnaire. One that takes too many steps is given up:
/// [`Builder::finish`] says so. Steps count all that takes time or memory, whoever wrote the conditions: a place looked
/// at in a table, also if their author chose them to have the same hash, and a node finished once more.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    /// As in a [`Diagram`], children before parents.
    nodes: Vec<Node>,
    branches: Vec<(Values, Place)>,
    known_nodes: Table,
    /// What was joined before, and the result.
    joined: Vec<(Operation, Place, Place, Place)>,
    known_joined: Table,
    /// The branches of the nodes in hand, those of the innermost last.
    in_hand: Vec<(Values, Place)>,
    /// For each node, where it is in the last diagram that was finished with it.
    moved: Vec<Place>,
    /// Since the entry in hand was begun.
    steps: usize,
    /// Until then, but for the free ones.
    earlier_steps: usize,
    /// How many levels down the step in hand is.
    depth: usize,
}

impl Builder {
    /// Begins another entry, which may take as many steps again.
    pub(crate) fn begin(&mut self) {
        // Too many stay too many.
        if self.too_large() != Some(TooLarge::Together) {
            self.earlier_steps = (self.earlier_steps + std::mem::take(&mut self.steps)).saturating_sub(FREE_STEPS);
        }
    }

    /// What took too many steps, if anything did.
    fn too_large(&self) -> Option<TooLarge> {
        if self.earlier_steps + self.steps > MOST_STEPS_IN_ALL {
            Some(TooLarge::Together)
        } else {
            (self.steps > MOST_STEPS).then_some(TooLarge::Alone)
        }
    }

    /// A test that holds if `variable` has one of `values`, out of `all`.
    pub(crate) fn test(&mut self, variable: Variable, values: Values, all: Values) -> Place {
        if self.too_large().is_some() {
            return LOST;
        }
        let start = self.in_hand.len();
        self.take(start, values, Place::TRUE);
        self.take(start, all.without(values), Place::FALSE);
        self.node(variable, start)
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
        // A diagram with more levels than nodes cannot be finished; and each level takes a part of the stack.
        if self.too_large().is_some() || self.depth > MAX_NODES {
            return LOST;
        }
        let hash = hash([a.0, b.0]);
        let same = |entry: usize| self.joined.get(entry).filter(|(o, x, y, _)| (*o, *x, *y) == (operation, a, b));
        if let Some((.., known)) = self.known_joined.find(hash, &mut self.steps, same) {
            return *known;
        }
        let top = [a, b].into_iter().filter_map(|place| self.get(place)).map(|node| node.variable).min();
        // INVARIANT: the shortcut takes every pair of ends, so one of the two is a node.
        let Some(variable) = top else { return Place::FALSE };
        let start = self.in_hand.len();
        self.depth += 1;
        let joined = self.join_branches(operation, a, b, variable);
        self.depth -= 1;
        if !joined {
            self.in_hand.truncate(start);
            return LOST;
        }
        let place = self.node(variable, start);
        self.joined.push((operation, a, b, place));
        self.known_joined.add(hash);
        place
    }

    /// Takes in hand where the operation leads by the values of `variable`; false if that takes too many steps.
    fn join_branches(&mut self, operation: Operation, a: Place, b: Place, variable: Variable) -> bool {
        let start = self.in_hand.len();
        let mut lefts = 0;
        while let Some((left_values, left)) = self.branch(a, variable, lefts) {
            lefts += 1;
            let mut rights = 0;
            while let Some((right_values, right)) = self.branch(b, variable, rights) {
                rights += 1;
                let values = left_values.and(right_values);
                if !values.is_empty() {
                    let place = self.join(operation, left, right);
                    if place == LOST {
                        return false;
                    }
                    self.take(start, values, place);
                }
            }
        }
        true
    }

    /// A finished diagram as part of those that are built.
    pub(crate) fn take_in(&mut self, diagram: &Diagram) -> Place {
        let mut moved: Vec<Place> = Vec::with_capacity(diagram.nodes.len());
        let moved_to = |moved: &[Place], place: Place| match place.node() {
            Some(node) => moved.get(node).copied().unwrap_or(Place::FALSE),
            None => place,
        };
        for node in &diagram.nodes {
            let start = self.in_hand.len();
            for (values, place) in diagram.branches(node) {
                self.take(start, *values, moved_to(&moved, *place));
            }
            moved.push(self.node(node.variable, start));
        }
        moved_to(&moved, diagram.root)
    }

    /// Takes a branch in hand, for the node whose branches begin at `start`. They are kept in the order of where they
    /// lead; those that lead to the same place are one.
    fn take(&mut self, start: usize, values: Values, place: Place) {
        if values.is_empty() {
            return;
        }
        let so_far = self.in_hand.get_mut(start..).unwrap_or_default();
        let before = so_far.iter().take_while(|(_, other)| *other < place).count();
        match so_far.get_mut(before) {
            Some((same, other)) if *other == place => *same = same.or(values),
            _ => self.in_hand.insert(start + before, (values, place)),
        }
    }

    /// The one node for a test whose branches are in hand from `start` on; where it leads, if it does not distinguish
    /// anything.
    fn node(&mut self, variable: Variable, start: usize) -> Place {
        let branches = self.in_hand.get(start..).unwrap_or_default();
        let place = if let [(_, only)] = branches {
            *only
        } else {
            let words = branches.iter().flat_map(|(values, place)| [values.0, place.0]);
            let hash = hash(words.chain([variable.0]));
            let alike = |node: &Node| node.variable == variable && node.among(&self.branches) == branches;
            let same = |entry: usize| self.nodes.get(entry).is_some_and(alike).then_some(Place::node_at(entry));
            self.known_nodes.find(hash, &mut self.steps, same).unwrap_or_else(|| {
                self.nodes.push(Node::new(variable, self.branches.len(), branches.len()));
                self.branches.extend_from_slice(branches);
                self.moved.push(Place::FALSE);
                self.known_nodes.add(hash);
                Place::node_at(self.nodes.len() - 1)
            })
        };
        self.in_hand.truncate(start);
        place
    }

    /// The diagram below `root` by itself.
    ///
    /// # Errors
    ///
    /// If it has too many nodes, or took too many steps to build.
    pub(crate) fn finish(&mut self, root: Place) -> Result<Diagram, TooLarge> {
        if let Some(too_large) = self.too_large() {
            return Err(too_large);
        }
        if root == LOST {
            return Err(TooLarge::Alone);
        }
        let mut needed = SortedSet::new();
        let mut open = vec![root];
        while let Some(place) = open.pop() {
            if let Some(node) = self.get(place)
                && needed.insert((Reverse(node.variable), place))
            {
                open.extend(node.among(&self.branches).iter().map(|(_, place)| *place));
            }
            if needed.len() > MAX_NODES {
                return Err(TooLarge::Alone);
            }
        }
        self.steps += needed.len();
        // Last variables first, so children come before their parents.
        for ((_, place), position) in needed.iter().zip(0..) {
            if let Some(moved) = place.node().and_then(|node| self.moved.get_mut(node)) {
                *moved = Place::node_at(position);
            }
        }
        let renamed = |place: Place| place.node().and_then(|node| self.moved.get(node)).copied().unwrap_or(place);
        let mut diagram =
            Diagram { nodes: Vec::with_capacity(needed.len()), branches: Vec::new(), root: renamed(root) };
        for node in needed.iter().filter_map(|(_, place)| self.get(*place)) {
            let own = node.among(&self.branches);
            diagram.nodes.push(Node::new(node.variable, diagram.branches.len(), own.len()));
            diagram.branches.extend(own.iter().map(|(values, place)| (*values, renamed(*place))));
        }
        Ok(diagram)
    }

    fn get(&self, place: Place) -> Option<&Node> {
        self.nodes.get(place.node()?)
    }

    /// One of the branches by the values of `variable`; a place that does not test it next has one, itself.
    fn branch(&self, place: Place, variable: Variable, index: usize) -> Option<(Values, Place)> {
        match self.get(place) {
            Some(node) if node.variable == variable => node.among(&self.branches).get(index).copied(),
            _ => (index == 0).then_some((Values::EVERY, place)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tests on yes/no variables.
    fn tests<const N: usize>(builder: &mut Builder) -> [Place; N] {
        let mut variables = (0..).map(Variable);
        [(); N].map(|()| builder.test(variables.next().unwrap(), Values::HAS, Values::HAS.or(Values::LACKS)))
    }

    /// Conditions are long lists of parts: one that decides alone, or changes nothing, must not be walked through.
    #[test]
    fn what_one_side_decides_alone_takes_no_steps() {
        let mut builder = Builder::default();
        let [a, b] = tests(&mut builder);
        let large = builder.join(Operation::And, a, b);
        builder.begin();
        for (operation, one, other, result) in [
            (Operation::And, Place::FALSE, large, Place::FALSE),
            (Operation::And, large, Place::FALSE, Place::FALSE),
            (Operation::And, Place::TRUE, large, large),
            (Operation::And, large, Place::TRUE, large),
            (Operation::And, large, large, large),
            (Operation::Or, Place::TRUE, large, Place::TRUE),
            (Operation::Or, large, Place::TRUE, Place::TRUE),
            (Operation::Or, Place::FALSE, large, large),
            (Operation::Or, large, Place::FALSE, large),
            (Operation::Or, large, large, large),
            (Operation::Greater, large, large, large),
            (Operation::WhereHolds, Place::FALSE, large, Place::ABSENT),
            (Operation::WhereHolds, Place::TRUE, large, large),
            (Operation::SumUpTo(5), large, Place::ABSENT, Place::ABSENT),
            (Operation::Pair, Place::ABSENT, large, Place::ABSENT),
        ] {
            assert_eq!(builder.join(operation, one, other), result, "{operation:?} {one:?} {other:?}");
        }
        assert_eq!(builder.steps, 0);
    }

    /// What was joined before is known, and no other operation on the same takes its place.
    #[test]
    fn each_operation_is_done_once() {
        let mut builder = Builder::default();
        let [a, b] = tests(&mut builder);
        let operations = [Operation::And, Operation::Or, Operation::SumUpTo(1), Operation::SumUpTo(2), Operation::Pair];
        let first = operations.map(|operation| builder.join(operation, a, b));
        let joined = builder.joined.len();
        assert_eq!(operations.map(|operation| builder.join(operation, a, b)), first);
        assert_eq!(builder.joined.len(), joined);
        let [and, or, up_to_1, up_to_2, pair] = first;
        assert_eq!(or, up_to_1);
        assert!(and != or && or != up_to_2 && up_to_2 != pair);
    }

    /// Whoever finds such values must not make one condition of two.
    #[test]
    fn tests_of_the_same_hash_are_told_apart() {
        let mut builder = Builder::default();
        let mut test = |values: u32| builder.test(Variable(0), Values(values), Values::EVERY);
        let (one, other) = (test(0x89F1_AE12), test(0x51E3_7C17));
        assert_eq!(test(0x89F1_AE12), one);
        assert_ne!(one, other);
        let hash_of = |values: u32| hash([!values, 0, values, 1, 0]);
        assert_eq!(hash_of(0x89F1_AE12), hash_of(0x51E3_7C17));
    }

    /// A catalogue may be as long as it likes, as long as its conditions are no larger than usual.
    #[test]
    fn usual_steps_do_not_add_up() {
        let mut builder = Builder::default();
        for _ in 0..=MOST_STEPS_IN_ALL / FREE_STEPS {
            builder.steps = FREE_STEPS;
            builder.begin();
        }
        assert_eq!(builder.earlier_steps, 0);
        assert_eq!(builder.too_large(), None);
    }

    /// What was given up is not taken up again when later entries are small.
    #[test]
    fn too_many_steps_in_all_stay_too_many() {
        let mut builder = Builder::default();
        let most = MOST_STEPS / 2;
        for _ in 0..2 * MOST_STEPS_IN_ALL / most {
            builder.steps += most;
            builder.begin();
        }
        assert_eq!(builder.too_large(), Some(TooLarge::Together));
        assert_eq!(builder.finish(Place::TRUE), Err(TooLarge::Together));
    }

    /// A condition that is too large alone is no reason to give up the next.
    #[test]
    fn each_entry_begins_with_all_its_steps() {
        let mut builder = Builder { steps: MOST_STEPS + 1, ..Builder::default() };
        let [lost] = tests(&mut builder);
        assert_eq!(lost, LOST);
        assert_eq!(builder.finish(Place::TRUE), Err(TooLarge::Alone));
        builder.begin();
        let [test] = tests(&mut builder);
        assert_eq!(builder.join(Operation::And, test, lost), LOST);
        assert_eq!(builder.map(Operation::Not, lost), LOST);
        assert_eq!(builder.join(Operation::Or, Place::TRUE, lost), LOST);
        assert_eq!(builder.finish(lost), Err(TooLarge::Alone));
        assert!(builder.finish(test).is_ok());
    }
}
