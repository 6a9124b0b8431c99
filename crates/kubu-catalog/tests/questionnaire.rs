//! How many answers it takes until no threat is undetermined, asking the best question first.

use std::path::Path;

use kubu_core::{Answer, Answers, Assessment, Component, Description, FactId, Rules};

/// Answers the best question again and again, as `answers` say, until nothing more can be settled.
fn answers_needed(rules: &Rules, answers: &Answers) -> usize {
    let mut description = Description::default();
    while let Some(question) = rules.questions(&description).first() {
        let fact: &FactId = &question.fact;
        let answer = answers.get(fact).cloned().unwrap_or_else(|| panic!("{fact} arises and has no answer"));
        assert!(answer != Answer::DontKnow, "{fact} stays open");
        description.answers.insert(fact.clone(), answer);
    }
    description.answers.len()
}

fn needed_for(answers: &str) -> usize {
    let rules = kubu_catalog::rules().expect("the pack is sound");
    answers_needed(&rules, &serde_json::from_str(answers).expect("answers"))
}

#[test]
fn a_small_predictive_model_is_done_in_20_answers() {
    let needed = needed_for(
        r#"{
            "purpose.tasks": ["judge"], "purpose.gain": "no", "model.kind": ["predictive-model"],
            "model.origins": ["trained-here"], "model.training": [], "model.secret": "no",
            "data.sensitivity": "internal", "data.training-sources": ["internal-records"],
            "data.training-personal": "no", "input.sources": [], "access.reach": "few-staff",
            "access.sign-in": "strong", "access.programs": "no", "output.scores": "yes",
            "output.use": ["read-by-people"], "people.reliance": "sample", "people.changers": "few",
            "hosting.where": ["cloud"], "hosting.exposed": "no", "hosting.shared": "yes",
            "supply.takes": ["packages"], "supply.hub": "no", "dev.places": ["laptops"], "dev.reach": "no",
            "operation.changes": "yes", "purpose.worst": "cost", "purpose.outage": "slower", "end.leaves": []
        }"#,
    );
    assert!(needed <= 20, "{needed} answers");
}

#[test]
fn a_plain_chatbot_is_done_in_20_answers() {
    let needed = needed_for(
        r#"{
            "purpose.tasks": ["converse"], "model.kind": ["language-model"], "model.origins": ["vendor-service"],
            "data.sensitivity": "internal", "input.sources": ["users"], "memory.kept": ["thread"], "tools.use": "no",
            "access.reach": "all-staff", "access.sign-in": "strong", "access.programs": "no",
            "output.use": ["read-by-people"], "people.reliance": "sample", "people.changers": "few",
            "hosting.where": ["vendor"], "hosting.exposed": "no", "hosting.shared": "yes", "supply.takes": [],
            "purpose.worst": "annoy", "purpose.outage": "little", "end.leaves": ["accounts"]
        }"#,
    );
    assert!(needed <= 20, "{needed} answers");
}

#[test]
fn every_example_is_done_in_45_answers() {
    let rules = kubu_catalog::rules().expect("the pack is sound");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut examples = 0;
    for entry in std::fs::read_dir(folder).expect("examples").flatten() {
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        let opened = Assessment::open(&text, &rules).expect("it opens");
        assert!(opened.warnings.is_empty(), "{}: {:?}", entry.path().display(), opened.warnings);
        assert_eq!(opened.assessment.to_json(), text, "{} is in canonical form", entry.path().display());
        let needed = answers_needed(&rules, &opened.assessment.description.answers);
        assert!(needed <= 45, "{}: {needed} answers", entry.path().display());
        let report = rules.report(&opened.assessment.description);
        assert_eq!(report.inconsistencies, [], "{}: answers and inventory agree", entry.path().display());
        examples += 1;
    }
    assert_eq!(examples, 8);
}

#[test]
fn a_component_answers_for_itself() {
    let rules = kubu_catalog::rules().expect("the pack is sound");
    for (kind, fact, option) in [
        ("cache", "memory.kept", "cache"),
        ("code-runner", "tools.actions", "run-code"),
        ("device", "hosting.where", "devices"),
        ("document-store", "input.sources", "documents"),
        ("mailbox", "input.sources", "email"),
        ("memory", "memory.kept", "person"),
        ("shared-memory", "memory.kept", "shared"),
        ("sensor", "input.sources", "physical-world"),
        ("tool-server", "tools.origin", "remote"),
        ("user-interface", "input.sources", "users"),
        ("vector-store", "input.sources", "documents"),
        ("web-source", "input.sources", "web"),
    ] {
        let mut description = Description::default();
        let kind_id = kind.parse().expect("id");
        let component = Component { kind: kind_id, name: "It".to_owned(), zone: None, other: Default::default() };
        description.components.insert("it".parse().expect("id"), component);
        let derived = rules.derived_facts(&description);
        let derived: Vec<(&str, &str)> = derived.iter().map(|it| (it.fact.as_str(), it.option.as_str())).collect();
        assert_eq!(derived, [(fact, option)], "{kind}");
    }
}
