//! `kubu explain`: why a threat or a control applies or not, and what would change it.

use std::path::Path;

use kubu_core::{Assessment, Cap, Contribution, Explanation, Flips, ProposedFactor, Risk, Rules, Strength, Verdict};
use serde::Serialize;

use crate::page::{ASIDE, NAME, Page, style_of};
use crate::{Failure, Format, input, json};

/// One entry explained: the content of a `kubu-explanation`.
#[derive(Serialize)]
struct Explained<'a> {
    id: &'a str,
    title: &'a str,
    verdict: Verdict,
    explanation: Explanation,
    would_change_it: Flips,
    /// For a threat that applies or may apply.
    risk: Option<Risk>,
    /// For a threat, the controls that answer it; for a control, the threats that it answers.
    linked: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct Link<'a> {
    id: &'a str,
    title: &'a str,
    strength: Strength,
    why: &'a str,
}

/// Explains the verdict on the threat or control `id`.
pub(crate) fn run(file: &Path, id: &str, format: Format) -> Result<String, Failure> {
    let rules = input::rules()?;
    let assessment = input::open(file, &rules)?;
    let explained = threat(&rules, &assessment, id).or_else(|| control(&rules, &assessment, id));
    let explained = explained.ok_or_else(|| input::unknown_entry(&rules, id))?;
    Ok(match format {
        Format::Text => text(&rules, &explained),
        Format::Json => json("kubu-explanation", &explained),
    })
}

fn threat<'a>(rules: &'a Rules, assessment: &Assessment, id: &'a str) -> Option<Explained<'a>> {
    let catalog = rules.catalog();
    let threat = catalog.threat(&id.parse().ok()?)?;
    let finding = rules.report(&assessment.description).threats.into_iter().find(|finding| finding.id == threat.id)?;
    let linked = threat.mitigations.iter().filter_map(|mitigation| {
        let control = catalog.control(&mitigation.control)?;
        let (strength, why) = (mitigation.strength, mitigation.why.as_ref());
        Some(Link { id: control.id.as_str(), title: &control.title, strength, why })
    });
    Some(Explained {
        id,
        title: &threat.title,
        verdict: finding.verdict,
        explanation: finding.explanation,
        would_change_it: rules.flips_of_threat(&threat.id, &assessment.description)?,
        risk: finding.risk,
        linked: linked.collect(),
    })
}

fn control<'a>(rules: &'a Rules, assessment: &Assessment, id: &'a str) -> Option<Explained<'a>> {
    let catalog = rules.catalog();
    let control = catalog.control(&id.parse().ok()?)?;
    let finding =
        rules.report(&assessment.description).controls.into_iter().find(|finding| finding.id == control.id)?;
    let linked = catalog.threats.iter().filter_map(|threat| {
        let mitigation = threat.mitigations.iter().find(|mitigation| mitigation.control == control.id)?;
        Some(Link { id: threat.id.as_str(), title: &threat.title, strength: mitigation.strength, why: &mitigation.why })
    });
    Some(Explained {
        id,
        title: &control.title,
        verdict: finding.verdict,
        explanation: finding.explanation,
        would_change_it: rules.flips_of_control(&control.id, &assessment.description)?,
        risk: None,
        linked: linked.collect(),
    })
}

fn text(rules: &Rules, explained: &Explained<'_>) -> String {
    let mut page = Page::default();
    page.styled(style_of(explained.verdict), 0, &format!("{}: {}", explained.title, explained.verdict));
    page.line(2, &explained.explanation.sentence);
    for open in &explained.explanation.open {
        let Some(fact) = rules.fact(&open.fact) else { continue };
        page.blank();
        page.line(2, &fact.question);
        for effect in &open.answers {
            let answer = effect.option.as_ref().map_or("None of these", |option| fact.option_label(option));
            page.item(4, &format!("{answer}: {}", effect.verdict));
        }
    }
    let Flips { to, flips, more } = &explained.would_change_it;
    if explained.verdict != Verdict::Undetermined {
        page.heading("What would change it");
        if flips.is_empty() {
            page.line(2, &format!("Nothing: no answer leads to “{to}”."));
        }
        for flip in flips {
            page.item(2, &flip.sentence);
        }
        if *more {
            page.styled(ASIDE, 2, "There are more changes of this size.");
        }
    }
    if let Some(risk) = &explained.risk {
        page.heading("How bad it is");
        page.styled(NAME, 2, &risk.to_string());
        for ProposedFactor { factor, value, because, perhaps, cap } in &risk.factors {
            page.line(2, &format!("{factor} {value}"));
            for (position, Contribution { by, why }) in because.iter().enumerate() {
                let sign = if position == 0 { " " } else { "+" };
                page.line(4, &format!("{sign}{by}  {why}"));
            }
            for Contribution { by, why } in perhaps {
                page.styled(ASIDE, 4, &format!("+{by}  perhaps: {why}"));
            }
            if let Some(Cap { at_most, why }) = cap {
                page.line(4, &format!("at most {at_most}: {why}"));
            }
        }
    }
    page.heading("Linked");
    for Link { id, title, strength, why } in &explained.linked {
        let strength = match strength {
            Strength::Primary => "answers the cause",
            Strength::Supporting => "helps",
        };
        page.styled(NAME, 2, &format!("{title} [{id}, {strength}]"));
        page.line(4, why);
    }
    page.text()
}
