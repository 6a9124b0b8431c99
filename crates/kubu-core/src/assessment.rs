//! The assessment document: what people save, share and open again.
//!
//! In a file named `*.kubu.json` it is pretty-printed JSON with a fixed order of members. Members that this version
//! does not know are kept as they are, so a file passes through without loss.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diagnostic::nearest;
use crate::{Answer, Answers, Catalog, Diagnostic, Fact, FactId, FactKind, OptionId, Rules};

/// One system's description, and the catalogue it was assessed with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Assessment {
    /// What the system is called.
    pub title: String,
    /// The catalogue that the document was last saved with; absent in a new one.
    pub catalog: Option<CatalogRef>,
    /// The answered facts. Answers that the catalogue has no place for are kept.
    pub answers: Answers,
    /// Members that this version does not know.
    pub other: BTreeMap<String, Value>,
}

/// Which catalogue a document was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogRef {
    /// Whose catalogue.
    pub id: String,
    /// The version of the knowledge.
    pub version: String,
    /// The content hash of the pack.
    pub hash: String,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl From<&Catalog> for CatalogRef {
    fn from(catalog: &Catalog) -> Self {
        let Catalog { id, version, hash, .. } = catalog.clone();
        Self { id, version, hash, other: BTreeMap::new() }
    }
}

/// A document that could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The document.
    pub assessment: Assessment,
    /// What was kept but means nothing to the catalogue.
    pub warnings: Vec<Diagnostic>,
}

impl Assessment {
    /// The value of `format` in every document.
    pub const FORMAT: &'static str = "kubu-assessment";
    /// The version of the format that this crate writes.
    pub const SCHEMA_VERSION: u64 = 0;
    /// The largest document that is read, in bytes: 8 MiB.
    pub const MAX_BYTES: usize = 8 * 1024 * 1024;

    /// The value of `$schema` in every document.
    const SCHEMA: &'static str = "urn:kubu:assessment:0";

    /// Reads a document and checks its answers against the catalogue.
    ///
    /// # Errors
    ///
    /// Everything that keeps the document from being read, each with its JSON Pointer.
    pub fn open(text: &str, rules: &Rules) -> Result<Opened, Vec<Diagnostic>> {
        let mut reader = Reader { errors: Vec::new() };
        let assessment = reader.document(text);
        match assessment {
            Some(assessment) if reader.errors.is_empty() => {
                let warnings = assessment.answers.iter().filter_map(|(id, answer)| misfit(id, answer, rules)).collect();
                Ok(Opened { assessment, warnings })
            }
            _ => Err(reader.errors),
        }
    }

    /// Writes the document: the same document always gives the same bytes.
    pub fn to_json(&self) -> String {
        let document = Document {
            schema: Self::SCHEMA,
            format: Self::FORMAT,
            schema_version: Self::SCHEMA_VERSION,
            title: &self.title,
            catalog: self.catalog.as_ref(),
            answers: &self.answers,
            other: &self.other,
        };
        // INVARIANT: every key is a string, so writing cannot fail.
        let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The members of a document, in the order written.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    format: &'a str,
    schema_version: u64,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog: Option<&'a CatalogRef>,
    answers: &'a Answers,
    #[serde(flatten)]
    other: &'a BTreeMap<String, Value>,
}

/// Reads a document member by member, so that every error is found at once.
struct Reader {
    errors: Vec<Diagnostic>,
}

impl Reader {
    fn error<T>(&mut self, code: &'static str, at: &str, message: impl Into<String>, help: &str) -> Option<T> {
        self.errors.push(Diagnostic::error(code, at, message, help));
        None
    }

