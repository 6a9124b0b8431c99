//! The app: what is in hand, what follows from it, and which page shows it.

use kubu_core::Diagnostic;
use web_sys::{Element, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use crate::components::{Head, HeadProps, Notice, foot, notice};
use crate::document::{Action, Edit};
use crate::files;
use crate::findings::Findings;
use crate::kept::Kept;
use crate::later::use_later;
use crate::packs::{self, Packs};
use crate::pages;
use crate::piece::piece;
use crate::route::{Page, Place, use_address};
use crate::rules::SharedRules;
use crate::storage::{self, First, use_storage};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AppProps {
    pub(crate) first: First,
}

/// The whole app.
#[component]
pub(crate) fn App(AppProps { first }: &AppProps) -> Html {
    let begun = use_memo((), |()| Packs::begin(&first.packs));
    use_effect_with((), {
        let (script, begun) = (first.host.script.clone(), begun.clone());
        move |()| {
            for Diagnostic { code, message, at, help, .. } in begun.iter().flat_map(|(_, refused)| refused) {
                script.refuse(code, message, at, help);
            }
            script.ready();
        }
    });
    let packs = use_state_eq(|| None::<Packs>);
    let on_packs = use_callback((), {
        let packs = packs.clone();
        move |more: Packs, ()| packs.set(Some(more))
    });
    match &*begun {
        Ok((before, refused)) => {
            let packs = packs.as_ref().unwrap_or(before).clone();
            let (first, refused) = (first.clone(), refused.clone());
            html! {
                <ContextProvider<SharedRules> context={packs.rules}>
                    { piece::<Workplace>(WorkplaceProps { packs, on_packs, first, refused }) }
                </ContextProvider<SharedRules>>
            }
        }
        Err(errors) => html! {
            <main>{ notice::view("broken", &Notice::refused("This build of Kubu has a broken catalogue", errors.clone()), None) }</main>
        },
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct WorkplaceProps {
    packs: Packs,
    on_packs: Callback<Packs>,
    first: First,
    /// Why packs that were kept could not be added.
    refused: Vec<Diagnostic>,
}

#[component]
fn Workplace(WorkplaceProps { packs, on_packs, first, refused }: &WorkplaceProps) -> Html {
    let rules = packs.rules;
    let begun = use_memo((), |()| storage::begin(first, rules));
    let document = use_reducer_eq(|| begun.0.clone());
    let told = use_state_eq(|| {
        let refused = (!refused.is_empty()).then(|| Notice::refused(packs::REFUSED, refused.clone()));
        begun.2.clone().or(refused)
    });
    let place = use_address(&first.host);
    let main = use_node_ref();
    let later = use_later(&first.host, &main);
    // Another assessment has other threats and controls.
    let looks = use_memo(document.id.clone(), |_| (Kept::default(), Kept::default()));

    let findings =
        use_memo((rules, document.assessment.clone()), |(rules, assessment)| Findings::new(*rules, assessment.clone()));
    let storage = use_storage(first, (packs, on_packs), (begun.1, &told), &document, &findings, &place);
    use_arrival(&place, &main);

    let edit = use_callback((), {
        let dispatch = document.dispatcher();
        let edits = first.host.edits;
        move |edit: Edit, ()| {
            if edits {
                dispatch.dispatch(Action::Edit(edit));
            }
        }
    });
    let on_leave = use_callback(document.is_typed_in(), {
        let dispatch = document.dispatcher();
        move |_: FocusEvent, typed_in| {
            if *typed_in {
                dispatch.dispatch(Action::Leave);
            }
        }
    });
    let on_save = use_callback((*findings).clone(), {
        let script = first.host.script.clone();
        move |(), findings| {
            files::save(&findings.stamped(), &script);
            script.store().exported();
        }
    });
    let on_dismiss = use_callback((), {
        let (told, main) = (told.clone(), main.clone());
        move |(), ()| {
            told.set(None);
            focus(&main);
        }
    });
    // Where one goes on working, one has seen it.
    let goes_on = document.undo().is_some() || !matches!(place.route.page, Page::Home | Page::Describe);
    use_effect_with(goes_on, {
        let told = told.clone();
        move |goes_on| {
            if *goes_on && told.as_ref().is_some_and(Notice::is_passing) {
                told.set(None);
            }
        }
    });
    let on_skip = use_callback(main.clone(), |event: MouseEvent, main| {
        event.prevent_default();
        focus(main);
    });

    html! {
        <ContextProvider<Place> context={place.clone()}>
        <ContextProvider<Callback<Edit>> context={edit}>
        <ContextProvider<Findings> context={(*findings).clone()}>
            { piece::<Head>(HeadProps { document: document.clone(), on_skip, on_save: on_save.clone(), status: storage.status() }) }
            <div key="notices" class="notices">
                { storage.trouble(&document.id, &main) }
                if let Some(told) = &*told {
                    { notice::view("notice", told, Some(&on_dismiss)) }
                }
            </div>
            // A page has one `main`, and somebody else's may have its own.
            <@{if first.host.is_foreign { "div" } else { "main" }} key="main" class="main" part="main" ref={main} tabindex="-1" onfocusout={on_leave}>
                { match place.route.page {
                    page if page.is_later() && !later.is_there() => later.wait(page),
                    Page::Home => piece::<pages::Home>(pages::HomeProps { entries: storage.library.entries.clone(), saved: storage.library.saved, wish: storage.wish.clone() }),
                    Page::Describe => piece::<pages::Describe>(()),
                    Page::Map => piece::<pages::Map>(()),
                    Page::Prioritise => piece::<pages::Prioritise>(pages::PrioritiseProps { kept: looks.0.clone() }),
                    Page::Treat => piece::<pages::Treat>(pages::TreatProps { kept: looks.1.clone() }),
                    Page::Residual => piece::<pages::Residual>(()),
                    Page::Report => piece::<pages::Report>(pages::ReportProps { on_save }),
                } }
            </@>
            { foot(rules.catalog()) }
        </ContextProvider<Findings>>
        </ContextProvider<Callback<Edit>>>
        </ContextProvider<Place>>
    }
}

/// On another page, reading begins at its top, or at the entry that is meant.
#[hook]
fn use_arrival(place: &Place, main: &NodeRef) {
    let before = use_mut_ref(|| place.route.page);
    let (main, script) = (main.clone(), place.host.script.clone());
    let entry = !place.route.entry.is_empty();
    use_effect_with(place.route.page, move |page| {
        let title = if *page == Page::Home { "Kubu: security self-assessment for AI systems" } else { page.title() };
        let anew = before.replace(*page) != *page && !entry;
        if anew {
            // Before it comes into view: a focused element does so below the head of the page.
            focus(&main);
        }
        script.arrive(title, anew);
    });
}

/// Without scrolling there.
pub(crate) fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Scrolls as little as it takes to see an element.
pub(crate) fn reveal(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
