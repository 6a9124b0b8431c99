//! Packs of organisations: built, checked, used, and refused.

use kubu_core::{Addition, Assessment, Rules};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{CHATBOT, files, kubu, printed, printed_from, refused};

pub(crate) const BANK: &str = "examples/packs/bank.kubu-pack.json";
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// A scoring system of the bank, as its pack asks for it.
const SCORING: &str = r#"{"format":"kubu-assessment","schema_version":1,"title":"Loan scores","description":{"answers":{
    "bank:customer.attributes":["age"],"bank:customer.decision":"yes","bank:supplier.exit":"none",
    "data.sensitivity":"confidential","hosting.where":["vendor"],"model.kind":["predictive-model"],
    "model.origins":["vendor-service"],"purpose.tasks":["judge"]}},
    "controls":{"bank:try-the-exit":{"status":"implemented"}},
    "risks":{"bank:unfair-decision":{"treatment":{"response":"mitigate","owner":"Head of lending"}}}}"#;

fn bank() -> String {
    std::fs::read_to_string(format!("{ROOT}/{BANK}")).expect("the example is built")
}

fn with_bank() -> Rules {
    let addition = Addition::read(&bank()).expect("the example is a pack");
    let catalog = kubu_catalog::catalog().expect("the catalogue").with(addition).expect("the pack fits");
    Rules::trusted(catalog).expect("small conditions")
}

