//! What the system's owner said, and what the map shows.

use kubu_core::{Answer, Rules};
use yew::prelude::*;

use super::table;
use crate::findings::Findings;

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
        Some(vec![html! { &fact.question }, html! { said }])
    });
    let name = |id| description.components.get(id).map(|component| component.name.clone());
    let flows = description.flows.iter().map(|flow| {
        let kind = |id| {
            let kind = &description.components.get(id)?.kind;
            rules.catalog().component_kinds.iter().find(|known| known.id == *kind).map(|kind| kind.title.clone())
        };
        vec![
            html! { <>{ name(&flow.from) }<span class="soft">{ " " }{ kind(&flow.from) }</span></> },
            html! { <>{ name(&flow.to) }<span class="soft">{ " " }{ kind(&flow.to) }</span></> },
            table::text(flow.checked_by.as_deref().unwrap_or_default()),
        ]
    });
    html! {
        <section>
            <h2>{ "The system as it was described" }</h2>
            { table::view("Answers", &["Question", "Answer"], rows) }
            if !description.flows.is_empty() {
                { table::view("Flows of data", &["From", "To", "Checked by"], flows) }
            }
            if !findings.report().inconsistencies.is_empty() {
                <h3>{ "Answers that contradict the map" }</h3>
                <ul>{ for findings.report().inconsistencies.iter().map(|it| html! { <li>{ &it.sentence }</li> }) }</ul>
            }
        </section>
    }
}
