//! Conditions and risk factors compiled into small ordered decision diagrams.
//!
//! A diagram tests one variable after another, always in the order of the questionnaire, until it comes to an *end*:
//! *true* or *false* for a condition, a number for a risk. It is reduced: no two nodes are alike and no node is idle.
//! So two conditions that mean the same are the same diagram, and everything that Kubu says is a short walk:
//!
//! - a verdict, or the range of a risk, is which ends can still be reached;
//! - an explanation is what cannot be forgotten without reaching another end;
//! - the open facts that matter are those left in the diagram once what is known is taken out of it;
//! - the smallest change that flips a verdict is a shortest path to the other end;
//! - the worth of a question is how much its answers are expected to narrow the share of ways that lead to an end.

mod builder;
mod change;
mod rest;

use crate::Verdict;
use crate::variables::{Knowledge, Values, Variable, ones};

pub(crate) use builder::{ABSENT, Builder, Operation, unpair};
pub(crate) use change::Step;
pub(crate) use rest::Rest;

/// An end, or a node: below [`Place::ENDS`] it is the end with that number, above it a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(u32);

impl Place {
    /// How many different ends there can be.
    pub(crate) const ENDS: u32 = 32;
    /// The end of a condition that does not hold.
    pub(crate) const FALSE: Self = Self(0);
    /// The end of a condition that holds.
    pub(crate) const TRUE: Self = Self(1);

    /// The end with this number, which is below [`Place::ENDS`].
    pub(crate) fn end(number: u8) -> Self {
        Self(u32::from(number).min(Self::ENDS - 1))
    }

    /// The number of an end.
    fn number(self) -> Option<u8> {
        u8::try_from(self.0).ok().filter(|_| self.0 < Self::ENDS)
    }

    /// The position of a node.
    fn node(self) -> Option<usize> {
        self.0.checked_sub(Self::ENDS).map(|n| n as usize)
    }

    /// The node at a position.
    fn node_at(position: usize) -> Self {
        Self(u32::try_from(position).unwrap_or(u32::MAX).saturating_add(Self::ENDS))
    }
}

/// A set of ends, a bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ends(u32);

impl Ends {
    const NONE: Self = Self(0);

    fn with(self, place: Place) -> Self {
        Self(self.0 | 1_u32.checked_shl(place.0).unwrap_or(0))
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, place: Place) -> bool {
        self.0 & 1_u32.checked_shl(place.0).unwrap_or(0) != 0
    }

    /// The numbers of the ends, ascending.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u8> + Clone {
        ones(self.0.into()).filter_map(|number| u8::try_from(number).ok())
    }

    /// The verdict of a condition that can reach these ends.
    fn verdict(self) -> Verdict {
        match (self.0 & 0b10 != 0, self.0 & 0b01 != 0) {
            (true, false) => Verdict::Applies,
            (true, true) => Verdict::Undetermined,
            (false, _) => Verdict::DoesNotApply,
        }
    }
}

/// A test of one variable. Its branches are disjoint, cover all values, and lead apart.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    variable: Variable,
    first_branch: u32,
    branches: u32,
}

impl Node {
    fn new(variable: Variable, first_branch: usize, branches: usize) -> Self {
        // INVARIANT: a diagram has at most `MAX_NODES` nodes of at most 32 branches.
        let narrow = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { variable, first_branch: narrow(first_branch), branches: narrow(branches) }
    }

    /// Its branches, among those of its diagram.
    fn among(self, all: &[(Values, Place)]) -> &[(Values, Place)] {
        let start = self.first_branch as usize;
        all.get(start..start + self.branches as usize).unwrap_or_default()
    }
}

/// A condition or a risk, ready to be asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Diagram {
    /// By variable, the last one first: so children come before parents.
    nodes: Vec<Node>,
    /// Where each set of values leads, node after node.
    branches: Vec<(Values, Place)>,
    root: Place,
}

/// The condition has no small diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Most nodes of one diagram. Real conditions need fewer than 50.
pub(crate) const MAX_NODES: usize = 1024;

/// Marks for the nodes of one diagram.
#[derive(Clone, Default)]
struct Marks([u64; MAX_NODES / 64]);

impl Marks {
    fn set(&mut self, node: usize) {
        if let Some(word) = self.0.get_mut(node / 64) {
            *word |= 1 << (node % 64);
        }
    }

    /// The last marked node before this one.
    fn last_before(&self, node: usize) -> Option<usize> {
        let mut wanted = (1_u64 << (node % 64)) - 1;
        for (index, word) in self.0.iter().enumerate().take(node / 64 + 1).rev() {
            if let Some(bit) = (word & wanted).checked_ilog2() {
                return Some(index * 64 + bit as usize);
            }
            wanted = u64::MAX;
        }
        None
    }

    /// The marked nodes, ascending.
    fn ascending(&self) -> impl Iterator<Item = usize> {
        (0..).zip(self.0).flat_map(|(index, word)| ones(word).map(move |bit| index * 64 + bit as usize))
    }

    fn has(&self, node: usize) -> bool {
        self.0.get(node / 64).is_some_and(|word| word & (1 << (node % 64)) != 0)
    }
}

impl Diagram {
    /// A condition that never holds.
    pub(crate) fn never() -> Self {
        Self { nodes: Vec::new(), branches: Vec::new(), root: Place::FALSE }
    }

