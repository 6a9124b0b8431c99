//! Where everything is on the map. Nothing of it is stored: the same description gives the same picture.
//!
//! Zones are lanes, one below the other; within a lane, rows of components follow the flows downwards. A flow that
//! passes rows has a place of its own in each, so that it never runs through a box.

use kubu_core::{Component, ComponentId, ComponentKind, ComponentRole, Description, SortedMap, ZoneId, sort_by};

use super::kinds;

/// The size of a component's box.
pub(super) const WIDTH: i32 = 152;
pub(super) const HEIGHT: i32 = 74;
/// Between boxes side by side.
const GAP: i32 = 16;
/// Around a flow that passes a row.
const LANE: i32 = 14;
/// Between rows.
const RISE: i32 = 42;
/// Inside a lane, at its sides and at its foot.
const PAD: i32 = 12;
/// Above a lane's first row: its name.
const TITLE: i32 = 40;
/// Between lanes.
const BETWEEN: i32 = 26;
/// Of more components, a map that is too wide is not drawn again with fewer in a row.
const FEW: usize = 60;
/// So many places of passing flows at most: beyond it they run below the boxes.
const MOST_PLACES: usize = 3000;

/// The picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) lanes: Vec<Lane>,
    /// The components, in the order of their ids.
    pub(super) boxes: Vec<Placed>,
    pub(super) lines: Vec<Line>,
}

/// A zone, or the owner's own where components name none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lane {
    pub(super) zone: Option<ZoneId>,
    pub(super) y: i32,
    pub(super) height: i32,
}

/// A component.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) id: ComponentId,
    pub(super) x: i32,
    pub(super) y: i32,
    /// The position of its lane.
    pub(super) lane: usize,
}

/// A flow.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) from: ComponentId,
    pub(super) to: ComponentId,
    /// Whether it crosses a trust boundary.
    pub(super) crosses: bool,
    /// The shape of the line, and of its head.
    pub(super) path: String,
    pub(super) head: String,
    /// Where a check is marked.
    pub(super) middle: (i32, i32),
}

/// A place in a row: a box, or a flow that passes.
struct Place {
    component: Option<usize>,
    x: i32,
    /// The places that it is joined with in the rows above and below.
    up: Vec<usize>,
    down: Vec<usize>,
}

impl Place {
    fn half(&self) -> i32 {
        if self.component.is_some() { WIDTH / 2 } else { 0 }
    }
}

/// How far apart the middles of two neighbours are at least.
fn apart(one: &Place, other: &Place) -> i32 {
    let gap = if one.component.is_some() && other.component.is_some() { GAP } else { LANE };
    one.half() + gap + other.half()
}

/// Draws the map as wide as there is room, or as two boxes and what passes them need.
pub(super) fn layout(description: &Description, kinds: &[ComponentKind], room: i32) -> Layout {
    let mut columns = usize::try_from((room - 2 * PAD + GAP) / (WIDTH + GAP)).unwrap_or_default().max(2);
    loop {
        let drawn = arrange(description, kinds, room, columns);
        if drawn.width <= room || columns == 2 || drawn.boxes.len() > FEW {
            return drawn;
        }
        columns -= 1;
    }
}