/// Every hash is another with each change of the catalogue.
fn masked(text: &str) -> String {
    let mut parts = text.split("sha256:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "sha256:…" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
}

/// A pack with the right hash, whatever else is wrong with it.
fn sealed(mut pack: Value) -> String {
    pack["hash"] = json!("");
    let text = pack.to_string();
    let digest: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    text.replacen(r#""hash":"""#, &format!(r#""hash":"sha256:{digest}""#), 1)
}

/// What `kubu pack check` says of the bank's pack after a change.
fn check(change: impl FnOnce(&mut Value)) -> String {
    let mut pack: Value = serde_json::from_str(&bank()).expect("JSON");
    change(&mut pack);
    refused(&["pack", "check", "-"], &sealed(pack))
}

#[test]
fn the_example_is_what_its_files_compile_to() {
    assert!(bank() == printed(&["pack", "build", "examples/packs/bank"]), "run `cargo xtask catalog`");
}

#[test]
fn a_sound_pack_is_described() {
    insta::assert_snapshot!("check", masked(&printed(&["pack", "check", BANK])));
    assert_eq!(printed_from(&["pack", "check", "-"], &bank()), printed(&["pack", "check", BANK]));
}

#[test]
fn a_pack_is_written_to_a_file() {
    let file = std::env::temp_dir().join(format!("kubu-{}.kubu-pack.json", std::process::id()));
    let name = file.to_str().expect("UTF-8");
    let told = printed(&["pack", "build", "examples/packs/bank", "-o", name]);
    let written = std::fs::read_to_string(&file).expect("it is written");
    std::fs::remove_file(&file).expect("it is there");
    assert!(told.ends_with("in order; 8 cases hold.\n") && written == bank(), "{told}");
    let nowhere = refused(&["pack", "build", "examples/packs/bank", "-o", "no-such-folder/x.json"], "");
    assert!(nowhere.starts_with("exit 2\nerror[unwritable-file]"), "{nowhere}");
}

#[test]
fn a_folder_that_is_no_pack_is_refused() {
    insta::assert_snapshot!("build_nothing", refused(&["pack", "build", "examples"], ""));
}

#[test]
fn assessments_with_a_pack_read_as_they_should() {
    for (name, format) in [("assess_text", "text"), ("assess_markdown", "md")] {
        let text = printed_from(&["assess", "-", "--pack", BANK, "--format", format], SCORING);
        let lines: Vec<&str> = text.lines().collect();
        // What is of the bank, with what stands around it.
        let near = |at: usize| {
            lines.iter().skip(at.saturating_sub(1)).take(3).any(|line| line.to_lowercase().contains("bank"))
        };
        let shown: Vec<&str> = lines.iter().enumerate().filter(|(at, _)| near(*at)).map(|(_, line)| *line).collect();
        insta::assert_snapshot!(name, masked(&shown.join("\n")));
    }
}

#[test]
fn json_says_which_packs_it_is_made_with() {
    let arguments = ["assess", "-", "--pack", BANK, "--format", "json"];
    let report: Value = serde_json::from_str(&printed_from(&arguments, SCORING)).expect("JSON");
    assert_eq!((&report["catalog"]["id"], &report["packs"]["bank"]["name"]), (&json!("kubu"), &json!("Example Bank")));
    let hash = Addition::read(&bank()).expect("a pack").hash;
    assert_eq!(report["packs"]["bank"]["hash"], json!(hash));
    let verdict = |id: &str| {
        let threats = report["threats"].as_array().expect("threats");
        threats.iter().find(|threat| threat["id"] == id).expect("it is there")["verdict"].clone()
    };
    assert_eq!(verdict("bank:unfair-decision"), "applies");
    assert_eq!(verdict("bank:no-way-out"), "applies");
    let without: Value = serde_json::from_str(&printed(&["assess", CHATBOT, "--format", "json"])).expect("JSON");
    assert_eq!(without.get("packs"), None);
}

#[test]
fn every_verb_answers_with_a_pack() {
    let explained = printed_from(&["explain", "-", "bank:no-way-out", "--pack", BANK], SCORING);
    insta::assert_snapshot!("explain", explained);
    insta::assert_snapshot!("show_note", printed(&["catalog", "show", "data.sensitivity", "--pack", BANK]));
    insta::assert_snapshot!("show_control", printed(&["catalog", "show", "bank:try-the-exit", "--pack", BANK]));
    let noted: Value = serde_json::from_str(&printed(&[
        "explain",
        CHATBOT,
        "compromised-supplier",
        "--pack",
        BANK,
        "--format",
        "json",
    ]))
    .expect("JSON");
    assert_eq!(noted["notes"][0]["name"], "Example Bank");
    let whatif = printed_from(&["whatif", "-", "--set", "bank:supplier.exit=tried", "--pack", BANK], SCORING);
    assert!(whatif.contains("No way out of a supplier: applies → does not apply"), "{whatif}");
    assert!(printed(&["questions", "--pack", BANK]).contains("[bank:customer.decision]"));
    assert!(printed(&["catalog", "list", "--pack", BANK]).contains("bank:no-way-out"));
    let count = |arguments: &[&str]| {
        let stats: Value = serde_json::from_str(&printed(arguments)).expect("JSON");
        stats["threats"].as_u64().expect("a number")
    };
    let stats = ["catalog", "stats", "--format", "json", "--pack", BANK];
    assert_eq!(count(&stats), count(&stats[..4]) + 2);
    assert!(printed_from(&["validate", "-", "--strict", "--pack", BANK], SCORING).starts_with("A sound assessment"));
}

/// The document says what it was made with, and is the same wherever it is opened and saved.
#[test]
fn what_was_made_with_a_pack_opens_without_it() {
    let (with, without) = (with_bank(), kubu_catalog::rules().expect("the catalogue"));
    let mut made = Assessment::open(SCORING, &with).expect("it opens").assessment;
    made.stamp(with.catalog());
    let text = made.to_json();
    for rules in [&with, &without] {
        let mut opened = Assessment::open(&text, rules).expect("it opens").assessment;
        assert_eq!(opened.to_json(), text);
        opened.stamp(rules.catalog());
        assert_eq!(opened.to_json(), text, "saved again, it still says what it was made with");
    }
    insta::assert_snapshot!("document", masked(&text));
    let output = kubu(&["validate", "-"], &text);
    assert!(output.status.success());
    insta::assert_snapshot!("missing_pack", String::from_utf8_lossy(&output.stderr));
    let other = text.replacen(&with.catalog().packs.values().next().expect("a pack").hash, "sha256:0", 1);
    let output = kubu(&["validate", "-", "--pack", BANK], &other);
    insta::assert_snapshot!("other_pack", String::from_utf8_lossy(&output.stderr));
    let judge = jsonschema::validator_for(&Assessment::json_schema()).expect("a schema");
    judge.validate(&serde_json::from_str(&text).expect("JSON")).expect("the schema takes it");
}

#[test]
fn a_broken_list_of_packs_is_refused_with_its_pointers() {
    let input = r#"{"format":"kubu-assessment","schema_version":1,"packs":{"Bank":{"name":"A","version":"1","hash":""},"bank":{"name":7}}}"#;
    insta::assert_snapshot!("broken_packs", refused(&["validate", "-"], input));
    let unknown = r#"{"format":"kubu-assessment","schema_version":1,"packs":{"bank":{"name":"A","version":"1","hash":"x","mood":"good"}}}"#;
    let rules = kubu_catalog::rules().expect("the catalogue");
    let opened = Assessment::open(unknown, &rules).expect("it opens").assessment;
    assert_eq!(
        opened.packs.values().next().expect("a pack").other.get("mood").and_then(|mood| mood.as_str()),
        Some("good")
    );
    assert!(opened.to_json().contains(r#""mood": "good""#));
}

#[test]
fn packs_that_break_out_of_their_namespace_are_refused() {
    let told = check(|pack| {
        pack["threats"][0]["id"] = json!("excessive-agency");
        pack["threats"][1]["id"] = json!("no-way-out");
        pack["facts"][0]["id"] = json!("other:customer.decision");
        pack["controls"][0]["id"] = json!("validate-inputs");
        pack["groups"][0]["id"] = json!("model");
        pack["frameworks"][0]["id"] = json!("atlas");
    });
    insta::assert_snapshot!("outside_namespace", told);
    let told = check(|pack| {
        pack["mitigations"][0]["control"] = json!("validate-inputs");
        pack["mitigations"][1]["threat"] = json!("drift-and-screw");
        pack["mitigations"][1]["why"] = json!(" ");
        let twice = json!({ "threat": "bank:no-way-out", "control": "bank:try-the-exit", "strength": "primary", "why": "Again." });
        pack["mitigations"].as_array_mut().expect("a list").push(twice);
        pack["notes"][0]["on"] = json!("data.sensitivty");
        pack["threats"][0]["provenance"] = json!("mapped");
    });
    insta::assert_snapshot!("wrong_edges", told);
}

#[test]
fn packs_that_refer_to_nothing_are_refused() {
    let told = check(|pack| {
        pack["threats"][0]["found_at"] = json!(["modle"]);
        pack["threats"][0]["strikes"] = json!(["nowhere"]);
        pack["threats"][0]["mitigations"][0]["control"] = json!("bank:try-the-exits");
        pack["threats"][1]["applies_when"] = json!({ "fact": { "id": "bank:customer.descision", "any_of": ["yes"] } });
        pack["threats"][1]["likelihood"]["exploitability"]["at"] = json!(9);
        pack["controls"][0]["item"] = json!("9.9");
        pack["controls"][1]["references"] = json!([{ "framework": "bank:rules", "id": "R9" }]);
        pack["controls"][2]["practices"][0]["applies_when"] =
            json!({ "fact": { "id": "model.kind", "any_of": ["oracle"] } });
    });
    insta::assert_snapshot!("unknown_references", told);
}

#[test]
fn questions_that_wait_for_each_other_are_refused() {
    let told = check(|pack| {
        pack["facts"][0]["asked_when"] = json!({ "fact": { "id": "bank:customer.attributes", "any_of": ["age"] } });
    });
    insta::assert_snapshot!("cycle", told);
    let told = check(|pack| {
        pack["facts"][0]["asked_when"] = json!({ "fact": { "id": "bank:customer.decision", "any_of": ["yes"] } });
    });
    assert!(told.contains("at: /facts/0/asked_when"), "{told}");
}

#[test]
fn files_that_are_no_pack_are_refused_in_words() {
    let refused = |input: &str| refused(&["pack", "check", "-"], input);
    insta::assert_snapshot!("changed_by_hand", refused(&bank().replacen("Example Bank", "Another Bank", 1)));
    insta::assert_snapshot!("not_json", refused("<html>"));
    insta::assert_snapshot!("catalogue", refused(kubu_catalog::PACK));
    insta::assert_snapshot!(
        "deep",
        check(|pack| {
            let deep = (0..40).fold(json!({ "all": [] }), |inner, _| json!({ "not": { "any": [inner] } }));
            pack["threats"][0]["applies_when"] = deep;
        })
    );
    insta::assert_snapshot!("large", refused(&" ".repeat(Assessment::MAX_BYTES + 1)));
    insta::assert_snapshot!(
        "members",
        check(|pack| {
            pack["colour"] = json!("red");
            pack["id"] = json!("Bank!");
            pack["name"] = json!("");
            pack["controls"] = json!({});
            pack["catalog"] = json!("kubu");
        })
    );
    insta::assert_snapshot!(
        "entries",
        check(|pack| {
            pack["threats"][0]["script"] = json!("alert(1)");
            pack["threats"][1]["harms"] = json!(["honour"]);
            pack["facts"][1].as_object_mut().expect("a fact").remove("question");
        })
    );
    insta::assert_snapshot!(
        "ids",
        check(|pack| {
            pack["facts"][0]["id"] = json!("bank");
            pack["facts"][1]["id"] = json!("bank:<b>.x");
            pack["threats"][0]["id"] = json!("bank:Not an id");
        })
    );
    insta::assert_snapshot!("later", check(|pack| pack["format_version"] = json!(7)));
    insta::assert_snapshot!(
        "limits",
        check(|pack| {
            pack["facts"][0]["question"] = json!("x".repeat(10_001));
            pack["notes"] = Value::Array(vec![json!({ "on": "data.sensitivity", "text": "x" }); 501]);
        })
    );
    insta::assert_snapshot!(
        "long_id",
        check(|pack| {
            let id = json!(format!("bank:{}", "x".repeat(100)));
            pack["threats"][0]["id"] = id;
        })
        .replace(&"x".repeat(100), "x…")
    );
    insta::assert_snapshot!("other_catalogue", check(|pack| pack["catalog"]["id"] = json!("another")));
}

/// However wrong a pack is, it is refused before anybody loses patience.
#[test]
fn thousands_of_faults_are_told_within_limits() {
    let told = check(|pack| {
        let id = |number: usize| format!("bank:{}{number}", "long-".repeat(18));
        let test = |number: usize| json!({ "fact": { "id": format!("bank:a.{}{number}", "b".repeat(80)), "any_of": ["yes"] } });
        let control = pack["controls"][0].clone();
        let controls = (0..500).map(|number| {
            let mut control = control.clone();
            control["id"] = json!(id(number));
            control
        });
        pack["controls"] = controls.collect();
        let tests: Vec<Value> = (0..500).map(test).collect();
        let wide = json!({ "any": vec![json!({ "all": tests }); 30] });
        pack["threats"][0]["applies_when"] = wide;
    });
    assert_eq!(told.matches("error[").count(), 1_000);
}

#[test]
fn a_fault_is_told_with_the_file_that_it_is_in() {
    let twice = refused(&["assess", CHATBOT, "--pack", BANK, "--pack", BANK], "");
    insta::assert_snapshot!("twice", twice);
    insta::assert_snapshot!("no_pack", refused(&["assess", CHATBOT, "--pack", CHATBOT], ""));
    insta::assert_snapshot!("no_file", refused(&["assess", CHATBOT, "--pack", "no-such.kubu-pack.json"], ""));
}

/// Nothing of the catalogue is another with the pack: the examples say the same of every threat of ours.
#[test]
fn the_example_changes_no_verdict_of_ours() {
    let (with, without) = (with_bank(), kubu_catalog::rules().expect("the catalogue"));
    for path in files(format!("{ROOT}/examples").as_ref()) {
        let text = std::fs::read_to_string(path).expect("readable");
        let description = Assessment::open(&text, &without).expect("it opens").assessment.description;
        let (before, after) = (without.report(&description), with.report(&description));
        assert_eq!(after.threats[..before.threats.len()], before.threats[..]);
    }
}
