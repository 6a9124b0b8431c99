//! Beside the picture: the same by form.

use kubu_core::{Component, ComponentId, ComponentKind, Flow, Verdict, Zone, ZoneId};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::draft::{free, fresh};
use super::kinds;
use super::picture::{join, zone_name};
use crate::components::{form, link};
use crate::document::{Edit, use_edit};
use crate::findings::Findings;
use crate::route::{Page, Route, use_place};
use crate::rules::{SharedRules, use_rules};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct PanelProps {
    pub(super) findings: Findings,
    /// The component or the flow that is selected.
    pub(super) entry: AttrValue,
}

/// The kind that is offered first.
const FIRST: &str = "model";

/// What is said while nothing is selected.
const HOW: &str = "Select a component to change it. Drag it into another zone, or drag the dot at its side to where its data goes. \
                   By keyboard: arrows move, Enter selects, Delete removes.";

/// What the parts of the panel need.
struct Desk {
    findings: Findings,
    rules: SharedRules,
    edit: Callback<Edit>,
    /// Makes a change that takes away what has the focus.
    remove: Callback<Edit>,
}

/// The selected component or flow, then what concerns the map as a whole.
#[component]
pub(super) fn Panel(PanelProps { findings, entry }: &PanelProps) -> Html {
    let (rules, edit, place) = (use_rules(), use_edit(), use_place());
    let go = place.go.clone();
    let panel = use_node_ref();
    // After a component was added, its name is what to write next.
    let naming = use_mut_ref(|| false);
    use_effect_with(entry.clone(), {
        let (panel, naming) = (panel.clone(), naming.clone());
        move |_| {
            if naming.replace(false) {
                focus(&panel, "input");
            }
        }
    });
    let remove = {
        let (edit, go, panel) = (edit.clone(), go.clone(), panel.clone());
        Callback::from(move |change: Edit| {
            if !matches!(change, Edit::Zone(..)) {
                go.emit(Page::Map.into());
            }
            edit.emit(change);
            focus(&panel, "h2");
        })
    };
    let desk = Desk { findings: findings.clone(), rules, edit: edit.clone(), remove };
    let description = &findings.assessment.description;
    let on_add = {
        let (findings, edit) = (findings.clone(), edit.clone());
        Callback::from(move |kind: String| {
            let Ok(kind) = kind.parse() else { return };
            let (id, component) = fresh(&findings.assessment.description, &kind, rules.catalog());
            edit.emit(Edit::Component(id.clone(), Some(component)));
            naming.replace(true);
            go.emit(Route::to(Page::Map, &id));
        })
    };
    let on_complete = {
        let edit = edit.clone();
        move |event: Event| edit.emit(Edit::Complete(event.target_unchecked_into::<HtmlInputElement>().checked()))
    };
    let on_close = {
        let (go, panel) = (place.go.clone(), panel.clone());
        move |_: MouseEvent| {
            go.emit(Page::Map.into());
            focus(&panel, "h2");
        }
    };
    let (class, title, body) = match selected(&desk, entry) {
        Some((title, form)) => {
            let close = html! { <button type="button" class="close" onclick={on_close}>{ "Close" }</button> };
            ("panel chosen", title, html! { <>{ form }{ close }</> })
        }
        None => ("panel", "Edit the map".to_owned(), html! { <p class="help">{ HOW }</p> }),
    };
    html! {
        <section ref={panel} {class} aria-labelledby="panel-heading">
            <h2 id="panel-heading" tabindex="-1">{ title }</h2>
            { body }
            <h3>{ "Add a component" }</h3>
            { choose("Kind of component", kind_options(&rules.catalog().component_kinds, FIRST), "Add component", &on_add) }
            { zones(&desk) }
            <label class="option">
                <input type="checkbox" checked={description.inventory_complete} onchange={on_complete} aria-describedby="complete-help" />
                <span>{ "This map names everything" }</span>
            </label>
            <p class="help" id="complete-help">
                { "Then what is not on it does not exist: without a mailbox, no e-mail is read. Leave it off while the map is a draft." }
            </p>
        </section>
    }
}

