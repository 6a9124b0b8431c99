//! The smallest changes of what is known that lead to another end: shortest paths.

use super::{Diagram, Place};
use crate::sort_by;
use crate::variables::{Knowledge, Values, Variable};

/// One test on a path that what is known does not settle: the variable must get one of these values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Step {
    pub(crate) variable: Variable,
    pub(crate) values: Values,
    /// Whether it contradicts what is known, rather than adding to it.
    pub(crate) contradicts: bool,
}

/// Shortest paths to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Each path as the steps that what is known does not settle.
    pub(crate) paths: Vec<Vec<Step>>,
    /// Whether there are more than were asked for.
    pub(crate) more: bool,
}

/// How many facts a path changes, then how many it answers.
type Cost = (u32, u32);

const UNREACHABLE: Cost = (u32::MAX, u32::MAX);

impl Diagram {
    /// The paths to `end` that contradict what is known in as few facts as possible and, among those, answer as few
    /// open facts as possible; at most `most` of them. `fact` tells which variables belong to the same fact: a fact
    /// counts once, however many of its variables change.
    pub(crate) fn changes(
        &self,
        knowledge: &Knowledge,
        end: Place,
        fact: impl Fn(Variable) -> usize,
        most: usize,
    ) -> Changes {
        let search = Search { diagram: self, knowledge, end, fact, costs: Vec::new() };
        let mut changes = search.run(most);
        for path in &mut changes.paths {
            self.leave_out_what_is_not_needed(knowledge, path);
        }
        sort_by(&mut changes.paths, Ord::cmp);
        changes.paths.dedup();
        changes
    }

    /// A path says where it goes at each test, also where both ways come to the same end in the end.
    fn leave_out_what_is_not_needed(&self, knowledge: &Knowledge, path: &mut Vec<Step>) {
        let mut after = knowledge.clone();
        for step in path.iter() {
            after.set(step.variable, step.values);
        }
        let ends = self.ends(&after);
        let mut needed = Vec::with_capacity(path.len());
        for step in path.drain(..).rev() {
            after.set(step.variable, knowledge.of(step.variable));
            if self.ends(&after) != ends {
                after.set(step.variable, step.values);
                needed.push(step);
            }
        }
        needed.reverse();
        *path = needed;
    }
}

struct Search<'a, F> {
    diagram: &'a Diagram,
    knowledge: &'a Knowledge,
    end: Place,
    fact: F,
    /// For each node, what the rest of the path costs, by what was already done to the fact that the node tests:
    /// nothing, answered, changed.
    costs: Vec<[Cost; 3]>,
}

/// What a path has done so far to the fact in hand.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Touched {
    fact: Option<usize>,
    how: usize,
}

const NOTHING: usize = 0;
const ANSWERED: usize = 1;
const CHANGED: usize = 2;

