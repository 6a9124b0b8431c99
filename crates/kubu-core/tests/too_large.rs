//! What has no small diagram: conditions are refused, quickly and with little memory, and risks are ranges.

use kubu_core::{
    Answer, Assessment, Catalog, Diagnostic, Factor, Level, Overrule, Range, RiskRecord, Rules, SortedMap,
};
use serde_json::{Value, json};

/// A catalogue of yes/no facts `f.0`, `f.1`, … and one threat.
fn catalog(facts: &[(String, Option<Value>)], applies_when: &Value) -> Value {
    let rule = json!({ "at": 1, "why": "w" });
    let fact = |(id, asked_when): &(String, Option<Value>)| {
        let mut fact = json!({
            "id": id, "group": "g", "kind": "yes-no", "question": "Q?", "help": "", "says": "s", "denies": "d"
        });
        if let Some(condition) = asked_when {
            fact["asked_when"] = condition.clone();
        }
        fact
    };
    json!({
        "format": Catalog::FORMAT, "format_version": Catalog::FORMAT_VERSION,
        "id": "large", "version": "1", "hash": "", "title": "Large",
        "stages": [], "items": [], "addendum": [], "frameworks": [], "controls": [],
        "groups": [{ "id": "g", "title": "G" }],
        "facts": facts.iter().map(fact).collect::<Vec<_>>(),
        "impact": { "confidentiality": rule, "integrity": rule, "availability": rule },
        "threats": [{
            "scenario": { "event": "", "vulnerability": "", "asset": "", "consequence": "" },
            "likelihood": { "discoverability": rule, "exploitability": rule, "reproducibility": rule },
            "id": "t", "title": "T", "summary": "", "harms": ["integrity"], "applies_when": applies_when,
            "found_at": [], "references": [], "mitigations": [], "provenance": "mapped"
        }]
    })
}

fn rules(catalog: Value) -> Result<Rules, Vec<Diagnostic>> {
    Rules::new(serde_json::from_value::<Catalog>(catalog).expect("a catalogue"))
}

fn errors(facts: &[(String, Option<Value>)], applies_when: &Value) -> Vec<Diagnostic> {
    refusals(catalog(facts, applies_when))
}

fn refusals(catalog: Value) -> Vec<Diagnostic> {
    rules(catalog).err().unwrap_or_default()
}

fn told(errors: &[Diagnostic]) -> Vec<(&str, &str)> {
    errors.iter().map(|error| (&*error.code, error.at.as_str())).collect()
}

fn fact(number: usize) -> String {
    format!("f.{number}")
}

fn yes(number: usize) -> Value {
    json!({ "fact": { "id": fact(number), "any_of": ["yes"] } })
}

/// `f.0 and f.n or f.1 and f.n+1 or …` must remember the first half of the answers: 2ⁿ nodes.
#[test]
fn a_condition_against_the_order_of_the_questionnaire_is_refused() {
    let pairs = |count: usize| {
        let facts: Vec<_> = (0..2 * count).map(|number| (fact(number), None)).collect();
        let pairs: Vec<Value> = (0..count).map(|number| json!({ "all": [yes(number), yes(number + count)] })).collect();
        errors(&facts, &json!({ "any": pairs }))
    };
    assert!(pairs(6).is_empty());
    assert_eq!(told(&pairs(40)), [("condition-too-large", "threat t")]);
}

/// Whether as many choices, of 32 options each, are answered alike: 32ⁿ nodes.
#[test]
fn a_comparison_of_many_answers_is_refused() {
    const COUNT: usize = 10;
    let facts: Vec<_> = (0..2 * COUNT).map(|number| (fact(number), None)).collect();
    let is = |number: usize, option: usize| json!({ "fact": { "id": fact(number), "any_of": [format!("o{option}")] } });
    let alike = |number: usize| -> Value {
        let both = (0..32).map(|option| json!({ "all": [is(number, option), is(number + COUNT, option)] }));
        json!({ "any": both.collect::<Vec<_>>() })
    };
    let mut catalog = catalog(&facts, &json!({ "all": (0..COUNT).map(alike).collect::<Vec<_>>() }));
    let option = |number: usize| json!({ "id": format!("o{number}"), "label": "O", "phrase": "o" });
    for fact in catalog["facts"].as_array_mut().expect("a list") {
        fact["kind"] = json!("choice");
        fact["options"] = (0..32).map(option).collect();
    }
    assert_eq!(told(&refusals(catalog)), [("condition-too-large", "threat t")]);
}