    fn document(&mut self, text: &str) -> Option<Assessment> {
        if text.len() > Assessment::MAX_BYTES {
            return self.error(
                "document-too-large",
                "",
                format!("the file has {} bytes; at most {} are read", text.len(), Assessment::MAX_BYTES),
                "check that this is an assessment of Kubu",
            );
        }
        let mut members = match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(members)) => members,
            Ok(_) => {
                return self.error(
                    "not-an-assessment",
                    "",
                    "the file is JSON but not an assessment",
                    "open a file that Kubu saved",
                );
            }
            Err(error) => {
                let help = "the file may be cut off or edited by hand: restore it from a copy";
                return self.error("not-json", "", format!("the file is not JSON: {error}"), help);
            }
        };
        if members.remove("format").is_none_or(|format| format != Assessment::FORMAT) {
            return self.error(
                "not-an-assessment",
                "/format",
                format!("`format` is not `{}`", Assessment::FORMAT),
                "open a file that Kubu saved",
            );
        }
        match members.remove("schema_version").and_then(|version| version.as_u64()) {
            Some(Assessment::SCHEMA_VERSION) => {}
            Some(version) => {
                return self.error(
                    "newer-version",
                    "/schema_version",
                    format!("the file has version {version}; this Kubu reads version {}", Assessment::SCHEMA_VERSION),
                    "open it with the Kubu that saved it, or a later one",
                );
            }
            None => {
                return self.error(
                    "no-version",
                    "/schema_version",
                    "`schema_version` is missing or not a whole number",
                    "open a file that Kubu saved",
                );
            }
        }
        members.remove("$schema");
        let title = match members.remove("title") {
            Some(Value::String(title)) => title,
            None => String::new(),
            Some(_) => {
                self.error("wrong-type", "/title", "`title` is not text", "write it in quotes").unwrap_or_default()
            }
        };
        let catalog = members.remove("catalog").and_then(|catalog| match serde_json::from_value(catalog) {
            Ok(catalog) => Some(catalog),
            Err(error) => self.error(
                "wrong-type",
                "/catalog",
                format!("`catalog` cannot be read: {error}"),
                "remove it: Kubu writes it anew",
            ),
        });
        let answers = members.remove("answers").map(|answers| self.answers(answers)).unwrap_or_default();
        Some(Assessment { title, catalog, answers, other: members.into_iter().collect() })
    }

    fn answers(&mut self, answers: Value) -> Answers {
        let Value::Object(members) = answers else {
            return self
                .error("wrong-type", "/answers", "`answers` is not an object", "write facts and their options")
                .unwrap_or_default();
        };
        let mut read = Answers::new();
        for (name, value) in members {
            let at = pointer(&name);
            let fact = match name.parse::<FactId>() {
                Ok(fact) => fact,
                Err(error) => {
                    self.error::<()>("bad-id", &at, error.to_string(), "use the id of a fact");
                    continue;
                }
            };
            match serde_json::from_value::<Answer>(value) {
                Ok(answer) => {
                    read.insert(fact, answer);
                }
                Err(_) => {
                    let help = "write an option in quotes, a list of options, or null for “don't know”";
                    self.error::<()>("bad-answer", &at, format!("the answer to `{fact}` cannot be read"), help);
                }
            }
        }
        read
    }
}

/// The JSON Pointer of an answer.
fn pointer(fact: &str) -> String {
    format!("/answers/{}", fact.replace('~', "~0").replace('/', "~1"))
}

/// A warning if the answer means nothing to the catalogue.
fn misfit(id: &FactId, answer: &Answer, rules: &Rules) -> Option<Diagnostic> {
    let warning =
        |code, message: String, help: String| Some(Diagnostic::warning(code, pointer(id.as_str()), message, help));
    let kept = "it is kept in the file and decides nothing";
    let Some(fact) = rules.fact(id) else {
        let near = nearest(id.as_str(), rules.catalog().facts.iter().map(|f| f.id.as_str()));
        let help = near.map_or_else(|| kept.to_owned(), |near| format!("did you mean `{near}`? Otherwise {kept}"));
        return warning("unknown-fact", format!("this catalogue has no fact `{id}`"), help);
    };
    let options: Vec<&OptionId> = match (fact.kind, answer) {
        (_, Answer::DontKnow) => Vec::new(),
        (FactKind::Choices, Answer::Many(options)) => options.iter().collect(),
        (FactKind::Choice | FactKind::YesNo, Answer::One(option)) => vec![option],
        _ => {
            return warning(
                "wrong-kind",
                format!("the answer to `{id}` has the wrong shape: {}", shape(fact)),
                kept.to_owned(),
            );
        }
    };
    let option = options.into_iter().find(|option| fact.option_position(option).is_none())?;
    warning("unknown-option", format!("`{id}` has no option `{option}`"), kept.to_owned())
}

fn shape(fact: &Fact) -> &'static str {
    match fact.kind {
        FactKind::Choice => "it takes one option in quotes",
        FactKind::Choices => "it takes a list of options",
        FactKind::YesNo => "it takes \"yes\" or \"no\"",
    }
}
