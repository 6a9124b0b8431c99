//! The head and the foot of every page: what is in hand, the steps of the journey, and the way back.

use kubu_core::Catalog;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::keys_list::keys_list;
use super::link::{Link, LinkProps};
use super::search::{Search, SearchProps};
use crate::app::reveal;
use crate::document::{Action, Document, Edit};
use crate::keys::{Wish, use_keys};
use crate::piece::{keyed, piece};
use crate::route::{Page, use_place};
use crate::tag::text;

/// The steps of the journey, in order.
const STEPS: [Page; 5] = [Page::Describe, Page::Prioritise, Page::Treat, Page::Residual, Page::Report];

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct HeadProps {
    pub(crate) document: UseReducerHandle<Document>,
    pub(crate) on_save: Callback<()>,
    /// Leads past the head.
    pub(crate) on_skip: Callback<MouseEvent>,
    /// Whether the last change is saved.
    pub(crate) status: Html,
}

/// Name, steps, search, undo, save.
#[component]
pub(crate) fn Head(HeadProps { document, on_save, on_skip, status }: &HeadProps) -> Html {
    let place = use_place();
    let dialog = use_state_eq(|| None::<Wish>);
    let opened = use_node_ref();
    let grant = use_callback((document.dispatcher(), on_save.clone()), {
        let dialog = dialog.setter();
        move |wish: Wish, (document, on_save)| match wish {
            Wish::Undo => document.dispatch(Action::Undo),
            Wish::Redo => document.dispatch(Action::Redo),
            Wish::Save => on_save.emit(()),
            Wish::Search | Wish::Keys => dialog.set(Some(wish)),
        }
    });
    // On a narrow screen not all steps are in view.
    let nav = use_node_ref();
    use_effect_with(place.route.page, {
        let nav = nav.clone();
        move |_| {
            let nav = nav.cast::<Element>();
            if let Some(step) = nav.and_then(|nav| nav.query_selector("[aria-current]").ok().flatten()) {
                reveal(&step);
            }
        }
    });
    use_keys(&place.host, grant.clone());
    let on_close = use_callback((), {
        let dialog = dialog.setter();
        move |(), ()| dialog.set(None)
    });
    let on_rename = {
        let dispatch = document.dispatcher();
        move |event: InputEvent| {
            let title = event.target_unchecked_into::<HtmlInputElement>().value();
            dispatch.dispatch(Action::Edit(Edit::Rename(title)));
        }
    };
    let shown = STEPS.iter().filter(|page| place.host.shows(**page));
    let is_one = shown.clone().count() < 2;
    let steps = shown.map(|page| {
        let current = place.route.page == *page || (*page == Page::Describe && place.route.page == Page::Map);
        let position = STEPS.iter().position(|step| step == page).unwrap_or_default();
        let number = if *page == Page::Report { String::new() } else { (position + 1).to_string() };
        html! {
            <li>{ piece::<Link>(LinkProps { to: (*page).into(), class: "", current, holds: html! { <><span class="number">{ number }</span>{ page.title() }</> } }) }</li>
        }
    });
    let button = |wish: Wish, label: AttrValue, disabled: bool, drawing: &'static str| {
        html! {
            <button type="button" class="icon" title={label.clone()} aria-label={label} {disabled} onclick={grant.reform(move |_| wish)}>
                <svg viewBox="0 0 20 20" aria-hidden="true"><path d={drawing} /></svg>
            </button>
        }
    };
    let way = |wish: Wish, label: &'static str, name: Option<&'static str>, drawing: &'static str| {
        let title = name.map_or_else(|| label.to_owned(), |name| [label, ": ", name].concat());
        button(wish, title.into(), name.is_none(), drawing)
    };
    let within = place.route.page != Page::Home;
    html! {
        <header class="masthead" part="head">
            <a class="skip" href={place.route.to_string()} onclick={on_skip}>{ "Skip to the page’s content" }</a>
            { piece::<Link>(LinkProps { to: Page::Home.into(), class: "brand", current: !within, holds: text("Kubu") }) }
            if within {
                <label class="name">
                    <span>{ "System" }</span>
                    <input type="text" value={document.assessment.title.clone()} oninput={on_rename} placeholder="Name of the system" maxlength="200" />
                </label>
            }
            <div class="actions">
                if within {
                    <span class="status">{ status.clone() }<span class="turned" role="status">{ document.turned.clone() }</span></span>
                    { way(Wish::Undo, "Undo", document.undo(), "M8 4 4 8l4 4M4 8h8a4 4 0 0 1 0 8H8") }
                    { way(Wish::Redo, "Redo", document.redo(), "m12 4 4 4-4 4M16 8H8a4 4 0 0 0 0 8h4") }
                }
                { button(Wish::Search, "Search (/)".into(), false, "M13 8.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0ZM12 12l5 5") }
                { button(Wish::Keys, "Appearance and keys (?)".into(), false, "M3 6h14M3 14h14M7 4v4M13 12v4") }
                if within {
                    <button type="button" class="primary" onclick={grant.reform(|_| Wish::Save)}>{ "Save file" }</button>
                }
            </div>
            if within && !is_one {
                <nav ref={nav} class="steps" aria-label="Steps"><ol>{ for steps }</ol></nav>
            }
            { match *dialog {
                Some(Wish::Search) => keyed::<Search>("search", SearchProps { node: opened, on_close }),
                Some(Wish::Keys) => keys_list(&place.host.script, &opened, &on_close),
                _ => Html::default(),
            } }
        </header>
    }
}

/// What this is and is not.
pub(crate) fn foot(catalog: &Catalog) -> Html {
    html! {
        <footer key="foot" part="foot">
            <p>
                { [&catalog.title, " ", &catalog.version, ". "].concat() }
                { "Kubu is neither affiliated with nor endorsed by the Cyber Security Agency of Singapore (CSA). \
                   Guideline items and addendum controls are cited by number; all wording is Kubu’s own." }
            </p>
            <p>{ "The guides are voluntary. Kubu gives no score and no proof of conformity." }</p>
        </footer>
    }
}