/// A question that arises in many cases makes every test of it as large, in a few words.
#[test]
fn a_large_condition_cannot_be_used_again_without_end() {
    const PAIRS: usize = 7;
    let raised = |times: usize| {
        let pairs = (0..PAIRS).map(|number| json!({ "all": [yes(number), yes(number + PAIRS)] }));
        let asked_when = json!({ "any": pairs.collect::<Vec<_>>() });
        let mut facts: Vec<_> = (0..2 * PAIRS).map(|number| (fact(number), None)).collect();
        facts.push((fact(2 * PAIRS), Some(asked_when)));
        let mut catalog = catalog(&facts, &json!({ "all": [] }));
        let raise = json!({ "by": 1, "when": yes(2 * PAIRS), "why": "w" });
        catalog["threats"][0]["likelihood"]["discoverability"]["raise"] = vec![raise; times].into();
        refusals(catalog)
    };
    assert_eq!(told(&raised(10)), []);
    assert_eq!(told(&raised(1000)), [("condition-too-large", "threat t")]);
}

/// Each condition is small enough, but no two have anything in common: one error says so, not one for each entry.
#[test]
fn a_catalogue_of_many_large_conditions_is_refused() {
    const PAIRS: usize = 8;
    let facts: Vec<_> = (0..2 * PAIRS + 10).map(|number| (fact(number), None)).collect();
    let threats = |count: usize| {
        let mut catalog = catalog(&facts, &json!({ "all": [] }));
        let threat = |number: usize| {
            let mut threat = catalog["threats"][0].clone();
            threat["id"] = json!(format!("t-{number}"));
            let other = |first: usize| PAIRS + (first * (number % 7 + 1) + number / 7) % (PAIRS + 9);
            let pairs = (0..PAIRS).map(|first| json!({ "all": [yes(first), yes(other(first))] }));
            threat["applies_when"] = json!({ "any": pairs.collect::<Vec<_>>() });
            threat
        };
        catalog["threats"] = (0..count).map(threat).collect();
        refusals(catalog)
    };
    assert_eq!(told(&threats(10)), []);
    assert_eq!(told(&threats(500)), [("catalogue-too-large", "")]);
}

/// Each question arises only after the one before it: as many levels as questions.
#[test]
fn a_long_chain_of_questions_does_not_exhaust_the_stack() {
    let chain = |length: usize| {
        let facts: Vec<_> = (0..length).map(|n| (fact(n), n.checked_sub(1).map(yes))).collect();
        errors(&facts, &yes(length - 1))
    };
    assert!(chain(200).is_empty());
    let errors = chain(3000);
    assert!(errors.iter().all(|error| error.code == "condition-too-large"), "{errors:?}");
    // What rests on a condition that was given up is so, too.
    assert_eq!(errors.last().map(|error| error.at.as_str()), Some("threat t"));
}

/// Each even fact raises discoverability and each odd one the impact: alone both are small, but together they must count
/// both at each of many facts. A factor set out of range counts as the nearest that is.
#[test]
fn a_risk_with_too_many_cases_is_a_range_of_what_its_factors_allow() {
    const FACTS: usize = 80;
    let facts: Vec<_> = (0..=FACTS).map(|number| (fact(number), None)).collect();
    let raised = |first: usize| {
        let raise = (first..FACTS).step_by(2).map(|number| json!({ "by": 1, "when": yes(number), "why": "w" }));
        json!({ "at": 1, "why": "w", "raise": raise.collect::<Vec<_>>() })
    };
    let mut catalog = catalog(&facts, &yes(FACTS));
    catalog["threats"][0]["likelihood"]["discoverability"] = raised(0);
    catalog["impact"]["integrity"] = raised(1);
    let rules = rules(catalog).expect("each by itself is small");
    let inherent = |yes: &[usize], set: u8| {
        let overrule = Overrule { value: set, reason: "Measured.".to_owned() };
        let overruled: SortedMap<Factor, Overrule> = [(Factor::Exploitability, overrule)].into();
        let mut assessment = Assessment::default();
        assessment.risks.insert("t".parse().expect("an id"), RiskRecord { overruled, ..RiskRecord::default() });
        for number in yes {
            let yes = Answer::One("yes".parse().expect("an id"));
            assessment.description.answers.insert(fact(*number).parse().expect("an id"), yes);
        }
        rules.register(&assessment).entries.first().map(|entry| entry.inherent)
    };
    let range = |least, most| Some(Range { least, most });
    // Likelihood (1 + 5 + 1) / 3 to (5 + 5 + 1) / 3, impact 1 to 5.
    assert_eq!(inherent(&[], 9), range(Level::Low, Level::VeryHigh));
    assert_eq!(inherent(&[], 9), inherent(&[], 5));
    // Likelihood at least (3 + 5 + 1) / 3, impact at least 4.
    assert_eq!(inherent(&[0, 2, 1, 3, 5], 9), range(Level::MediumHigh, Level::VeryHigh));
    // Likelihood (1 + 1 + 1) / 3 to (5 + 1 + 1) / 3.
    assert_eq!(inherent(&[], 0), range(Level::Low, Level::MediumHigh));
    assert_eq!(inherent(&[], 0), inherent(&[], 1));
}
