//! What a document says that means nothing to the catalogue, or lacks its reason: kept, and reported.

use crate::diagnostic::nearest;
use crate::id::pack_of;
use crate::{
    Answer, Assessment, ControlStatus, Description, Diagnostic, Fact, FactId, FactKind, OptionId, PackRef, Response,
    RiskRecord, Rules,
};

const KEPT: &str = "it is kept in the file and decides nothing";

/// Everything that the catalogue has no place for, or that lacks its reason.
pub(super) fn of(assessment: &Assessment, rules: &Rules) -> Vec<Diagnostic> {
    let mut warnings = of_packs(assessment, rules);
    warnings.extend(of_description(&assessment.description, rules));
    of_controls(assessment, rules, &mut warnings);
    let known: Vec<&str> = rules.catalog().threats.iter().map(|threat| threat.id.as_str()).collect();
    for (id, record) in &assessment.risks {
        let at = format!("/risks/{id}");
        warnings.extend(unknown("unknown-threat", &at, "threat", id.as_str(), &known, rules));
        of_risk(&at, record, &mut warnings);
    }
    // Of a pack that is missing, one warning says all.
    let of_missing = |warning: &Diagnostic| {
        let id = warning.at.rsplit('/').next().and_then(pack_of);
        let missing = id.is_some_and(|(pack, _)| assessment.packs.contains_key(pack) && !known_pack(pack, rules));
        missing && warning.code.starts_with("unknown-")
    };
    warnings.retain(|warning| !of_missing(warning));
    warnings
}

fn known_pack(id: &str, rules: &Rules) -> bool {
    rules.catalog().packs.contains_key(id)
}

/// The packs that a document was made with, and that are not here, or are others now.
fn of_packs(assessment: &Assessment, rules: &Rules) -> Vec<Diagnostic> {
    let differ = assessment.packs.iter().filter_map(|(id, pack)| {
        let PackRef { name, version, .. } = pack;
        let at = format!("/packs/{id}");
        match rules.catalog().packs.get(id) {
            None => {
                let message = format!("this was made with the pack `{id}` {version} of {name}, which is not here");
                let help = format!("open it with that pack to see its part; until then {KEPT}");
                Some(Diagnostic::warning("missing-pack", at, message, help))
            }
            Some(here) if here.hash != pack.hash => {
                let message = format!("this was made with another content of the pack `{id}`: {version} of {name}");
                let help =
                    format!("{} of {} is here: see whether its verdicts are those you meant", here.version, here.name);
                Some(Diagnostic::warning("other-pack", at, message, help))
            }
            Some(_) => None,
        }
    });
    differ.collect()
}

fn of_controls(assessment: &Assessment, rules: &Rules, warnings: &mut Vec<Diagnostic>) {
    let known: Vec<&str> = rules.catalog().controls.iter().map(|control| control.id.as_str()).collect();
    for (id, record) in &assessment.controls {
        let at = format!("/controls/{id}");
        warnings.extend(unknown("unknown-control", &at, "control", id.as_str(), &known, rules));
        let needs_reason = matches!(record.status, ControlStatus::Alternative | ControlStatus::NotApplicable);
        if needs_reason && record.reason.trim().is_empty() {
            warnings.push(no_reason(&at, "the status"));
        }
        warnings.extend(bad_date(&format!("{at}/due"), &record.due));
    }
}

fn of_risk(at: &str, record: &RiskRecord, warnings: &mut Vec<Diagnostic>) {
    for (factor, overrule) in &record.overruled {
        let at = format!("{at}/overruled/{factor}");
        if !(1..=5).contains(&overrule.value) {
            let message = format!("{factor} is set to {}", overrule.value);
            warnings.push(Diagnostic::warning(
                "out-of-range",
                at.as_str(),
                message,
                "write a number from 1 to 5; the nearest counts",
            ));
        }
        if overrule.reason.trim().is_empty() {
            warnings.push(no_reason(&at, "the factor that was set"));
        }
    }
    warnings.extend(bad_date(&format!("{at}/identified"), &record.identified));
    if let Some(treatment) = &record.treatment {
        if treatment.response != Response::Mitigate && treatment.reason.trim().is_empty() {
            warnings.push(no_reason(&format!("{at}/treatment"), "the response"));
        }
        warnings.extend(bad_date(&format!("{at}/treatment/review"), &treatment.review));
    }
}

/// A warning unless the id is among those that the catalogue knows.
fn unknown(code: &'static str, at: &str, what: &str, id: &str, known: &[&str], rules: &Rules) -> Option<Diagnostic> {
    (!known.contains(&id)).then(|| {
        let help = instead(id, known.iter().copied(), rules);
        Diagnostic::warning(code, at, format!("this catalogue has no {what} `{id}`"), help)
    })
}

fn no_reason(at: &str, what: &str) -> Diagnostic {
    Diagnostic::warning(
        "no-reason",
        at,
        format!("{what} has no reason"),
        "write a `reason`: without it nobody can follow the decision",
    )
}

/// A warning unless the text is empty or looks like `2026-11-23`.
fn bad_date(at: &str, text: &str) -> Option<Diagnostic> {
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let fine = matches!(parts.as_slice(), [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2));
    (!text.is_empty() && !fine).then(|| {
        Diagnostic::warning(
            "bad-date",
            at,
            format!("`{text}` is not a date"),
            "write year, month and day, as in 2026-11-23",
        )
    })
}

fn of_description(description: &Description, rules: &Rules) -> Vec<Diagnostic> {
    let answers = description.answers.iter().filter_map(|(id, answer)| of_answer(id, answer, rules));
    let kinds: Vec<&str> = rules.catalog().component_kinds.iter().map(|kind| kind.id.as_str()).collect();
    let components = description.components.iter().filter_map(|(id, component)| {
        let kind = component.kind.as_str();
        let unknown_zone = component.zone.as_ref().filter(|zone| !description.zones.contains_key(*zone));
        let at = format!("/description/components/{id}/kind");
        unknown("unknown-kind", &at, "kind of component", kind, &kinds, rules).or_else(|| {
            unknown_zone.map(|zone| {
                let at = format!("/description/components/{id}/zone");
                Diagnostic::warning(
                    "unknown-zone",
                    at,
                    format!("there is no zone `{zone}`"),
                    "it counts as the owner's own",
                )
            })
        })
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
        let help = instead(id.as_str(), rules.catalog().facts.iter().map(|fact| fact.id.as_str()), rules);
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

/// What to do about an id that the catalogue does not have.
fn instead<'a>(id: &str, known: impl IntoIterator<Item = &'a str>, rules: &Rules) -> String {
    match (rules.catalog().retired.get(id), nearest(id, known)) {
        (Some(instead), _) => format!("it was retired: use {instead}; {KEPT}"),
        (None, Some(near)) => format!("did you mean `{near}`? Otherwise {KEPT}"),
        (None, None) => KEPT.to_owned(),
    }
}

fn shape(fact: &Fact) -> &'static str {
    match fact.kind {
        FactKind::Choice => "it takes one option in quotes",
        FactKind::Choices => "it takes a list of options",
        FactKind::YesNo => "it takes \"yes\" or \"no\"",
    }
}
