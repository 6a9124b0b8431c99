//! The command as a user runs it.

mod packs;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Runs `kubu` at the root of the repository with `input` on standard input.
fn kubu(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kubu"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("kubu runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("kubu reads its input");
    child.wait_with_output().expect("kubu ends")
}

/// The files in a folder.
fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_file())
}

/// Standard output of a run that must succeed and say nothing on standard error.
fn printed(arguments: &[&str]) -> String {
    printed_from(arguments, "")
}

/// The standard output of a run that succeeds without a word on standard error.
fn printed_from(arguments: &[&str], input: &str) -> String {
    let output = kubu(arguments, input);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The status and standard error of a run that must fail, and print nothing else.
fn refused(arguments: &[&str], input: &str) -> String {
    let output = kubu(arguments, input);
    assert!(output.stdout.is_empty());
    format!("exit {}\n{}", output.status.code().expect("a code"), String::from_utf8_lossy(&output.stderr))
}

const CHATBOT: &str = "examples/support-chatbot.kubu.json";
/// A description with open questions.
const HALF: &str = r#"{"format":"kubu-assessment","schema_version":1,"description":{"answers":{
    "access.reach":"anybody","data.sensitivity":"confidential","input.sources":["email"],"model.kind":["language-model"],
    "purpose.tasks":["converse"],"tools.use":"yes","tools.actions":["change","send"]}}}"#;

/// The version of the catalogue changes with every entry; what it says of an example does not.
fn without_hash(text: &str) -> String {
    let start = text.find("sha256:").expect("a hash");
    let length =
        "sha256:".len() + text[start..].chars().skip("sha256:".len()).take_while(char::is_ascii_hexdigit).count();
    text.replacen(&text[start..start + length], "sha256:…", 1)
}

#[test]
fn the_report_reads_as_it_should() {
    insta::assert_snapshot!(without_hash(&printed(&["assess", CHATBOT])));
}

#[test]
fn text_keeps_to_80_columns() {
    for line in printed(&["assess", CHATBOT]).lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn json_says_the_same_as_the_text() {
    let json: serde_json::Value =
        serde_json::from_str(&printed(&["assess", CHATBOT, "--format", "json"])).expect("JSON");
    let text = printed(&["assess", CHATBOT]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!((json["format"].as_str(), json["format_version"].as_u64()), (Some("kubu-report"), Some(0)));
    let threats = json["threats"].as_array().expect("threats");
    let controls = json["controls"].as_array().expect("controls");
    assert!(threats.len() >= 6 && controls.len() >= 10);
    for entry in threats.iter().chain(controls) {
        assert!(entry["id"].is_string() && entry["verdict"].is_string() && entry["explanation"]["because"].is_array());
        let sentence = entry["explanation"]["sentence"].as_str().expect("a sentence");
        let left_out = controls.contains(entry) && entry["verdict"] == "does-not-apply";
        assert!(left_out || text.contains(sentence), "{sentence}");
    }
    let next = json["next"].as_array().expect("further controls");
    assert!(next.len() > 10 && next.is_sorted_by_key(|next| std::cmp::Reverse(next["takes_away"].as_u64())));
    let listed = next.iter().take(10).map(|next| text.find(&format!("{} [", next["title"].as_str().expect("a title"))));
    assert!(listed.is_sorted() && text.find("What to do next") < text.find("Threats that apply"), "the same order");
}

#[test]
fn standard_input_is_a_file_too() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(CHATBOT)).expect("example");
    let output = kubu(&["assess", "-"], &text);
    assert_eq!(String::from_utf8_lossy(&output.stdout), printed(&["assess", CHATBOT]));
}

#[test]
fn every_error_is_reported_at_once_with_its_pointer() {
    let input = r#"{"format":"kubu-assessment","schema_version":1,"title":7,"description":{"answers":{"Model":"x","tools.use":3},"components":{"a":{"kind":"tool"}},"flows":[{"from":"a"}],"inventory_complete":"yes"}}"#;
    insta::assert_snapshot!(refused(&["assess", "-"], input));
}

