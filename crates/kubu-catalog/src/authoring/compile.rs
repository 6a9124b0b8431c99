//! From authored files to a catalogue: ids from file names, conditions from text, everything in its order.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use kubu_core::{
    Addition, Catalog, Condition, Control, Diagnostic, Fact, FactId, FactorRule, Framework, Group, ImpactRules, Item,
    LikelihoodRules, Practice, Raise, Reference, SortedMap, Threat,
};

use super::source::{
    CatalogFile, ControlFile, FactFile, FactorEntry, FrameworkFile, ImpactEntry, PackFile, Source, ThreatFile,
};
use crate::prose::file_of;

/// The catalogue without its hash, with every entry of every framework.
pub(super) fn catalog(file: &CatalogFile, source: &Source) -> Result<Catalog, Vec<Diagnostic>> {
    let mut compiler = Compiler { facts: BTreeMap::new(), errors: Vec::new() };
    let facts = compiler.facts(&file.groups, source);
    let impact = compiler.impact(&file.impact);
    let threats = compiler.threats(source);
    let controls = compiler.controls(&file.items, source);
    let catalog = Catalog {
        format: Catalog::FORMAT.to_owned(),
        format_version: Catalog::FORMAT_VERSION,
        id: file.id.clone(),
        version: file.version.clone(),
        hash: String::new(),
        title: file.title.clone(),
        retired: file.retired.clone().into_iter().collect(),
        stages: file.stages.clone(),
        roles: file.roles.clone(),
        items: file.items.clone(),
        addendum: file.addendum.clone(),
        frameworks: source.frameworks.iter().map(framework).collect(),
        component_kinds: file.component_kinds.clone(),
        steps: file.steps.clone(),
        groups: file.groups.clone(),
        facts,
        impact,
        threats,
        controls,
        packs: SortedMap::new(),
        notes: Vec::new(),
    };
    if compiler.errors.is_empty() { Ok(catalog) } else { Err(compiler.errors) }
}

/// What a pack adds to a catalogue, without its hash.
pub(super) fn addition(file: PackFile, source: &Source, base: &Catalog) -> Result<Addition, Vec<Diagnostic>> {
    let known = base.facts.iter().map(|fact| (fact.id.clone(), fact.clone()));
    let mut compiler = Compiler { facts: known.collect(), errors: Vec::new() };
    let groups: Vec<Group> = base.groups.iter().chain(&file.groups).cloned().collect();
    let addition = Addition {
        format: Addition::FORMAT.to_owned(),
        format_version: Addition::FORMAT_VERSION,
        id: file.id,
        version: file.version,
        hash: String::new(),
        name: file.name,
        catalog: base.into(),
        groups: file.groups,
        frameworks: source.frameworks.iter().map(framework).collect(),
        facts: compiler.facts(&groups, source),
        threats: compiler.threats(source),
        controls: compiler.controls(&base.items, source),
        mitigations: file.mitigations,
        notes: file.notes,
    };
    if compiler.errors.is_empty() { Ok(addition) } else { Err(compiler.errors) }
}

fn framework((id, file): (&String, &FrameworkFile)) -> Framework {
    Framework {
        id: id.clone(),
        title: file.title.clone(),
        edition: file.edition.clone(),
        entries: file.entries.clone().into_iter().collect(),
        total: file.entries.len(),
        reasoned_out: file.reasoned_out.len(),
    }
}

struct Compiler {
    /// The facts that conditions may speak of.
    facts: BTreeMap<FactId, Fact>,
    errors: Vec<Diagnostic>,
}

impl Compiler {
    /// The facts in the order of the questionnaire: by group, then by position.
    fn facts(&mut self, groups: &[Group], source: &Source) -> Vec<Fact> {
        let group = |file: &FactFile| groups.iter().position(|group| group.id == file.group);
        let mut files: Vec<_> = source.facts.iter().collect();
        files.sort_by_key(|(_, file)| (group(file), file.position));
        let mut facts: Vec<(&String, &FactFile, Fact)> = Vec::new();
        for (name, file) in files {
            if let Some(id) = self.id::<FactId>("facts", name) {
                let fact = fact(id, file);
                self.facts.insert(fact.id.clone(), fact.clone());
                facts.push((name, file, fact));
            }
        }
        // Conditions are read once all facts are known; the core checks that none depends on a later question.
        facts
            .into_iter()
            .map(|(name, file, fact)| Fact {
                asked_when: self
                    .optional(&format!("{}: asked_when", file_of("facts", name)), file.asked_when.as_deref()),
                ..fact
            })
            .collect()
    }

    fn impact(&mut self, file: &ImpactEntry) -> ImpactRules {
        ImpactRules {
            confidentiality: self.factor("catalog.toml: impact.confidentiality", &file.confidentiality),
            integrity: self.factor("catalog.toml: impact.integrity", &file.integrity),
            availability: self.factor("catalog.toml: impact.availability", &file.availability),
        }
    }

