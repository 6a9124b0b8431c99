//! Assessments as files.

use kubu_core::{Assessment, Value};
use proptest::prelude::*;

use crate::strategies::{Case, case};
use crate::{CASES, rules};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// Export, import, export gives the same bytes, and unknown members survive.
    #[test]
    fn documents_survive_a_round_trip(case in case(), title in ".{0,20}", name in "[a-z]{1,3}_x", value in "\\PC{0,8}") {
        let rules = rules(&case);
        let kept = serde_json::json!({ "kept": [value, 1.5, -3, null, true] }).to_string();
        let other = [(name, Value::parse(&kept)?)].into();
        let document = Assessment { title, catalog: Some((&case.catalog).into()), other, ..case.assessment() };
        let text = document.to_json();
        let opened = Assessment::open(&text, &rules).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        prop_assert_eq!(&opened.assessment, &document);
        prop_assert_eq!(opened.assessment.to_json(), text);
        prop_assert!(opened.warnings.is_empty());
    }

    /// No text makes the reader of documents panic, and a refusal always says something.
    #[test]
    fn no_document_panics(text in r#"(\{|\}|\[|\]|"format"|"kubu-assessment"|"schema_version"|"answers"|"a\.b"|:|,|0|1|null|"\PC{0,4}"| ){0,32}"#) {
        let rules = rules(&Case::empty());
        if let Err(errors) = Assessment::open(&text, &rules) {
            prop_assert!(!errors.is_empty());
        }
    }
}
