//! The taint trace: how untrusted content travels through what interprets it to where it does harm.

use std::collections::VecDeque;

use super::{ComponentKind, ComponentRole};
use crate::{ComponentId, Description, SortedMap, SortedSet};

/// The shortest ways of untrusted content, each from where it enters to where it does harm.
#[derive(Debug, Default)]
pub(crate) struct Taint {
    /// To a component that acts.
    pub(crate) action: Option<Vec<ComponentId>>,
    /// Back out of the owner's zones.
    pub(crate) exit: Option<Vec<ComponentId>>,
}

/// A component that content has reached, and whether something interpreted it on the way.
type Reached<'a> = (&'a ComponentId, bool);

impl Taint {
    /// Follows untrusted content breadth first, each component at most twice: before and after it was interpreted.
    pub(crate) fn trace(description: &Description, kinds: &[ComponentKind]) -> Self {
        let roles: SortedMap<_, _> = kinds.iter().filter_map(|kind| Some((&kind.id, kind.role?))).collect();
        let role = |id: &ComponentId| description.components.get(id).and_then(|c| roles.get(&c.kind)).copied();
        let outside = |id: &ComponentId| {
            let zone = description.components.get(id).and_then(|component| component.zone.as_ref());
            zone.and_then(|zone| description.zones.get(zone)).is_some_and(|zone| zone.outside)
        };
        let mut onwards: SortedMap<&ComponentId, SortedSet<&ComponentId>> = SortedMap::new();
        for flow in &description.flows {
            let known =
                description.components.contains_key(&flow.from) && description.components.contains_key(&flow.to);
            if known && flow.checked_by.is_none() {
                onwards.change(&flow.from, SortedSet::new, |next| {
                    next.insert(&flow.to);
                });
            }
        }

        let mut came_from: SortedMap<Reached<'_>, Option<Reached<'_>>> = SortedMap::new();
        let mut open: VecDeque<Reached<'_>> = VecDeque::new();
        // A model that others run answers what it is asked: what it is asked counts, not who runs it.
        let interprets = |id: &ComponentId| role(id) == Some(ComponentRole::Interprets);
        let foreign = |id: &ComponentId| outside(id) && !interprets(id);
        for id in description.components.keys().filter(|id| foreign(id)) {
            came_from.insert((id, false), None);
            open.push_back((id, false));
        }
        let mut taint = Self::default();
        while let Some(here) = open.pop_front() {
            let (id, interpreted) = here;
            let entered = came_from.get(&here).copied().flatten().is_some();
            let harms = if entered && interpreted && foreign(id) {
                Some(&mut taint.exit)
            } else if interpreted && role(id) == Some(ComponentRole::Acts) {
                Some(&mut taint.action)
            } else {
                None
            };
            if let Some(found) = harms {
                found.get_or_insert_with(|| way(here, &came_from));
            }
            if role(id) == Some(ComponentRole::Guards) || (entered && foreign(id)) {
                continue;
            }
            for next in onwards.get(id).into_iter().flatten() {
                let reached = (*next, interpreted || interprets(next));
                if !came_from.contains_key(&reached) {
                    came_from.insert(reached, Some(here));
                    open.push_back(reached);
                }
            }
        }
        taint
    }
}

/// The components from where the content entered to `end`.
fn way(end: Reached<'_>, came_from: &SortedMap<Reached<'_>, Option<Reached<'_>>>) -> Vec<ComponentId> {
    let mut way: Vec<ComponentId> = std::iter::successors(Some(end), |here| came_from.get(here).copied().flatten())
        .map(|(id, _)| id.clone())
        .collect();
    way.reverse();
    way
}
