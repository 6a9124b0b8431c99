//! The laws of the map, over the examples and random descriptions.

use std::sync::OnceLock;

use kubu_core::{Assessment, Component, Flow, Rules, Zone};

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
            assert!(beside || one.y + HEIGHT <= other.y || other.y + HEIGHT <= one.y, "{one:?} and {other:?} overlap");
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
    for (id, kind, zone) in [("a-tool", "tool", None), ("agent", "agent", None), ("web", "web-source", Some("out"))] {
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
