//! The picture: to look at, to point at and to move things about in.

use kubu_core::{Component, ComponentId, ComponentRole, Description, Flow, ZoneId};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::kinds;
use super::layout::{HEIGHT, Layout, Line, Placed, WIDTH, layout};
use crate::app::reveal;
use crate::document::{Edit, use_edit};
use crate::findings::Findings;
use crate::route::{Page, Route, use_place};
use crate::rules::{SharedRules, use_rules};

/// What a pointer that is held down does.
#[derive(Debug, Clone, PartialEq)]
struct Drag {
    id: ComponentId,
    /// It draws a flow from the component; otherwise it moves the component.
    joins: bool,
    start: (i32, i32),
    by: (i32, i32),
}

impl Drag {
    /// A click trembles a little.
    fn moved(&self) -> bool {
        self.by.0.abs().max(self.by.1.abs()) > 5
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct PictureProps {
    pub(super) findings: Findings,
    /// How wide it may be.
    pub(super) room: i32,
    /// The component or the flow that is selected.
    pub(super) entry: AttrValue,
    /// The components on the path that is shown.
    pub(super) path: Vec<ComponentId>,
}

/// The zones, components and flows.
#[component]
pub(super) fn Picture(PictureProps { findings, room, entry, path }: &PictureProps) -> Html {
    let (rules, edit, go) = (use_rules(), use_edit(), use_place().go);
    let drawn = use_memo((findings.clone(), *room), |(findings, room)| {
        layout(&findings.assessment.description, &rules.catalog().component_kinds, *room)
    });
    let drag = use_state_eq(|| None::<Drag>);
    // Ends a drag: the click that follows it selects nothing.
    let dragged = use_mut_ref(|| false);
    let focused = use_state_eq(|| None::<ComponentId>);
    let picture = use_node_ref();
    let assessment = findings.assessment.clone();
    // Where a link leads, one sees.
    use_effect_with((entry.clone(), *room), {
        let picture = picture.clone();
        move |(entry, _)| {
            let selector = ["[data-id=", "] button,[data-flow=", "]"].join(&["\"", entry, "\""].concat());
            found(&picture, &selector).iter().for_each(reveal);
        }
    });

    let onpointerdown = {
        let (drag, dragged) = (drag.clone(), dragged.clone());
        move |event: PointerEvent| {
            dragged.replace(false);
            let joins = pointed(&event, "data-from");
            let Some(id) = joins.clone().or_else(|| pointed(&event, "data-id")).and_then(|id| id.parse().ok()) else {
                return;
            };
            // A finger would otherwise keep pointing at where it began.
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            target.into_iter().for_each(|target| _ = target.release_pointer_capture(event.pointer_id()));
            let start = (event.client_x(), event.client_y());
            drag.set((event.button() == 0).then_some(Drag { id, joins: joins.is_some(), start, by: (0, 0) }));
        }
    };
    let onpointermove = {
        let drag = drag.clone();
        move |event: PointerEvent| {
            if let Some(held) = &*drag {
                let by = (event.client_x() - held.start.0, event.client_y() - held.start.1);
                // The button may have been let go elsewhere.
                drag.set((event.buttons() != 0).then(|| Drag { by, ..held.clone() }));
            }
        }
    };
    let onpointerup = {
        let (drag, dragged, edit, assessment) = (drag.clone(), dragged.clone(), edit.clone(), assessment.clone());
        move |event: PointerEvent| {
            let Some(held) = (*drag).clone() else { return };
            drag.set(None);
            dragged.replace(held.moved());
            let description = &assessment.description;
            if !held.moved() {
            } else if held.joins {
                let to = pointed(&event, "data-id").and_then(|id| id.parse().ok());
                to.into_iter().for_each(|to| join(description, &held.id, &to, &edit));
            } else if let (Some(component), Some(zone)) =
                (description.components.get(&held.id), pointed(&event, "data-zone"))
            {
                let moved = Component { zone: zone.parse().ok(), ..component.clone() };
                edit.emit(Edit::Component(held.id, Some(moved)));
            }
        }
    };
    let onpointercancel = {
        let drag = drag.clone();
        move |_: PointerEvent| drag.set(None)
    };
    let onclick = {
        let go = go.clone();
        move |event: MouseEvent| {
            if !dragged.replace(false) {
                let entry = pointed(&event, "data-id").or_else(|| pointed(&event, "data-flow")).unwrap_or_default();
                go.emit(Route::to(Page::Map, &entry));
            }
        }
    };
    let onfocusin = {
        let focused = focused.clone();
        move |event: FocusEvent| {
            if let Some(id) = pointed(&event, "data-id") {
                focused.set(id.parse().ok());
            }
        }
    };
    let onkeydown = {
        let (picture, drawn, entry) = (picture.clone(), drawn.clone(), entry.clone());
        move |event: KeyboardEvent| {
            let here = pointed(&event, "data-id")
                .and_then(|id| drawn.boxes.iter().position(|placed| placed.id.as_str() == id));
            let key = event.key();
            let next = match key.as_str() {
                "Delete" | "Backspace" => {
                    let next = match (entry.split_once('/'), here) {
                        (Some((from, to)), _) => {
                            let (Ok(from), Ok(to)) = (from.parse::<ComponentId>(), to.parse()) else { return };
                            edit.emit(Edit::Disconnect(from.clone(), to));
                            drawn.boxes.iter().find(|placed| placed.id == from)
                        }
                        (None, Some(here)) => {
                            edit.emit(Edit::Component(drawn.boxes[here].id.clone(), None));
                            drawn.boxes.get(here + 1).or_else(|| drawn.boxes.get(here.checked_sub(1)?))
                        }
                        (None, None) => return,
                    };
                    go.emit(Page::Map.into());
                    next
                }
                "Escape" => {
                    go.emit(Page::Map.into());
                    None
                }
                _ => match (here, direction(&key)) {
                    (Some(here), Some(towards)) => nearest(&drawn, here, towards),
                    _ => return,
                },
            };
            event.prevent_default();
            if let Some(placed) = next {
                focus_on(&picture, &placed.id);
            }
        }
    };

    let description = &assessment.description;
    let at = |id: &str| drawn.boxes.iter().position(|placed| placed.id.as_str() == id);
    let tab_stop = at(entry).or_else(|| at(focused.as_ref()?.as_str())).unwrap_or_default();
    let mut class = String::from("map");
    class += drag.as_ref().map_or("", |drag| if drag.joins { " joining" } else { " moving" });
    let (width, height) = (drawn.width.to_string(), drawn.height.to_string());
    let view_box = ["0 0 ", &width, " ", &height].concat();
    let (mut lanes, mut names) = (Vec::new(), Vec::new());
    for lane in &drawn.lanes {
        let id = zone_id(lane.zone.as_ref());
        let outside = lane.zone.as_ref().and_then(|zone| description.zones.get(zone)).is_some_and(|zone| zone.outside);
        let (class, note) = if outside { ("lane outside", "outside: not trusted") } else { ("lane", "") };
        let (width, height) = ((drawn.width - 2).to_string(), (lane.height - 2).to_string());
        let place = [
            ("class", class),
            ("data-zone", id),
            ("transform", &moved(1, lane.y + 1)),
            ("width", &width),
            ("height", &height),
            ("rx", "10"),
        ];
        lanes.push(part("rect", id, &place, vec![]));
        let note = part("tspan", "", &[("dx", "8")], vec![note.into()]);
        let name = zone_name(description, lane.zone.as_ref()).to_owned().into();
        let place = [
            ("class", if outside { "lane-name outside" } else { "lane-name" }),
            ("transform", &moved(14, lane.y + 24)),
        ];
        names.push(part("text", id, &place, vec![name, note]));
    }
    let lines = drawn.lines.iter().map(|drawn| line(description, drawn, entry, path)).collect();
    let nodes = (drawn.boxes.iter().enumerate())
        .map(|(n, placed)| node(&rules, description, &drawn, placed, n == tab_stop, entry, path))
        .collect();
    let ghost = drag.as_ref().filter(|drag| drag.moved()).map(|drag| ghost(drag, &drawn));
    html! {
        <svg ref={picture} {class} role="group" aria-label="Map of components and flows" tabindex="-1" viewBox={view_box} {width} {height}
            {onpointerdown} {onpointermove} {onpointerup} {onpointercancel} {onclick} {onfocusin} {onkeydown}>
            { for [lanes, lines, names].map(|parts| part("g", "", &[("aria-hidden", "true")], parts)) }
            { part("g", "", &[], nodes) }
            { ghost }
        </svg>
    }
}

/// An element of the picture: lean, since there are many.
pub(super) fn part(name: &'static str, key: &str, attributes: &[(&'static str, &str)], within: Vec<Html>) -> Html {
    let mut part = VTag::new(name);
    if !key.is_empty() {
        part.key = Some(key.into());
    }
    for (name, value) in attributes {
        part.add_attribute(name, (*value).to_owned());
    }
    part.add_children(within);
    part.into()
}