/// Puts the focus on the first such element of the panel.
fn focus(panel: &NodeRef, what: &str) {
    let element = panel.cast::<Element>().and_then(|panel| panel.query_selector(what).ok()?);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// What is selected: its name, and the form that changes it.
fn selected(desk: &Desk, entry: &str) -> Option<(String, Html)> {
    let description = &desk.findings.assessment.description;
    if let Some((id, component)) = description.components.iter().find(|(id, _)| id.as_str() == entry) {
        return Some((component.name.clone(), component_form(desk, id, component)));
    }
    let (from, to) = entry.split_once('/')?;
    let flow = description.flows.iter().find(|flow| flow.from.as_str() == from && flow.to.as_str() == to)?;
    let title = [&name(desk, &flow.from), " → ", &name(desk, &flow.to)].concat();
    Some((title, flow_form(desk, flow)))
}

fn component_form(desk: &Desk, id: &ComponentId, component: &Component) -> Html {
    let description = &desk.findings.assessment.description;
    let change = |make: fn(&mut Component, String)| {
        let (edit, id, component) = (desk.edit.clone(), id.clone(), component.clone());
        Callback::from(move |value: String| {
            let mut changed = component.clone();
            make(&mut changed, value);
            edit.emit(Edit::Component(id.clone(), Some(changed)));
        })
    };
    let on_kind = change(|component, kind| component.kind = kind.parse().unwrap_or_else(|_| component.kind.clone()));
    let on_zone = change(|component, zone| component.zone = zone.parse().ok());
    let zones = std::iter::once(None).chain(description.zones.keys().map(Some)).map(|zone: Option<&ZoneId>| {
        let chosen = component.zone.as_ref() == zone;
        option(zone.map_or("", |zone| zone.as_str()), zone_name(description, zone), chosen)
    });
    html! {
        <>
            { form::line("text", "Name", &component.name, &change(|component, name| component.name = name)) }
            { pick("Kind", kind_options(&desk.rules.catalog().component_kinds, component.kind.as_str()), &on_kind) }
            { pick("Zone", zones.collect(), &on_zone) }
            { flows(desk, id, true) }
            { flows(desk, id, false) }
            { threats(desk, component) }
            { removal(desk, "Remove this component", Edit::Component(id.clone(), None)) }
        </>
    }
}

fn removal(desk: &Desk, label: &str, change: Edit) -> Html {
    let remove = desk.remove.clone();
    html! { <button type="button" class="removal" onclick={move |_| remove.emit(change.clone())}>{ label.to_owned() }</button> }
}

/// Where the data of a component goes, or where it comes from, and one more.
fn flows(desk: &Desk, id: &ComponentId, out: bool) -> Html {
    let findings = &desk.findings;
    let description = &findings.assessment.description;
    let far =
        |flow: &Flow| if out { (flow.from.clone(), flow.to.clone()) } else { (flow.to.clone(), flow.from.clone()) };
    let joined: Vec<(&Flow, ComponentId)> = description
        .flows
        .iter()
        .map(|flow| (flow, far(flow)))
        .filter(|(_, (near, _))| near == id)
        .map(|(flow, (_, far))| (flow, far))
        .collect();
    let others =
        description.components.iter().filter(|(other, _)| *other != id && joined.iter().all(|(_, far)| far != *other));
    let others: Vec<Html> =
        others.enumerate().map(|(n, (other, component))| option(other.as_str(), &component.name, n == 0)).collect();
    let (title, label, button) = if out {
        ("Sends data to", "To another", "Add flow to another")
    } else {
        ("Gets data from", "From another", "Add flow from another")
    };
    let on_add = {
        let (findings, edit, id) = (findings.clone(), desk.edit.clone(), id.clone());
        Callback::from(move |other: String| {
            let Ok(other) = other.parse() else { return };
            let (from, to) = if out { (&id, &other) } else { (&other, &id) };
            join(&findings.assessment.description, from, to, &edit);
        })
    };
    html! {
        <>
            <h3>{ title }</h3>
            if !joined.is_empty() {
                <ul class="flows">
                    { for joined.iter().map(|(flow, far)| {
                        let entry = [flow.from.as_str(), "/", flow.to.as_str()].concat();
                        html! {
                            <li key={far.as_str()}>
                                { link(Route::to(Page::Map, &entry), &name(desk, far)) }
                                if let Some(checked_by) = &flow.checked_by { <span>{ "✓ checked by " }{ checked_by }</span> }
                            </li>
                        }
                    }) }
                </ul>
            }
            if !others.is_empty() {
                { choose(label, others.into_iter().collect(), button, &on_add) }
            }
        </>
    }
}

/// What a component is called.
fn name(desk: &Desk, id: &ComponentId) -> String {
    desk.findings
        .assessment
        .description
        .components
        .get(id)
        .map_or_else(|| id.to_string(), |component| component.name.clone())
}

fn flow_form(desk: &Desk, flow: &Flow) -> Html {
    let on_check = {
        let (edit, flow) = (desk.edit.clone(), flow.clone());
        Callback::from(move |by: String| {
            edit.emit(Edit::Connect(Flow { checked_by: (!by.is_empty()).then_some(by), ..flow.clone() }));
        })
    };
    let (from, to) = (name(desk, &flow.from), name(desk, &flow.to));
    html! {
        <>
            <p>
                { "Data goes from " }{ link(Route::to(Page::Map, &flow.from), &from) }
                { " to " }{ link(Route::to(Page::Map, &flow.to), &to) }{ "." }
            </p>
            { form::line("text", "Checked by", flow.checked_by.as_deref().unwrap_or_default(), &on_check) }
            <p class="help">{ "Who or what checks everything that passes, such as a person who approves it or a filter. Leave it empty if nobody does." }</p>
            { removal(desk, "Remove this flow", Edit::Disconnect(flow.from.clone(), flow.to.clone())) }
        </>
    }
}

/// The threats that apply and sit on components of this kind.
fn threats(desk: &Desk, component: &Component) -> Html {
    let catalog = desk.rules.catalog();
    let here: Vec<Html> = (catalog.threats.iter().zip(&desk.findings.report().threats))
        .filter(|(threat, finding)| finding.verdict == Verdict::Applies && threat.found_at.contains(&component.kind))
        .map(|(threat, _)| html! { <li key={threat.id.as_str()}>{ link(Route::to(Page::Prioritise, &threat.id), &threat.title) }</li> })
        .collect();
    if here.is_empty() {
        return Html::default();
    }
    html! { <><h3>{ "Threats that sit here" }</h3><ul>{ here }</ul></> }
}

fn zones(desk: &Desk) -> Html {
    let description = &desk.findings.assessment.description;
    let on_add = {
        let (findings, edit) = (desk.findings.clone(), desk.edit.clone());
        move |_: MouseEvent| {
            let (id, number) = free("zone", |id| findings.assessment.description.zones.contains_key(id));
            if let Ok(id) = id.parse() {
                let name = ["Zone ", &number.to_string()].concat();
                edit.emit(Edit::Zone(id, Some(Zone { name, ..Zone::default() })));
            }
        }
    };
    html! {
        <>
            <h3>{ "Zones" }</h3>
            <p class="help">{ "A zone has one owner and one level of trust. What crosses from one to another crosses a trust boundary." }</p>
            { for description.zones.iter().map(|(id, zone)| {
                let change = |make: fn(&mut Zone, String)| {
                    let (edit, id, zone) = (desk.edit.clone(), id.clone(), zone.clone());
                    Callback::from(move |value: String| {
                        let mut changed = zone.clone();
                        make(&mut changed, value);
                        edit.emit(Edit::Zone(id.clone(), Some(changed)));
                    })
                };
                let on_outside = change(|zone, _| zone.outside = !zone.outside).reform(|_: Event| String::new());
                html! {
                    <fieldset key={id.as_str()} class="zone" aria-label={["Zone ", &zone.name].concat()}>
                        { form::line("text", "Name of the zone", &zone.name, &change(|zone, name| zone.name = name)) }
                        <label class="option">
                            <input type="checkbox" checked={zone.outside} onchange={on_outside} />
                            <span>{ "Outside: others decide what happens there" }</span>
                        </label>
                        { removal(desk, "Remove this zone", Edit::Zone(id.clone(), None)) }
                    </fieldset>
                }
            }) }
            <button type="button" onclick={on_add}>{ "Add a zone" }</button>
        </>
    }
}

fn option(value: &str, name: &str, selected: bool) -> Html {
    html! { <option key={value.to_owned()} value={value.to_owned()} {selected}>{ name.to_owned() }</option> }
}

/// The kinds in their groups.
fn kind_options(all: &[ComponentKind], chosen: &str) -> Html {
    let named = kinds::GROUPS.iter().enumerate().map(|(n, (title, _))| (Some(n), *title));
    let group = |(group, label): (Option<usize>, &'static str)| {
        let mut options = all.iter().filter(|kind| kinds::group(&kind.id) == group).peekable();
        options.peek()?;
        let options = options.map(|kind| option(kind.id.as_str(), &kind.title, kind.id.as_str() == chosen));
        Some(html! { <optgroup key={label} {label}>{ for options }</optgroup> })
    };
    named.chain([(None, "Others")]).filter_map(group).collect()
}

/// A choice that counts at once.
fn pick(label: &str, options: Html, give: &Callback<String>) -> Html {
    let onchange = give.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    html! { <label class="field"><span>{ label.to_owned() }</span><select {onchange}>{ options }</select></label> }
}

/// A choice that counts when its button is pressed.
fn choose(label: &str, options: Html, button: &'static str, give: &Callback<String>) -> Html {
    let give = give.clone();
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        let form: Element = event.target_unchecked_into();
        if let Some(select) = form.query_selector("select").ok().flatten() {
            give.emit(select.unchecked_into::<HtmlSelectElement>().value());
        }
    };
    html! {
        <form class="choose" {onsubmit}>
            <label class="field"><span>{ label.to_owned() }</span><select>{ options }</select></label>
            <button aria-label={button}>{ "Add" }</button>
        </form>
    }
}
