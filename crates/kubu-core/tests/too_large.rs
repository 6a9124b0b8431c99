//! Conditions that have no small diagram are refused, quickly and with little memory.

use kubu_core::{Catalog, Diagnostic, Rules};
use serde_json::{Value, json};

/// A catalogue of yes/no facts `f.0`, `f.1`, … and one threat.
fn errors(facts: &[(String, Option<Value>)], applies_when: &Value) -> Vec<Diagnostic> {
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
    let catalog = json!({
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
    });
    let catalog: Catalog = serde_json::from_value(catalog).expect("a catalogue");
    Rules::new(catalog).err().unwrap_or_default()
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
