//! The page: what is in hand, what follows from it, and what keeps it safe.

use std::rc::Rc;

use kubu_core::{Answer, Assessment, CatalogRef, FactId};
use yew::prelude::*;

use crate::components::{Controls, Masthead, Notice, NoticeView, Questions, Threats};
use crate::document::{Action, Document};
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
    let document = use_reducer_eq(|| Document {
        assessment: Rc::new(stored.as_ref().as_ref().ok().cloned().flatten().unwrap_or_default()),
        replaced: None,
    });
    let notice = use_state_eq(|| {
        let errors = stored.as_ref().as_ref().err()?;
        Some(Notice::refused("What was saved on this device could not be opened", errors.clone()))
    });

    let assessment = document.assessment.clone();
    let report = use_memo(assessment.clone(), |assessment| Rc::new(rules.report(&assessment.description)));

    // The first assessment is the stored one: only changes are written.
    let changed = use_mut_ref(|| assessment.clone());
    use_effect_with(assessment.clone(), {
        let (rules, notice) = (*rules, notice.clone());
        move |assessment| {
            if !Rc::ptr_eq(&changed.borrow(), assessment) {
                changed.replace(assessment.clone());
                if let Err(message) = storage::save(&stamped(assessment, &rules)) {
                    notice.set(Some(Notice::warning(message)));
                }
            }
        }
    });

    let dispatch = document.dispatcher();
    let on_answer = use_callback((), {
        let dispatch = dispatch.clone();
        move |(fact, answer): (FactId, Option<Answer>), ()| dispatch.dispatch(Action::Answer(fact, answer))
    });
    let on_rename = use_callback((), {
        let dispatch = dispatch.clone();
        move |title: String, ()| dispatch.dispatch(Action::Rename(title))
    });
    let on_save = use_callback(assessment.clone(), {
        let rules = *rules;
        move |(), assessment| files::save(&stamped(assessment, &rules))
    });
    let on_replace = use_callback((), {
        let (dispatch, notice, rules) = (dispatch.clone(), notice.clone(), *rules);
        move |text: Option<String>, ()| match text.map(|text| Assessment::open(&text, &rules)) {
            None => {
                dispatch.dispatch(Action::Replace(Rc::default()));
                notice.set(Some(Notice::replaced("You have begun a new assessment.", Vec::new())));
            }
            Some(Ok(opened)) => {
                dispatch.dispatch(Action::Replace(Rc::new(opened.assessment)));
                let message = match opened.migrated_from {
                    Some(_) => "The file is open. It is of an older version; saving brings it up to date.",
                    None => "The file is open.",
                };
                notice.set(Some(Notice::replaced(message, opened.warnings)));
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
    let on_restore = use_callback((), {
        let notice = notice.clone();
        move |(), ()| {
            dispatch.dispatch(Action::Restore);
            notice.set(None);
        }
    });

    html! {
        <>
            <a class="skip" href="#threats-heading">{ "Skip to the threats" }</a>
            <Masthead title={assessment.title.clone()} {on_rename} {on_save} {on_replace} />
            if let Some(notice) = (*notice).clone() {
                <NoticeView key="notice" {notice} {on_dismiss} {on_restore} />
            }
            <main key="main">
                <div class="intro">
                    <h1>{ "What can go wrong with the security of your AI system?" }</h1>
                    <p>
                        { "Answer what you know. Every answer shows at once which threats apply, why, and which controls of \
                           Singapore’s CSA guides answer them. Nothing that you enter leaves this browser." }
                    </p>
                </div>
                <div class="columns">
                    <Questions assessment={assessment.clone()} report={(*report).clone()} {on_answer} />
                    <div class="results">
                        <Threats assessment={assessment.clone()} report={(*report).clone()} />
                        <Controls report={(*report).clone()} />
                    </div>
                </div>
            </main>
            <Footer key="footer" />
        </>
    }
}

/// The assessment as it is saved: with the catalogue that it was made with.
fn stamped(assessment: &Assessment, rules: &SharedRules) -> Assessment {
    Assessment { catalog: Some(CatalogRef::from(rules.catalog())), ..assessment.clone() }
}

#[component]
fn Footer() -> Html {
    let rules = crate::rules::use_rules();
    let catalog = rules.catalog();
    html! {
        <footer>
            <p>
                { "Kubu is neither affiliated with nor endorsed by the Cyber Security Agency of Singapore (CSA). It cites the \
                   Guidelines on Securing AI Systems (October 2024) by item and the addendum Securing Agentic AI (v1.0, June 2026) \
                   by control; the wording is Kubu’s own. The guides are voluntary, and Kubu gives no proof of conformity." }
            </p>
            <p>{ format!("{} {}, ", catalog.title, catalog.version) }<code>{ &catalog.hash }</code></p>
        </footer>
    }
}