impl<F: Fn(Variable) -> usize> Search<'_, F> {
    fn run(mut self, most: usize) -> Changes {
        for node in 0..self.diagram.nodes.len() {
            let costs = [NOTHING, ANSWERED, CHANGED].map(|how| {
                let fact = self.diagram.nodes.get(node).map(|node| (self.fact)(node.variable));
                self.next(node, Touched { fact, how })
                    .into_iter()
                    .map(|(_, cost, ..)| cost)
                    .min()
                    .unwrap_or(UNREACHABLE)
            });
            self.costs.push(costs);
        }
        let start = Touched { fact: None, how: NOTHING };
        let mut found = Changes { paths: Vec::new(), more: false };
        if self.rest(self.diagram.root, start) != UNREACHABLE {
            self.collect(self.diagram.root, start, &mut Vec::new(), most, &mut found);
        }
        found
    }

    /// What the rest of a path costs from `place` on.
    fn rest(&self, place: Place, touched: Touched) -> Cost {
        let Some(node) = place.node() else { return if place == self.end { (0, 0) } else { UNREACHABLE } };
        let fact = self.diagram.nodes.get(node).map(|node| (self.fact)(node.variable));
        let how = if fact == touched.fact { touched.how } else { NOTHING };
        self.costs.get(node).and_then(|costs| costs.get(how)).copied().unwrap_or(UNREACHABLE)
    }

    /// The branches of a node: the step each takes if any, what the whole rest costs, and what it does to the fact.
    fn next(&self, node: usize, touched: Touched) -> Vec<(Option<Step>, Cost, Place, Touched)> {
        let Some(node) = self.diagram.nodes.get(node) else { return Vec::new() };
        let fact = Some((self.fact)(node.variable));
        let before = if touched.fact == fact { touched.how } else { NOTHING };
        let known = self.knowledge.of(node.variable);
        let branches = self.diagram.branches(node).iter();
        branches
            .map(|(values, place)| {
                let possible = values.and(known);
                let (step, how) = if possible == known {
                    (None, NOTHING)
                } else if possible.is_empty() {
                    (Some(Step { variable: node.variable, values: *values, contradicts: true }), CHANGED)
                } else {
                    (Some(Step { variable: node.variable, values: possible, contradicts: false }), ANSWERED)
                };
                let after = Touched { fact, how: before.max(how) };
                let rest = self.rest(*place, after);
                let cost = match (before, after.how) {
                    _ if rest == UNREACHABLE => UNREACHABLE,
                    (NOTHING, ANSWERED) => (rest.0, rest.1 + 1),
                    (NOTHING, CHANGED) => (rest.0 + 1, rest.1),
                    (ANSWERED, CHANGED) => (rest.0 + 1, rest.1),
                    _ => rest,
                };
                (step, cost, *place, after)
            })
            .collect()
    }

    fn collect(&self, place: Place, touched: Touched, path: &mut Vec<Step>, most: usize, found: &mut Changes) {
        let Some(node) = place.node() else {
            if found.paths.len() < most {
                found.paths.push(path.clone());
            } else {
                found.more = true;
            }
            return;
        };
        let least = self.rest(place, touched);
        for (step, cost, next, after) in self.next(node, touched) {
            if cost == least && !found.more {
                path.extend(step);
                self.collect(next, after, path, most, found);
                path.truncate(path.len() - usize::from(step.is_some()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Builder, Operation};
    use super::*;

    const OPEN: Values = Values(0b11);

    /// The variables that change on each smallest way to make one of the lists hold altogether; and whether there are
    /// more. The first three variables belong to a fact each, all others to one.
    fn changes<const N: usize>(known: [Values; N], any_of: &[&[usize]]) -> (Vec<Vec<u32>>, bool) {
        let mut builder = Builder::default();
        let condition = any_of.iter().fold(Place::FALSE, |any, all| {
            let all = all.iter().fold(Place::TRUE, |all, variable| {
                let test = builder.test(Variable(*variable as u32), Values::HAS, OPEN);
                builder.join(Operation::And, all, test)
            });
            builder.join(Operation::Or, any, all)
        });
        let diagram = builder.finish(condition).unwrap();
        let fact = |variable: Variable| variable.0.min(3) as usize;
        let Changes { paths, more } = diagram.changes(&known.into(), Place::TRUE, fact, 3);
        (paths.iter().map(|path| path.iter().map(|step| step.variable.0).collect()).collect(), more)
    }

    const HAS: Values = Values::HAS;
    const LACKS: Values = Values::LACKS;

    #[test]
    fn a_fact_counts_once_however_many_of_its_options_change() {
        assert_eq!(changes([LACKS; 5], &[&[1, 2], &[3, 4]]), (vec![vec![3, 4]], false));
    }

    #[test]
    fn as_few_open_facts_are_answered_as_possible() {
        assert_eq!(changes([LACKS, OPEN, OPEN, OPEN], &[&[0, 1], &[0, 2, 3]]), (vec![vec![0, 1]], false));
    }

    /// One option may be known from the inventory, and another open.
    #[test]
    fn to_answer_an_option_and_change_another_is_more_than_to_change_one() {
        assert_eq!(changes([LACKS, LACKS, LACKS, OPEN, LACKS], &[&[0], &[3, 4]]), (vec![vec![0]], false));
        assert_eq!(changes([LACKS, LACKS, LACKS, OPEN, LACKS], &[&[0, 1], &[3, 4]]), (vec![vec![3, 4]], false));
    }

    /// Whichever way the first goes, the other comes to the same.
    #[test]
    fn what_is_tested_on_the_way_is_not_asked_for_unless_it_matters() {
        assert_eq!(changes([OPEN, LACKS, HAS], &[&[0, 1], &[1, 2]]), (vec![vec![1]], false));
    }

    #[test]
    fn so_many_are_listed_and_more_are_said_to_be_more() {
        let all = (vec![vec![0], vec![1], vec![2]], false);
        assert_eq!(changes([LACKS; 4], &[&[0], &[1], &[2]]), all);
        let (listed, more) = changes([LACKS; 4], &[&[0], &[1], &[2], &[3]]);
        assert_eq!((listed.len(), more), (3, true));
    }
}
