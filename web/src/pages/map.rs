//! The system map: components and flows, drawn and edited.

mod draft;
mod follows;
mod kinds;
mod layout;
mod panel;
mod picture;

use gloo::events::EventListener;
use kubu_core::{ComponentId, Description};
use web_sys::Element;
use yew::prelude::*;

use crate::components::{disclosure, focus, please_wait, use_patience};
use crate::document::{Edit, use_edit};
use crate::findings::{Findings, use_findings};
use crate::piece::piece;
use crate::route::{Page, Route, use_place};
use crate::rules::use_rules;
use draft::first_map;
use follows::{Shown, inconsistencies, shown};
use panel::{Panel, PanelProps};
use picture::{Picture, PictureProps, check, focus_on, part, zone_name};

/// What the lines and boxes of the picture mean: how each is drawn, and in words.
const LEGEND: [(&str, &str); 5] = [
    ("line", "Data flows"),
    ("line crosses", "It crosses a trust boundary"),
    ("line checked", "It is checked on the way"),
    ("line shown", "The path that is shown"),
    ("guard", "A guard lets nothing pass unchecked"),
];

/// The picture, the same by form, and what follows from it.
#[component]
pub(crate) fn Map() -> Html {
    let (rules, findings, edit, place) = (use_rules(), use_findings(), use_edit(), use_place());
    let (top, frame) = (use_node_ref(), use_node_ref());
    let room = use_room(&frame);
    let drawn = use_patience(&findings.assessment.description);
    // Until the user chooses, the first way of untrusted content is shown.
    let chosen = use_state_eq(|| None::<String>);
    let description = &findings.assessment.description;
    let empty = description.components.is_empty() && description.zones.is_empty();

    // What had the focus is gone with the last component.
    let before = use_mut_ref(|| empty);
    use_effect_with(empty, {
        let top = top.clone();
        move |empty| {
            if !before.replace(*empty) && *empty {
                focus(&top);
            }
        }
    });
    let follows = shown(&rules, &findings);
    let on_path = match &*chosen {
        None => follows.iter().find(|shown| shown.taint),
        Some(key) => follows.iter().find(|shown| shown.key == *key),
    };
    let taint = on_path.is_some_and(|shown| shown.taint);
    let path = on_path.map(|shown| shown.path.clone()).unwrap_or_default();
    // A change that takes away the button that made it.
    let on_mend = {
        let top = top.clone();
        Callback::from(move |change: Edit| {
            edit.emit(change);
            focus(&top);
        })
    };
    let on_show = {
        let (chosen, go, frame) = (chosen.clone(), place.go.clone(), frame.clone());
        Callback::from(move |(key, first): (String, ComponentId)| {
            chosen.set(Some(key));
            focus_on(&frame, &first);
            go.emit(Route::to(Page::Map, &first));
        })
    };
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |key: String| chosen.set(Some(key)))
    };
    let (taints, others) = follows.split_at(follows.partition_point(|shown| shown.taint));
    let entry = AttrValue::from(place.route.entry.clone());
    let words = {
        let findings = findings.clone();
        move |()| in_words(&findings.assessment.description)
    };
    html! {
        <>
            <h1 ref={top} tabindex="-1">{ "System map" }</h1>
            { inconsistencies(&rules, &findings, &on_mend, &on_show) }
            <div class={if taint { "mapping taint" } else { "mapping" }}>
                <div class="map-side">
                    { conclusions(taints, on_path, &on_choose) }
                    <div ref={frame} class="map-frame">
                        if empty {
                            { nothing_yet(&findings, &on_mend, move |description| first_map(&rules, &description.answers)) }
                        } else if !drawn {
                            { please_wait("Drawing the map …") }
                        } else {
                            { piece::<Picture>(PictureProps { findings: findings.clone(), room, entry: entry.clone(), path }) }
                        }
                    </div>
                    if !empty { { legend() } }
                </div>
                { piece::<Panel>(PanelProps { findings, entry }) }
                if !empty {
                    <div class="map-words">
                        <section class="follows" aria-labelledby="follows-heading">
                            <h2 id="follows-heading">{ "What follows from the map" }</h2>
                            if follows.is_empty() {
                                <p class="help">{ "Nothing yet: add components and let data flow between them." }</p>
                            } else {
                                <p class="help">{ "Kubu takes these as answers, where you gave none. Choose one to see it on the map." }</p>
                            }
                            { conclusions(others, on_path, &on_choose) }
                        </section>
                        { disclosure("The map in words", words) }
                    </div>
                }
            </div>
        </>
    }
}

/// How wide the frame is.
#[hook]
fn use_room(frame: &NodeRef) -> i32 {
    let room = use_state_eq(|| 900);
    let frame = frame.clone();
    use_effect_with((), {
        let room = room.clone();
        move |()| {
            let measure = move || {
                if let Some(frame) = frame.cast::<Element>() {
                    room.set(frame.client_width());
                }
            };
            measure();
            let listener = EventListener::new(&gloo::utils::window(), "resize", move |_| measure());
            move || drop(listener)
        }
    });
    *room
}