/// A move, for `transform`.
fn moved(x: i32, y: i32) -> String {
    ["translate(", &x.to_string(), " ", &y.to_string(), ")"].concat()
}

/// Puts the focus on a component of the picture, which is in the node.
pub(super) fn focus_on(node: &NodeRef, id: &ComponentId) {
    let selector = ["[data-id=", id.as_str(), "] button"].join("\"");
    if let Some(element) = found(node, &selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The first element in the node that a selector means.
fn found(node: &NodeRef, selector: &str) -> Option<Element> {
    node.cast::<Element>()?.query_selector(selector).ok()?
}

/// What the event is about: the attribute of the element, or of what it is in.
fn pointed(event: &Event, name: &str) -> Option<String> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    element.closest(&["[", name, "]"].concat()).ok()??.get_attribute(name)
}

/// Draws a flow, unless there is one.
pub(super) fn join(description: &Description, from: &ComponentId, to: &ComponentId, edit: &Callback<Edit>) {
    if from != to && !description.flows.iter().any(|flow| flow.from == *from && flow.to == *to) {
        let flow = Flow { from: from.clone(), to: to.clone(), checked_by: None, other: Default::default() };
        edit.emit(Edit::Connect(flow));
    }
}

fn zone_id(zone: Option<&ZoneId>) -> &str {
    zone.map_or("", |zone| zone.as_str())
}

/// What a zone is called; without one, the owner's own.
pub(super) fn zone_name<'a>(description: &'a Description, zone: Option<&ZoneId>) -> &'a str {
    zone.and_then(|zone| description.zones.get(zone)).map_or("Our own", |zone| &zone.name)
}

