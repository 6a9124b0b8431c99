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
use crate::variables::{Knowledge, Values, Variable};

pub(crate) use builder::{Builder, Operation, unpair};
pub(crate) use change::Step;

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

    fn and_also(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The numbers of the ends, ascending.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u8> {
        (0_u8..32).filter(move |number| self.0 & (1 << number) != 0)
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
#[derive(Debug, Clone, Copy)]
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
#[derive(Debug, Clone)]
pub(crate) struct Diagram {
    /// By variable, the last one first: so children come before parents.
    nodes: Box<[Node]>,
    /// Where each set of values leads, node after node.
    branches: Box<[(Values, Place)]>,
    root: Place,
}

/// The condition has no small diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Most nodes of one diagram. Real conditions need fewer than 50.
pub(crate) const MAX_NODES: usize = 1024;

/// Marks for the nodes of one diagram.
#[derive(Default)]
struct Marks([u64; MAX_NODES / 64]);

impl Marks {
    fn set(&mut self, node: usize) {
        if let Some(word) = self.0.get_mut(node / 64) {
            *word |= 1 << (node % 64);
        }
    }

    fn has(&self, node: usize) -> bool {
        self.0.get(node / 64).is_some_and(|word| word & (1 << (node % 64)) != 0)
    }
}

impl Diagram {
    /// A condition that never holds.
    pub(crate) fn never() -> Self {
        Self { nodes: Box::default(), branches: Box::default(), root: Place::FALSE }
    }

    /// The ends that what is known can still lead to.
    pub(crate) fn ends(&self, knowledge: &Knowledge) -> Ends {
        self.reach(self.forced(knowledge), knowledge, &mut Marks::default())
    }

    /// The ends that what is known can lead to from `start`; marks every node on the way.
    fn reach(&self, start: Place, knowledge: &Knowledge, marks: &mut Marks) -> Ends {
        let Some(start_node) = start.node() else { return Ends::NONE.with(start) };
        marks.set(start_node);
        let mut ends = Ends::NONE;
        for (index, node) in self.nodes.iter().enumerate().take(start_node + 1).rev() {
            if marks.has(index) {
                let known = knowledge.of(node.variable);
                for (values, place) in self.branches(node) {
                    if !values.and(known).is_empty() {
                        match place.node() {
                            Some(child) => marks.set(child),
                            None => ends = ends.with(*place),
                        }
                    }
                }
            }
        }
        ends
    }

    /// The first place from which what is known leads on to more than one other.
    fn forced(&self, knowledge: &Knowledge) -> Place {
        let mut place = self.root;
        while let Some(node) = place.node().and_then(|index| self.nodes.get(index)) {
            let known = knowledge.of(node.variable);
            match self.branches(node).iter().find(|(values, _)| known.and(*values) == known) {
                Some((_, next)) => place = *next,
                None => break,
            }
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

    /// A minimal part of what is known that still leads to the same ends: taking any variable out of it would open
    /// another. Variables late in the questionnaire are taken out first.
    ///
    /// One walk down marks where what is known leads. One walk up takes out each variable from which, wherever it is
    /// met on that way, all branches come to the same ends in the end.
    pub(crate) fn deciding(&self, knowledge: &Knowledge) -> Vec<(Variable, Values)> {
        let mut marks = Marks::default();
        let ends = self.reach(self.root, knowledge, &mut marks);
        let mut deciding = Vec::new();
        // For each node so far, the ends below it, given what is kept of the variables from there on.
        let mut below: Vec<Ends> = Vec::with_capacity(self.nodes.len());
        for level in self.nodes.chunk_by(|a, b| a.variable == b.variable) {
            let Some(variable) = level.first().map(|node| node.variable) else { continue };
            let mut met = (below.len()..).zip(level).filter(|(index, _)| marks.has(*index));
            let needed = met.any(|(_, node)| !self.ends_below(node, Values::EVERY, &below).is_within(ends));
            let kept = if needed { knowledge.of(variable) } else { Values::EVERY };
            if needed {
                deciding.push((variable, kept));
            }
            for node in level {
                below.push(self.ends_below(node, kept, &below));
            }
        }
        deciding.reverse();
        deciding
    }

    /// The ends below a node whose variable has one of `values`, given those below its children.
    fn ends_below(&self, node: &Node, values: Values, below: &[Ends]) -> Ends {
        let possible = self.branches(node).iter().filter(|(branch, _)| !branch.and(values).is_empty());
        possible.fold(Ends::NONE, |ends, (_, place)| match place.node() {
            Some(child) => ends.and_also(below.get(child).copied().unwrap_or(Ends::NONE)),
            None => ends.with(*place),
        })
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