/// Draws the map with at most so many boxes in a row.
fn arrange(description: &Description, kinds: &[ComponentKind], room: i32, columns: usize) -> Layout {
    let ids: Vec<&ComponentId> = description.components.keys().collect();
    let at = |id: &ComponentId| ids.binary_search(&id).ok();
    let mut edges: Vec<(usize, usize)> =
        description.flows.iter().filter_map(|flow| Some((at(&flow.from)?, at(&flow.to)?))).collect();
    sort_by(&mut edges, Ord::cmp);
    edges.dedup();
    let layers = layers(description, kinds, &edges);
    let (lanes, rows) = rows(description, &layers, columns);

    let mut places: Vec<Place> =
        ids.iter().enumerate().map(|(n, _)| Place { component: Some(n), x: 0, up: vec![], down: vec![] }).collect();
    let mut row_of = vec![0; ids.len()];
    let mut grid: Vec<Vec<usize>> = Vec::new();
    for (number, (_, row)) in rows.iter().enumerate() {
        row.iter().for_each(|n| row_of[*n] = number);
        grid.push(row.clone());
    }
    // Each flow as the places that it joins, from the upper to the lower.
    let span = |&(from, to): &(usize, usize)| row_of[from].abs_diff(row_of[to]);
    let sparse = edges.iter().map(span).sum::<usize>() <= MOST_PLACES;
    let chains: Vec<Vec<usize>> = edges
        .iter()
        .map(|&(from, to)| {
            let (upper, lower) = if row_of[from] <= row_of[to] { (from, to) } else { (to, from) };
            let mut chain = vec![upper];
            if sparse {
                for row in grid.iter_mut().take(row_of[lower]).skip(row_of[upper] + 1) {
                    row.push(places.len());
                    chain.push(places.len());
                    places.push(Place { component: None, x: 0, up: vec![], down: vec![] });
                }
            }
            chain.push(lower);
            for pair in chain.windows(2).filter(|_| from != to) {
                places[pair[0]].down.push(pair[1]);
                places[pair[1]].up.push(pair[0]);
            }
            chain
        })
        .collect();
    let width = spread(&mut places, &mut grid, room - 2 * PAD);

    let mut layout = Layout { width: width + 2 * PAD, ..Layout::default() };
    let mut y = 0;
    let mut tops = vec![0; rows.len()];
    for (lane, zone) in lanes.iter().enumerate() {
        let top = y;
        y += TITLE;
        let mut any = false;
        for (number, _) in rows.iter().enumerate().filter(|(_, (of, _))| *of == lane) {
            y += if any { RISE } else { 0 };
            any = true;
            tops[number] = y;
            y += HEIGHT;
        }
        y += PAD;
        layout.lanes.push(Lane { zone: zone.cloned(), y: top, height: y - top });
        y += BETWEEN;
    }
    layout.height = (y - BETWEEN).max(0);
    layout.boxes = (ids.iter().zip(&places).zip(&row_of))
        .map(|((id, place), row)| Placed {
            id: ComponentId::clone(id),
            x: place.x - WIDTH / 2 + PAD,
            y: tops[*row],
            lane: rows[*row].0,
        })
        .collect();
    let mut row_of_place = vec![0; places.len()];
    for (number, row) in grid.iter().enumerate() {
        row.iter().for_each(|place| row_of_place[*place] = number);
    }
    let top_of: Vec<i32> = row_of_place.iter().map(|row| tops[*row]).collect();
    let ports = ports(&places, &chains);
    for ((&(from, to), chain), (start, end)) in edges.iter().zip(&chains).zip(ports) {
        let crosses = layout.boxes[from].lane != layout.boxes[to].lane;
        let points = chain.iter().enumerate().map(|(n, place)| {
            let x = if n == 0 {
                start
            } else if n + 1 == chain.len() {
                end
            } else {
                places[*place].x
            };
            (x + PAD, top_of[*place])
        });
        let points: Vec<(i32, i32)> = points.collect();
        let (path, head, middle) = if from == to { turn(&layout.boxes[from]) } else { draw(&points, chain[0] == from) };
        let (from, to) = (ids[from].clone(), ids[to].clone());
        layout.lines.push(Line { from, to, crosses, path, head, middle });
    }
    layout
}

