//! What is wrong with a catalogue is found, each slip by itself, and said where it is.

use kubu_core::{Catalog, Rules};
use serde_json::{Value, json};

/// A small catalogue with something of everything, as it should be.
fn sound() -> Value {
    let rule = json!({ "at": 1, "why": "w", "raise": [{ "by": 1, "when": { "all": [] }, "why": "w" }] });
    let option = |id: &str| json!({ "id": id, "label": id, "phrase": id });
    let fact = |id: &str, kind: &str, options: &[&str]| {
        json!({
            "id": id, "group": "g", "kind": kind, "question": "Q?", "help": "", "says": "s", "denies": "d",
            "options": options.iter().map(|id| option(id)).collect::<Vec<_>>()
        })
    };
    let mut facts =
        [fact("f.yes", "yes-no", &[]), fact("f.one", "choice", &["a", "b"]), fact("f.many", "choices", &["a"])];
    facts[0]["derived"] = json!([{ "option": "yes", "from": { "component": ["store"] } }]);
    facts[1]["asked_when"] = json!({ "fact": { "id": "f.yes", "any_of": ["yes"] } });
    facts[2]["derived"] = json!([{ "option": "a", "from": { "flow": { "from": ["store"], "to": ["store"] } } }]);
    let reference = json!([{ "framework": "frame", "id": "F1" }]);
    json!({
        "format": Catalog::FORMAT, "format_version": Catalog::FORMAT_VERSION,
        "id": "sound", "version": "1", "hash": "", "title": "Sound",
        "stages": [{ "id": "stage", "title": "S" }],
        "items": [{ "number": "1.1", "title": "I", "stage": "stage", "provenance": "mapped" }],
        "addendum": [{ "number": "A1", "title": "A", "provenance": "mapped" }],
        "roles": [{ "id": "role", "title": "R", "provenance": "mapped" }],
        "steps": [{ "id": "step", "title": "S", "text": "T", "provenance": "mapped" }],
        "frameworks": [{ "id": "frame", "title": "F", "edition": "1", "entries": { "F1": "One" } }],
        "component_kinds": [{ "id": "store", "title": "S" }],
        "groups": [{ "id": "g", "title": "G" }],
        "facts": facts,
        "impact": { "confidentiality": rule, "integrity": rule, "availability": rule },
        "threats": [{
            "id": "threat", "title": "T", "summary": "", "harms": ["integrity"],
            "applies_when": { "fact": { "id": "f.one", "any_of": ["a"] } },
            "scenario": { "event": "", "vulnerability": "", "asset": "", "consequence": "" },
            "likelihood": { "discoverability": rule, "exploitability": rule, "reproducibility": rule },
            "impact": { "integrity": { "at_most": 4, "why": "w" } },
            "found_at": ["store"], "introduced": ["stage"], "strikes": ["stage"], "references": reference,
            "mitigations": [{ "control": "control", "strength": "primary", "why": "w" }], "provenance": "mapped"
        }],
        "controls": [{
            "id": "control", "title": "C", "purpose": "", "item": "1.1", "addendum": ["A1"],
            "practices": [{ "text": "P", "applies_when": { "fact": { "id": "f.many", "any_of": ["a"] } } }],
            "verify": [], "roles": ["role"], "references": reference, "provenance": "mapped"
        }]
    })
}

/// The code and the place of everything that is wrong.
fn refused(catalog: Value) -> Vec<(String, String)> {
    let catalog: Catalog = serde_json::from_value(catalog).expect("a catalogue");
    let errors = Rules::new(catalog).err().unwrap_or_default();
    errors.into_iter().map(|error| (error.code.into(), error.at)).collect()
}

/// The sound catalogue with another value at a place.
fn with(pointer: &str, value: &Value) -> Value {
    let mut catalog = sound();
    *catalog.pointer_mut(pointer).expect("a place of the catalogue") = value.clone();
    catalog
}

