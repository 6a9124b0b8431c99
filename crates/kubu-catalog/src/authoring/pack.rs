//! The canonical pack: members sorted, one entry a line so that changes can be read, and a hash over its own bytes.

use kubu_core::{Catalog, Reference};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Writes the pack of a catalogue, leaving out framework entries that nobody cites, and gives the catalogue its hash.
pub(super) fn seal(catalog: &mut Catalog) -> String {
    let cited = catalog.cited();
    let mut packed = Catalog { hash: String::new(), ..catalog.clone() };
    for framework in &mut packed.frameworks {
        framework
            .entries
            .retain(|id, _| cited.contains(&Reference { framework: framework.id.clone(), id: id.clone() }));
    }
    let digest: String = Sha256::digest(lines(&packed)).iter().map(|byte| format!("{byte:02x}")).collect();
    packed.hash = format!("sha256:{digest}");
    catalog.hash.clone_from(&packed.hash);
    lines(&packed)
}

/// JSON with one line for each member, and for each element of a member that is a list.
fn lines(catalog: &Catalog) -> String {
    // INVARIANT: a catalogue has only string keys, so it always has a value, and that is an object.
    let Ok(Value::Object(members)) = serde_json::to_value(catalog) else { return String::new() };
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
