//! What the system's owner said, and what the map shows.

use kubu_core::{Answer, ComponentId, Rules};
use yew::prelude::*;

use super::table::{self, or_dash};
use crate::findings::Findings;
use crate::tag::{tag, text, told};

pub(super) fn view(rules: &Rules, findings: &Findings) -> Html {
    let description = &findings.assessment.description;
    let rows = rules.catalog().facts.iter().filter_map(|fact| {
        let said = match description.answers.get(&fact.id)? {
            Answer::DontKnow => "Not known yet".to_owned(),
            Answer::One(option) => fact.option_label(option).to_owned(),
            Answer::Many(options) if options.is_empty() => "None of these".to_owned(),
            Answer::Many(options) => {
                options.iter().map(|option| fact.option_label(option)).collect::<Vec<_>>().join("; ")
            }
        };
        Some(vec![text(&fact.question), text(&said)])
    });
    let answers = table::view("Answers", &["Question", "Answer"], rows.collect());
    let mut holds = vec![told("h2", "", "The system as it was described"), answers];
    let end = |id: &ComponentId| {
        let component = description.components.get(id);
        let kind = component
            .and_then(|component| rules.catalog().component_kinds.iter().find(|known| known.id == component.kind));
        let name = component.map_or("", |component| &component.name);
        let kind = [" ", kind.map_or("", |kind| &kind.title)].concat();
        tag("div", "", vec![text(name), told("span", "soft", &kind)])
    };
    if !description.flows.is_empty() {
        let flows = description
            .flows
            .iter()
            .map(|flow| vec![end(&flow.from), end(&flow.to), or_dash(flow.checked_by.as_deref().unwrap_or_default())]);
        holds.push(table::view("Flows of data", &["From", "To", "Checked by"], flows.collect()));
    }
    let contradictions = &findings.report().inconsistencies;
    if !contradictions.is_empty() {
        holds.push(told("h3", "", "Answers that contradict the map"));
        holds.push(tag("ul", "", contradictions.iter().map(|it| told("li", "", &it.sentence)).collect()));
    }
    tag("section", "", holds)
}
