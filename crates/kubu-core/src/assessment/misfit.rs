//! What a document says that means nothing to the catalogue: kept, and reported.

use crate::diagnostic::nearest;
use crate::{Answer, Description, Diagnostic, Fact, FactId, FactKind, OptionId, Rules};

const KEPT: &str = "it is kept in the file and decides nothing";

/// Everything in the description that the catalogue has no place for.
pub(super) fn of(description: &Description, rules: &Rules) -> Vec<Diagnostic> {
    let answers = description.answers.iter().filter_map(|(id, answer)| of_answer(id, answer, rules));
    let kinds: Vec<&str> = rules.catalog().component_kinds.iter().map(|kind| kind.id.as_str()).collect();
    let components = description.components.iter().filter_map(|(id, component)| {
        let kind = component.kind.as_str();
        let unknown_zone = component.zone.as_ref().filter(|zone| !description.zones.contains_key(*zone));
        if !kinds.contains(&kind) {
            let at = format!("/description/components/{id}/kind");
            let message = format!("this catalogue has no kind of component `{kind}`");
            Some(Diagnostic::warning("unknown-kind", at, message, did_you_mean(kind, kinds.iter().copied())))
        } else {
            unknown_zone.map(|zone| {
                let at = format!("/description/components/{id}/zone");
                Diagnostic::warning(
                    "unknown-zone",
                    at,
                    format!("there is no zone `{zone}`"),
                    "it counts as the owner's own",
                )
            })
        }
    });
    let flows = description.flows.iter().enumerate().filter_map(|(position, flow)| {
        let missing = [&flow.from, &flow.to].into_iter().find(|end| !description.components.contains_key(*end))?;
        let at = format!("/description/flows/{position}");
        Some(Diagnostic::warning("unknown-component", at, format!("there is no component `{missing}`"), KEPT))
    });
    answers.chain(components).chain(flows).collect()
}

fn of_answer(id: &FactId, answer: &Answer, rules: &Rules) -> Option<Diagnostic> {
    let at = format!("/description/answers/{id}");
    let warning = |code, message: String, help: String| Some(Diagnostic::warning(code, at, message, help));
    let Some(fact) = rules.fact(id) else {
        let help = did_you_mean(id.as_str(), rules.catalog().facts.iter().map(|fact| fact.id.as_str()));
        return warning("unknown-fact", format!("this catalogue has no fact `{id}`"), help);
    };
    let options: Vec<&OptionId> = match (fact.kind, answer) {
        (_, Answer::DontKnow) => Vec::new(),
        (FactKind::Choices, Answer::Many(options)) => options.iter().collect(),
        (FactKind::Choice | FactKind::YesNo, Answer::One(option)) => vec![option],
        _ => {
            let message = format!("the answer to `{id}` has the wrong shape: {}", shape(fact));
            return warning("wrong-kind", message, KEPT.to_owned());
        }
    };
    let option = options.into_iter().find(|option| fact.option_position(option).is_none())?;
    warning("unknown-option", format!("`{id}` has no option `{option}`"), KEPT.to_owned())
}

fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(|| KEPT.to_owned(), |near| format!("did you mean `{near}`? Otherwise {KEPT}"))
}

fn shape(fact: &Fact) -> &'static str {
    match fact.kind {
        FactKind::Choice => "it takes one option in quotes",
        FactKind::Choices => "it takes a list of options",
        FactKind::YesNo => "it takes \"yes\" or \"no\"",
    }
}
