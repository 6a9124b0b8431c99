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
mod table;
mod walk;

use crate::Verdict;
use crate::variables::{Knowledge, Values, Variable, ones};

pub(crate) use builder::{ABSENT, Builder, Operation, third_rounded, unpair};
pub(crate) use change::Step;
pub(crate) use rest::Rest;
pub(crate) use walk::Walk;

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
    /// The end of a number that there is none of.
    const ABSENT: Self = Self(ABSENT as u32);

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

    /// The end at this place.
    fn only(place: Place) -> Self {
        Self(1_u32.checked_shl(place.0).unwrap_or(0))
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Node {
    variable: Variable,
    first_branch: u32,
    branches: u32,
}

impl Node {
    fn new(variable: Variable, first_branch: usize, branches: usize) -> Self {
        // INVARIANT: not even a builder comes to so many nodes.
        let narrow = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { variable, first_branch: narrow(first_branch), branches: narrow(branches) }
    }

    /// Its branches, among those of its diagram.
    fn among(self, all: &[(Values, Place)]) -> &[(Values, Place)] {
        let start = self.first_branch as usize;
        all.get(start..start + self.branches as usize).unwrap_or_default()
    }
}

/// A condition or a risk, ready to be asked. Two are equal if they mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Diagram {
    /// By variable, the last one first: so children come before parents.
    nodes: Vec<Node>,
    /// Where each set of values leads, node after node.
    branches: Vec<(Values, Place)>,
    root: Place,
}

/// There is no small diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooLarge {
    /// Of this condition or risk.
    Alone,
    /// Of everything up to it.
    Together,
}

/// Most nodes of one diagram. Real conditions need fewer than 50.
pub(crate) const MAX_NODES: usize = 1024;

/// Most nodes whose places, and the ends, are the bits of one word.
const SMALL: usize = (u64::BITS - Place::ENDS) as usize;

/// Marks for the places of one diagram, a bit for each.
#[derive(Clone, Default)]
struct Marks([u64; (Place::ENDS as usize + MAX_NODES).div_ceil(64)]);

impl Marks {
    fn set(&mut self, place: Place) {
        self.set_if(place, true);
    }

    /// It does not branch on `condition`, which is as good as random.
    fn set_if(&mut self, place: Place, condition: bool) {
        if let Some(word) = self.0.get_mut(place.0 as usize / 64) {
            *word |= u64::from(condition) << (place.0 % 64);
        }
    }

    /// The last marked place before this one; if there is none, the first.
    fn last_before(&self, place: Place) -> Place {
        let mut wanted = (1_u64 << (place.0 % 64)) - 1;
        let mut index = place.0 / 64;
        while let Some(word) = self.0.get(index as usize) {
            match (word & wanted).checked_ilog2() {
                Some(bit) => return Place(index * 64 + bit),
                // Before the first word there is none.
                None => (index, wanted) = (index.wrapping_sub(1), u64::MAX),
            }
        }
        Place(0)
    }

    fn has(&self, place: Place) -> bool {
        self.0.get(place.0 as usize / 64).is_some_and(|word| word & (1 << (place.0 % 64)) != 0)
    }

    /// The marked nodes, ascending.
    fn nodes(&self) -> impl Iterator<Item = usize> {
        let places = (0..).step_by(64).zip(self.0).flat_map(|(first, word)| ones(word).map(move |bit| first + bit));
        places.filter_map(|place| Place(place).node())
    }

    /// The marked ends.
    fn ends(&self) -> Ends {
        let [first, ..] = self.0;
        Ends((first & u64::from(u32::MAX)) as u32)
    }
}

impl Diagram {
    /// A condition that never holds.
    pub(crate) fn never() -> Self {
        Self { nodes: Vec::new(), branches: Vec::new(), root: Place::FALSE }
    }

    /// The ends that what is known can still lead to.
    pub(crate) fn ends(&self, knowledge: &Knowledge) -> Ends {
        let start = self.forced(knowledge, |_| {});
        if start.node().is_none() {
            Ends::only(start)
        } else if self.nodes.len() <= SMALL {
            self.reach_in_small(start, knowledge)
        } else {
            self.reach(start, knowledge, &mut Marks::default())
        }
    }

