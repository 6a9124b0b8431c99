//! Every entry of a framework that is to be covered is cited, or has a reason why not; never both.

use kubu_core::{Catalog, Diagnostic};

use crate::authoring::source::Source;
use crate::prose::file_of;

pub(super) fn check(source: &Source, catalog: &Catalog, errors: &mut Vec<Diagnostic>) {
    let cited = catalog.cited();
    for (name, file) in &source.frameworks {
        let mut fault = |code, message: String, help: &str| {
            errors.push(Diagnostic::error(code, file_of("frameworks", name), message, help));
        };
        let is_cited = |id: &String| cited.iter().any(|reference| reference.framework == *name && reference.id == *id);
        if file.covered {
            let uncovered = file.entries.keys().filter(|id| !is_cited(id) && !file.reasoned_out.contains_key(*id));
            let uncovered: Vec<&str> = uncovered.map(String::as_str).collect();
            if !uncovered.is_empty() {
                fault(
                    "uncovered-entry",
                    format!("nothing answers: {}", uncovered.join(", ")),
                    "cite them in a threat or control, or say in `reasoned_out` why not",
                );
            }
        }
        for (id, reason) in &file.reasoned_out {
            if !file.entries.contains_key(id) || reason.trim().is_empty() {
                fault("bad-reason", format!("`{id}` is no entry, or has no reason"), "mend `reasoned_out`");
            } else if is_cited(id) {
                fault("stale-reason", format!("`{id}` is reasoned out and yet cited"), "take it out of one of the two");
            }
        }
    }
}
