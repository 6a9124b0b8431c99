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
    rules(catalog(facts, applies_when)).err().unwrap_or_default()
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
    let errors = pairs(40);
    let told: Vec<_> = errors.iter().map(|error| (&*error.code, error.at.as_str())).collect();
    assert_eq!(told, [("condition-too-large", "threat t")]);
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
    assert!(!errors.is_empty() && errors.iter().all(|error| error.code == "condition-too-large"), "{errors:?}");
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
