//! Assessments as files: saved to the user's disk, opened from it.

use gloo::file::{Blob, ObjectUrl};
use kubu_core::Assessment;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// Offers the assessment as a download.
pub(crate) fn save(assessment: &Assessment) {
    let blob = Blob::new_with_options(assessment.to_json().as_str(), Some("application/json"));
    let address = ObjectUrl::from(blob);
    let document = gloo::utils::document();
    let Some(link) = document.create_element("a").ok().and_then(|e| e.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    link.set_href(&address);
    link.set_download(&file_name(&assessment.title));
    link.click();
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
    use super::file_name;

    #[test]
    fn file_names_are_plain() {
        assert_eq!(file_name("Support chatbot"), "support-chatbot.kubu.json");
        assert_eq!(file_name("../..\\ <x>:*?"), "x.kubu.json");
        assert_eq!(file_name("Bot\u{a0}– „für\u{202e} alle“"), "bot-für-alle.kubu.json");
        assert_eq!(file_name(""), "assessment.kubu.json");
        assert_eq!(file_name(&"é".repeat(100)), format!("{}.kubu.json", "é".repeat(60)));
    }
}
