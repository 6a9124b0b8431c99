//! The rules core of Kubu.
//!
//! Kubu maps the description of an AI system to the threats that apply to it and to the controls that answer them.
//! This crate holds the part that decides: a pure function from a [`Catalog`] and a [`Description`] to a
//! [`Report`]. It reads no file, clock, environment or network, and knows no catalogue entry by name.
//!
//! How the pieces fit:
//!
//! - A [`Fact`] is one attribute of the system, with the question that asks for it.
//! - A [`Condition`] is a boolean expression over facts. [`Rules`] compiles every condition of a catalogue into a
//!   small ordered decision diagram, from which everything else is read.
//! - A [`Verdict`] is exact: it settles as soon as the open facts can no longer change it, and not before.
//! - A [`Description`] holds answers and, if the user likes, components and flows, from which further facts follow.
//! - A [`Risk`] is likelihood × impact on CSA's 5×5 matrix, each proposed from facts, as a range while facts are open.
//! - An [`Explanation`] is a minimal set of answers that forces the verdict, as data and as a sentence.
//! - An [`Addition`] is what an organisation adds to a catalogue, in a namespace of its own.
//! - An [`Assessment`] is the document that people save: the answers, and the catalogue they were made with.
//!
//! ```
//! use kubu_core::{Answer, Catalog, Description, Rules, Verdict};
//!
//! let catalog: Catalog = serde_json::from_str(r#"{
//!     "format": "kubu-pack", "format_version": 0, "id": "example", "version": "1", "hash": "", "title": "Example",
//!     "stages": [], "items": [], "addendum": [], "frameworks": [], "controls": [],
//!     "groups": [{ "id": "tools", "title": "Tools" }],
//!     "facts": [{
//!         "id": "tools.used", "group": "tools", "kind": "yes-no",
//!         "question": "Can the system act through tools?", "help": "",
//!         "says": "it acts through tools", "denies": "it has no tools"
//!     }],
//!     "impact": {
//!         "confidentiality": { "at": 2, "why": "" },
//!         "integrity": { "at": 3, "why": "" },
//!         "availability": { "at": 2, "why": "" }
//!     },
//!     "threats": [{
//!         "scenario": { "event": "", "vulnerability": "", "asset": "", "consequence": "" },
//!         "likelihood": {
//!             "discoverability": { "at": 3, "why": "" },
//!             "exploitability": { "at": 4, "why": "" },
//!             "reproducibility": { "at": 4, "why": "" }
//!         },
//!         "id": "tool-misuse", "title": "Tool misuse", "summary": "", "harms": ["integrity"],
//!         "applies_when": { "fact": { "id": "tools.used", "any_of": ["yes"] } },
//!         "found_at": [], "references": [], "mitigations": [], "provenance": "mapped"
//!     }]
//! }"#)?;
//! let rules = Rules::new(catalog).map_err(|errors| format!("{errors:?}"))?;
//!
//! let mut description = Description::default();
//! assert_eq!(rules.report(&description).threats[0].verdict, Verdict::Undetermined);
//!
//! description.answers.insert("tools.used".parse()?, Answer::One("yes".parse()?));
//! let report = rules.report(&description);
//! assert_eq!(report.threats[0].verdict, Verdict::Applies);
//! assert_eq!(report.threats[0].explanation.sentence, "Applies because it acts through tools.");
//! let risk = report.threats[0].risk.as_ref().ok_or("a threat that applies has a risk")?;
//! assert_eq!(risk.level.to_string(), "Medium High");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]
#![deny(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod addition;
mod answers;
mod assessment;

mod catalog;
mod condition;
mod description;
mod diagnostic;
mod diagram;
mod difference;
mod explanation;
mod fact;
mod flip;
mod id;
mod inventory;
mod json;
mod question;
mod report;
mod risk;
mod rules;
mod sha256;
mod sorted;
mod to_json;
mod treatment;
mod value;
mod variables;
mod verdict;

pub use addition::{AddedMitigation, Addition, Note, PackRef};
pub use answers::{Answer, Answers};

pub use assessment::{Assessment, CatalogRef, Opened};
pub use catalog::{
    AddendumControl, Baseline, Catalog, Control, Effort, Framework, Group, Harm, Incident, Item, Mitigation, Practice,
    Provenance, Reference, Role, Scenario, Stage, Step, Strength, Threat,
};
pub use condition::{Condition, ConditionError, FactTest};
pub use description::{Component, Description, Flow, Zone};
pub use diagnostic::{Diagnostic, Severity, nearest};
pub use difference::{Difference, VerdictChange};
pub use explanation::{AnswerEffect, DecidingFact, Explanation, OpenFact, Reason, Reasons};
pub use fact::{AnswerOption, Fact, FactKind};
pub use flip::{Flip, Flips};
pub use id::{
    ComponentId, ComponentKindId, ControlId, FactId, GroupId, IdError, OptionId, PackId, StageId, ThreatId, ZoneId,
};
pub use inventory::{ComponentKind, ComponentRole, Derivation, DerivedFact, Pattern};
pub use question::Question;
pub use report::{ApplicablePractice, ControlFinding, Inconsistency, Report, ThreatFinding, ThreatLink};
pub use risk::{
    Cap, Contribution, Factor, FactorRule, ImpactRules, Level, LikelihoodRules, ProposedFactor, Raise, Range, Risk,
    UnknownLevel,
};
pub use rules::Rules;
pub use sorted::{Entries, SortedMap, SortedSet, sort_by};
pub use to_json::to_json;
pub use treatment::{
    Cell, ControlRecord, ControlSet, ControlStatus, NextControl, Overrule, Register, RegisterEntry, Response,
    RiskRecord, Tolerance, Treatment,
};
pub use value::{Expected, Number, Value};
pub use verdict::Verdict;