/// What a map is for, and how to begin.
fn nothing_yet(
    findings: &Findings,
    edit: &Callback<Edit>,
    draw: impl Fn(&Description) -> Description + 'static,
) -> Html {
    let (edit, findings) = (edit.clone(), findings.clone());
    let on_draw = move |_: MouseEvent| {
        let description = &findings.assessment.description;
        let Description { components, flows, zones, .. } = draw(description);
        let drawn = Description { components, flows, zones, inventory_complete: false, ..description.clone() };
        edit.emit(Edit::Describe(Box::new(drawn)));
    };
    html! {
        <div class="map-empty">
            <h2>{ "Nothing is drawn yet" }</h2>
            <p>
                { "A map is optional: your answers alone are a complete description. With one, Kubu answers some questions from what is drawn, \
                   shows how untrusted content travels to where it can do harm, and says where the map and the answers disagree." }
            </p>
            <button type="button" class="primary" onclick={on_draw}>{ "Draw a first map from my answers" }</button>
            <p class="help">{ "It is a draft that contradicts none of your answers. Change what is different, or begin with a component of your own." }</p>
        </div>
    }
}

fn legend() -> Html {
    let entry = |(class, words): &(&'static str, &'static str)| {
        let mut parts = vec![
            part("path", "", &[("class", "shaft"), ("d", "M-20 0H12")], vec![]),
            part("path", "", &[("class", "head"), ("d", "M20 0L11-5L11 5Z")], vec![]),
        ];
        if class.ends_with("checked") {
            parts.extend(check());
        }
        if *class == "guard" {
            parts = vec![part("path", "", &[("d", "M-18-8h36v16h-36z")], vec![])];
        }
        let within = vec![part("g", "", &[("class", class)], parts)];
        let size = [
            ("class", "sample"),
            ("viewBox", "-20 -10 40 20"),
            ("width", "40"),
            ("height", "20"),
            ("aria-hidden", "true"),
        ];
        part("li", "", &[], vec![part("svg", "", &size, within), (*words).into()])
    };
    part("ul", "", &[("class", "legend")], LEGEND.iter().map(entry).collect())
}

/// What follows from the map; one at a time is shown on it.
fn conclusions(follows: &[Shown], on_path: Option<&Shown>, choose: &Callback<String>) -> Html {
    let rows = follows.iter().map(|shown| {
        let pressed = on_path == Some(shown);
        let key = if pressed { String::new() } else { shown.key.clone() };
        let onclick = choose.reform(move |_: MouseEvent| key.clone());
        let class = if shown.taint { "conclusion tainted" } else { "conclusion" };
        html! {
            <li key={shown.key.clone()}>
                <button type="button" {class} aria-pressed={pressed.to_string()} {onclick}>{ &shown.sentence }</button>
            </li>
        }
    });
    if follows.is_empty() {
        Html::default()
    } else {
        html! { <ul class="conclusions">{ for rows }</ul> }
    }
}

/// The same as the picture, as tables.
fn in_words(description: &Description) -> Html {
    let component = |id: &ComponentId| description.components.get(id);
    let name = |id: &ComponentId| component(id).map_or(id.as_str(), |component| &component.name).to_owned();
    let zone = |id: &ComponentId| component(id).and_then(|component| component.zone.as_ref());
    let components =
        description.components.keys().map(|id| vec![name(id), zone_name(description, zone(id)).to_owned()]);
    let flows = description.flows.iter().map(|flow| {
        let crosses = if zone(&flow.from) == zone(&flow.to) { "no" } else { "yes" };
        let checked_by = flow.checked_by.as_deref().unwrap_or("nobody");
        vec![name(&flow.from), name(&flow.to), crosses.to_owned(), checked_by.to_owned()]
    });
    let components = table("Components", &["Component", "Zone"], components.collect());
    let flows = table("Flows", &["From", "To", "Crosses a boundary", "Checked by"], flows.collect());
    part("div", "", &[("class", "tables")], vec![components, flows])
}

fn table(caption: &'static str, head: &[&'static str], rows: Vec<Vec<String>>) -> Html {
    let head = head.iter().map(|word| part("th", "", &[("scope", "col")], vec![(*word).into()])).collect();
    let row = |row: Vec<String>| {
        part("tr", "", &[], row.into_iter().map(|text| part("td", "", &[], vec![text.into()])).collect())
    };
    let head = part("thead", "", &[], vec![part("tr", "", &[], head)]);
    let body = part("tbody", "", &[], rows.into_iter().map(row).collect());
    part("table", "", &[], vec![part("caption", "", &[], vec![caption.into()]), head, body])
}
