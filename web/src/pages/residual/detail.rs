//! What is decided about a risk.

use kubu_core::{RegisterEntry, Response, RiskRecord, ThreatId, Treatment};
use yew::prelude::*;

use super::RESPONSES;
use super::above::further;
use super::row::reason_missing;
use crate::components::{form, link};
use crate::document::{Edit, use_edit};
use crate::findings::use_findings;
use crate::route::{Page, Route};
use crate::rules::use_rules;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct DetailProps {
    pub(super) id: ThreatId,
}

/// The risk, and the fields of its treatment.
#[component]
pub(super) fn Detail(DetailProps { id }: &DetailProps) -> Html {
    let (rules, findings, edit) = (use_rules(), use_findings(), use_edit());
    let Some(entry) = findings.risk(id) else {
        return Html::default();
    };
    let record = findings.assessment.risks.get(id).cloned().unwrap_or_default();
    html! {
        <div class="unfolded">
            <div>
                <p>{ &entry.scenario }</p>
                <p>{ measures(entry) }{ further(&rules, &findings, entry) }</p>
                <p>{ link(Route::to(Page::Prioritise, id), "Why it applies, and how its risk is proposed") }</p>
            </div>
            { fields(id, &record, &edit) }
        </div>
    }
}

fn measures(entry: &RegisterEntry) -> String {
    if entry.existing_measures.is_empty() {
        "Nothing is in place against it. ".to_owned()
    } else {
        ["In place, at least partly: ", &entry.existing_measures.join(", "), ". "].concat()
    }
}

fn fields(id: &ThreatId, record: &RiskRecord, edit: &Callback<Edit>) -> Html {
    let emit = {
        let (id, edit) = (id.clone(), edit.clone());
        move |record| edit.emit(Edit::Risk(id.clone(), record))
    };
    let put = |change: fn(&mut Treatment, String)| {
        let (record, emit) = (record.clone(), emit.clone());
        Callback::from(move |text| {
            let mut record = record.clone();
            if let Some(treatment) = &mut record.treatment {
                change(treatment, text);
            }
            emit(record);
        })
    };
    let choose = {
        let (record, emit) = (record.clone(), emit.clone());
        Callback::from(move |position: usize| {
            let response = position.checked_sub(1).and_then(|position| RESPONSES.get(position));
            let before = record.treatment.clone();
            let treatment = response.map(|(response, ..)| match before {
                Some(before) => Treatment { response: *response, ..before },
                None => new(*response),
            });
            emit(RiskRecord { treatment, ..record.clone() });
        })
    };
    let identify = {
        let (record, emit) = (record.clone(), emit.clone());
        Callback::from(move |identified| emit(RiskRecord { identified, ..record.clone() }))
    };
    let treatment = record.treatment.as_ref();
    let names = RESPONSES.map(|(_, name, meaning)| [name, ": ", meaning].concat());
    let chosen = |response: &Response| treatment.is_some_and(|treatment| treatment.response == *response);
    let options = RESPONSES.iter().zip(&names).map(|((response, ..), name)| (name.as_str(), chosen(response)));
    let options: Vec<(&str, bool)> = std::iter::once(("Not decided", treatment.is_none())).chain(options).collect();
    html! {
        <fieldset class="record">
            <legend>{ "Treatment" }</legend>
            { form::select("Response", &options, &choose) }
            if let Some(treatment) = treatment {
                { form::area("Reason", &treatment.reason, &put(|treatment, text| treatment.reason = text)) }
                if reason_missing(treatment) { <p class="missing">{ "Reason missing: say why this is right." }</p> }
                { form::area("Plan, with dates", &treatment.plan, &put(|treatment, text| treatment.plan = text)) }
                { form::line("text", "Progress", &treatment.progress, &put(|treatment, text| treatment.progress = text)) }
                { form::line("text", "Owner", &treatment.owner, &put(|treatment, text| treatment.owner = text)) }
            }
            <div class="pair">
                { form::line("date", "Identified on", &record.identified, &identify) }
                if let Some(treatment) = treatment {
                    { form::line("date", "Review on", &treatment.review, &put(|treatment, text| treatment.review = text)) }
                }
            </div>
        </fieldset>
    }
}

fn new(response: Response) -> Treatment {
    Treatment {
        response,
        reason: String::new(),
        owner: String::new(),
        plan: String::new(),
        progress: String::new(),
        review: String::new(),
        other: Default::default(),
    }
}
