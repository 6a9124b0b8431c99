//! Assessments as files: saved to the user's disk, opened from it.

use gloo::file::{Blob, ObjectUrl};
use kubu_core::Assessment;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// Offers the assessment as a download.
pub(crate) fn save(assessment: &Assessment) {
    download(&assessment.title, "kubu.json", "application/json", &assessment.to_json());
}

/// Offers a text as a download, under a name made of the system's.
pub(crate) fn download(title: &str, ending: &str, kind: &str, text: &str) {
    let blob = Blob::new_with_options(text, Some(kind));
    let address = ObjectUrl::from(blob);
    let document = gloo::utils::document();
    let Some(link) = document.create_element("a").ok().and_then(|e| e.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    link.set_href(&address);
    link.set_download(&file_name(title, ending));
    link.click();
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
    use super::file_name;

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
}