/// Where an arrow key leads.
fn direction(key: &str) -> Option<(i32, i32)> {
    Some(match key {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        _ => return None,
    })
}

/// The nearest box in a direction; what is off the straight way counts as farther.
fn nearest(drawn: &Layout, here: usize, (right, down): (i32, i32)) -> Option<&Placed> {
    let from = drawn.boxes.get(here)?;
    let ahead = |to: &Placed| (to.x - from.x) * right + (to.y - from.y) * down;
    let aside = |to: &Placed| ((to.x - from.x) * down).abs() + ((to.y - from.y) * right).abs();
    drawn.boxes.iter().filter(|to| ahead(to) > 0).min_by_key(|to| ahead(to) + 3 * aside(to))
}

fn line(description: &Description, line: &Line, entry: &str, path: &[ComponentId]) -> Html {
    let (from, to) = (line.from.as_str(), line.to.as_str());
    let id = [from, "/", to].concat();
    let mut class = String::from("line");
    if line.crosses {
        class += " crosses";
    }
    if id == entry || from == entry || to == entry {
        class += " selected";
    }
    if path.windows(2).any(|pair| pair[0] == line.from && pair[1] == line.to) {
        class += " shown";
    }
    let shape = |class, shape: &str| part("path", "", &[("class", class), ("d", shape)], vec![]);
    let mut parts = vec![shape("hit", &line.path), shape("shaft", &line.path), shape("head", &line.head)];
    if description.flows.iter().any(|flow| flow.from == line.from && flow.to == line.to && flow.checked_by.is_some()) {
        let (x, y) = line.middle;
        parts.push(part("g", "", &[("transform", &moved(x, y))], check()));
    }
    part("g", &id, &[("class", &class), ("data-flow", &id)], parts)
}

