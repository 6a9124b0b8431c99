//! Assessments as files: saved to the user's disk, opened from it.

use kubu_core::{Assessment, CatalogRef};

use crate::rules::SharedRules;
use crate::storage::download;

/// Offers the assessment as a download.
pub(crate) fn save(assessment: &Assessment, rules: SharedRules) {
    download(&file_name(&assessment.title), "application/json", &text(assessment, rules));
}

/// The assessment as it is saved: with the catalogue that it was made with.
pub(crate) fn text(assessment: &Assessment, rules: SharedRules) -> String {
    Assessment { catalog: Some(CatalogRef::from(rules.catalog())), ..assessment.clone() }.to_json()
}

/// The assessment that a file holds: the file itself, or what a report of Kubu carries.
pub(crate) fn assessment_in(file: &str) -> &str {
    let carried = file.split_once("id=\"kubu-assessment\"").and_then(|(_, rest)| rest.split_once('>'));
    match carried {
        Some((_, rest)) if file.trim_start().starts_with('<') => {
            rest.split_once("</script").map_or(rest, |(text, _)| text)
        }
        _ => file,
    }
}

/// A file name that every system takes: `Support chatbot` becomes `support-chatbot.kubu.json`.
///
/// Letters beyond ASCII stay as they are: what tells them apart and changes their case would be one of the largest
/// parts of the app. Spaces, punctuation and marks that change the direction of text go.
fn file_name(title: &str) -> String {
    let parts = |c: char| match c {
        '\0'..='\x7f' => !c.is_ascii_alphanumeric(),
        _ => matches!(c, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{feff}'),
    };
    let words: Vec<String> = title.split(parts).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let name = if words.is_empty() { "assessment".to_owned() } else { words.join("-") };
    format!("{}.kubu.json", name.chars().take(60).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_plain() {
        assert_eq!(file_name("Support chatbot"), "support-chatbot.kubu.json");
        assert_eq!(file_name("../..\\ <x>:*?"), "x.kubu.json");
        assert_eq!(file_name("Bot\u{a0}– „für\u{202e} alle“"), "bot-für-alle.kubu.json");
        assert_eq!(file_name(""), "assessment.kubu.json");
        assert_eq!(file_name(&"é".repeat(100)), format!("{}.kubu.json", "é".repeat(60)));
    }

    #[test]
    fn a_report_carries_its_assessment() {
        let report =
            "<!doctype html><h1>{}</h1><script type=\"application/json\" id=\"kubu-assessment\">\n{\"a\":1}\n</script>";
        assert_eq!(assessment_in(report).trim(), "{\"a\":1}");
        assert_eq!(assessment_in("<p id=\"kubu-assessment\">{\"cut"), "{\"cut");
    }

    #[test]
    fn any_other_file_is_taken_as_it_is() {
        for file in ["", "{\"title\": \"id=\\\"kubu-assessment\\\"> x\"}", "<html></html>"] {
            assert_eq!(assessment_in(file), file);
        }
    }
}