    /// The ends that what is known can still lead to.
    pub(crate) fn ends(&self, knowledge: &Knowledge) -> Ends {
        match self.forced(knowledge, |_| {}) {
            place if place.node().is_none() => Ends::NONE.with(place),
            place => self.reach(place, knowledge, &mut Marks::default()),
        }
    }

    /// The ends that what is known can lead to from `start`; marks every node on the way.
    fn reach(&self, start: Place, knowledge: &Knowledge, marks: &mut Marks) -> Ends {
        let Some(start_node) = start.node() else { return Ends::NONE.with(start) };
        marks.set(start_node);
        let mut ends = Ends::NONE;
        let mut next = Some(start_node);
        while let Some((index, node)) = next.and_then(|index| Some((index, self.nodes.get(index)?))) {
            let known = knowledge.of(node.variable);
            for (values, place) in self.branches(node) {
                if !values.and(known).is_empty() {
                    match place.node() {
                        Some(child) => marks.set(child),
                        None => ends = ends.with(*place),
                    }
                }
            }
            next = marks.last_before(index);
        }
        ends
    }

    /// The first place from which what is known leads on to more than one other; `pass` is told each node before it.
    fn forced(&self, knowledge: &Knowledge, mut pass: impl FnMut(usize)) -> Place {
        let mut place = self.root;
        while let Some((index, node)) = place.node().and_then(|index| Some((index, self.nodes.get(index)?))) {
            let known = knowledge.of(node.variable);
            match self.branches(node).iter().find(|(values, _)| known.and(*values) == known) {
                Some((_, next)) => place = *next,
                None => break,
            }
            pass(index);
        }
        place
    }

    /// The verdict on what is known.
    pub(crate) fn verdict(&self, knowledge: &Knowledge) -> Verdict {
        self.ends(knowledge).verdict()
    }

    /// The variables that the diagram tests, in order.
    pub(crate) fn variables(&self) -> impl Iterator<Item = Variable> {
        self.nodes.chunk_by(|a, b| a.variable == b.variable).rev().filter_map(|level| Some(level.first()?.variable))
    }

    /// The verdict on what is known and, unless it is undetermined, in `deciding` a minimal part of what is known that
    /// still leads to it: taking any variable out of that would open the other end. Variables late in the questionnaire
    /// are taken out first.
    ///
    /// One walk down marks where what is known leads. One walk up takes out each variable that may have any value
    /// wherever it is met on that way.
    pub(crate) fn decide(&self, knowledge: &Knowledge, deciding: &mut Vec<(Variable, Values)>) -> Verdict {
        deciding.clear();
        let mut met = Marks::default();
        let place = self.forced(knowledge, |node| met.set(node));
        let ends = self.reach(place, knowledge, &mut met);
        let verdict = ends.verdict();
        if verdict == Verdict::Undetermined {
            return verdict;
        }
        let mut safe = Safe { diagram: self, ends, safe: met.clone(), risky: Marks::default() };
        let mut nodes = met.ascending().filter_map(|index| self.nodes.get(index)).peekable();
        while let Some(node) = nodes.next() {
            let mut needed = !safe.whatever(node, Values::EVERY, deciding);
            while let Some(other) = nodes.next_if(|other| other.variable == node.variable) {
                needed = needed || !safe.whatever(other, Values::EVERY, deciding);
            }
            if needed {
                deciding.push((node.variable, knowledge.of(node.variable)));
            }
        }
        deciding.reverse();
        verdict
    }

    /// The share of the ways to answer what is open that end in *true*, all values being equally likely.
    pub(crate) fn share(&self, knowledge: &Knowledge) -> f64 {
        let mut shares: Vec<f64> = Vec::with_capacity(self.nodes.len());
        let of = |shares: &[f64], place: Place| match place.node() {
            Some(node) => shares.get(node).copied().unwrap_or(0.0),
            None => f64::from(u8::from(place == Place::TRUE)),
        };
        for node in &self.nodes {
            let known = knowledge.of(node.variable);
            let whole: f64 = self.branches(node).iter().map(|(values, _)| values.and(known).count()).sum();
            let ways =
                self.branches(node).iter().map(|(values, place)| values.and(known).count() * of(&shares, *place));
            shares.push(ways.sum::<f64>() / whole.max(1.0));
        }
        of(&shares, self.root)
    }

    fn branches(&self, node: &Node) -> &[(Values, Place)] {
        node.among(&self.branches)
    }
}

/// From where no other end than the given ones can be reached.
struct Safe<'a> {
    diagram: &'a Diagram,
    ends: Ends,
    /// Nodes that are known to be safe. Those that what is known leads to are: what is kept of it leads on to such.
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
        let Some(index) = place.node() else { return self.ends.has(place) };
        if self.safe.has(index) || self.risky.has(index) {
            return self.safe.has(index);
        }
        let diagram = self.diagram;
        let Some(node) = diagram.nodes.get(index) else { return false };
        let known = kept.iter().find(|(variable, _)| *variable == node.variable);
        let safe = self.whatever(node, known.map_or(Values::EVERY, |(_, values)| *values), kept);
        if safe { self.safe.set(index) } else { self.risky.set(index) }
        safe
    }
}
