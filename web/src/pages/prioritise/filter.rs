//! Which threats the list shows.

use kubu_core::{Catalog, Cell, Description, Harm, Level, RegisterEntry, Threat, Verdict};

use crate::components::level::LEVELS;

/// The verdicts, in the order of the list.
pub(super) const VERDICTS: [Verdict; 3] = [Verdict::Applies, Verdict::Undetermined, Verdict::DoesNotApply];
/// What threats harm.
const HARMS: [Harm; 4] = [Harm::Confidentiality, Harm::Integrity, Harm::Availability, Harm::Safety];
/// What the list can be narrowed by.
pub(super) const CHOICES: [&str; 6] = ["Verdict", "Level now", "Harm", "Stage", "Where it sits", "Framework"];

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Filter {
    /// Words that the threat must hold.
    pub(super) text: String,
    /// For each of [`CHOICES`] the position of its option, counted from 1; 0 for any.
    pub(super) chosen: [usize; CHOICES.len()],
    /// A cell of the matrix.
    pub(super) cell: Option<Cell>,
}

/// What there is to choose for each of [`CHOICES`].
pub(super) fn options(catalog: &Catalog, description: &Description) -> [Vec<String>; CHOICES.len()] {
    let places = if description.components.is_empty() {
        catalog.component_kinds.iter().map(|kind| kind.title.clone()).collect()
    } else {
        description.components.values().map(|component| component.name.clone()).collect()
    };
    [
        VERDICTS.map(|verdict| verdict.to_string()).into(),
        levels().map(|level| level.to_string()).collect(),
        HARMS.map(|harm| harm.to_string()).into(),
        catalog.stages.iter().map(|stage| stage.title.clone()).collect(),
        places,
        catalog.frameworks.iter().map(|framework| framework.title.clone()).collect(),
    ]
}

/// The levels, highest first.
fn levels() -> impl Iterator<Item = Level> {
    LEVELS.into_iter().rev()
}

impl Filter {
    /// How many choices narrow the list.
    pub(super) fn count(&self) -> usize {
        self.chosen.iter().filter(|chosen| **chosen > 0).count()
    }

    /// Whether the list shows the threat, whatever its cell.
    pub(super) fn admits(
        &self,
        catalog: &Catalog,
        description: &Description,
        threat: &Threat,
        verdict: Verdict,
        entry: Option<&RegisterEntry>,
    ) -> bool {
        let holds = |(choice, chosen): (usize, &usize)| {
            let Some(option) = chosen.checked_sub(1) else { return true };
            match choice {
                0 => VERDICTS.get(option) == Some(&verdict),
                1 => entry.is_some_and(|entry| levels().nth(option) == Some(entry.current.most)),
                2 => HARMS.get(option).is_some_and(|harm| threat.harms.contains(harm)),
                3 => catalog
                    .stages
                    .get(option)
                    .is_some_and(|stage| threat.introduced.contains(&stage.id) || threat.strikes.contains(&stage.id)),
                4 => {
                    let kind = if description.components.is_empty() {
                        catalog.component_kinds.get(option).map(|kind| &kind.id)
                    } else {
                        description.components.values().nth(option).map(|component| &component.kind)
                    };
                    kind.is_some_and(|kind| threat.found_at.contains(kind))
                }
                _ => catalog.frameworks.get(option).is_some_and(|framework| {
                    threat.references.iter().any(|reference| reference.framework == framework.id)
                }),
            }
        };
        self.chosen.iter().enumerate().all(holds) && self.text.split_whitespace().all(|word| says(threat, word))
    }
}

/// Whether the word is in what a threat says, or in what other lists call it.
fn says(threat: &Threat, word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let scenario = &threat.scenario;
    let texts = [&threat.title, &threat.summary, &scenario.event, &scenario.vulnerability, &scenario.asset];
    let references = threat.references.iter().map(|reference| reference.id.as_str());
    let mut all =
        texts.into_iter().map(String::as_str).chain([&*scenario.consequence, threat.id.as_str()]).chain(references);
    all.any(|text| text.to_ascii_lowercase().contains(&word))
}