#[test]
fn what_the_catalogue_does_not_know_is_a_warning() {
    let input = r#"{"format":"kubu-assessment","schema_version":1,"description":{"answers":{"model.knid":["x"],"tools.use":"maybe","model.kind":"language-model"},"components":{"a":{"kind":"tol","name":"A"},"b":{"kind":"tool","name":"B","zone":"z"}},"flows":[{"from":"a","to":"c"}]}}"#;
    let output = kubu(&["assess", "-"], input);
    assert!(output.status.success());
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stderr));
}

#[test]
fn other_files_are_refused_in_words() {
    for (name, input) in [
        ("not_json", "<html>"),
        ("cut_off", r#"{"format":"kubu-assessment","#),
        ("another_format", r#"{"bomFormat":"CycloneDX"}"#),
        ("deep", &"[".repeat(100_000)),
        ("long", &format!(r#"{{"format":"kubu-assessment","schema_version":1,"title":"{}"}}"#, "x".repeat(1_001))),
        ("crowded", &crowded()),
        ("overfull", &overfull("answers", "a.b", "null")),
        ("overpopulated", &overfull("components", "a-b", r#"{"kind":"tool","name":"Tool"}"#)),
        ("too_large_when_saved", &too_large_when_saved()),
    ] {
        insta::assert_snapshot!(name, refused(&["assess", "-"], input));
    }
    insta::assert_snapshot!("missing", refused(&["assess", "no-such-file.kubu.json"], ""));
}

/// More flows than are read.
fn crowded() -> String {
    let flows = vec![r#"{"from":"a","to":"b"}"#; 10_001].join(",");
    format!(r#"{{"format":"kubu-assessment","schema_version":1,"description":{{"flows":[{flows}]}}}}"#)
}

/// More entries of one kind than are read.
fn overfull(member: &str, id: &str, entry: &str) -> String {
    let entries: Vec<String> = (0..10_001).map(|number| format!(r#""{id}{number}":{entry}"#)).collect();
    let entries = entries.join(",");
    format!(r#"{{"format":"kubu-assessment","schema_version":1,"description":{{"{member}":{{{entries}}}}}}}"#)
}

/// Short enough to be read, but too long once each of its numbers stands on a line of its own, far from the margin.
fn too_large_when_saved() -> String {
    let (begins, numbers, ends) = ("[".repeat(50), vec!["1"; 100_000].join(","), "]".repeat(50));
    format!(r#"{{"format":"kubu-assessment","schema_version":1,"unknown":{begins}{numbers}{ends}}}"#)
}

#[test]
fn documents_of_every_older_version_open_and_stay_up_to_date() {
    let rules = kubu_catalog::rules().expect("the pack is sound");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/frozen");
    for (version, folder) in
        (0..kubu_core::Assessment::SCHEMA_VERSION).map(|version| (version, folder.join(format!("v{version}"))))
    {
        for entry in std::fs::read_dir(folder).expect("frozen documents of this version").flatten() {
            let text = std::fs::read_to_string(entry.path()).expect("readable");
            let opened = kubu_core::Assessment::open(&text, &rules).expect("it opens");
            assert_eq!(opened.migrated_from, Some(version));
            let unknown = opened.warnings.iter().filter(|warning| !warning.help.starts_with("it was retired: use"));
            assert_eq!(unknown.count(), 0, "{:?}", opened.warnings);
            let again = kubu_core::Assessment::open(&opened.assessment.to_json(), &rules).expect("it opens again");
            assert_eq!((again.migrated_from, again.assessment), (None, opened.assessment));
        }
    }
}

#[test]
fn a_newer_document_opens_as_far_as_it_is_understood_and_loses_nothing() {
    let rules = kubu_catalog::rules().expect("the pack is sound");
    let text = r#"{"format":"kubu-assessment","schema_version":99,"title":"From tomorrow","hologram":{"a":[1]},"description":{"answers":{},"weather":"fine","components":{"a":{"kind":"tool","name":"A","mood":"good"}}}}"#;
    let opened = kubu_core::Assessment::open(text, &rules).expect("it opens");
    assert_eq!(opened.warnings.iter().map(|warning| warning.code.as_ref()).collect::<Vec<_>>(), ["newer-version"]);
    insta::assert_snapshot!("newer_written", opened.assessment.to_json());
}

#[test]
fn contradictions_are_shown_and_the_answer_counts() {
    let input = r#"{"format":"kubu-assessment","schema_version":1,"title":"Contradictory","description":{
        "answers":{"model.kind":["language-model"],"tools.use":"no","input.sources":["web"]},"inventory_complete":true,
        "components":{"agent":{"kind":"agent","name":"Assistant"},"mail":{"kind":"tool","name":"Mail"}},
        "flows":[{"from":"agent","to":"mail"}]}}"#;
    let output = kubu(&["assess", "-"], input);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let start = text.find("Contradictions").expect("contradictions");
    let end = text.find("Questions that").expect("questions");
    insta::assert_snapshot!(&text[start..end]);
}

#[test]
fn examples_are_written_as_kubu_writes_them() {
    let rules = kubu_catalog::rules().expect("the pack is sound");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    for path in files(&folder) {
        let text = std::fs::read_to_string(&path).expect("readable");
        let opened = kubu_core::Assessment::open(&text, &rules).expect("sound");
        assert_eq!(opened.warnings, []);
        assert_eq!(opened.assessment.to_json(), text, "{path:?}");
    }
}

/// The reviewed result of each example: the level of each risk before controls, and the threat.
#[test]
fn examples_give_what_was_reviewed() {
    let rules = kubu_catalog::rules().expect("the pack is sound");
    for name in [
        "coding-agent",
        "credit-scoring",
        "face-gate",
        "llm-platform",
        "mailbox-agent",
        "on-premises-model",
        "support-chatbot",
        "surveillance-cameras",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../examples/{name}.kubu.json"));
        let text = std::fs::read_to_string(path).expect("an example");
        let opened = kubu_core::Assessment::open(&text, &rules).expect("it opens");
        let report = rules.report(&opened.assessment.description);
        assert!(report.open.is_empty() && report.inconsistencies.is_empty(), "{name}: {:?}", report.inconsistencies);
        let risks = report.threats.iter().filter_map(|threat| Some((&threat.id, threat.risk.as_ref()?)));
        let lines: Vec<String> = risks.map(|(id, risk)| format!("{:<11}  {id}", risk.level.to_string())).collect();
        insta::assert_snapshot!(format!("example_{}", name.replace('-', "_")), lines.join("\n"));
    }
}

#[test]
fn explanations_read_as_they_should() {
    insta::assert_snapshot!("explain_threat", printed(&["explain", CHATBOT, "sensitive-data-disclosure"]));
    insta::assert_snapshot!("explain_undetermined", printed_from(&["explain", "-", "excessive-agency"], HALF));
    insta::assert_snapshot!("explain_control", printed(&["explain", CHATBOT, "protect-training-data"]));
    insta::assert_snapshot!("explain_unknown", refused(&["explain", CHATBOT, "excessive-agensy"], ""));
}

#[test]
fn markdown_holds_the_register_and_the_checklist() {
    insta::assert_snapshot!("markdown", without_hash(&printed(&["assess", CHATBOT, "--format", "md"])));
}

#[test]
fn a_target_shows_the_smallest_set_that_reaches_it() {
    for (name, target) in [("target_medium", "medium"), ("target_low", "low")] {
        let text = printed(&["assess", CHATBOT, "--target", target]);
        let start = text.find("set of further controls").expect("a set");
        let end = text.find("Controls that apply").expect("controls");
        insta::assert_snapshot!(name, &text[start..end]);
    }
}

#[test]
fn decisions_without_a_reason_are_warned_of() {
    let input = r#"{"format":"kubu-assessment","schema_version":1,
        "controls":{"validate-inputs":{"status":"not-applicable","due":"soon"},"validate-imputs":{"status":"planned"}},
        "risks":{"excessive-agency":{"overruled":{"integrity":{"value":9,"reason":""}},"treatment":{"response":"accept"}}}}"#;
    let output = kubu(&["validate", "-"], input);
    assert!(output.status.success());
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stderr));
}

#[test]
fn questions_come_in_a_useful_order() {
    insta::assert_snapshot!("questions_of_nothing", printed(&["questions"]));
    insta::assert_snapshot!("questions_of_an_example", printed_from(&["questions", "-"], HALF));
}

#[test]
fn what_if_shows_what_changes() {
    let arguments = [
        "whatif",
        CHATBOT,
        "--set",
        "access.reach=few-staff",
        "--set",
        "output.use=none",
        "--set",
        "tools.use=unknown",
    ];
    insta::assert_snapshot!("whatif", printed(&arguments));
    insta::assert_snapshot!(
        "whatif_nothing",
        printed(&["whatif", CHATBOT, "--set", "data.training-sources=public-web"])
    );
    let wrong =
        ["whatif", CHATBOT, "--set", "tools.use", "--set", "acces.reach=x", "--set", "model.kind=predictive-model,big"];
    insta::assert_snapshot!("whatif_wrong", refused(&wrong, ""));
}

#[test]
fn what_the_catalogue_does_not_know_fails_a_strict_validation_only() {
    let input = r#"{"format":"kubu-assessment","schema_version":1,"description":{"answers":{"model.colour":"red"}}}"#;
    assert_eq!(kubu(&["validate", "-"], input).status.code(), Some(0));
    assert!(refused(&["validate", "-", "--strict"], input).starts_with("exit 1\nwarning[unknown-fact]"));
    assert!(refused(&["validate", "-"], "{}").starts_with("exit 2\nerror[not-an-assessment]"));
}

#[test]
fn every_command_explains_itself_with_an_example_at_80_columns() {
    let of_catalog = ["", "list", "stats", "show", "check"].map(|command| ["catalog", command]);
    let of_pack = ["", "build", "check"].map(|command| ["pack", command]);
    let commands = ["", "assess", "explain", "questions", "whatif", "validate", "schema", "completions"];
    for command in commands.map(|command| [command, ""]).into_iter().chain(of_catalog).chain(of_pack) {
        let words: Vec<&str> = command.into_iter().filter(|word| !word.is_empty()).chain(["--help"]).collect();
        let help = printed(&words);
        assert!(help.contains("Example"), "{words:?}");
        let long = help.lines().find(|line| line.chars().count() > 80);
        assert_eq!(long, None, "{words:?}");
    }
}

#[test]
fn json_outputs_name_their_format() {
    for (arguments, format) in [
        (&["explain", CHATBOT, "excessive-agency", "--format", "json"][..], "kubu-explanation"),
        (&["questions", CHATBOT, "--format", "json"], "kubu-questions"),
        (&["whatif", CHATBOT, "--set", "tools.use=no", "--format", "json"], "kubu-difference"),
        (&["catalog", "list", "--format", "json"], "kubu-catalog-list"),
        (&["catalog", "stats", "--format", "json"], "kubu-catalog-stats"),
        (&["catalog", "show", "excessive-agency", "--format", "json"], "kubu-threat"),
        (&["catalog", "show", "validate-inputs", "--format", "json"], "kubu-control"),
        (&["catalog", "check", "--format", "json"], "kubu-catalog-check"),
        (&["pack", "check", packs::BANK, "--format", "json"], "kubu-pack-check"),
    ] {
        let json: serde_json::Value = serde_json::from_str(&printed(arguments)).expect("JSON");
        assert_eq!((json["format"].as_str(), json["format_version"].as_u64()), (Some(format), Some(0)));
    }
}

#[test]
fn every_entry_can_be_shown() {
    let list: serde_json::Value =
        serde_json::from_str(&printed(&["catalog", "list", "--format", "json"])).expect("JSON");
    for entry in list["threats"].as_array().into_iter().chain(list["controls"].as_array()).flatten() {
        let id = entry["id"].as_str().expect("an id");
        assert!(printed(&["catalog", "show", id]).contains(entry["title"].as_str().expect("a title")));
    }
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/assessment-1.schema.json");
    let published = std::fs::read_to_string(published).unwrap_or_default();
    assert!(published == printed(&["schema"]), "run `kubu schema > schema/assessment-1.schema.json`");
}

#[test]
fn examples_and_what_is_refused_agree_with_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(&printed(&["schema"])).expect("JSON");
    let judge = jsonschema::validator_for(&schema).expect("a schema");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for path in files(&root.join("examples")) {
        let text = std::fs::read_to_string(path).expect("readable");
        judge.validate(&serde_json::from_str(&text).expect("JSON")).expect("an example that the schema takes");
    }
    let wrong = serde_json::json!({ "format": "kubu-assessment", "schema_version": 1, "title": 7, "description": { "answers": { "tools.use": 3 } } });
    assert_eq!(judge.iter_errors(&wrong).count(), 2, "the title and the answer");
}

#[test]
fn colour_stays_out_of_pipes() {
    assert!(!printed(&["assess", CHATBOT]).contains('\u{1b}'));
}
