//! The app: what is in hand, what follows from it, and which page shows it.

use std::rc::Rc;

use kubu_core::Assessment;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::{Foot, Head, Notice, NoticeView};
use crate::document::{Action, Document, Edit};
use crate::findings::Findings;
use crate::keys::use_keys;
use crate::pages;
use crate::route::{Page, Place, use_address};
use crate::rules::SharedRules;
use crate::{files, storage};

/// The whole app.
#[component]
pub(crate) fn App() -> Html {
    let rules = use_memo((), |()| SharedRules::load());
    use_effect_with((), |()| {
        let _ = gloo::utils::document_element().set_attribute("data-kubu", "ready");
    });
    match &*rules {
        Ok(rules) => html! {
            <ContextProvider<SharedRules> context={*rules}>
                <Workplace rules={*rules} />
            </ContextProvider<SharedRules>>
        },
        Err(errors) => html! {
            <main><NoticeView notice={Notice::refused("This build of Kubu has a broken catalogue", errors.clone())} /></main>
        },
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct WorkplaceProps {
    rules: SharedRules,
}

#[component]
fn Workplace(WorkplaceProps { rules }: &WorkplaceProps) -> Html {
    let stored = use_memo((), |()| storage::load(rules));
    let document = use_reducer_eq(|| {
        let assessment = stored.as_ref().as_ref().ok().cloned().flatten().unwrap_or_default();
        Document::new(String::new(), Rc::new(assessment))
    });
    let notice = use_state_eq(|| {
        let errors = stored.as_ref().as_ref().err()?;
        Some(Notice::refused("What was saved on this device could not be opened", errors.clone()))
    });
    let place = use_address();
    let main = use_node_ref();

    let assessment = document.assessment.clone();
    let findings = use_memo(assessment.clone(), |assessment| Findings::new(*rules, assessment.clone()));

    // The first assessment is the stored one: only changes are written.
    let changed = use_mut_ref(|| assessment.clone());
    use_effect_with((*findings).clone(), {
        let notice = notice.clone();
        move |findings| {
            if !Rc::ptr_eq(&changed.borrow(), &findings.assessment) {
                changed.replace(findings.assessment.clone());
                if let Err(message) = storage::save(&findings.stamped()) {
                    notice.set(Some(Notice::warning(message)));
                }
            }
        }
    });
    use_arrival(&place, &main);

    let dispatch = document.dispatcher();
    let edit = use_callback((), {
        let dispatch = dispatch.clone();
        move |edit: Edit, ()| dispatch.dispatch(Action::Edit(edit))
    });
    let on_save = use_callback((*findings).clone(), |(), findings| files::save(&findings.stamped()));
    use_keys(document.dispatcher(), on_save.clone());
    let on_open = use_callback((), {
        let (dispatch, notice, rules, go) = (dispatch.clone(), notice.clone(), *rules, place.go.clone());
        move |text: Option<String>, ()| match text.map(|text| Assessment::open(&text, &rules)) {
            None => {
                dispatch.dispatch(Action::Open(String::new(), Rc::default()));
                go.emit(Page::Describe.into());
            }
            Some(Ok(opened)) => {
                dispatch.dispatch(Action::Open(String::new(), Rc::new(opened.assessment)));
                go.emit(Page::Describe.into());
                let message = match opened.migrated_from {
                    Some(_) => "The file is open. It is of an older version; saving brings it up to date.",
                    None => "The file is open.",
                };
                notice.set(Some(Notice::told(message, opened.warnings)));
            }
            Some(Err(errors)) => {
                notice.set(Some(Notice::refused("The file was not opened. Your assessment is as it was", errors)));
            }
        }
    });
    let on_dismiss = use_callback((), {
        let notice = notice.clone();
        move |(), ()| notice.set(None)
    });
    let on_skip = use_callback(main.clone(), |event: MouseEvent, main| {
        event.prevent_default();
        focus(main);
    });

    html! {
        <ContextProvider<Place> context={place.clone()}>
        <ContextProvider<Callback<Edit>> context={edit}>
        <ContextProvider<Findings> context={(*findings).clone()}>
            <Head {document} {on_skip} on_save={on_save.clone()} />
            if let Some(notice) = (*notice).clone() {
                <NoticeView key="notice" {notice} {on_dismiss} />
            }
            <main key="main" ref={main} tabindex="-1">
                { match place.route.page {
                    Page::Home => html! { <pages::Home {on_open} /> },
                    Page::Describe => html! { <pages::Describe /> },
                    Page::Map => html! { <pages::Map /> },
                    Page::Prioritise => html! { <pages::Prioritise /> },
                    Page::Treat => html! { <pages::Treat /> },
                    Page::Residual => html! { <pages::Residual /> },
                    Page::Report => html! { <pages::Report {on_save} /> },
                } }
            </main>
            <Foot key="foot" />
        </ContextProvider<Findings>>
        </ContextProvider<Callback<Edit>>>
        </ContextProvider<Place>>
    }
}

/// On another page, reading begins at its top, or at the entry that is meant.
#[hook]
fn use_arrival(place: &Place, main: &NodeRef) {
    let before = use_mut_ref(|| place.route.page);
    let main = main.clone();
    let entry = !place.route.entry.is_empty();
    use_effect_with(place.route.page, move |page| {
        let title = if *page == Page::Home { "Kubu: security self-assessment for AI systems" } else { page.title() };
        gloo::utils::document().set_title(title);
        if before.replace(*page) != *page && !entry {
            // In this order: a focused element comes into view below the head of the page.
            focus(&main);
            gloo::utils::window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
}

fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let _ = element.focus();
    }
}
