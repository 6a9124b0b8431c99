//! Finds threats, controls and questions by their words.

use kubu_core::{Catalog, sort_by};
use web_sys::{Element, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::modal::{close, modal};
use crate::app::reveal;
use crate::route::{Page, Route, use_place};
use crate::rules::use_rules;

/// So many results are shown.
const MOST: usize = 40;

/// An entry that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found<'a> {
    rank: usize,
    kind: &'static str,
    title: &'a str,
    page: Page,
    id: &'a str,
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SearchProps {
    /// The dialog.
    pub(crate) node: NodeRef,
    pub(crate) on_close: Callback<()>,
}

/// The dialog.
#[component]
pub(crate) fn Search(SearchProps { node, on_close }: &SearchProps) -> Html {
    let (rules, place) = (use_rules(), use_place());
    let chosen = use_node_ref();
    let query = use_state(String::new);
    let at = use_state(|| 0_usize);
    let mut found = find(rules.catalog(), &query);
    found.retain(|found| place.host.shows(found.page));
    use_effect_with(*at, {
        let chosen = chosen.clone();
        move |_| {
            if let Some(chosen) = chosen.cast::<Element>() {
                reveal(&chosen);
            }
        }
    });
    let lead = {
        let (go, node) = (place.go.clone(), node.clone());
        Callback::from(move |route: Route| {
            close(&node);
            go.emit(route);
        })
    };
    let oninput = {
        let (query, at) = (query.clone(), at.clone());
        move |event: InputEvent| {
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
            at.set(0);
        }
    };
    let shown = found.len().min(MOST);
    let onkeydown = {
        let (at, lead) = (at.clone(), lead.clone());
        let route = found.get(*at).map(|found| Route::to(found.page, found.id));
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => at.set(if *at + 1 < shown { *at + 1 } else { 0 }),
                "ArrowUp" => at.set(at.checked_sub(1).unwrap_or(shown.saturating_sub(1))),
                "Enter" => route.iter().for_each(|route| lead.emit(route.clone())),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let state = match (query.trim(), found.len()) {
        ("", _) => "Type a word of a threat, a control or a question.".to_owned(),
        (_, 0) => "Nothing is found. Try another word.".to_owned(),
        (_, 1) => "1 result".to_owned(),
        (_, n) if n > MOST => [&n.to_string(), " results; the first ", &MOST.to_string(), " are shown"].concat(),
        (_, n) => [&n.to_string(), " results"].concat(),
    };
    let active = (shown > 0).then(|| ["found-", &at.to_string()].concat());
    let holds = html! {
        <>
            <input
                type="text" class="query" autofocus=true autocomplete="off" aria-label="Search threats, controls and questions"
                role="combobox" aria-expanded={if shown > 0 { "true" } else { "false" }} aria-controls="found" aria-activedescendant={active}
                value={(*query).clone()} {oninput} {onkeydown}
            />
            <p class="hint" role="status">{ state }</p>
            <ul id="found" class="found" role="listbox" aria-label="Results">
                { for found.iter().take(MOST).enumerate().map(|(position, found)| {
                    let selected = position == *at;
                    let (lead, route) = (lead.clone(), Route::to(found.page, found.id));
                    let node = if selected { chosen.clone() } else { NodeRef::default() };
                    html! {
                        <li
                            ref={node} id={["found-", &position.to_string()].concat()} role="option" aria-selected={if selected { "true" } else { "false" }}
                            onclick={move |_: MouseEvent| lead.emit(route.clone())}
                        >
                            <span>{ found.title.to_owned() }</span><span class="kind">{ found.kind }</span>
                        </li>
                    }
                }) }
            </ul>
        </>
    };
    modal("Search", node, on_close, holds)
}

/// What holds every word of the query, best first: a title that begins with it, a word of a title that does, a text.
fn find<'a>(catalog: &'a Catalog, query: &str) -> Vec<Found<'a>> {
    let query = query.trim().to_ascii_lowercase();
    if query.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut look = |kind, page, id: &'a str, title: &'a str, text: &str| {
        if let Some(rank) = rank(&query, title, text) {
            found.push(Found { rank, kind, title, page, id });
        }
    };
    for threat in &catalog.threats {
        look("Threat", Page::Prioritise, threat.id.as_str(), &threat.title, &threat.summary);
    }
    for control in &catalog.controls {
        look("Control", Page::Treat, control.id.as_str(), &control.title, &control.purpose);
    }
    for fact in &catalog.facts {
        look("Question", Page::Describe, fact.id.as_str(), &fact.question, &fact.help);
    }
    sort_by(&mut found, |a, b| a.rank.cmp(&b.rank));
    found
}

/// How well an entry answers a query in small letters; the least is best.
fn rank(query: &str, title: &str, text: &str) -> Option<usize> {
    let title = title.to_ascii_lowercase();
    let begins_word = || title.split([' ', '-', '/']).any(|word| word.starts_with(query));
    if title.starts_with(query) {
        return Some(0);
    } else if begins_word() {
        return Some(1);
    } else if title.contains(query) {
        return Some(2);
    }
    let all = [title.as_str(), " ", &text.to_ascii_lowercase()].concat();
    query.split(' ').all(|word| all.contains(word)).then_some(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_come_before_texts_and_beginnings_first() {
        assert_eq!(rank("prompt", "Prompt worm", ""), Some(0));
        assert_eq!(rank("prompt", "Indirect prompt injection", ""), Some(1));
        assert_eq!(rank("prompt injection", "Indirect prompt injection", ""), Some(2));
        assert_eq!(rank("mail worm", "Prompt worm", "It travels by Mail."), Some(3));
        assert_eq!(rank("mail fraud", "Prompt worm", "It travels by mail."), None);
    }

    #[test]
    fn threats_controls_and_questions_are_found() {
        let rules = kubu_catalog::rules().unwrap();
        let kinds: Vec<_> = find(rules.catalog(), "tools").iter().map(|found| found.kind).collect();
        for kind in ["Threat", "Control", "Question"] {
            assert!(kinds.contains(&kind), "{kind}");
        }
        let found = find(rules.catalog(), "indirect");
        assert_eq!(found[0].id, "indirect-prompt-injection");
        assert!(found.is_sorted_by_key(|found| found.rank));
        assert_eq!(find(rules.catalog(), "  "), []);
    }
}
