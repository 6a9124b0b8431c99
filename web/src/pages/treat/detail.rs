//! Everything about a control: what it is for, why it is needed, what to do, and what is recorded of it.

use kubu_core::{Control, ControlFinding, ControlRecord, Rules, Strength, Verdict};
use yew::prelude::*;

use super::filter::reason_missing;
use crate::components::{disclosure, form, link, verdict};
use crate::document::{Edit, use_edit};
use crate::findings::use_findings;
use crate::markdown;
use crate::packs::notes;
use crate::route::{Page, Route};
use crate::rules::use_rules;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct DetailProps {
    /// The position of the control in the catalogue.
    pub(super) position: usize,
}

/// What is below an open row.
#[component]
pub(super) fn Detail(DetailProps { position }: &DetailProps) -> Html {
    let (rules, findings, edit) = (use_rules(), use_findings(), use_edit());
    let found = rules.catalog().controls.get(*position).zip(findings.report().controls.get(*position));
    let Some((control, finding)) = found else { return Html::default() };
    let record = findings.assessment.controls.get(&control.id).cloned().unwrap_or_default();
    html! {
        <div class="unfolded">
            <div>
                { markdown::render(&control.purpose) }
                { notes(&rules, control.id.as_str()) }
                { why(&rules, finding) }
                <h5>{ "What to do" }</h5>
                <ul>{ for practices(control, finding) }</ul>
                <h5>{ "How to verify" }</h5>
                <ul>{ for control.verify.iter().map(|text| html! { <li>{ markdown::render(text) }</li> }) }</ul>
            </div>
            <div>
                { fields(control, &record, &edit) }
                { about(&rules, control) }
            </div>
        </div>
    }
}

fn why(rules: &Rules, finding: &ControlFinding) -> Html {
    let reasons = finding.answers.iter().filter_map(|answered| {
        let threat = rules.catalog().threat(&answered.threat)?;
        let strength = match answered.strength {
            Strength::Primary => "answers the cause",
            Strength::Supporting => "helps",
        };
        Some(html! {
            <li key={answered.threat.as_str()}>
                { link(Route::to(Page::Prioritise, &answered.threat), &threat.title) }
                { " (" }{ strength }{ "): " }{ &*answered.why }
                if answered.verdict == Verdict::Undetermined { { " " }{ verdict::mark(answered.verdict) } }
            </li>
        })
    });
    html! {
        <>
            <h5>{ "Why" }</h5>
            // With threats to show, the sentence would only list them again.
            if finding.answers.is_empty() || finding.explanation.sentence.starts_with("Applies to every") {
                <p>{ &finding.explanation.sentence }</p>
            }
            <ul>{ for reasons }</ul>
        </>
    }
}

fn practices<'a>(control: &'a Control, finding: &'a ControlFinding) -> impl Iterator<Item = Html> + 'a {
    finding.practices.iter().filter_map(|practice| {
        let text = control.practices.get(practice.position)?.text.clone();
        Some(html! {
            <li key={practice.position}>
                { markdown::render(&text) }
                if practice.verdict == Verdict::Undetermined { <span class="perhaps">{ "depends on an open question" }</span> }
            </li>
        })
    })
}

/// What is recorded, to be changed.
fn fields(control: &Control, record: &ControlRecord, edit: &Callback<Edit>) -> Html {
    let put = |change: fn(&mut ControlRecord, String)| {
        let (id, record, edit) = (control.id.clone(), record.clone(), edit.clone());
        Callback::from(move |text| {
            let mut record = record.clone();
            change(&mut record, text);
            edit.emit(Edit::Control(id.clone(), record));
        })
    };
    let missing = reason_missing(record);
    let links = links(&record.evidence);
    let preview = {
        let text = AttrValue::from(record.notes.clone());
        move |()| html! { <div class="preview">{ markdown::render(&text) }</div> }
    };
    html! {
        <fieldset class="record">
            <legend>{ "Record" }</legend>
            if missing || !record.reason.is_empty() {
                { form::area("Reason for this status", &record.reason, &put(|record, text| record.reason = text)) }
                if missing { <p class="missing">{ "Reason missing: say why it is not needed, or what replaces it." }</p> }
            }
            <div class="pair">
                { form::line("text", "Owner", &record.owner, &put(|record, text| record.owner = text)) }
                { form::line("date", "Due", &record.due, &put(|record, text| record.due = text)) }
            </div>
            { form::area("Evidence: text and links", &record.evidence, &put(|record, text| record.evidence = text)) }
            if !links.is_empty() { { markdown::render(&links) } }
            if !control.evidence.is_empty() {
                <p class="satisfies">{ "An auditor would be satisfied by:" }</p>
                <ul class="satisfies">{ for control.evidence.iter().map(|text| html! { <li>{ text }</li> }) }</ul>
            }
            { form::area("Notes, in Markdown", &record.notes, &put(|record, text| record.notes = text)) }
            if !record.notes.is_empty() { { disclosure("Preview of the notes", preview) } }
        </fieldset>
    }
}

/// Whose job it is, what it takes, and where it comes from.
fn about(rules: &Rules, control: &Control) -> Html {
    let catalog = rules.catalog();
    let roles = catalog.roles.iter().filter(|role| control.roles.contains(&role.id)).map(|role| role.title.as_str());
    let item = catalog.items.iter().find(|item| item.number == control.item);
    let numbered = |number: &str, title: &str| [number, " ", title].concat();
    let addendum = catalog.addendum.iter().filter(|row| control.addendum.contains(&row.number));
    let references = catalog.frameworks.iter().flat_map(|framework| {
        let cited = control.references.iter().filter(|reference| reference.framework == framework.id);
        cited.map(|reference| {
            let title = framework.entries.get(&reference.id).map(String::as_str).unwrap_or_default();
            [&framework.title, " ", &framework.edition, ": ", &reference.id, " ", title].concat()
        })
    });
    let facts: [(&str, Vec<String>); 6] = [
        ("Whose job", vec![roles.collect::<Vec<_>>().join(", ")]),
        ("Effort", vec![control.effort.to_string()]),
        ("Guidelines item", item.map(|item| numbered(&item.number, &item.title)).into_iter().collect()),
        ("Addendum control", addendum.map(|row| numbered(&row.number, &row.title)).collect()),
        ("In other lists", references.collect()),
        ("Source", vec![[&control.provenance.to_string(), ": ", control.provenance.meaning()].concat()]),
    ];
    let facts = facts.into_iter().filter(|(_, values)| !values.is_empty());
    html! {
        <dl class="sources">
            { for facts.map(|(name, values)| html! {
                <div><dt>{ name }</dt>{ for values.into_iter().map(|value| html! { <dd>{ value }</dd> }) }</div>
            }) }
        </dl>
    }
}

/// The addresses in a text as a Markdown list of links.
fn links(text: &str) -> String {
    let mut list = String::new();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"')) {
        let address = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        if address.len() > "https://".len() && address.starts_with("https://") {
            list.push_str("- <");
            list.push_str(address);
            list.push_str(">\n");
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn addresses_in_a_text_become_links() {
        let text = "Report of May (https://example.org/a?b=1), and\n[minutes](https://example.org/c).";
        assert_eq!(links(text), "- <https://example.org/a?b=1>\n- <https://example.org/c>\n");
        assert_eq!(links("http://example.org javascript:alert(1) https:// xhttps://example.org"), "");
    }
}
