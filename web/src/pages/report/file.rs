//! The report as one HTML file that carries the assessment inside: it can be read anywhere, and opened again in Kubu.

use kubu_core::Assessment;
use web_sys::Element;
use yew::NodeRef;

use crate::files;
use crate::storage::style;

/// Offers what is shown as a download.
pub(super) fn save(article: &NodeRef, assessment: &Assessment) {
    let Some(article) = article.cast::<Element>() else { return };
    let text = page(&title(assessment), &style(&article), &article.outer_html(), &assessment.to_json());
    files::download(&assessment.title, "html", "text/html", &text);
}

fn title(assessment: &Assessment) -> String {
    let escaped = assessment.title.replace('&', "&amp;").replace('<', "&lt;");
    if escaped.is_empty() { "Kubu report".to_owned() } else { format!("{escaped}: Kubu report") }
}

/// Nothing in the file can run or load anything: the policy allows this one style and no script. The assessment is data,
/// and no `<` in it can end its element.
fn page(title: &str, style: &str, article: &str, assessment: &str) -> String {
    let data = assessment.replace('<', "\\u003c");
    [
        "<!doctype html>\n<html class=\"ground\" lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'nonce-kubu'\">\n<meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
        title,
        "</title>\n<style nonce=\"kubu\">\n",
        style,
        "</style>\n</head>\n<body class=\"kubu\">\n<main class=\"main\">\n",
        article,
        "\n</main>\n<script type=\"application/json\" id=\"kubu-assessment\">\n",
        &data,
        "</script>\n</body>\n</html>\n",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_an_assessment_ends_its_element_early() {
        let assessment = Assessment { title: "</script><script>alert(1)</script>".into(), ..Assessment::default() };
        let page = page(&title(&assessment), "", "", &assessment.to_json());
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert_eq!(page.matches("</script").count(), 1, "{page}");
    }

    #[test]
    fn the_assessment_inside_is_the_same() {
        let assessment = Assessment { title: "a < b".into(), ..Assessment::default() };
        let page = page("", "", "", &assessment.to_json());
        let (_, data) = page.split_once("id=\"kubu-assessment\">\n").unwrap();
        let (data, _) = data.split_once("</script>").unwrap();
        let rules = kubu_catalog::rules().unwrap();
        assert_eq!(Assessment::open(data, &rules).unwrap().assessment, assessment);
    }
}
