//! Conditions compiled into small ordered decision diagrams.
//!
//! A diagram tests one variable after another, always in the order of the questionnaire, until it ends in *true* or
//! *false*. It is reduced: no two nodes are alike and no node is idle. So two conditions that mean the same are the
//! same diagram, and everything that Kubu says about a condition is a short walk:
//!
//! - the verdict is which of the two ends can still be reached;
//! - an explanation is what cannot be forgotten without reaching the other end;
//! - the open facts that matter are those left in the diagram once what is known is taken out of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::Verdict;
use crate::variables::{Knowledge, Values, Variable};

/// One of the two ends, or a node: 0 is *false*, 1 is *true*, `n + 2` is node `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(u32);

impl Place {
    pub(crate) const FALSE: Self = Self(0);
    pub(crate) const TRUE: Self = Self(1);

    fn node(self) -> Option<usize> {
        self.0.checked_sub(2).map(|n| n as usize)
    }
}

/// A test of one variable: where each set of values leads. The sets are disjoint, cover all values, and lead apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    variable: Variable,
    branches: Vec<(Values, Place)>,
}

/// A condition, ready to be asked.
#[derive(Debug, Clone)]
pub(crate) struct Diagram {
    /// Children before parents.
    nodes: Vec<Node>,
    root: Place,
}

/// The condition has no small diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Most nodes of one diagram. Real conditions need fewer than 50.
pub(crate) const MAX_NODES: usize = 1024;

/// Marks for the nodes of one diagram.
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
    pub(crate) const NEVER: Self = Self { nodes: Vec::new(), root: Place::FALSE };

    /// The verdict on what is known: which ends can still be reached.
    pub(crate) fn verdict(&self, knowledge: &Knowledge) -> Verdict {
        let mut marks = Marks([0; MAX_NODES / 64]);
        let (mut holds, mut fails) = (false, false);
        let mut reach = |place: Place, marks: &mut Marks| match place.node() {
            Some(node) => marks.set(node),
            None if place == Place::TRUE => holds = true,
            None => fails = true,
        };
        reach(self.root, &mut marks);
        for (index, node) in self.nodes.iter().enumerate().rev() {
            if marks.has(index) {
                let known = knowledge.of(node.variable);
                for (values, place) in &node.branches {
                    if !values.and(known).is_empty() {
                        reach(*place, &mut marks);
                    }
                }
            }
        }
        match (holds, fails) {
            (true, false) => Verdict::Applies,
            (true, true) => Verdict::Undetermined,
            (false, _) => Verdict::DoesNotApply,
        }
    }

    /// The variables that the condition depends on, in order.
    pub(crate) fn variables(&self) -> BTreeSet<Variable> {
        self.nodes.iter().map(|node| node.variable).collect()
    }

    /// What is left of the condition once the known values are taken out of it.
    pub(crate) fn given(&self, knowledge: &Knowledge) -> Self {
        let mut builder = Builder::default();
        let mut new_place = vec![Place::FALSE, Place::TRUE];
        for node in &self.nodes {
            let known = knowledge.of(node.variable);
            let branches = node
                .branches
                .iter()
                .filter(|(values, _)| !values.and(known).is_empty())
                .map(|(values, place)| (values.and(known), at(&new_place, *place)))
                .collect();
            new_place.push(builder.node(node.variable, branches));
        }
        // INVARIANT: a restriction is never larger than what it restricts, so the limit holds.
        builder.finish(at(&new_place, self.root)).unwrap_or(Self::NEVER)
    }

    /// A minimal part of what is known that still forces the verdict: taking any variable out of it would open the
    /// verdict again. Variables late in the questionnaire are taken out first. Empty if the verdict is not settled.
    pub(crate) fn deciding(
        &self,
        knowledge: &Knowledge,
        all_values: impl Fn(Variable) -> Values,
    ) -> Vec<(Variable, Values)> {
        let verdict = self.verdict(knowledge);
        if verdict == Verdict::Undetermined {
            return Vec::new();
        }
        let mut kept = knowledge.clone();
        let mut deciding = Vec::new();
        for variable in self.variables().into_iter().rev() {
            let known = kept.of(variable);
            kept.set(variable, all_values(variable));
            if self.verdict(&kept) != verdict {
                kept.set(variable, known);
                deciding.push((variable, known));
            }
        }
        deciding.reverse();
        deciding
    }
}

fn at(places: &[Place], place: Place) -> Place {
    places.get(place.0 as usize).copied().unwrap_or(Place::FALSE)
}