#[test]
fn a_sound_catalogue_is_not_refused() {
    assert_eq!(refused(sound()), []);
}

#[test]
fn each_slip_is_found_by_itself_and_where_it_is() {
    let test = |fact: &str, option: &str| json!({ "fact": { "id": fact, "any_of": [option] } });
    let reference = |framework: &str, id: &str| json!({ "framework": framework, "id": id });
    let derived = |option: &str| json!([{ "option": option, "from": "tainted-action" }]);
    let options = |count: usize| -> Value {
        (0..count).map(|n| json!({ "id": format!("o{n}"), "label": "", "phrase": "" })).collect()
    };
    for (pointer, value, code, at) in [
        ("/format", json!("other"), "not-a-pack", ""),
        ("/format_version", json!(Catalog::FORMAT_VERSION + 1), "not-a-pack", ""),
        ("/items/0/stage", json!("other"), "unknown-reference", "/items/0/stage"),
        ("/facts/0/group", json!("other"), "unknown-reference", "/facts/0/group"),
        ("/facts/0/options", options(2), "wrong-options", "/facts/0/options"),
        ("/facts/2/options", json!([]), "wrong-options", "/facts/2/options"),
        ("/facts/0/derived", derived("no"), "bad-derivation", "/facts/0/derived"),
        ("/facts/2/derived", derived("b"), "bad-derivation", "/facts/2/derived"),
        ("/facts/0/derived/0/from/component/0", json!("other"), "unknown-reference", "/facts/0/derived"),
        ("/facts/2/derived/0/from/flow/from/0", json!("other"), "unknown-reference", "/facts/2/derived"),
        ("/facts/2/derived/0/from/flow/to/0", json!("other"), "unknown-reference", "/facts/2/derived"),
        ("/facts/1/asked_when", test("f.other", "yes"), "unknown-fact", "/facts/1/asked_when"),
        ("/facts/1/asked_when", test("f.many", "a"), "unknown-fact", "/facts/1/asked_when"),
        ("/facts/1/asked_when", test("f.one", "a"), "unknown-fact", "/facts/1/asked_when"),
        ("/facts/1/asked_when", test("f.yes", "a"), "unknown-option", "/facts/1/asked_when"),
        ("/impact/integrity/at", json!(0), "bad-factor", "/impact/integrity"),
        ("/impact/integrity/at", json!(6), "bad-factor", "/impact/integrity"),
        ("/impact/availability/raise/0/by", json!(0), "bad-factor", "/impact/availability"),
        ("/impact/availability/raise/0/by", json!(5), "bad-factor", "/impact/availability"),
        ("/impact/confidentiality/raise/0/when", test("f.no", "a"), "unknown-fact", "/impact/confidentiality"),
        ("/threats/0/applies_when", test("f.one", "c"), "unknown-option", "/threats/0/applies_when"),
        ("/threats/0/likelihood/discoverability/at", json!(0), "bad-factor", "/threats/0/likelihood/discoverability"),
        ("/threats/0/likelihood/exploitability/at", json!(0), "bad-factor", "/threats/0/likelihood/exploitability"),
        ("/threats/0/likelihood/reproducibility/at", json!(0), "bad-factor", "/threats/0/likelihood/reproducibility"),
        ("/threats/0/impact/integrity/at_most", json!(0), "bad-cap", "/threats/0/impact/integrity"),
        ("/threats/0/impact/integrity/at_most", json!(5), "bad-cap", "/threats/0/impact/integrity"),
        ("/threats/0/harms/0", json!("availability"), "bad-cap", "/threats/0/impact/integrity"),
        ("/threats/0/found_at/0", json!("other"), "unknown-reference", "/threats/0/found_at"),
        ("/threats/0/introduced/0", json!("other"), "unknown-reference", "/threats/0/introduced"),
        ("/threats/0/strikes/0", json!("other"), "unknown-reference", "/threats/0/strikes"),
        ("/threats/0/references/0", reference("other", "F1"), "unknown-reference", "/threats/0/references/0"),
        ("/threats/0/references/0", reference("frame", "F2"), "unknown-reference", "/threats/0/references/0"),
        ("/threats/0/mitigations/0/control", json!("other"), "unknown-reference", "/threats/0/mitigations/0/control"),
        ("/controls/0/item", json!("1.2"), "unknown-reference", "/controls/0/item"),
        ("/controls/0/addendum/0", json!("A2"), "unknown-reference", "/controls/0/addendum"),
        ("/controls/0/roles/0", json!("other"), "unknown-reference", "/controls/0/roles"),
        ("/controls/0/references/0", reference("frame", "F2"), "unknown-reference", "/controls/0/references/0"),
        (
            "/controls/0/practices/0/applies_when",
            test("f.many", "b"),
            "unknown-option",
            "/controls/0/practices/0/applies_when",
        ),
    ] {
        let found = refused(with(pointer, &value));
        // A slip can have others follow from it.
        assert_eq!(found.first(), Some(&(code.to_owned(), at.to_owned())), "{pointer}: {found:?}");
    }
}

