//! The flows as lines, from box to box.

use kubu_core::sort_by;

use super::places::{HEIGHT, Place, Placed, WIDTH};

/// Where each flow leaves the upper box and meets the lower one: side by side, in the order of where they lead.
pub(super) fn ports(places: &[Place], chains: &[Vec<usize>]) -> Vec<(i32, i32)> {
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
pub(super) fn draw(points: &[(i32, i32)], down: bool) -> Shape {
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
pub(super) fn turn(placed: &Placed) -> Shape {
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
