//! The taint trace: how untrusted content travels through what interprets it to where it does harm.

use std::collections::VecDeque;

use super::ComponentRole;
use super::graph::{Graph, Node};
use crate::SortedSet;

/// The shortest ways of untrusted content, each from where it enters to where it does harm: positions of components.
#[derive(Debug, Default)]
pub(super) struct Taint {
    /// To a component that acts.
    pub(super) action: Option<Vec<usize>>,
    /// Back out of the owner's zones.
    pub(super) exit: Option<Vec<usize>>,
}

/// A component that content has reached, and whether something interpreted it on the way.
type Reached = (usize, bool);

/// For each component, before and after the content was interpreted, where it came from: nothing if it was not reached,
/// and nowhere if it entered there.
type Ways = Vec<[Option<Option<Reached>>; 2]>;

impl Taint {
    /// Follows untrusted content breadth first, each component at most twice: before and after it was interpreted.
    pub(super) fn trace(graph: &Graph<'_>) -> Self {
        let unchecked = graph.edges.iter().filter(|edge| !edge.checked);
        let onwards: SortedSet<(usize, usize)> = unchecked.map(|edge| (edge.from, edge.to)).collect();
        let mut ways: Ways = vec![[None; 2]; graph.nodes.len()];
        let mut open: VecDeque<Reached> = VecDeque::new();
        for (position, _) in graph.nodes.iter().enumerate().filter(|(_, node)| is_foreign(node)) {
            reach(&mut ways, &mut open, (position, false), None);
        }
        let mut taint = Self::default();
        while let Some(here) = open.pop_front() {
            let (position, interpreted) = here;
            let Some(node) = graph.nodes.get(position) else { continue };
            let entered = came_from(&ways, here).is_some();
            let harms = if entered && interpreted && is_foreign(node) {
                Some(&mut taint.exit)
            } else if interpreted && node.role == Some(ComponentRole::Acts) {
                Some(&mut taint.action)
            } else {
                None
            };
            if let Some(found) = harms {
                found.get_or_insert_with(|| way(here, &ways));
            }
            if node.role == Some(ComponentRole::Guards) || (entered && is_foreign(node)) {
                continue;
            }
            for (_, next) in onwards.at_least(&(position, 0)).iter().take_while(|(from, _)| *from == position) {
                let interprets = graph.nodes.get(*next).is_some_and(interprets);
                reach(&mut ways, &mut open, (*next, interpreted || interprets), Some(here));
            }
        }
        taint
    }
}

fn interprets(node: &Node<'_>) -> bool {
    node.role == Some(ComponentRole::Interprets)
}

/// A model that others run answers what it is asked: what it is asked counts, not who runs it.
fn is_foreign(node: &Node<'_>) -> bool {
    node.outside && !interprets(node)
}

/// Goes on from a component, unless it was reached before.
fn reach(ways: &mut Ways, open: &mut VecDeque<Reached>, reached: Reached, from: Option<Reached>) {
    let (position, interpreted) = reached;
    if let Some(way @ None) = ways.get_mut(position).and_then(|ways| ways.get_mut(usize::from(interpreted))) {
        *way = Some(from);
        open.push_back(reached);
    }
}

/// From which component the content came; nothing if it entered here.
fn came_from(ways: &Ways, (position, interpreted): Reached) -> Option<Reached> {
    ways.get(position)?.get(usize::from(interpreted)).copied().flatten().flatten()
}

/// The components from where the content entered to `end`.
fn way(end: Reached, ways: &Ways) -> Vec<usize> {
    let back = std::iter::successors(Some(end), |here| came_from(ways, *here));
    let mut way: Vec<usize> = back.map(|(position, _)| position).collect();
    way.reverse();
    way
}