#[test]
fn a_fact_has_as_many_options_as_its_kind_allows() {
    let codes = |kind: &str, count: usize| -> Vec<String> {
        let mut catalog = sound();
        let option = |n: usize| json!({ "id": format!("o{n}"), "label": "", "phrase": "" });
        let fact = json!({
            "id": "f.new", "group": "g", "kind": kind, "question": "Q?", "help": "", "says": "s", "denies": "d",
            "options": (0..count).map(option).collect::<Vec<_>>()
        });
        catalog["facts"].as_array_mut().expect("a list").push(fact);
        refused(catalog).into_iter().map(|(code, at)| format!("{code} at {at}")).collect()
    };
    let wrong = ["wrong-options at /facts/3/options".to_owned()];
    for (kind, least, most) in [("yes-no", 0, 0), ("choice", 2, 32), ("choices", 1, 32)] {
        for count in 0..=33 {
            let expected = if (least..=most).contains(&count) { &[][..] } else { &wrong };
            assert_eq!(codes(kind, count), expected, "{kind} with {count} options");
        }
    }
}

#[test]
fn no_id_is_used_twice() {
    for list in [
        "/stages",
        "/items",
        "/addendum",
        "/frameworks",
        "/steps",
        "/groups",
        "/component_kinds",
        "/facts",
        "/threats",
        "/controls",
        "/facts/1/options",
        "/threats/0/mitigations",
    ] {
        let mut catalog = sound();
        let entries = catalog.pointer_mut(list).and_then(Value::as_array_mut).expect("a list");
        entries.extend(entries.first().cloned());
        let codes: Vec<String> = refused(catalog).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, ["id-used-twice"], "{list}");
    }
}

#[test]
fn what_is_not_there_comes_with_what_may_be_meant() {
    let help = |fact: &str| {
        let test = json!({ "fact": { "id": fact, "any_of": ["a"] } });
        let catalog = serde_json::from_value(with("/facts/1/asked_when", &test)).expect("a catalogue");
        Rules::new(catalog).err().and_then(|errors| errors.into_iter().next()).map(|error| error.help)
    };
    assert_eq!(help("f.yess").as_deref(), Some("did you mean `f.yes`?"));
    assert_eq!(help("f.many").as_deref(), Some("a question may depend on earlier questions only"));
    assert_eq!(help("something.else").as_deref(), Some("name a fact of the catalogue"));
}

/// Everything at once, so that it can be mended at once.
#[test]
fn every_slip_is_told() {
    let mut catalog = with("/items/0/stage", &json!("other"));
    catalog["controls"][0]["roles"][0] = json!("other");
    catalog["threats"][0]["found_at"][0] = json!("other");
    assert_eq!(refused(catalog).len(), 3);
}
