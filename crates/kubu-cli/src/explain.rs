//! `kubu explain`: why a threat or a control applies or not, and what would change it.

use std::path::Path;

use kubu_core::{Cap, Contribution, Flips, ProposedFactor, Rules, Strength, Verdict};
use kubu_verbs::{Explained, Link, NoteOf, explain, to_json};

use crate::page::{ASIDE, NAME, Page, style_of};
use crate::{Failure, Format, input};

/// Explains the verdict on the threat or control `id`.
pub(crate) fn run(rules: &Rules, file: &Path, id: &str, format: Format) -> Result<String, Failure> {
    let assessment = input::open(file, rules)?;
    let explained = explain(&assessment, id, rules).map_err(Failure::BadInput)?;
    Ok(match format {
        Format::Text => text(rules, &explained.content),
        Format::Json => to_json(&explained),
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
    for NoteOf { name, text } in &explained.notes {
        page.heading(&format!("What {name} says"));
        page.line(2, &text.replace('\n', " "));
    }
    page.text()
}
