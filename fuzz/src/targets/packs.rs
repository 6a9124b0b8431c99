//! Packs of organisations: any text is read or refused with reasons; what is read adds to the catalogue, and takes nothing
//! away from it.

use kubu_core::{Addition, Catalog, Description, Diagnostic, Rules, Verdict};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Target, files};

/// The reader of packs.
#[derive(Debug)]
pub struct Packs {
    catalog: Catalog,
    verdicts: Vec<Verdict>,
}

impl Packs {
    /// With the catalogue that they add to.
    pub fn new(rules: &Rules) -> Self {
        Self { catalog: rules.catalog().clone(), verdicts: rules.verdicts(&Description::default()) }
    }
}

impl Target for Packs {
    fn name(&self) -> &'static str {
        "packs"
    }

    fn seeds(&self) -> Vec<String> {
        let mut seeds = files("fuzz/corpus/packs");
        seeds.extend(files("examples/packs").into_iter().filter(|text| text.starts_with('{')));
        seeds
    }

    fn run(&self, input: &str) -> Result<String, String> {
        let added = Addition::read(&sealed(input)).and_then(|addition| self.catalog.clone().with(addition));
        let rules = match added.and_then(Rules::trusted) {
            Ok(rules) => rules,
            Err(errors) if errors.is_empty() => return Err("it is refused without a reason".to_owned()),
            Err(errors) => return Ok(format!("refused: {}", told(&errors))),
        };
        if !rules.verdicts(&Description::default()).starts_with(&self.verdicts) {
            return Err("a verdict of the catalogue is another".to_owned());
        }
        if let Err(errors) = Rules::new(rules.catalog().clone()) {
            return Err(format!("it is read, and then refused as a whole: {errors:?}"));
        }
        let Catalog { facts, threats, controls, .. } = rules.catalog();
        Ok(format!("read: {} facts, {} threats, {} controls", facts.len(), threats.len(), controls.len()))
    }
}

/// With the right hash, without which nothing else would be looked at.
fn sealed(input: &str) -> String {
    let Ok(mut pack) = serde_json::from_str::<Value>(input) else { return input.to_owned() };
    let Some(members) = pack.as_object_mut() else { return input.to_owned() };
    members.insert("hash".to_owned(), json!(""));
    let text = pack.to_string();
    let digest: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    pack["hash"] = json!(format!("sha256:{digest}"));
    pack.to_string()
}

fn told(errors: &[Diagnostic]) -> String {
    let mut codes: Vec<String> = errors.iter().map(|error| format!("{} {}", error.code, shape(&error.at))).collect();
    codes.sort();
    codes.dedup();
    codes.join(", ")
}

/// A place without its numbers.
fn shape(at: &str) -> String {
    at.split('/').filter(|part| part.parse::<usize>().is_err()).collect::<Vec<_>>().join("/")
}