/// The mark of a flow that is checked, around the origin.
pub(super) fn check() -> Vec<Html> {
    let circle = part("circle", "", &[("class", "check"), ("r", "8")], vec![]);
    vec![circle, part("path", "", &[("class", "tick"), ("d", "M-4 0l3 3l5-6")], vec![])]
}

fn node(
    rules: &SharedRules,
    description: &Description,
    drawn: &Layout,
    placed: &Placed,
    tab_stop: bool,
    entry: &str,
    path: &[ComponentId],
) -> Html {
    let Some(component) = description.components.get(&placed.id) else { return Html::default() };
    let (id, name) = (placed.id.as_str(), component.name.as_str());
    let all = &rules.catalog().component_kinds;
    let kind = kinds::title(all, &component.kind);
    let zone = drawn.lanes.get(placed.lane).and_then(|lane| lane.zone.as_ref());
    let out = description.flows.iter().filter(|flow| flow.from == placed.id).count();
    let flows = if out == 1 { " flow out" } else { " flows out" };
    let label = [kind, ": ", name, ", in ", zone_name(description, zone), ", ", &out.to_string(), flows].concat();
    let mut class = String::from("node");
    if kinds::role(all, &component.kind) == Some(ComponentRole::Guards) {
        class += " guard";
    }
    if path.contains(&placed.id) {
        class += " shown";
    }
    // What is read first is the kind, what is seen first is the name.
    let named = if kind == name { "" } else { kind };
    let words = ["span", "strong"].into_iter().zip([named, name]);
    let words = words.map(|(tag, text)| part(tag, "", &[], vec![text.to_owned().into(), " ".into()])).collect();
    let (size, end) = ((WIDTH.to_string(), HEIGHT.to_string()), moved(WIDTH, HEIGHT / 2));
    let button = [
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("type", "button"),
        ("tabindex", if tab_stop { "0" } else { "-1" }),
        ("aria-pressed", if id == entry { "true" } else { "false" }),
        ("aria-label", &label),
        ("title", name),
    ];
    let button = part("button", "", &button, words);
    let parts = vec![
        part("foreignObject", "", &[("width", &size.0), ("height", &size.1)], vec![button]),
        part("circle", "", &[("class", "handle"), ("data-from", id), ("transform", &end), ("r", "12")], vec![]),
        part("circle", "", &[("class", "knob"), ("transform", &end), ("r", "6")], vec![]),
    ];
    let place = moved(placed.x, placed.y);
    part("g", id, &[("class", &class), ("data-id", id), ("data-zone", zone_id(zone)), ("transform", &place)], parts)
}

/// What is being dragged.
fn ghost(drag: &Drag, drawn: &Layout) -> Html {
    let Some(Placed { x, y, .. }) = drawn.boxes.iter().find(|placed| placed.id == drag.id) else {
        return Html::default();
    };
    let (right, down) = drag.by;
    let (start, by) = if drag.joins {
        ((x + WIDTH, y + HEIGHT / 2), [&right.to_string(), " ", &down.to_string()].concat())
    } else {
        (
            (x + right, y + down),
            [&WIDTH.to_string(), " 0v", &HEIGHT.to_string(), "h-", &WIDTH.to_string(), "z"].concat(),
        )
    };
    part(
        "path",
        "",
        &[("class", "ghost"), ("transform", &moved(start.0, start.1)), ("d", &["M0 0l", &by].concat())],
        vec![],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrow_keys_lead_to_the_nearest_box_in_their_direction() {
        let placed = |id: &str, x, y| Placed { id: id.parse().unwrap(), x, y, lane: 0 };
        let boxes = vec![placed("a", 100, 0), placed("b", 300, 0), placed("c", 0, 100), placed("d", 290, 200)];
        let drawn = Layout { boxes, ..Layout::default() };
        let leads = |here, key| nearest(&drawn, here, direction(key).unwrap()).map(|placed| placed.id.as_str());
        assert_eq!(leads(0, "ArrowRight"), Some("b"));
        assert_eq!(leads(0, "ArrowDown"), Some("c"));
        assert_eq!(leads(1, "ArrowDown"), Some("d"));
        assert_eq!(leads(0, "ArrowUp"), None);
        assert_eq!(leads(1, "ArrowLeft"), Some("a"));
        assert_eq!(direction("a"), None);
    }
}
