//! The places in a row, of boxes and of flows that pass: their order, and how far apart they are.

use kubu_core::{ComponentId, sort_by};

/// The size of a component's box.
pub(crate) const WIDTH: i32 = 152;
pub(crate) const HEIGHT: i32 = 74;
/// Between boxes side by side.
pub(super) const GAP: i32 = 16;
/// Around a flow that passes a row.
const LANE: i32 = 14;

/// A component.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed {
    pub(crate) id: ComponentId,
    pub(crate) x: i32,
    pub(crate) y: i32,
    /// The position of its lane.
    pub(crate) lane: usize,
}

/// A place in a row: a box, or a flow that passes.
pub(super) struct Place {
    pub(super) component: Option<usize>,
    pub(super) x: i32,
    /// The places that it is joined with in the rows above and below.
    pub(super) up: Vec<usize>,
    pub(super) down: Vec<usize>,
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

/// Gives each place its order in its row and its middle, near to what it is joined with; returns the width,
/// which is what there is room for, if that is enough.
pub(super) fn spread(places: &mut [Place], grid: &mut [Vec<usize>], room: i32) -> i32 {
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
