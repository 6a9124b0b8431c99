//! Step 1: describe the system, and see the threats appear.

mod live;
mod next;
mod order;
mod question;

use kubu_core::{Answer, DerivedFact, Fact, FactKind, OptionId, Report, SortedSet, Verdict};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::{Link, LinkProps, link, link_as};
use crate::counted::counted;
use crate::document::{Edit, use_edit};
use crate::findings::use_findings;
use crate::piece::{keyed, piece};
use crate::route::{Page, Route, use_place};
use crate::rules::use_rules;
use crate::tag::text;
use live::Live;
use next::Next;
use order::order;

/// The entry of the address that stands for all questions; the id of a fact stands for them too, and leads to its own.
const ALL: &str = "all";

/// Questions, and beside them what their answers say.
#[component]
pub(crate) fn Describe() -> Html {
    let (rules, findings, edit, place) = (use_rules(), use_findings(), use_edit(), use_place());
    let heading = use_node_ref();
    let report = findings.report();
    // Where nothing can be answered, there is no next question.
    let entry = if place.host.edits || !place.route.entry.is_empty() { place.route.entry.as_str() } else { ALL };
    let description = &findings.assessment.description;
    let contradictions = report.inconsistencies.iter().filter_map(|inconsistency| {
        let derived = &inconsistency.derived;
        let answer = mended(rules.fact(&derived.fact)?, description.answers.get(&derived.fact), derived);
        let (edit, heading, fact) = (edit.clone(), heading.clone(), derived.fact.clone());
        let mend = Callback::from(move |_| {
            edit.emit(Edit::Answer(fact.clone(), answer.clone()));
            // The button goes with the contradiction.
            if let Some(heading) = heading.cast::<HtmlElement>() {
                let _ = heading.focus();
            }
        });
        let question = link(Route::to(Page::Describe, &derived.fact), "See the question");
        Some(html! { <li key={inconsistency.sentence.clone()}>{ both_sides(&inconsistency.sentence, mend, question) }</li> })
    });
    let way =
        |to: Route, current: bool, says: &str| piece::<Link>(LinkProps { to, class: "", current, holds: text(says) });
    html! {
        <>
            <div class="describe-head">
                <h1 ref={heading.clone()} tabindex="-1">{ "Describe the system" }</h1>
                <p class="counts">{ undetermined(report) }</p>
                <nav class="ways" aria-label="Ways to describe it">
                    if place.host.edits {
                        { way(Page::Describe.into(), entry.is_empty(), "Best question next") }
                    }
                    { way(Route::to(Page::Describe, ALL), !entry.is_empty(), "All questions in order") }
                    { link(Page::Map, "System map") }
                </nav>
            </div>
            <div class={if entry.is_empty() { "columns" } else { "columns in-order" }}>
                <div class="questions">
                    if !report.inconsistencies.is_empty() {
                        <section class="contradictions" aria-labelledby="contradictions">
                            <h2 id="contradictions">{ "Answers and map disagree" }</h2>
                            <ul>{ for contradictions }</ul>
                        </section>
                    }
                    if entry.is_empty() {
                        { keyed::<Next>("next", ()) }
                    } else {
                        { order(&rules, &findings, &edit, entry) }
                    }
                </div>
                { piece::<Live>(()) }
            </div>
        </>
    }
}

/// An answer that contradicts the map, and the ways to mend it.
fn both_sides(sentence: &str, mend: Callback<MouseEvent>, more: Html) -> Html {
    html! {
        <>
            <p>{ sentence.to_owned() }</p>
            <p class="actions">
                <button type="button" onclick={mend}>{ "Take the map’s word" }</button>
                { link_as("button", Page::Map, "Open the map") }
                { more }
            </p>
        </>
    }
}

/// What is still undetermined, and how many questions can settle it.
fn undetermined(report: &Report) -> String {
    let threats = report.threats.iter().filter(|finding| finding.verdict == Verdict::Undetermined).count();
    if threats == 0 {
        return "No threat is undetermined any more.".to_owned();
    }
    let (threats, questions) = (counted(threats, "threat"), counted(report.open.len(), "question"));
    [&threats, " undetermined; ", &questions, " can still settle what is open."].concat()
}

/// The answer that agrees with what the map shows; nothing if only the map can then speak.
fn mended(fact: &Fact, answer: Option<&Answer>, DerivedFact { option, holds, .. }: &DerivedFact) -> Option<Answer> {
    match (fact.kind, answer) {
        (FactKind::Choices, answer) => {
            let mut chosen = match answer {
                Some(Answer::Many(chosen)) => chosen.clone(),
                _ => SortedSet::<OptionId>::new(),
            };
            if *holds {
                chosen.insert(option.clone());
            } else {
                chosen.remove(option);
            }
            Some(Answer::Many(chosen))
        }
        _ if *holds => Some(Answer::One(option.clone())),
        (FactKind::YesNo, _) => {
            let other = (0..2).filter_map(|position| fact.option_id(position)).find(|other| other != option);
            other.map(Answer::One)
        }
        (FactKind::Choice, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mended_answer_agrees_with_the_map() {
        let rules = kubu_catalog::rules().unwrap();
        let fact = |id: &str| rules.fact(&id.parse().unwrap()).unwrap();
        let derived = |fact: &Fact, option: &str, holds| DerivedFact {
            fact: fact.id.clone(),
            option: option.parse().unwrap(),
            holds,
            path: Vec::new(),
        };
        let one = |option: &str| Some(Answer::One(option.parse().unwrap()));
        let many =
            |options: &[&str]| Some(Answer::Many(options.iter().map(|option| option.parse().unwrap()).collect()));
        let tools = fact("tools.use");
        assert_eq!(mended(tools, one("no").as_ref(), &derived(tools, "yes", true)), one("yes"));
        assert_eq!(mended(tools, one("yes").as_ref(), &derived(tools, "yes", false)), one("no"));
        let actions = fact("tools.actions");
        let before = many(&["read"]);
        assert_eq!(mended(actions, before.as_ref(), &derived(actions, "send", true)), many(&["read", "send"]));
        assert_eq!(mended(actions, before.as_ref(), &derived(actions, "read", false)), many(&[]));
    }
}