/// Builds diagrams that share their nodes.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    nodes: Vec<Node>,
    unique: BTreeMap<Node, Place>,
    joined: BTreeMap<(bool, Place, Place), Place>,
    negated: BTreeMap<Place, Place>,
}

impl Builder {
    /// A test that holds if `variable` has one of `values`, out of `all`.
    pub(crate) fn test(&mut self, variable: Variable, values: Values, all: Values) -> Place {
        self.node(variable, vec![(values, Place::TRUE), (all.without(values), Place::FALSE)])
    }

    /// Both hold.
    pub(crate) fn and(&mut self, a: Place, b: Place) -> Place {
        self.join(false, a, b)
    }

    /// At least one holds.
    pub(crate) fn or(&mut self, a: Place, b: Place) -> Place {
        self.join(true, a, b)
    }

    /// It does not hold.
    pub(crate) fn not(&mut self, a: Place) -> Place {
        let Some(node) = self.get(a) else {
            return if a == Place::TRUE { Place::FALSE } else { Place::TRUE };
        };
        if let Some(known) = self.negated.get(&a) {
            return *known;
        }
        let branches = node.branches.into_iter().map(|(values, place)| (values, self.not(place))).collect();
        let place = self.node(node.variable, branches);
        self.negated.insert(a, place);
        place
    }

    /// `a or b` where `end` is true, `a and b` where it is false: a place equal to `end` decides, its opposite gives way.
    fn join(&mut self, end: bool, a: Place, b: Place) -> Place {
        let (decides, gives_way) = if end { (Place::TRUE, Place::FALSE) } else { (Place::FALSE, Place::TRUE) };
        if a == decides || b == decides {
            return decides;
        }
        if a == gives_way || a == b {
            return b;
        }
        if b == gives_way {
            return a;
        }
        let key = (end, a.min(b), a.max(b));
        if let Some(known) = self.joined.get(&key) {
            return *known;
        }
        let (Some(left), Some(right)) = (self.get(a), self.get(b)) else { return decides };
        let variable = left.variable.min(right.variable);
        let whole = |place| vec![(Values(u32::MAX), place)];
        let left = if left.variable == variable { left.branches } else { whole(a) };
        let right = if right.variable == variable { right.branches } else { whole(b) };
        let mut branches = Vec::new();
        for (left_values, left_place) in &left {
            for (right_values, right_place) in &right {
                let values = left_values.and(*right_values);
                if !values.is_empty() {
                    branches.push((values, self.join(end, *left_place, *right_place)));
                }
            }
        }
        let place = self.node(variable, branches);
        self.joined.insert(key, place);
        place
    }

    /// The diagram below `root` by itself.
    pub(crate) fn finish(&self, root: Place) -> Result<Diagram, TooLarge> {
        let mut needed = BTreeSet::new();
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if node.node().is_some() && needed.insert(node) {
                open.extend(self.get(node).into_iter().flat_map(|n| n.branches).map(|(_, place)| place));
            }
        }
        if needed.len() > MAX_NODES {
            return Err(TooLarge);
        }
        // Nodes are numbered children first, here as in the builder.
        let new_place: BTreeMap<Place, Place> =
            [Place::FALSE, Place::TRUE].into_iter().chain(needed.iter().copied()).zip((0..).map(Place)).collect();
        let renamed = |place: &Place| new_place.get(place).copied().unwrap_or(Place::FALSE);
        let nodes = needed
            .iter()
            .filter_map(|place| self.get(*place))
            .map(|node| Node {
                variable: node.variable,
                branches: node.branches.iter().map(|(values, place)| (*values, renamed(place))).collect(),
            })
            .collect();
        Ok(Diagram { nodes, root: renamed(&root) })
    }

    fn get(&self, place: Place) -> Option<Node> {
        place.node().and_then(|index| self.nodes.get(index)).cloned()
    }

    /// The one node for this test: branches that lead to the same place are merged, and a node that does not
    /// distinguish anything is left out.
    fn node(&mut self, variable: Variable, branches: Vec<(Values, Place)>) -> Place {
        let mut merged: BTreeMap<Place, Values> = BTreeMap::new();
        for (values, place) in branches {
            if !values.is_empty() {
                let so_far = merged.entry(place).or_insert(Values(0));
                *so_far = so_far.or(values);
            }
        }
        if let (1, Some(only)) = (merged.len(), merged.keys().next()) {
            return *only;
        }
        let node = Node { variable, branches: merged.into_iter().map(|(place, values)| (values, place)).collect() };
        if let Some(place) = self.unique.get(&node) {
            return *place;
        }
        let place = Place(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX).saturating_add(2));
        self.nodes.push(node.clone());
        self.unique.insert(node, place);
        place
    }
}
