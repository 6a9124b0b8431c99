//! What follows from the map: derived facts with the way they came about, and where an answer says otherwise.

use kubu_core::{
    Answer, Answers, ComponentId, DerivedFact, Description, Fact, FactKind, Inconsistency, OptionId, Pattern, Rules,
};
use yew::prelude::*;

use super::kinds;
use crate::document::Edit;
use crate::findings::Findings;

/// A derived fact that can be shown on the map.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// Tells it from the others.
    pub(super) key: String,
    /// Whether it is the way of untrusted content to where it does harm.
    pub(super) taint: bool,
    pub(super) sentence: String,
    pub(super) path: Vec<ComponentId>,
}

/// What follows, the ways of untrusted content first.
pub(super) fn shown(rules: &Rules, findings: &Findings) -> Vec<Shown> {
    let description = &findings.assessment.description;
    let derived = findings.report().derived.iter().filter(|derived| derived.holds && !derived.path.is_empty());
    let all: Vec<Shown> = derived
        .filter_map(|derived| {
            let fact = rules.fact(&derived.fact)?;
            let taint = is_taint(fact, &derived.option);
            let sentence =
                if taint { taint_sentence(description, &derived.path) } else { sentence(description, fact, derived) };
            Some(Shown { key: key(derived), taint, sentence, path: derived.path.clone() })
        })
        .collect();
    let (mut first, then): (Vec<Shown>, Vec<Shown>) = all.into_iter().partition(|shown| shown.taint);
    first.extend(then);
    first
}

fn key(derived: &DerivedFact) -> String {
    [derived.fact.as_str(), " ", derived.option.as_str()].concat()
}

fn is_taint(fact: &Fact, option: &OptionId) -> bool {
    let taint = |pattern: &Pattern| matches!(pattern, Pattern::TaintedAction | Pattern::TaintedExit);
    fact.derived.iter().any(|derivation| derivation.option == *option && taint(&derivation.from))
}

/// The names of components, each in quotation marks.
fn names(description: &Description, path: &[ComponentId], between: &str) -> String {
    let names: Vec<String> = path
        .iter()
        .map(|id| ["‘", description.components.get(id).map_or(id.as_str(), |component| &component.name), "’"].concat())
        .collect();
    names.join(between)
}

fn taint_sentence(description: &Description, path: &[ComponentId]) -> String {
    let [from, through @ .., to] = path else { return String::new() };
    let leaves = description.components.get(to).is_some_and(|component| kinds::outside(description, component));
    let mut text = ["Untrusted content from ", &names(description, std::slice::from_ref(from), "")].concat();
    text += if leaves { " can send data out to " } else { " reaches " };
    if from == to {
        text += "where it came from";
    } else {
        text += &names(description, std::slice::from_ref(to), "");
    }
    if !through.is_empty() {
        text += " through ";
        text += &names(description, through, ", ");
    }
    text + ", and nothing checks it on the way."
}

fn sentence(description: &Description, fact: &Fact, derived: &DerivedFact) -> String {
    let phrase = fact.options.iter().find(|option| option.id == derived.option).map_or("", |option| &option.phrase);
    let clause = fact.says.replace("{}", phrase);
    let mut letters = clause.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase()).into_iter();
    let mut text: String = first.chain(letters).collect();
    text += ": ";
    text + &names(description, &derived.path, " → ")
}

/// The answer that says what the map shows.
fn mended(fact: &Fact, answers: &Answers, derived: &DerivedFact) -> Answer {
    let option = derived.option.clone();
    match (fact.kind, answers.get(&fact.id)) {
        (FactKind::Choices, answer) => {
            let mut chosen = match answer {
                Some(Answer::Many(chosen)) => chosen.clone(),
                _ => Default::default(),
            };
            if derived.holds {
                chosen.insert(option);
            } else {
                chosen.remove(&option);
            }
            Answer::Many(chosen)
        }
        _ if derived.holds => Answer::One(option),
        (FactKind::YesNo, _) => {
            let other = (0..2).filter_map(|position| fact.option_id(position)).find(|other| *other != option);
            other.map_or(Answer::DontKnow, Answer::One)
        }
        (FactKind::Choice, _) => Answer::DontKnow,
    }
}

/// Where an answer says otherwise, both sides in the sentence, with what mends it.
pub(super) fn inconsistencies(
    rules: &Rules,
    findings: &Findings,
    mend: &Callback<Edit>,
    show: &Callback<(String, ComponentId)>,
) -> Html {
    let inconsistencies = &findings.report().inconsistencies;
    if inconsistencies.is_empty() {
        return Html::default();
    }
    let rows = inconsistencies.iter().filter_map(|Inconsistency { derived, sentence }| {
        let fact = rules.fact(&derived.fact)?;
        let change =
            Edit::Answer(fact.id.clone(), Some(mended(fact, &findings.assessment.description.answers, derived)));
        let (mend, show) = (mend.clone(), show.clone());
        let place = derived.path.first().map(|first| (key(derived), first.clone()));
        Some(html! {
            <li key={key(derived)}>
                <p>{ sentence }</p>
                <p class="actions">
                    <button type="button" onclick={move |_| mend.emit(change.clone())}>{ "The map is right" }</button>
                    if let Some(place) = place {
                        <button type="button" onclick={move |_| show.emit(place.clone())}>{ "Show on the map" }</button>
                    }
                </p>
            </li>
        })
    });
    html! {
        <section class="notice urgent inconsistent" aria-labelledby="inconsistent-heading">
            <h2 id="inconsistent-heading" tabindex="-1">{ "The map and the answers disagree" }</h2>
            <p>{ "Until you mend it, the answer counts. If the answer is right, change the map." }</p>
            <ul>{ for rows }</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use kubu_core::Assessment;

    use super::*;

    fn mailbox(rules: &Rules) -> Description {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/mailbox-agent.kubu.json");
        Assessment::open(&std::fs::read_to_string(file).unwrap(), rules).unwrap().assessment.description
    }

    #[test]
    fn a_taint_path_is_told_by_name() {
        let rules = kubu_catalog::rules().unwrap();
        let description = mailbox(&rules);
        let report = rules.report(&description);
        let taint = report
            .derived
            .iter()
            .find(|derived| is_taint(rules.fact(&derived.fact).unwrap(), &derived.option))
            .unwrap();
        assert_eq!(
            taint_sentence(&description, &taint.path),
            "Untrusted content from ‘Senders’ mail servers’ reaches ‘Calendar’ through ‘Inbox’, ‘Mailbox agent’, \
             and nothing checks it on the way."
        );
    }

    #[test]
    fn what_the_map_shows_mends_every_inconsistency() {
        let rules = kubu_catalog::rules().unwrap();
        let mut description = mailbox(&rules);
        // The answers say the opposite of all that follows.
        for derived in rules.derived_facts(&description) {
            let fact = rules.fact(&derived.fact).unwrap();
            let wrong = mended(fact, &description.answers, &DerivedFact { holds: !derived.holds, ..derived });
            description.answers.insert(fact.id.clone(), wrong);
        }
        let wrong = rules.report(&description).inconsistencies;
        assert!(wrong.len() > 5);
        for Inconsistency { derived, .. } in wrong {
            let fact = rules.fact(&derived.fact).unwrap();
            let right = mended(fact, &description.answers, &derived);
            description.answers.insert(fact.id.clone(), right);
        }
        assert_eq!(rules.report(&description).inconsistencies, []);
    }
}
