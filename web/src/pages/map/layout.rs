//! Where everything is on the map. Nothing of it is stored: the same description gives the same picture.
//!
//! Zones are lanes, one below the other; within a lane, rows of components follow the flows downwards. A flow that
//! passes rows has a place of its own in each, so that it never runs through a box.

#[cfg(test)]
mod laws;
mod lines;
mod places;
mod rows;

use kubu_core::{ComponentId, ComponentKind, Description, ZoneId, sort_by};

use lines::{draw, ports, turn};
use places::{GAP, Place, spread};
pub(super) use places::{HEIGHT, Placed, WIDTH};
use rows::{layers, rows};

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
