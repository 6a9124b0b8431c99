//! The canonical pack: members sorted, one entry a line so that changes can be read, and a hash over its own bytes.

use std::collections::BTreeSet;

use kubu_core::{Addition, Catalog, Framework, Reference};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Writes the pack of a catalogue, leaving out framework entries that nobody cites, and gives the catalogue its hash.
pub(super) fn seal(catalog: &mut Catalog) -> String {
    let mut packed = Catalog { hash: String::new(), ..catalog.clone() };
    leave_out_uncited(&mut packed.frameworks, &catalog.cited());
    packed.hash = hash(&packed);
    catalog.hash.clone_from(&packed.hash);
    lines(&packed)
}

/// The same for a pack of an organisation.
pub(super) fn seal_addition(addition: &mut Addition) -> String {
    let threats = addition.threats.iter().flat_map(|threat| &threat.references);
    let cited = threats.chain(addition.controls.iter().flat_map(|control| &control.references)).collect();
    leave_out_uncited(&mut addition.frameworks, &cited);
    addition.hash.clear();
    addition.hash = hash(addition);
    lines(addition)
}

fn leave_out_uncited(frameworks: &mut [Framework], cited: &BTreeSet<&Reference>) {
    for framework in frameworks {
        framework
            .entries
            .retain(|id, _| cited.contains(&Reference { framework: framework.id.clone(), id: id.clone() }));
    }
}

fn hash(pack: &impl Serialize) -> String {
    let digest: String = Sha256::digest(lines(pack)).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digest}")
}

/// JSON with one line for each member, and for each element of a member that is a list.
fn lines(pack: &impl Serialize) -> String {
    // INVARIANT: a pack has only string keys, so it always has a value, and that is an object.
    let Ok(Value::Object(members)) = serde_json::to_value(pack) else { return String::new() };
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| match value {
            Value::Array(elements) if !elements.is_empty() => {
                let elements: Vec<String> = elements.iter().map(Value::to_string).collect();
                format!("\"{name}\":[\n{}\n]", elements.join(",\n"))
            }
            value => format!("\"{name}\":{value}"),
        })
        .collect();
    format!("{{\n{}\n}}\n", members.join(",\n"))
}
