//! The questions, in groups, those that arise.

use std::rc::Rc;

use kubu_core::{
    Answer, AnswerOption, Assessment, Description, Fact, FactId, FactKind, OptionId, Report, Rules, SortedSet, Verdict,
};
use yew::prelude::*;

use crate::components::Link;
use crate::document::Edit;
use crate::markdown::Markdown;
use crate::route::{Page, Route};
use crate::rules::use_rules;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct QuestionsProps {
    pub(crate) assessment: Rc<Assessment>,
    pub(crate) report: Rc<Report>,
    pub(crate) edit: Callback<Edit>,
}

/// The questionnaire.
#[component]
pub(crate) fn Questions(QuestionsProps { assessment, report, edit }: &QuestionsProps) -> Html {
    let rules = use_rules();
    let description = &assessment.description;
    let groups = rules.catalog().groups.iter().map(|group| {
        let facts =
            rules.catalog().facts.iter().filter(|fact| fact.group == group.id && arises(&rules, fact, description));
        html! {
            <section key={group.id.as_str()} class="group">
                <h3>{ &group.title }</h3>
                { for facts.map(|fact| html! {
                    <Question
                        key={fact.id.as_str()}
                        id={fact.id.clone()}
                        answer={description.answers.get(&fact.id).cloned()}
                        inventory={from_inventory(report, fact)}
                        {edit}
                    />
                }) }
            </section>
        }
    });
    let remaining = match report.open.len() {
        0 => "No open question can change a threat any more.".to_owned(),
        1 => "1 open question can still settle a threat.".to_owned(),
        n => format!("{n} open questions can still settle threats."),
    };
    html! {
        <section class="questions" aria-labelledby="questions-heading">
            <h2 id="questions-heading">{ "Describe the system" }</h2>
            <p class="counts" role="status">{ remaining }</p>
            if let Some(next) = rules.questions(description).first().filter(|next| !next.waits && !next.seen).and_then(|next| rules.fact(&next.fact)) {
                <p class="next">{ "Settles most next: " }<Link to={Route::to(Page::Describe, &next.id)}>{ &next.question }</Link></p>
            }
            { for groups }
        </section>
    }
}

/// A question is shown if it arises, or if nobody knows whether it does after all it depends on was seen.
fn arises(rules: &Rules, fact: &Fact, description: &Description) -> bool {
    match rules.asked(&fact.id, description) {
        Verdict::Applies => true,
        Verdict::Undetermined => {
            rules.waits_for(&fact.id, description).iter().all(|id| description.answers.contains_key(id))
        }
        Verdict::DoesNotApply => false,
    }
}

/// What the components and flows say to the question, and where an answer contradicts them.
fn from_inventory(report: &Report, fact: &Fact) -> AttrValue {
    let options = report.derived.iter().filter(|derived| derived.fact == fact.id && derived.holds);
    let options: Vec<&str> = options.map(|derived| fact.option_label(&derived.option)).collect();
    let contradictions = report.inconsistencies.iter().filter(|inconsistency| inconsistency.derived.fact == fact.id);
    let mut sentences: Vec<String> = contradictions.map(|inconsistency| inconsistency.sentence.clone()).collect();
    if sentences.is_empty() && !options.is_empty() {
        sentences.push(format!("From the components and flows: {}.", options.join("; ")));
    }
    sentences.join(" ").into()
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct QuestionProps {
    id: FactId,
    answer: Option<Answer>,
    /// What the components and flows say; empty if nothing.
    inventory: AttrValue,
    edit: Callback<Edit>,
}

#[component]
fn Question(QuestionProps { id, answer, inventory, edit }: &QuestionProps) -> Html {
    let rules = use_rules();
    let Some(fact) = rules.fact(id) else { return Html::default() };
    let give = |answer: Option<Answer>| {
        let (id, edit) = (id.clone(), edit.clone());
        Callback::from(move |_: Event| edit.emit(Edit::Answer(id.clone(), answer.clone())))
    };
    let name = format!("fact-{id}");
    let entry = |kind: &'static str, label: &str, checked: bool, answer: Option<Answer>| {
        html! {
            <label class="option" key={label.to_owned()}>
                <input type={kind} name={name.clone()} {checked} onchange={give(answer)} />
                <span>{ label.to_owned() }</span>
            </label>
        }
    };
    let options = options(fact).into_iter().map(|(option, label)| match (fact.kind, answer) {
        (FactKind::Choices, Some(Answer::Many(chosen))) => {
            entry("checkbox", &label, chosen.contains(&option), toggled(chosen, &option))
        }
        (FactKind::Choices, _) => entry("checkbox", &label, false, Some(Answer::Many([option].into()))),
        (FactKind::Choice | FactKind::YesNo, _) => {
            let this = Some(Answer::One(option));
            entry("radio", &label, *answer == this, this)
        }
    });
    let none = Some(Answer::Many(SortedSet::new()));
    let exclusive = if fact.kind == FactKind::Choices { "checkbox" } else { "radio" };
    let dont_know = *answer == Some(Answer::DontKnow);
    let clear = {
        let (id, edit) = (id.clone(), edit.clone());
        move |_: MouseEvent| edit.emit(Edit::Answer(id.clone(), None))
    };
    html! {
        <fieldset class="question" id={format!("question-{id}")} aria-describedby={format!("help-{id}")}>
            <legend>{ &fact.question }</legend>
            <div class="help" id={format!("help-{id}")}>
                <Markdown text={fact.help.clone()} />
                if !fact.example.is_empty() { <Markdown text={format!("For example: {}", fact.example)} /> }
            </div>
            <p class="inventory">{ inventory }</p>
            { for options }
            if fact.kind == FactKind::Choices {
                { entry("checkbox", "None of these", *answer == none, if *answer == none { None } else { none.clone() }) }
            }
            { entry(exclusive, "I don’t know yet", dont_know, if dont_know { None } else { Some(Answer::DontKnow) }) }
            <button type="button" class="quiet" onclick={clear} disabled={answer.is_none()} aria-label={format!("Clear the answer to: {}", fact.question)}>{ "Clear" }</button>
        </fieldset>
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
