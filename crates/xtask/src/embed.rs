//! The parts of a build that only pages of others load: the script of the element, which has to know what the files of the
//! app are called, and a style sheet that looks at the element instead of the page around it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{layout, lean, split};

/// The script's name in the site.
const SCRIPT: &str = "embed.mjs";

/// The values that a page may set from outside, by custom properties of the same names that begin with `--kubu-`.
const OPEN: [&str; 8] = ["accent", "on-accent", "ground", "surface", "text", "soft", "line", "radius"];

/// So many pixels has a `rem` in the conditions of media queries, which know nothing of the page's own size of text.
const REM: f64 = 16.0;

/// Whether the site itself does without a file.
pub fn is_part(name: &str) -> bool {
    name.starts_with("embed") || name.starts_with("frame.")
}

/// Writes both into Trunk's staging folder, which holds these files.
///
/// # Errors
///
/// If files are missing, cannot be read or written, or the script lacks a placeholder.
pub fn write(staging: &Path, files: &[String]) -> Result<()> {
    let web = layout::web();
    let read = |name: &str| fs::read_to_string(web.join(name)).with_context(|| format!("could not read web/{name}"));
    // The page around may be of another encoding.
    let style =
        "@charset \"utf-8\";\n".to_owned() + &style(&read("style.css")?) + &lean::without_comments(&read("embed.css")?);
    let digest: String = Sha256::digest(&style).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let sheet = format!("embed-{digest}.css");
    fs::write(staging.join(&sheet), style).with_context(|| format!("could not write {sheet}"))?;

    let ending = "_bg.wasm";
    let Some(wasm) = files.iter().find(|file| file.ends_with(ending)) else {
        bail!("the build has no file that ends with {ending}: {SCRIPT} could not load it");
    };
    let app = wasm.replace(ending, ".js");
    let later = wasm.replace(ending, split::ENDING);
    let mut script = read(SCRIPT)?;
    for (placeholder, name) in
        [("__KUBU_SCRIPT__", &app), ("__KUBU_WASM__", wasm), ("__KUBU_LATER__", &later), ("__KUBU_STYLE__", &sheet)]
    {
        if script.matches(placeholder).count() != 1 {
            bail!("web/{SCRIPT} must hold {placeholder} exactly once: put it back");
        }
        script = script.replace(placeholder, name);
    }
    fs::write(staging.join(SCRIPT), script).with_context(|| format!("could not write {SCRIPT}"))
}

/// The style sheet of the site for a shadow root, where the page's `html` and `body` are not, the width that counts is the
/// element's, and the size of text is not that of the page's root.
fn style(site: &str) -> String {
    let mut style = String::with_capacity(site.len() * 5 / 4);
    for line in site.lines() {
        let words = line.trim_start();
        let line = line.replace("vw", "cqi");
        let line = if words.starts_with("@media") {
            let line = if words.contains("-width:") { line.replace("@media", "@container") } else { line };
            lengths(&line, |number| format!("{}px", number * REM))
        } else if let Some(rest) = [":root", "html", "body"].iter().find_map(|root| after(words, root)) {
            format!(".kubu{rest}")
        } else {
            lengths(&opened(&line), |number| format!("calc({number} * var(--kubu-rem))"))
        };
        style.push_str(&line);
        style.push('\n');
    }
    style
}

/// What follows a selector of the page as a whole.
fn after<'a>(line: &'a str, root: &str) -> Option<&'a str> {
    line.strip_prefix(root).filter(|rest| rest.starts_with([' ', ':', '[']))
}

/// The declaration of a value that may be set from outside, so that it can be.
fn opened(line: &str) -> String {
    let declaration = line.trim_start().strip_prefix("--").and_then(|line| line.strip_suffix(';')?.split_once(": "));
    match declaration {
        Some((name, value)) if OPEN.contains(&name) => format!("  --{name}: var(--kubu-{name}, {value});"),
        _ => line.to_owned(),
    }
}

/// The text with every length in `rem` as `write` has it.
fn lengths(text: &str, write: impl Fn(f64) -> String) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("rem") {
        let digits = before.trim_end_matches(|char: char| char.is_ascii_digit() || char == '.').len();
        let start = if before[..digits].ends_with('-') { digits - 1 } else { digits };
        whole.push_str(&before[..start]);
        match before[start..].parse() {
            Ok(number) => whole.push_str(&write(number)),
            Err(_) => whole = whole + &before[start..] + "rem",
        }
        rest = after;
    }
    whole + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_follow_the_size_of_text_of_the_element() {
        assert_eq!(
            style("  margin: -0.5rem auto 2rem;\n"),
            "  margin: calc(-0.5 * var(--kubu-rem)) auto calc(2 * var(--kubu-rem));\n"
        );
        assert_eq!(style("  gap: calc(100vh - 8rem);\n"), "  gap: calc(100vh - calc(8 * var(--kubu-rem)));\n");
        assert_eq!(style("/* It remains. */\n"), "/* It remains. */\n");
    }

    #[test]
    fn widths_are_those_of_the_element() {
        assert_eq!(style("@media (max-width: 48rem) {\n"), "@container (max-width: 768px) {\n");
        assert_eq!(style("  width: min(1px, 100vw - 1px);\n"), "  width: min(1px, 100cqi - 1px);\n");
        assert_eq!(style("@media (min-height: 30rem) {\n"), "@media (min-height: 480px) {\n");
        assert_eq!(style("@media print {\n"), "@media print {\n");
    }

    #[test]
    fn the_page_as_a_whole_is_the_element() {
        let site = ":root {\nbody:has(.notice) footer {\n  html {\nbody[data-dropping] {\ntbody {\n";
        let own = ".kubu {\n.kubu:has(.notice) footer {\n.kubu {\n.kubu[data-dropping] {\ntbody {\n";
        assert_eq!(style(site), own);
    }

    #[test]
    fn some_values_can_be_set_from_outside() {
        assert_eq!(style("  --radius: 10px;\n"), "  --radius: var(--kubu-radius, 10px);\n");
        assert_eq!(style("  --urgent: red;\n"), "  --urgent: red;\n");
    }

    #[test]
    fn no_condition_asks_for_both_the_width_and_the_height() {
        // The first is the element's, the second the window's: one query cannot ask for both.
        let folder = layout::web().join("style");
        for name in crate::files::list(&folder).expect("the parts are there") {
            let part = fs::read_to_string(folder.join(&name)).expect("a part can be read");
            let both = part
                .lines()
                .find(|line| line.contains("-width:") && line.contains("-height:") && line.contains("@media"));
            assert_eq!(both, None, "{name}");
        }
    }
}
