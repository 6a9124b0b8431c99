//! Conditions: any text is read or refused with a place in it; what is read can be compiled, or is too large.

use std::collections::BTreeMap;

use kubu_core::{Catalog, Condition, Description, Fact, FactId, FactKind, ImpactRules, OptionId, Rules};

use super::{Target, files};

/// The reader of conditions.
#[derive(Debug)]
pub struct Conditions {
    /// A catalogue of one threat.
    catalog: Catalog,
    facts: BTreeMap<FactId, Fact>,
}

impl Conditions {
    /// With the facts of a catalogue.
    pub fn new(rules: &Rules) -> Self {
        let mut catalog = rules.catalog().clone();
        catalog.controls.clear();
        catalog.threats.truncate(1);
        let ImpactRules { confidentiality, integrity, availability } = &mut catalog.impact;
        [confidentiality, integrity, availability].into_iter().for_each(|rule| rule.raise.clear());
        catalog.threats.iter_mut().for_each(|threat| threat.mitigations.clear());
        let facts = catalog.facts.iter().map(|fact| (fact.id.clone(), fact.clone())).collect();
        Self { catalog, facts }
    }
}

impl Target for Conditions {
    fn name(&self) -> &'static str {
        "conditions"
    }

    /// Every way to test every fact, and all of them together.
    fn seeds(&self) -> Vec<String> {
        let tests: Vec<String> = self.facts.values().flat_map(tests).collect();
        let mut seeds = files("fuzz/corpus/conditions");
        seeds.push("always".to_owned());
        seeds.push(format!("not ({})", tests.join("\n  or ")));
        seeds
            .extend(tests.chunks(3).map(|three| format!("({}) and not ({})", three.join(" or "), three.join(" and "))));
        seeds.extend(tests);
        seeds
    }

    fn run(&self, input: &str) -> Result<String, String> {
        let condition = match Condition::parse(input, &self.facts) {
            Ok(condition) => condition,
            Err(error) if input.get(error.at.clone()).is_some() => {
                let about = error.at.start.checked_ilog2();
                return Ok(format!("refused about {about:?}: {}", shape(&error.message)));
            }
            Err(error) => return Err(format!("bytes {:?} are no part of the text: {error}", error.at)),
        };
        let tests = condition.tests().len();
        let mut catalog = self.catalog.clone();
        catalog.threats.iter_mut().for_each(|threat| threat.applies_when = condition.clone());
        match Rules::new(catalog) {
            Ok(rules) => {
                let verdicts = rules.verdicts(&Description::default());
                let questions = rules.questions(&Description::default()).len();
                Ok(format!("read: {verdicts:?}, {questions} questions, {} tests", tests.min(8)))
            }
            Err(errors) if errors.iter().all(|error| error.code == "condition-too-large") => Ok("too large".to_owned()),
            Err(errors) => Err(format!("it is read and then refused: {errors:?}")),
        }
    }
}

/// Every way to test one fact.
fn tests(fact: &Fact) -> Vec<String> {
    let options: Vec<_> = (0..fact.option_count()).filter_map(|position| fact.option_id(position)).collect();
    let (first, all) = (options.first(), options.iter().map(OptionId::as_str).collect::<Vec<_>>().join(", "));
    let verbs: &[&str] = match fact.kind {
        FactKind::Choices => &["has", "has any of", "has all of", "has none of"],
        FactKind::Choice => &["is", "is not", "is any of", "is none of"],
        FactKind::YesNo => &["is", "is not"],
    };
    let test = |verb: &&str| match (verb.ends_with("of"), first) {
        (true, _) => format!("{} {verb} [{all}]", fact.id),
        (false, first) => format!("{} {verb} {}", fact.id, first.map_or("", |option| option.as_str())),
    };
    verbs.iter().map(test).collect()
}

/// The first words of a message: what it is about, without what it found.
fn shape(message: &str) -> String {
    message.split(['`', ',']).next().unwrap_or_default().to_owned()
}