    fn factor(&mut self, at: &str, file: &FactorEntry) -> FactorRule {
        let raises = file.raise.iter().filter_map(|raise| {
            Some(Raise { by: raise.by, when: self.condition(at, &raise.when)?, why: raise.why.as_str().into() })
        });
        FactorRule { at: file.at, why: file.why.as_str().into(), raise: raises.collect() }
    }

    fn threats(&mut self, source: &Source) -> Vec<Threat> {
        source.threats.iter().filter_map(|(name, file)| self.threat(name, file)).collect()
    }

    fn threat(&mut self, name: &str, file: &ThreatFile) -> Option<Threat> {
        let file_name = file_of("threats", name);
        let at = |factor: &str| format!("{file_name}: likelihood.{factor}");
        Some(Threat {
            id: self.id("threats", name)?,
            title: file.title.clone(),
            summary: file.summary.trim().to_owned(),
            harms: file.harms.clone(),
            applies_when: self.condition(&format!("{file_name}: applies_when"), &file.applies_when)?,
            scenario: file.scenario.clone(),
            likelihood: LikelihoodRules {
                discoverability: self.factor(&at("discoverability"), &file.likelihood.discoverability),
                exploitability: self.factor(&at("exploitability"), &file.likelihood.exploitability),
                reproducibility: self.factor(&at("reproducibility"), &file.likelihood.reproducibility),
            },
            impact: file.impact.clone(),
            found_at: file.found_at.clone(),
            introduced: file.introduced.clone(),
            strikes: file.strikes.clone(),
            incident: file.incident.clone(),
            references: references(&file.references),
            mitigations: file.mitigated_by.clone(),
            provenance: file.provenance,
        })
    }

    /// The controls in the order of the items that they belong to.
    fn controls(&mut self, items: &[Item], source: &Source) -> Vec<Control> {
        let controls = source.controls.iter().filter_map(|(name, file)| self.control(name, file));
        let mut controls: Vec<Control> = controls.collect();
        controls.sort_by_key(|control| items.iter().position(|item| item.number == control.item));
        controls
    }

    fn control(&mut self, name: &str, file: &ControlFile) -> Option<Control> {
        let at = format!("{}: practices", file_of("controls", name));
        let practices = file
            .practices
            .iter()
            .map(|practice| Practice {
                text: practice.text.trim().to_owned(),
                applies_when: self.optional(&at, practice.applies_when.as_deref()),
            })
            .collect();
        Some(Control {
            id: self.id("controls", name)?,
            title: file.title.clone(),
            purpose: file.purpose.trim().to_owned(),
            item: file.item.clone(),
            addendum: file.addendum.clone(),
            baseline: file.baseline.clone(),
            practices,
            verify: file.verify.clone(),
            evidence: file.evidence.clone(),
            effort: file.effort,
            roles: file.roles.clone(),
            references: references(&file.references),
            provenance: file.provenance,
        })
    }

    fn id<T: FromStr<Err: Display>>(&mut self, folder: &str, name: &str) -> Option<T> {
        name.parse()
            .map_err(|error: T::Err| {
                let at = file_of(folder, name);
                self.errors.push(Diagnostic::error(
                    "bad-id",
                    at,
                    error.to_string(),
                    "rename the file: its name is the id",
                ));
            })
            .ok()
    }

    fn optional(&mut self, at: &str, text: Option<&str>) -> Option<Condition> {
        text.and_then(|text| self.condition(at, text))
    }

    fn condition(&mut self, at: &str, text: &str) -> Option<Condition> {
        Condition::parse(text, &self.facts)
            .map_err(|error| {
                // The line at fault, with a mark under it.
                let start = text.get(..error.at.start).map_or(0, |before| before.rfind('\n').map_or(0, |n| n + 1));
                let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
                let indent = text.get(start..error.at.start).map_or(0, |before| before.chars().count());
                let width = text.get(error.at.clone()).map_or(1, |fault| fault.chars().count().max(1));
                let message = format!("{}\n    {line}\n    {}{}", error.message, " ".repeat(indent), "^".repeat(width));
                self.errors.push(Diagnostic::error("bad-condition", at, message, error.help));
            })
            .ok()
    }
}

fn fact(id: FactId, file: &FactFile) -> Fact {
    Fact {
        id,
        group: file.group.clone(),
        kind: file.kind,
        question: file.question.clone(),
        help: file.help.trim().to_owned(),
        example: file.example.trim().to_owned(),
        says: file.says.clone(),
        denies: file.denies.clone(),
        options: file.options.clone(),
        asked_when: None,
        derived: file.derived.clone(),
    }
}

fn references(by_framework: &BTreeMap<String, Vec<String>>) -> Vec<Reference> {
    by_framework
        .iter()
        .flat_map(|(framework, ids)| ids.iter().map(|id| Reference { framework: framework.clone(), id: id.clone() }))
        .collect()
}