    /// The same as [`Diagram::reach`] in a diagram of at most [`SMALL`] nodes, whose places are the bits of one word.
    fn reach_in_small(&self, start: Place, knowledge: &Knowledge) -> Ends {
        let mut open = 1_u64 << (start.0 % u64::BITS);
        while let Some((place, node)) = open.checked_ilog2().and_then(|bit| Some((bit, self.node(Place(bit))?))) {
            open ^= 1 << place;
            let known = knowledge.of(node.variable);
            for (values, next) in self.branches(node) {
                open |= u64::from(!values.and(known).is_empty()) << (next.0 % u64::BITS);
            }
        }
        Ends((open & u64::from(u32::MAX)) as u32)
    }

    /// The ends that what is known can lead to from `start`; marks every place on the way.
    fn reach(&self, start: Place, knowledge: &Knowledge, met: &mut Marks) -> Ends {
        met.set(start);
        let mut place = start;
        while let Some(node) = self.node(place) {
            let known = knowledge.of(node.variable);
            for (values, next) in self.branches(node) {
                met.set_if(*next, !values.and(known).is_empty());
            }
            place = met.last_before(place);
        }
        met.ends()
    }

    /// The first place from which what is known leads on to more than one other; `pass` is told each before it.
    fn forced(&self, knowledge: &Knowledge, mut pass: impl FnMut(Place)) -> Place {
        let mut place = self.root;
        while let Some(node) = self.node(place) {
            let known = knowledge.of(node.variable);
            match self.branches(node).iter().find(|(values, _)| known.and(*values) == known) {
                Some((_, next)) => pass(std::mem::replace(&mut place, *next)),
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

    fn node(&self, place: Place) -> Option<&Node> {
        self.nodes.get(place.node()?)
    }

    fn branches(&self, node: &Node) -> &[(Values, Place)] {
        node.among(&self.branches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A catalogue that nobody checked may hold any number.
    #[test]
    fn a_number_too_large_for_an_end_is_the_largest_end() {
        assert_eq!(Place::end(30).number(), Some(30));
        assert_eq!(Place::end(200), Place::end(31));
        assert_eq!(Place::end(200).node(), None);
    }

    /// Every place of it has a mark, and is reached.
    #[test]
    fn the_largest_diagram_is_walked_from_end_to_end() {
        const OPEN: Values = Values(0b11);
        let mut builder = Builder::default();
        let mut all_of = |variables: u32| {
            let all = (0..variables).rev().fold(Place::TRUE, |rest, variable| {
                let test = builder.test(Variable(variable), Values::HAS, OPEN);
                builder.join(Operation::And, test, rest)
            });
            builder.finish(all)
        };
        let diagram = all_of(MAX_NODES as u32).unwrap();
        let verdicts = |knowledge: &Knowledge| [diagram.verdict(knowledge), Walk::new(&diagram, knowledge).verdict()];
        let mut knowledge: Knowledge = [OPEN; MAX_NODES].into();
        assert_eq!(verdicts(&knowledge), [Verdict::Undetermined; 2]);
        assert_eq!(Walk::new(&diagram, &knowledge).nodes().count(), MAX_NODES);
        for variable in 1..MAX_NODES as u32 {
            knowledge.set(Variable(variable), Values::HAS);
        }
        assert_eq!(verdicts(&knowledge), [Verdict::Undetermined; 2]);
        knowledge.set(Variable(0), Values::HAS);
        assert_eq!(verdicts(&knowledge), [Verdict::Applies; 2]);
        knowledge.set(Variable(MAX_NODES as u32 - 1), Values::LACKS);
        assert_eq!(verdicts(&knowledge), [Verdict::DoesNotApply; 2]);
        assert_eq!(all_of(MAX_NODES as u32 + 1), Err(TooLarge::Alone));
    }

    /// However sure it is: half of the ways, then a third, then all.
    #[test]
    fn the_share_is_that_of_the_ways_in_which_a_condition_holds() {
        let mut builder = Builder::default();
        let test = builder.test(Variable(0), Values(0b0011), Values(0b1111));
        let diagram = builder.finish(test).unwrap();
        for (known, share) in [(0b1111, 0.5), (0b1101, 1.0 / 3.0), (0b0011, 1.0), (0b1100, 0.0)] {
            assert!((diagram.share(&[Values(known)].into()) - share).abs() < 1e-9, "{known:b}");
        }
    }
}