#[cfg(test)]
mod tests {
    use kubu_core::{Answer, Assessment, Component};

    use super::*;

    /// The ids of the threats that a filter shows of an assessment.
    fn shown(filter: &Filter, assessment: &Assessment) -> Vec<String> {
        let rules = kubu_catalog::rules().unwrap();
        let (catalog, register) = (rules.catalog(), rules.register(assessment));
        let report = rules.report(&assessment.description);
        let admitted = catalog.threats.iter().zip(&report.threats).filter(|(threat, finding)| {
            let entry = register.entries.iter().find(|entry| entry.threat == threat.id);
            filter.admits(catalog, &assessment.description, threat, finding.verdict, entry)
        });
        admitted.map(|(threat, _)| threat.id.to_string()).collect()
    }

    fn choosing(choice: &str, option: &str, assessment: &Assessment) -> Filter {
        let rules = kubu_catalog::rules().unwrap();
        let options = options(rules.catalog(), &assessment.description);
        let choice = CHOICES.iter().position(|name| *name == choice).unwrap();
        let mut filter = Filter::default();
        filter.chosen[choice] = 1 + options[choice].iter().position(|name| name == option).unwrap();
        filter
    }

    fn assistant() -> Assessment {
        let mut assessment = Assessment::default();
        for (fact, option) in [("model.kind", "language-model"), ("input.sources", "email")] {
            let options = [option.parse().unwrap()].into();
            assessment.description.answers.insert(fact.parse().unwrap(), Answer::Many(options));
        }
        assessment
    }

    #[test]
    fn without_a_filter_everything_is_shown() {
        assert_eq!(shown(&Filter::default(), &assistant()).len(), 93);
    }

    #[test]
    fn each_choice_narrows_the_list_to_what_it_names() {
        let assessment = assistant();
        let injection = "indirect-prompt-injection".to_owned();
        for (choice, option, expected) in [
            ("Verdict", "applies", true),
            ("Verdict", "does not apply", false),
            ("Harm", "integrity", true),
            ("Harm", "availability", false),
            ("Stage", "Development", true),
            ("Stage", "End of Life", false),
            ("Where it sits", "Mailbox or ticket queue", true),
            ("Where it sits", "Training pipeline", false),
            ("Framework", "MITRE ATLAS", true),
            ("Framework", "OWASP Machine Learning Security Top 10", false),
        ] {
            let ids = shown(&choosing(choice, option, &assessment), &assessment);
            assert!(ids.len() < 93, "{choice}: {option}");
            assert_eq!(ids.contains(&injection), expected, "{choice}: {option}");
        }
    }

    #[test]
    fn each_risk_has_one_level() {
        let assessment = assistant();
        let counts =
            levels().map(|level| shown(&choosing("Level now", &level.to_string(), &assessment), &assessment).len());
        let rules = kubu_catalog::rules().unwrap();
        assert_eq!(counts.sum::<usize>(), rules.register(&assessment).entries.len());
    }

    #[test]
    fn on_a_map_places_are_its_components() {
        let mut assessment = assistant();
        let kind = "mailbox".parse().unwrap();
        let inbox = Component { kind, name: "Inbox".into(), zone: None, other: Default::default() };
        assessment.description.components.insert("inbox".parse().unwrap(), inbox);
        let filter = choosing("Where it sits", "Inbox", &assessment);
        assert!(shown(&filter, &assessment).contains(&"indirect-prompt-injection".to_owned()));
    }

    #[test]
    fn every_word_is_looked_for_in_texts_and_references() {
        let find = |text: &str| shown(&Filter { text: text.into(), ..Filter::default() }, &assistant());
        assert!(find("injection INDIRECT").contains(&"indirect-prompt-injection".to_owned()));
        assert!(find("aml.t0051").contains(&"indirect-prompt-injection".to_owned()));
        assert_eq!(find("injection zebra"), [""; 0]);
    }
}
