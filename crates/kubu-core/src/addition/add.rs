//! Adds a pack to a catalogue.

use super::{Addition, PackRef};
use crate::rules::Added;
use crate::{Catalog, Diagnostic, Mitigation, SortedMap};

impl Catalog {
    /// The catalogue and what an organisation adds to it: its entries after those that were there, its mitigations as
    /// further ones of their threats. [`Rules::trusted`](crate::Rules::trusted) may compile the result if this
    /// catalogue is sound.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the pack, each with its JSON Pointer: ids that are not in its namespace, and all
    /// that [`Rules::new`](crate::Rules::new) would refuse of a catalogue.
    pub fn with(mut self, addition: Addition) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        if addition.catalog.id != self.id {
            let message =
                format!("the pack was made for the catalogue `{}`; this is `{}`", addition.catalog.id, self.id);
            errors.push(Diagnostic::error("other-catalog", "/catalog/id", message, "build it for this catalogue"));
        }
        if self.packs.contains_key(&addition.id) {
            let message = format!("a pack `{}` is there already", addition.id);
            errors.push(Diagnostic::error("id-used-twice", "/id", message, "use one of them"));
            return Err(errors);
        }
        let Addition { id, version, hash, name, mitigations, notes, .. } = addition;
        let before = [&self.groups.len(), &self.frameworks.len(), &self.facts.len(), &self.threats.len()].map(|n| *n);
        let [groups, frameworks, facts, threats] = before;
        let added = Added { pack: Some(&id), groups, frameworks, facts, threats, controls: self.controls.len() };
        self.packs.insert(id.clone(), PackRef { name, version, hash, other: SortedMap::new() });
        self.groups.extend(addition.groups);
        self.frameworks.extend(addition.frameworks);
        self.facts.extend(addition.facts);
        self.threats.extend(addition.threats);
        self.controls.extend(addition.controls);
        errors.extend(added.check(&self, &mitigations, &notes));
        if !errors.is_empty() {
            return Err(errors);
        }
        for edge in mitigations {
            if let Some(threat) = self.threats.iter_mut().find(|threat| threat.id == edge.threat) {
                let why = edge.why.into();
                threat.mitigations.push(Mitigation { control: edge.control, strength: edge.strength, why });
            }
        }
        self.notes.extend(notes.into_iter().map(|note| (id.clone(), note)));
        Ok(self)
    }
}
