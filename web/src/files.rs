//! Assessments as files: saved to the user's disk, opened from it.

use kubu_core::Assessment;

use crate::host::Script;
use crate::storage;

/// Hands the assessment to the page, which may keep it, or offers it as a download.
pub(crate) fn save(assessment: &Assessment, script: &Script) {
    let text = assessment.to_json();
    if script.export(&text) {
        download(&assessment.title, "kubu.json", "application/json", &text);
    }
}

/// Offers a text as a download, under a name made of the system's.
pub(crate) fn download(title: &str, ending: &str, kind: &str, text: &str) {
    storage::download(&file_name(title, ending), kind, text);
}

/// The assessment that a file holds: the file itself, or what a report of Kubu carries.
pub(crate) fn assessment_in(file: &str) -> &str {
    // The last of its scripts: before it are the words of the report, in it is no `<`.
    let script = file.rsplit_once("<script").and_then(|(_, script)| script.split_once('>'));
    match script {
        Some((attributes, text))
            if attributes.contains("id=\"kubu-assessment\"") && file.trim_start().starts_with('<') =>
        {
            text.split_once("</script").map_or(text, |(text, _)| text)
        }
        _ => file,
    }
}

/// A file name that every system takes: with `kubu.json`, `Support chatbot` becomes `support-chatbot.kubu.json`.
///
/// Letters beyond ASCII stay as they are: what tells them apart and changes their case would be one of the largest
/// parts of the app. Spaces, punctuation and marks that change the direction of text go.
fn file_name(title: &str, ending: &str) -> String {
    let parts = |c: char| match c {
        '\0'..='\x7f' => !c.is_ascii_alphanumeric(),
        _ => matches!(c, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{feff}'),
    };
    let words: Vec<String> = title.split(parts).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let name = if words.is_empty() { "assessment".to_owned() } else { words.join("-") };
    format!("{}.{ending}", name.chars().take(60).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(title: &str) -> String {
        file_name(title, "kubu.json")
    }

    #[test]
    fn file_names_are_plain() {
        assert_eq!(named("Support chatbot"), "support-chatbot.kubu.json");
        assert_eq!(named("../..\\ <x>:*?"), "x.kubu.json");
        assert_eq!(named("Bot\u{a0}– „für\u{202e} alle“"), "bot-für-alle.kubu.json");
        assert_eq!(named(""), "assessment.kubu.json");
        assert_eq!(named(&"é".repeat(100)), format!("{}.kubu.json", "é".repeat(60)));
    }

    #[test]
    fn a_report_carries_its_assessment() {
        let script = "<script type=\"application/json\" id=\"kubu-assessment\">\n{\"a\":1}\n</script>";
        for head in ["<!doctype html><h1>{}</h1>", "\n<p>id=\"kubu-assessment\"&gt;{}</p>", "<script>x</script>"] {
            assert_eq!(assessment_in(&format!("{head}{script}<p>")).trim(), "{\"a\":1}", "{head}");
        }
        assert_eq!(assessment_in("<script id=\"kubu-assessment\">{\"cut"), "{\"cut");
    }

    #[test]
    fn any_other_file_is_taken_as_it_is() {
        for file in ["", "{\"title\": \"id=\\\"kubu-assessment\\\"> x\"}", "<html></html>"] {
            assert_eq!(assessment_in(file), file);
        }
    }
}
