//! One question with its options.

use kubu_core::{Answer, AnswerOption, Fact, FactId, FactKind, OptionId, Report, SortedSet};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::both_sides;
use crate::document::Edit;
use crate::markdown;
use crate::packs::{notes, owner};
use crate::rules::use_rules;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct QuestionProps {
    pub(crate) id: FactId,
    pub(crate) answer: Option<Answer>,
    /// What the components and flows say, or why it need not be answered; empty if nothing.
    pub(crate) note: AttrValue,
    /// If the note says that the answer contradicts the map: the answer that would not.
    pub(crate) mended: Option<Option<Answer>>,
    /// Whether its answer changes nothing any more.
    pub(crate) idle: bool,
    /// Whether the user was led here, and it takes the focus.
    pub(crate) target: bool,
    /// Whether it then comes to the top of the window.
    pub(crate) scroll: bool,
    pub(crate) edit: Callback<Edit>,
}

/// The question.
#[component]
pub(crate) fn Question(props: &QuestionProps) -> Html {
    let QuestionProps { id, answer, note, mended, idle, target, scroll, edit } = props;
    let rules = use_rules();
    let node = use_node_ref();
    use_effect_with(*target, {
        let (node, scroll) = (node.clone(), *scroll);
        move |target| {
            if let Some(node) = node.cast::<HtmlElement>().filter(|_| *target) {
                if scroll {
                    node.scroll_into_view();
                }
                let _ = node.focus();
            }
        }
    });
    let Some(fact) = rules.fact(id) else { return Html::default() };
    let name = ["fact-", id.as_str()].concat();
    let help = ["help-", id.as_str()].concat();
    let entry = |kind: &'static str, label: &str, checked: bool, given: Option<Answer>| {
        let (id, edit) = (id.clone(), edit.clone());
        let onchange = move |_: Event| edit.emit(Edit::Answer(id.clone(), given.clone()));
        html! {
            <label class="option">
                <input type={kind} name={name.clone()} {checked} {onchange} />
                <span>{ label.to_owned() }</span>
            </label>
        }
    };
    let choices = fact.kind == FactKind::Choices;
    let kind = if choices { "checkbox" } else { "radio" };
    let options = options(fact).into_iter().map(|(option, label)| match answer {
        Some(Answer::Many(chosen)) if choices => {
            entry(kind, &label, chosen.contains(&option), toggled(chosen, &option))
        }
        _ if choices => entry(kind, &label, false, Some(Answer::Many([option].into()))),
        _ => {
            let this = Some(Answer::One(option));
            entry(kind, &label, *answer == this, this)
        }
    });
    // A box that is ticked is emptied by the same click; a radio button is not.
    let exclusive = |label: &str, this: Answer| {
        let checked = answer.as_ref() == Some(&this);
        entry(kind, label, checked, (!checked).then_some(this))
    };
    // The button goes with what it changes.
    let give = |answer: Option<Answer>| {
        let (id, edit, node) = (id.clone(), edit.clone(), node.clone());
        Callback::from(move |_: MouseEvent| {
            edit.emit(Edit::Answer(id.clone(), answer.clone()));
            if let Some(node) = node.cast::<HtmlElement>() {
                let _ = node.focus();
            }
        })
    };
    html! {
        <fieldset ref={node.clone()} class={if *idle { "question idle" } else { "question" }} tabindex="-1" aria-describedby={help.clone()}>
            <legend>{ &fact.question }</legend>
            { owner(&rules, id.as_str()) }
            <div class="help" id={help}>
                { markdown::render(&fact.help) }
                if !fact.example.is_empty() { { markdown::render(&["For example: ", &fact.example].concat()) } }
                { notes(&rules, id.as_str()) }
            </div>
            if let Some(mended) = mended {
                <div class="contradictions">{ both_sides(note, give(mended.clone()), Html::default()) }</div>
            } else if !note.is_empty() {
                <p class="inventory">{ note }</p>
            }
            { for options }
            if choices { { exclusive("None of these", Answer::Many(SortedSet::new())) } }
            { exclusive("I don’t know yet", Answer::DontKnow) }
            if answer.is_some() && !choices {
                <button type="button" class="quiet" onclick={give(None)} aria-label={["Clear the answer to: ", &fact.question].concat()}>{ "Clear" }</button>
            }
        </fieldset>
    }
}

/// What the components and flows say to the question.
pub(super) fn from_map(report: &Report, fact: &Fact) -> String {
    let options = report.derived.iter().filter(|derived| derived.fact == fact.id && derived.holds);
    let options: Vec<&str> = options.map(|derived| fact.option_label(&derived.option)).collect();
    if options.is_empty() {
        String::new()
    } else {
        ["From the components and flows: ", &options.join("; "), "."].concat()
    }
}

/// The options with their labels, in the order shown.
fn options(fact: &Fact) -> Vec<(OptionId, String)> {
    let labelled = |id: OptionId| {
        let label = fact.option_label(&id).to_owned();
        (id, label)
    };
    match fact.kind {
        FactKind::YesNo => (0..fact.option_count()).filter_map(|i| fact.option_id(i)).map(labelled).collect(),
        FactKind::Choice | FactKind::Choices => {
            fact.options.iter().map(|AnswerOption { id, .. }| labelled(id.clone())).collect()
        }
    }
}

/// The answer with one option more or less. Without any it is open again: "none" is an answer of its own.
fn toggled(chosen: &SortedSet<OptionId>, option: &OptionId) -> Option<Answer> {
    let mut chosen = chosen.clone();
    if !chosen.remove(option) {
        chosen.insert(option.clone());
    }
    (!chosen.is_empty()).then_some(Answer::Many(chosen))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taking_the_last_option_away_opens_the_question() {
        let option: OptionId = "web".parse().unwrap();
        let chosen = SortedSet::from([option.clone()]);
        assert_eq!(toggled(&chosen, &option), None);
        assert_eq!(toggled(&SortedSet::new(), &option), Some(Answer::Many(chosen)));
    }
}
