//! The head and the foot of every page: what is in hand, the steps of the journey, and the way back.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::link::Link;
use crate::document::{Action, Document, Edit};
use crate::route::{Page, use_place};
use crate::rules::use_rules;

/// The steps of the journey, in order.
const STEPS: [Page; 5] = [Page::Describe, Page::Prioritise, Page::Treat, Page::Residual, Page::Report];

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct HeadProps {
    pub(crate) document: UseReducerHandle<Document>,
    pub(crate) on_save: Callback<()>,
    /// Leads past the head.
    pub(crate) on_skip: Callback<MouseEvent>,
}

/// Name, steps, undo, save.
#[component]
pub(crate) fn Head(HeadProps { document, on_save, on_skip }: &HeadProps) -> Html {
    let place = use_place();
    let act = |action: Action| {
        let dispatch = document.dispatcher();
        move |_: MouseEvent| dispatch.dispatch(action.clone())
    };
    let on_rename = {
        let dispatch = document.dispatcher();
        move |event: InputEvent| {
            let title = event.target_unchecked_into::<HtmlInputElement>().value();
            dispatch.dispatch(Action::Edit(Edit::Rename(title)));
        }
    };
    let steps = STEPS.iter().enumerate().map(|(position, page)| {
        let current = place.route.page == *page || (*page == Page::Describe && place.route.page == Page::Map);
        let number = if *page == Page::Report { String::new() } else { (position + 1).to_string() };
        html! {
            <li><Link to={*page} {current}><span class="number">{ number }</span>{ page.title() }</Link></li>
        }
    });
    let way = |label: &'static str, sign: &'static str, name: Option<&'static str>, action: Action| {
        let title = name.map_or_else(|| label.to_owned(), |name| format!("{label}: {name}"));
        html! {
            <button type="button" class="icon" title={title.clone()} aria-label={title} disabled={name.is_none()} onclick={act(action)}>{ sign }</button>
        }
    };
    html! {
        <header class="masthead">
            <a class="skip" href={place.route.to_string()} onclick={on_skip}>{ "Skip to the page’s content" }</a>
            <Link class="brand" to={Page::Home} current={place.route.page == Page::Home}>{ "Kubu" }</Link>
            if place.route.page != Page::Home {
                <label class="name">
                    <span>{ "System" }</span>
                    <input type="text" value={document.assessment.title.clone()} oninput={on_rename} placeholder="Name of the system" maxlength="200" />
                </label>
                <div class="actions">
                    { way("Undo", "↶", document.undo(), Action::Undo) }
                    { way("Redo", "↷", document.redo(), Action::Redo) }
                    <button type="button" class="primary" onclick={on_save.reform(|_| ())}>{ "Save" }</button>
                </div>
                <nav class="steps" aria-label="Steps"><ol>{ for steps }</ol></nav>
            }
        </header>
    }
}

/// What this is and is not.
#[component]
pub(crate) fn Foot() -> Html {
    let rules = use_rules();
    let catalog = rules.catalog();
    html! {
        <footer>
            <p>
                { format!("Catalogue {} {}. ", catalog.title, catalog.version) }
                { "Kubu is neither affiliated with nor endorsed by the Cyber Security Agency of Singapore (CSA). \
                   Guideline items and addendum controls are cited by number; all wording is Kubu’s own." }
            </p>
            <p>{ "The guides are voluntary. Kubu gives no score and no proof of conformity." }</p>
        </footer>
    }
}
