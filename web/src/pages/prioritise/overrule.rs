//! A risk: how it was proposed, and what the user knows better.

use kubu_core::{
    Assessment, Contribution, Factor, Overrule, ProposedFactor, RegisterEntry, Risk, RiskRecord, ThreatId,
};
use yew::prelude::*;

use crate::components::{form, level};
use crate::document::Edit;

/// The risk of a threat with its factors, each to be overruled, and when it was identified.
pub(super) fn view(
    id: &ThreatId,
    risk: &Risk,
    entry: &RegisterEntry,
    assessment: &Assessment,
    edit: &Callback<Edit>,
) -> Html {
    let record = assessment.risks.get(id).cloned().unwrap_or_default();
    let [before, ..] = entry.on_matrix;
    let at_most = if entry.inherent.least < entry.inherent.most { " at most" } else { "" };
    let (likelihood, impact): (Vec<_>, Vec<_>) =
        risk.factors.iter().partition(|proposed| proposed.factor <= Factor::Reproducibility);
    let group = |title: &str, value: u8, made_of: &str, factors: &[&ProposedFactor]| {
        html! {
            <fieldset>
                <legend>{ title }{ " " }{ value }{ at_most }<span>{ made_of }</span></legend>
                { for factors.iter().map(|proposed| factor(id, proposed, &record, edit)) }
            </fieldset>
        }
    };
    let identified = {
        let (id, record, edit) = (id.clone(), record.clone(), edit.clone());
        Callback::from(move |identified| {
            edit.emit(Edit::Risk(id.clone(), RiskRecord { identified, ..record.clone() }));
        })
    };
    html! {
        <div class="factors">
            <p class="levels">
                <span>{ "Before controls: " }{ level::range(entry.inherent) }</span>
                <span>{ "Now: " }{ level::range(entry.current) }</span>
                <span>{ "As planned: " }{ level::range(entry.residual) }</span>
            </p>
            { group("Likelihood", before.likelihood, ", the mean of its factors", &likelihood) }
            { group("Impact", before.impact, ", the highest of what is harmed", &impact) }
            { form::line("date", "Identified on", &record.identified, &identified) }
        </div>
    }
}

/// A factor: its value, what it is made of, and the user's own value with its reason.
fn factor(id: &ThreatId, proposed: &ProposedFactor, record: &RiskRecord, edit: &Callback<Edit>) -> Html {
    let ProposedFactor { factor, value, because, perhaps, cap } = proposed;
    let factor = *factor;
    let set = record.overruled.get(&factor);
    let put = {
        let (id, record, edit) = (id.clone(), record.clone(), edit.clone());
        Callback::from(move |overrule: Option<Overrule>| {
            let mut record = record.clone();
            match overrule {
                Some(overrule) => record.overruled.insert(factor, overrule),
                None => record.overruled.remove(&factor),
            };
            edit.emit(Edit::Risk(id.clone(), record));
        })
    };
    let name = factor.to_string();
    let as_proposed = format!("{value}, as proposed");
    let options = [as_proposed.as_str(), "1", "2", "3", "4", "5"];
    let chosen = set.map_or(0, |overrule| usize::from(overrule.value));
    let options: Vec<_> = options.into_iter().enumerate().map(|(i, option)| (option, i == chosen)).collect();
    let reason = set.map(|overrule| overrule.reason.clone()).unwrap_or_default();
    let choose = put.reform({
        let reason = reason.clone();
        move |position: usize| {
            let value = u8::try_from(position).ok().filter(|value| *value > 0);
            value.map(|value| Overrule { value, reason: reason.clone() })
        }
    });
    let first = because.first().map(|Contribution { by, why }| line("starts at ", *by, why));
    let more = because.iter().skip(1).map(|Contribution { by, why }| line("+", *by, why));
    let perhaps = perhaps.iter().map(|Contribution { by, why }| line("perhaps +", *by, why));
    let cap = cap.iter().map(|cap| line("at most ", cap.at_most, &cap.why));
    html! {
        <div class="factor" key={name.clone()}>
            { form::select(&name, &options, &choose) }
            <ul>{ for first.into_iter().chain(more).chain(perhaps).chain(cap) }</ul>
            if let Some(Overrule { value, .. }) = set.cloned() {
                <div class="overrule">
                    { form::line("text", &format!("Why {name} is {value}"), &reason, &put.reform(move |reason| Some(Overrule { value, reason }))) }
                    if reason.trim().is_empty() { <p class="missing">{ "Reason missing" }</p> }
                </div>
            }
        </div>
    }
}

fn line(sign: &str, by: u8, why: &str) -> Html {
    html! { <li><b>{ sign }{ by }</b>{ " " }{ why }</li> }
}