/// How far down the flows lead to each component.
fn layers(description: &Description, kinds: &[ComponentKind], edges: &[(usize, usize)]) -> Vec<usize> {
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
fn rows<'a>(
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

/// Gives each place its order in its row and its middle, near to what it is joined with; returns the width,
/// which is what there is room for, if that is enough.
fn spread(places: &mut [Place], grid: &mut [Vec<usize>], room: i32) -> i32 {
    let mean = |places: &[Place], joined: &[usize]| {
        let count = i32::try_from(joined.len()).unwrap_or(i32::MAX);
        joined.iter().map(|other| places[*other].x).sum::<i32>().checked_div(count)
    };
    let packed = |places: &[Place], row: &[usize]| {
        let ends = row.first().map_or(0, |n| places[*n].half()) + row.last().map_or(0, |n| places[*n].half());
        ends + row.windows(2).map(|pair| apart(&places[pair[0]], &places[pair[1]])).sum::<i32>()
    };
    let width = grid.iter().map(|row| packed(places, row)).max().unwrap_or(0).max(room);
    let pack = |places: &mut [Place], row: &[usize]| {
        let mut x = (width - packed(places, row)) / 2 + row.first().map_or(0, |n| places[*n].half());
        for (n, place) in row.iter().enumerate() {
            if n > 0 {
                x += apart(&places[row[n - 1]], &places[*place]);
            }
            places[*place].x = x;
        }
    };
    grid.iter().for_each(|row| pack(places, row));
    // The order: each where those are that it is joined with, looking up and down in turn.
    let count = grid.len();
    let number = |sweep: usize, step: usize| if sweep & 1 == 0 { step } else { count - 1 - step };
    for sweep in 0..6 {
        for step in 0..count {
            let row = &mut grid[number(sweep, step)];
            let wish = |place: &usize| {
                let place = &places[*place];
                mean(places, if sweep % 2 == 0 { &place.up } else { &place.down }).unwrap_or(place.x)
            };
            let mut wished: Vec<(i32, usize)> = row.iter().map(|place| (wish(place), *place)).collect();
            sort_by(&mut wished, |a, b| a.0.cmp(&b.0));
            *row = wished.into_iter().map(|(_, place)| place).collect();
            pack(places, row);
        }
    }
    // The middles: as near to the wish as the neighbours allow. At last passing flows are made straight.
    for sweep in 0..14 {
        for step in 0..count {
            let row = &grid[number(sweep, step)];
            let wish = |place: &usize| {
                let place = &places[*place];
                let (up, down) = (mean(places, &place.up), mean(places, &place.down));
                let passes = |joined: &[usize]| joined.iter().all(|other| places[*other].component.is_none());
                match (up, down) {
                    (Some(up), Some(down)) if place.component.is_none() && sweep > 5 => {
                        match (passes(&place.up), passes(&place.down)) {
                            (true, false) => up,
                            (false, true) => down,
                            _ => (up + down) / 2,
                        }
                    }
                    (Some(up), Some(down)) if sweep > 3 => (up + down) / 2,
                    _ if sweep % 2 == 0 => up.or(down).unwrap_or(place.x),
                    _ => down.or(up).unwrap_or(place.x),
                }
            };
            let wish: Vec<i32> = row.iter().map(wish).collect();
            let gap = |n: usize| apart(&places[row[n - 1]], &places[row[n]]);
            let (mut left, mut right) = (wish.clone(), wish);
            for n in 1..row.len() {
                left[n] = left[n].max(left[n - 1] + gap(n));
            }
            for n in (1..row.len()).rev() {
                right[n - 1] = right[n - 1].min(right[n] - gap(n));
            }
            let mut middle: Vec<i32> =
                left.iter().zip(&right).map(|(left, right)| (left + right).div_euclid(2)).collect();
            let mut most = width;
            for n in (0..row.len()).rev() {
                middle[n] = middle[n].min(most - if n + 1 == row.len() { places[row[n]].half() } else { gap(n + 1) });
                most = middle[n];
            }
            let mut least = 0;
            for n in 0..row.len() {
                middle[n] = middle[n].max(least + if n == 0 { places[row[n]].half() } else { gap(n) });
                least = middle[n];
            }
            row.iter().zip(middle).for_each(|(place, x)| places[*place].x = x);
        }
    }
    // All in the middle.
    let left = places.iter().map(|place| place.x - place.half()).min().unwrap_or(0);
    let right = places.iter().map(|place| place.x + place.half()).max().unwrap_or(0);
    let shift = (width - left - right) / 2;
    places.iter_mut().for_each(|place| place.x += shift);
    width
}

/// Where each flow leaves the upper box and meets the lower one: side by side, in the order of where they lead.
fn ports(places: &[Place], chains: &[Vec<usize>]) -> Vec<(i32, i32)> {
    let mut ports = vec![(0, 0); chains.len()];
    for below in [true, false] {
        // At each box: the flows at its foot or at its head.
        let mut at: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
        let other = |flow: usize| {
            let chain = &chains[flow];
            places[if below { chain[1] } else { chain[chain.len() - 2] }].x
        };
        for (flow, chain) in chains.iter().enumerate().filter(|(_, chain)| chain[0] != chain[chain.len() - 1]) {
            at[if below { chain[0] } else { chain[chain.len() - 1] }].push(flow);
        }
        for (place, flows) in at.iter_mut().enumerate().filter(|(_, flows)| !flows.is_empty()) {
            sort_by(flows, |a, b| other(*a).cmp(&other(*b)));
            let count = i32::try_from(flows.len()).unwrap_or(i32::MAX);
            let step = ((WIDTH - 24) / count).min(22);
            let mut x = places[place].x - step * (count - 1) / 2;
            for flow in flows {
                *(if below { &mut ports[*flow].0 } else { &mut ports[*flow].1 }) = x;
                x += step;
            }
        }
    }
    ports
}

type Shape = (String, String, (i32, i32));

/// A line down through its places, upright where it passes a row, with its head at the lower or at the upper end.
fn draw(points: &[(i32, i32)], down: bool) -> Shape {
    let mut path = String::new();
    let mut middle = (0, 0);
    let head = 9;
    let last = points.len() - 1;
    for (n, pair) in points.windows(2).enumerate() {
        let ((x, y), (to, end)) = (pair[0], pair[1]);
        let y = y + HEIGHT;
        let start = if n == 0 && !down { y + head } else { y };
        let end = if n + 1 == last && down { end - head } else { end };
        if n == 0 {
            write(&mut path, "M", &[x, start]);
        } else {
            write(&mut path, "V", &[y]);
        }
        let half = (start + end) / 2;
        write(&mut path, "C", &[x, half, to, half, to, end]);
        if n == 0 && !down || n + 1 == last && down {
            middle = ((x + to) / 2, half);
        }
    }
    let ((x, y), back) = if down { (points[last], -head) } else { ((points[0].0, points[0].1 + HEIGHT), head) };
    let mut arrow = String::new();
    write(&mut arrow, "M", &[x, y]);
    write(&mut arrow, "L", &[x - 5, y + back, x + 5, y + back]);
    arrow.push('Z');
    (path, arrow, middle)
}

/// A flow from a component back to itself.
fn turn(placed: &Placed) -> Shape {
    let (x, y) = (placed.x + WIDTH, placed.y + 12);
    let (mut path, mut head) = (String::new(), String::new());
    write(&mut path, "M", &[x, y]);
    write(&mut path, "C", &[x + 16, y, x + 16, y + 14, x + 6, y + 14]);
    write(&mut head, "M", &[x, y + 14]);
    write(&mut head, "L", &[x + 7, y + 10, x + 7, y + 18]);
    head.push('Z');
    (path, head, (x + 8, y))
}

fn write(path: &mut String, command: &str, numbers: &[i32]) {
    path.push_str(command);
    for number in numbers {
        path.push_str(&number.to_string());
        path.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use kubu_core::{Assessment, Flow, Rules, Zone};

    use super::*;

    fn rules() -> &'static Rules {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| kubu_catalog::rules().unwrap())
    }

    fn kinds() -> &'static [ComponentKind] {
        &rules().catalog().component_kinds
    }

    fn component(kind: &str, zone: Option<&str>) -> Component {
        let zone = zone.map(|zone| zone.parse().unwrap());
        Component { kind: kind.parse().unwrap(), name: String::new(), zone, other: Default::default() }
    }

    fn flow(from: &str, to: &str) -> Flow {
        let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
        Flow { from, to, checked_by: None, other: Default::default() }
    }

    /// A map with so many components, zones and flows, each chosen by chance from the seed.
    fn random(seed: u64, components: u64, flows: u64) -> Description {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut chance = move |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let kinds = kinds();
        let mut description = Description::default();
        for n in 0..4 {
            let zone = Zone { name: String::new(), outside: n % 2 == 0, other: Default::default() };
            description.zones.insert(format!("zone-{n}").parse().unwrap(), zone);
        }
        for n in 0..components {
            let kind = kinds[chance(kinds.len() as u64) as usize].id.as_str();
            let zone = format!("zone-{}", chance(5));
            description.components.insert(format!("c-{n}").parse().unwrap(), component(kind, Some(&zone)));
        }
        for _ in 0..flows {
            description.flows.push(flow(&format!("c-{}", chance(components)), &format!("c-{}", chance(components))));
        }
        description
    }

    fn examples() -> Vec<Description> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
        files
            .map(|path| std::fs::read_to_string(path).unwrap())
            .map(|text| Assessment::open(&text, rules()).unwrap().assessment.description)
            .collect()
    }

    fn check(description: &Description, room: i32) {
        let layout = layout(description, kinds(), room);
        assert_eq!(layout.boxes.len(), description.components.len());
        for (n, one) in layout.boxes.iter().enumerate() {
            let lane = &layout.lanes[one.lane];
            assert_eq!(
                lane.zone.as_ref(),
                description
                    .components
                    .get(&one.id)
                    .unwrap()
                    .zone
                    .as_ref()
                    .filter(|zone| description.zones.contains_key(*zone))
            );
            assert!(one.x >= 0 && one.x + WIDTH <= layout.width, "{one:?} is within the picture");
            assert!(one.y >= lane.y && one.y + HEIGHT <= lane.y + lane.height, "{one:?} is within its lane");
            for other in &layout.boxes[..n] {
                let beside = one.x + WIDTH <= other.x || other.x + WIDTH <= one.x;
                assert!(
                    beside || one.y + HEIGHT <= other.y || other.y + HEIGHT <= one.y,
                    "{one:?} and {other:?} overlap"
                );
            }
        }
        for pair in layout.lanes.windows(2) {
            assert!(pair[0].y + pair[0].height < pair[1].y, "lanes are apart");
        }
        for line in &layout.lines {
            let zone = |id: &ComponentId| layout.boxes.iter().find(|placed| placed.id == *id).unwrap().lane;
            assert_eq!(line.crosses, zone(&line.from) != zone(&line.to));
        }
    }

    #[test]
    fn boxes_are_apart_and_within_their_lanes() {
        for description in examples() {
            (0..7).for_each(|columns| check(&description, columns * 170));
        }
        for seed in 1..60 {
            check(&random(seed, 1 + seed % 40, seed * 2 % 90), seed as i32 % 6 * 170);
        }
    }

    #[test]
    fn a_large_map_keeps_the_laws() {
        check(&random(7, 500, 400), 900);
        check(&random(7, 500, 5000), 900);
    }

    #[test]
    fn the_order_of_flows_does_not_matter() {
        for seed in 1..20 {
            let description = random(seed, 20, 40);
            let mut reversed = description.clone();
            reversed.flows.reverse();
            assert_eq!(layout(&description, kinds(), 700), layout(&reversed, kinds(), 700));
        }
    }

    #[test]
    fn flows_lead_down_from_untrusted_content() {
        let mut description = Description::default();
        description.zones.insert("out".parse().unwrap(), Zone { outside: true, ..Zone::default() });
        for (id, kind, zone) in [("a-tool", "tool", None), ("agent", "agent", None), ("web", "web-source", Some("out"))]
        {
            description.components.insert(id.parse().unwrap(), component(kind, zone));
        }
        description.flows = vec![flow("agent", "a-tool"), flow("web", "agent"), flow("a-tool", "web")];
        let layout = layout(&description, kinds(), 700);
        let y = |id: &str| layout.boxes.iter().find(|placed| placed.id.as_str() == id).unwrap().y;
        assert!(y("web") < y("agent") && y("agent") < y("a-tool"));
        assert_eq!(layout.lines.len(), 3, "a circle is drawn in full");
    }

    #[test]
    fn circles_and_flows_to_oneself_or_nowhere_do_no_harm() {
        let mut description = random(3, 3, 0);
        description.flows = ["c-0 c-0", "c-0 c-1", "c-1 c-2", "c-2 c-0", "c-1 gone"]
            .map(|pair| pair.split_once(' ').map(|(from, to)| flow(from, to)).unwrap())
            .to_vec();
        check(&description, 350);
        assert_eq!(layout(&description, kinds(), 350).lines.len(), 4);
        assert_eq!(layout(&Description::default(), kinds(), 700).boxes, []);
    }

    #[test]
    fn passing_flows_run_beside_the_boxes() {
        for description in examples() {
            let layout = layout(&description, kinds(), 700);
            let mut passing = 0;
            for line in &layout.lines {
                let (mut x, mut y) = (0, 0);
                for part in line.path.split_inclusive(' ').flat_map(|part| part.split_inclusive(['M', 'C', 'V'])).fold(
                    Vec::<String>::new(),
                    |mut parts, token| {
                        if token.ends_with(['M', 'C', 'V']) {
                            parts.push(token.into());
                        } else {
                            parts.last_mut().unwrap().push_str(token);
                        }
                        parts
                    },
                ) {
                    let (command, numbers) = part.split_at(1);
                    let numbers: Vec<i32> = numbers.split_whitespace().map(|number| number.parse().unwrap()).collect();
                    let end = *numbers.last().unwrap();
                    if command == "V" {
                        passing += 1;
                        let beside = |placed: &Placed| {
                            x < placed.x
                                || x > placed.x + WIDTH
                                || placed.y >= y.max(end)
                                || placed.y + HEIGHT <= y.min(end)
                        };
                        assert!(layout.boxes.iter().all(beside), "{} → {}", line.from, line.to);
                    } else {
                        x = numbers[numbers.len() - 2];
                    }
                    y = end;
                }
            }
            assert!(passing > 0);
        }
    }
}
