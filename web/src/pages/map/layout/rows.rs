//! Which lane and which row each component is in.

use kubu_core::{Component, ComponentKind, ComponentRole, Description, SortedMap, ZoneId, sort_by};

use crate::pages::map::kinds;

/// How far down the flows lead to each component.
pub(super) fn layers(description: &Description, kinds: &[ComponentKind], edges: &[(usize, usize)]) -> Vec<usize> {
    let count = description.components.len();
    // Untrusted sources first, then where else content comes in, then the others.
    let rank = |(n, component): (usize, &Component)| {
        let foreign = kinds::outside(description, component)
            && kinds::role(kinds, &component.kind) != Some(ComponentRole::Interprets);
        match edges.iter().any(|(from, to)| *from == n && *to != n) {
            true if foreign => 0,
            true if kinds::gives(&component.kind) => 1,
            _ => 2,
        }
    };
    let rank: Vec<u8> = description.components.values().enumerate().map(rank).collect();
    // One after the other, each time the one that the fewest flows lead to from those that are left.
    let mut turn = vec![usize::MAX; count];
    let mut order = Vec::new();
    for now in 0..count {
        let mut surplus = vec![0; count];
        for &(from, to) in edges.iter().filter(|(from, to)| turn[*from] > now && turn[*to] > now) {
            surplus[to] += 1;
            surplus[from] -= 1;
        }
        let left = (0..count).filter(|n| turn[*n] > now);
        if let Some(next) = left.min_by_key(|n| (rank[*n], surplus[*n])) {
            turn[next] = now;
            order.push(next);
        }
    }
    // What closes a circle counts as if it led the other way, so that no two in one row are joined.
    let turn = &turn;
    let later = |n: usize| {
        let others = edges.iter().filter_map(move |&(from, to)| match n {
            _ if from == n => Some(to),
            _ if to == n => Some(from),
            _ => None,
        });
        let here = turn[n];
        others.filter(move |other| turn[*other] > here)
    };
    let mut layers = vec![0; count];
    let mut reached = vec![false; count];
    for n in &order {
        for other in later(*n) {
            layers[other] = layers[other].max(layers[*n] + 1);
            reached[other] = true;
        }
    }
    // What nothing leads to stands right above what it leads to.
    for n in order.iter().rev().filter(|n| rank[**n] > 0 && !reached[**n]) {
        layers[*n] = later(*n).map(|other| layers[other]).min().map_or(layers[*n], |next| next - 1);
    }
    layers
}

/// The lanes from above to below, and the rows, each with its lane.
#[allow(clippy::type_complexity, reason = "named parts would be used once")]
pub(super) fn rows<'a>(
    description: &'a Description,
    layers: &[usize],
    columns: usize,
) -> (Vec<Option<&'a ZoneId>>, Vec<(usize, Vec<usize>)>) {
    let mut members: SortedMap<Option<&ZoneId>, Vec<usize>> = SortedMap::new();
    for zone in description.zones.keys() {
        members.insert(Some(zone), Vec::new());
    }
    for (n, component) in description.components.values().enumerate() {
        // A zone that is not there is the owner's own.
        let zone = component.zone.as_ref().filter(|zone| description.zones.contains_key(*zone));
        members.change(zone, Vec::new, |members| members.push(n));
    }
    let mut lanes: Vec<(Option<&ZoneId>, Vec<usize>)> = members.into_iter().collect();
    let height = |(zone, members): &(Option<&ZoneId>, Vec<usize>)| {
        let outside = zone.and_then(|zone| description.zones.get(zone)).is_some_and(|zone| zone.outside);
        let least = members.iter().map(|n| layers[*n]).min();
        let mean = members.iter().map(|n| layers[*n] * 64).sum::<usize>().checked_div(members.len());
        let part = if !outside {
            1
        } else if least == Some(0) {
            0
        } else {
            2
        };
        (part, mean.unwrap_or(usize::MAX))
    };
    sort_by(&mut lanes, |a, b| height(a).cmp(&height(b)));
    let mut rows = Vec::new();
    for (lane, (_, members)) in lanes.iter_mut().enumerate() {
        sort_by(members, |a, b| layers[*a].cmp(&layers[*b]));
        for same in members.chunk_by(|a, b| layers[*a] == layers[*b]) {
            let parts = same.len().div_ceil(columns);
            rows.extend(same.chunks(same.len().div_ceil(parts)).map(|part| (lane, part.to_vec())));
        }
    }
    (lanes.into_iter().map(|(zone, _)| zone).collect(), rows)
}
