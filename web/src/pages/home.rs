//! Where one begins, or goes on.

mod keeping;
mod packs;
mod shelf;

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use self::keeping::{Keeping, KeepingProps};
use self::packs::packs;
use self::shelf::{Shelf, ShelfProps};
use crate::components::{disclosure, form, link};
use crate::examples;
use crate::findings::use_findings;
use crate::piece::piece;
use crate::route::{Page, use_place};
use crate::rules::use_rules;
use crate::storage::{Entry, Saved, Wish};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct HomeProps {
    /// What is kept on this device.
    pub(crate) entries: Rc<[Entry]>,
    /// Where the assessment in hand is.
    pub(crate) saved: Saved,
    /// The way to ask for more.
    pub(crate) wish: Callback<Wish>,
}

/// The steps, and what one does there.
const WAY: [(&str, &str); 5] = [
    ("1 Describe", "Answer plain questions, as far as you can."),
    ("2 Prioritise", "See the threats, their reasons and their risks."),
    ("3 Treat", "Choose the controls that take most away."),
    ("4 Residual", "Decide about what remains."),
    ("Report", "Hand it over: risks, controls, evidence."),
];

/// New, open, go on; examples; what is kept.
#[component]
pub(crate) fn Home(HomeProps { entries, saved, wish }: &HomeProps) -> Html {
    let picker = use_node_ref();
    use_effect_with((), {
        let wish = wish.clone();
        move |()| wish.emit(Wish::List)
    });
    let on_pick = {
        let picker = picker.clone();
        move |_| {
            if let Some(picker) = picker.cast::<HtmlElement>() {
                picker.click();
            }
        }
    };
    let paste = use_callback(wish.clone(), |(), wish| piece::<Paste>(PasteProps { wish: wish.clone() }));
    let (in_hand, host) = (use_findings().assessment.clone(), use_place().host);
    let keeps = host.keeps;
    let sees = if host.is_foreign {
        "The page around this one sees what you enter; Kubu sends it nowhere."
    } else {
        "Nothing that you enter leaves this browser."
    };
    let rules = use_rules();
    let ask = |what: Wish| wish.reform(move |_: MouseEvent| what.clone());
    html! {
        <div class="home">
            <section class="hero">
                <h1>{ "What can go wrong with the security of your AI system?" }</h1>
                <p class="lead">
                    { "Answer what you know about it. Kubu shows at once which threats apply, why, and which controls of \
                       Singapore’s CSA guides answer them." }
                </p>
                <p class="actions">
                    <button type="button" class="primary" onclick={ask(Wish::New)}>{ "Begin a new assessment" }</button>
                    <button type="button" onclick={on_pick}>{ "Open a file …" }</button>
                    if in_hand.description != Default::default() && !saved.is_safe() {
                        { link(Page::Describe, "Go on with what is in hand") }
                    }
                </p>
                <input ref={picker} type="file" accept=".json,.html,application/json,text/html" hidden=true aria-label="Assessment file" />
                <p class="soft">{ "You can also drop a file on this page: an assessment, or a pack of your organisation, which adds its own questions, \
                       threats and controls. " }{ sees }</p>
                { disclosure("Paste the text of a file", paste) }
                <ol class="way">
                    { for WAY.iter().map(|(step, line)| html! { <li><strong>{ *step }</strong>{ *line }</li> }) }
                </ol>
            </section>
            if keeps {
                { piece::<Shelf>(ShelfProps { entries: entries.clone(), keeps: *saved != Saved::Off, wish: wish.clone() }) }
            }
            <section aria-labelledby="examples">
                <h2 id="examples">{ "Begin with an example" }</h2>
                <p class="soft">{ "Complete assessments of systems that you may know. Look around, or make one your own." }</p>
                <ul class="examples">
                    { for examples::ALL.iter().enumerate().map(|(position, example)| html! {
                        <li>
                            <button type="button" onclick={ask(Wish::Example(position))}>
                                <strong>{ example.title }</strong>
                                <span>{ example.line }</span>
                            </button>
                        </li>
                    }) }
                </ul>
            </section>
            { packs(rules, wish) }
            if keeps {
                { piece::<Keeping>(KeepingProps { count: entries.len(), keeps: *saved != Saved::Off, wish: wish.clone() }) }
            }
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct PasteProps {
    wish: Callback<Wish>,
}

/// Takes a text; Ctrl+V anywhere on the page does the same.
#[component]
fn Paste(PasteProps { wish }: &PasteProps) -> Html {
    let text = use_state_eq(String::new);
    let give = {
        let text = text.clone();
        Callback::from(move |given| text.set(given))
    };
    let onclick = {
        let text = text.clone();
        wish.reform(move |_| Wish::Text(String::clone(&text)))
    };
    html! {
        <div class="paste">
            { form::area("Text of an assessment", &text, &give) }
            <button type="button" {onclick} disabled={text.is_empty()}>{ "Open the text" }</button>
        </div>
    }
}
