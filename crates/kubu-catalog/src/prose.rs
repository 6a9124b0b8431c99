//! The sentences of a catalogue that people read, and how hard they are to read.

use kubu_core::{Catalog, Control, Fact, FactorRule, LikelihoodRules, Scenario, Threat};

/// A text of the catalogue, and the file and field it stands in.
#[derive(Debug)]
pub struct Passage<'a> {
    /// The authored file and the field.
    pub at: String,
    /// The id of the entry; empty for the catalogue as a whole.
    pub entry: &'a str,
    /// The text, in Markdown.
    pub text: &'a str,
}

/// Every text that people read, in the order of the catalogue.
pub fn passages(catalog: &Catalog) -> Vec<Passage<'_>> {
    let steps = catalog.steps.iter();
    let steps = steps.map(|step| Passage { at: "catalog.toml: steps".to_owned(), entry: "", text: &step.text });
    let facts = catalog.facts.iter().flat_map(|fact| located("facts", fact.id.as_str(), of_fact(fact)));
    let threats = catalog.threats.iter().flat_map(|threat| located("threats", threat.id.as_str(), of_threat(threat)));
    let controls =
        catalog.controls.iter().flat_map(|control| located("controls", control.id.as_str(), of_control(control)));
    steps.chain(facts).chain(threats).chain(controls).collect()
}

/// The file in which an entry is authored. What is a pack's has no colon there.
pub(crate) fn file_of(folder: &str, id: &str) -> String {
    let name = id.split_once(':').map_or(id, |(_, own)| own);
    format!("{folder}/{name}.toml")
}

fn located<'a>(folder: &str, id: &'a str, texts: Vec<(&str, &'a str)>) -> Vec<Passage<'a>> {
    let passage = |(field, text)| Passage { at: format!("{}: {field}", file_of(folder, id)), entry: id, text };
    texts.into_iter().map(passage).collect()
}

fn of_fact(fact: &Fact) -> Vec<(&'static str, &str)> {
    let mut texts = vec![
        ("question", fact.question.as_str()),
        ("help", &fact.help),
        ("example", &fact.example),
        ("says", &fact.says),
        ("denies", &fact.denies),
    ];
    for option in &fact.options {
        texts.extend([("options", option.label.as_str()), ("options", &option.phrase)]);
    }
    texts
}

fn of_threat(threat: &Threat) -> Vec<(&'static str, &str)> {
    let Scenario { event, vulnerability, asset, consequence } = &threat.scenario;
    let LikelihoodRules { discoverability, exploitability, reproducibility } = &threat.likelihood;
    let mut texts = vec![("title", threat.title.as_str()), ("summary", &threat.summary)];
    texts.extend([event, vulnerability, asset, consequence].map(|part| ("scenario", part.as_str())));
    texts.extend([discoverability, exploitability, reproducibility].into_iter().flat_map(of_factor));
    texts.extend(threat.impact.values().map(|cap| ("impact", &*cap.why)));
    texts.extend(threat.incident.iter().map(|incident| ("incident", incident.what.as_str())));
    texts.extend(threat.mitigations.iter().map(|mitigation| ("mitigated_by", &*mitigation.why)));
    texts
}

fn of_factor(rule: &FactorRule) -> impl Iterator<Item = (&'static str, &str)> {
    std::iter::once(&rule.why).chain(rule.raise.iter().map(|raise| &raise.why)).map(|why| ("likelihood", &**why))
}

fn of_control(control: &Control) -> Vec<(&'static str, &str)> {
    let mut texts = vec![("title", control.title.as_str()), ("purpose", &control.purpose)];
    texts.extend(control.baseline.iter().map(|baseline| ("baseline", baseline.why.as_str())));
    texts.extend(control.practices.iter().map(|practice| ("practices", practice.text.as_str())));
    texts.extend(control.verify.iter().map(|text| ("verify", text.as_str())));
    texts.extend(control.evidence.iter().map(|text| ("evidence", text.as_str())));
    texts
}

/// The sentences of a text. A full stop inside a word, as in `1.1`, ends none.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices() {
        let end = at + mark.len_utf8();
        let at_end = text.get(end..).is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
        if mark == '\n' || (matches!(mark, '.' | '?' | '!') && at_end) {
            found.extend(text.get(start..end));
            start = end;
        }
    }
    found.extend(text.get(start..));
    found.retain(|sentence| words(sentence).next().is_some());
    found
}

/// The words of a text, without marks. Code between back-ticks and the places for options are left out.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let outside = text.split('`').step_by(2);
    outside
        .flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\''))
        .map(|word| word.trim_matches(['’', '\'']))
        .filter(|word| !word.is_empty())
}

/// The grade of school at which a text can be read, by Flesch and Kincaid; syllables are estimated by groups of vowels.
pub fn reading_grade<'a>(texts: impl IntoIterator<Item = &'a str>) -> f64 {
    let (mut all_sentences, mut all_words, mut syllables) = (0_u32, 0_u32, 0_u32);
    for text in texts {
        for sentence in sentences(text) {
            all_sentences += 1;
            for word in words(sentence) {
                all_words += 1;
                syllables += syllables_of(word);
            }
        }
    }
    let (sentences, words) = (f64::from(all_sentences.max(1)), f64::from(all_words.max(1)));
    0.39 * words / sentences + 11.8 * f64::from(syllables) / words - 15.59
}

fn syllables_of(word: &str) -> u32 {
    let word = word.to_lowercase();
    let vowel = |c: char| "aeiouy".contains(c);
    let mut groups = 0;
    let mut before = false;
    for c in word.chars() {
        groups += u32::from(vowel(c) && !before);
        before = vowel(c);
    }
    let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    groups.saturating_sub(u32::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_marks_and_lines() {
        let text = "Cite item 1.1 here. Ask why?\nThen stop";
        assert_eq!(
            sentences(text).iter().map(|s| s.trim()).collect::<Vec<_>>(),
            ["Cite item 1.1 here.", "Ask why?", "Then stop"]
        );
    }

    #[test]
    fn words_leave_out_marks_and_code() {
        assert_eq!(words("Don’t run `pip install x` (twice).").collect::<Vec<_>>(), ["Don’t", "run", "twice"]);
    }

    #[test]
    fn longer_words_and_sentences_are_harder() {
        let plain = reading_grade(["The cat sat. It was fat."]);
        let hard =
            reading_grade(["Organisational considerations necessitate comprehensive documentation of everything."]);
        assert!(plain < 3.0 && hard > 15.0, "{plain} {hard}");
    }
}
