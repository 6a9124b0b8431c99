//! The authored files, as written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kubu_core::{
    AddedMitigation, AddendumControl, AnswerOption, Answers, Baseline, Cap, ComponentKind, ComponentKindId, Derivation,
    Diagnostic, Effort, FactKind, Factor, Group, GroupId, Harm, Incident, Item, Mitigation, Note, PackId, Provenance,
    Role, Scenario, SortedMap, Stage, StageId, Step, Verdict,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The files of entries, of a catalogue or of a pack, by the ids of the entries.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) frameworks: BTreeMap<String, FrameworkFile>,
    pub(super) facts: BTreeMap<String, FactFile>,
    pub(super) threats: BTreeMap<String, ThreatFile>,
    pub(super) controls: BTreeMap<String, ControlFile>,
    /// The words that prose may use, in lower case; nothing is checked where there is no list.
    pub(super) words: Option<BTreeSet<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CatalogFile {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) title: String,
    /// Ids that are no longer in use, with what to use instead.
    #[serde(default)]
    pub(super) retired: BTreeMap<String, String>,
    pub(super) stages: Vec<Stage>,
    #[serde(default)]
    pub(super) roles: Vec<Role>,
    pub(super) items: Vec<Item>,
    pub(super) addendum: Vec<AddendumControl>,
    pub(super) component_kinds: Vec<ComponentKind>,
    #[serde(default)]
    pub(super) steps: Vec<Step>,
    pub(super) groups: Vec<Group>,
    pub(super) impact: ImpactEntry,
}

/// What an organisation adds, as a whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackFile {
    pub(super) id: PackId,
    pub(super) version: String,
    /// The name of the organisation.
    pub(super) name: String,
    #[serde(default)]
    pub(super) groups: Vec<Group>,
    #[serde(default)]
    pub(super) mitigations: Vec<AddedMitigation>,
    #[serde(default)]
    pub(super) notes: Vec<Note>,
}

/// How bad it is for this system if a threat strikes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ImpactEntry {
    pub(super) confidentiality: FactorEntry,
    pub(super) integrity: FactorEntry,
    pub(super) availability: FactorEntry,
}

/// How likely a threat is to strike.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LikelihoodEntry {
    pub(super) discoverability: FactorEntry,
    pub(super) exploitability: FactorEntry,
    pub(super) reproducibility: FactorEntry,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactorEntry {
    pub(super) at: u8,
    pub(super) why: String,
    #[serde(default)]
    pub(super) raise: Vec<RaiseEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RaiseEntry {
    pub(super) by: u8,
    pub(super) when: String,
    pub(super) why: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrameworkFile {
    pub(super) title: String,
    pub(super) edition: String,
    /// Whether every entry must be cited or reasoned out.
    #[serde(default)]
    pub(super) covered: bool,
    pub(super) entries: BTreeMap<String, String>,
    /// Entries that nothing in the catalogue answers, with the reason.
    #[serde(default)]
    pub(super) reasoned_out: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactFile {
    pub(super) group: GroupId,
    /// Where it stands in its group; lower comes first.
    pub(super) position: u32,
    pub(super) kind: FactKind,
    pub(super) question: String,
    pub(super) help: String,
    #[serde(default)]
    pub(super) example: String,
    pub(super) says: String,
    pub(super) denies: String,
    #[serde(default)]
    pub(super) options: Vec<AnswerOption>,
    pub(super) asked_when: Option<String>,
    #[serde(default)]
    pub(super) derived: Vec<Derivation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThreatFile {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) harms: Vec<Harm>,
    pub(super) applies_when: String,
    pub(super) scenario: Scenario,
    pub(super) likelihood: LikelihoodEntry,
    #[serde(default)]
    pub(super) impact: SortedMap<Factor, Cap>,
    pub(super) found_at: Vec<ComponentKindId>,
    pub(super) introduced: Vec<StageId>,
    pub(super) strikes: Vec<StageId>,
    pub(super) incident: Option<Incident>,
    /// Why it stands beside a threat with an equivalent condition and the same controls.
    pub(super) stands_apart: Option<String>,
    pub(super) provenance: Provenance,
    /// Ids by framework.
    pub(super) references: BTreeMap<String, Vec<String>>,
    pub(super) mitigated_by: Vec<Mitigation>,
    pub(super) cases: Vec<Case>,
}

/// A description, and the verdict that it must give.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) facts: Answers,
    pub(super) expect: Verdict,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ControlFile {
    pub(super) title: String,
    pub(super) purpose: String,
    pub(super) item: String,
    #[serde(default)]
    pub(super) addendum: Vec<String>,
    pub(super) baseline: Option<Baseline>,
    pub(super) practices: Vec<PracticeEntry>,
    pub(super) verify: Vec<String>,
    #[serde(default)]
    pub(super) evidence: Vec<String>,
    #[serde(default)]
    pub(super) effort: Effort,
    pub(super) roles: Vec<String>,
    pub(super) provenance: Provenance,
    #[serde(default)]
    pub(super) references: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PracticeEntry {
    pub(super) text: String,
    pub(super) applies_when: Option<String>,
}

/// Reads every file of a catalogue, or says of each what is wrong with it.
pub(super) fn of_catalog(data: &Path) -> Result<(CatalogFile, Source), Vec<Diagnostic>> {
    let mut reader = Reader { data, pack: None, errors: Vec::new() };
    let catalog = reader.file("catalog.toml");
    reader.entries(catalog)
}

/// Reads every file of a pack. The ids of its entries start with its own, which the names of their files leave out.
pub(super) fn of_pack(data: &Path) -> Result<(PackFile, Source), Vec<Diagnostic>> {
    let mut reader = Reader { data, pack: None, errors: Vec::new() };
    let pack: Option<PackFile> = reader.file("pack.toml");
    reader.pack = pack.as_ref().map(|pack| pack.id.clone());
    reader.entries(pack)
}

struct Reader<'a> {
    data: &'a Path,
    pack: Option<PackId>,
    errors: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Everything but the file that speaks of the whole.
    fn entries<T>(mut self, whole: Option<T>) -> Result<(T, Source), Vec<Diagnostic>> {
        let words = std::fs::read_to_string(self.data.join("words.txt")).ok();
        let source = Source {
            frameworks: self.folder("frameworks"),
            facts: self.folder("facts"),
            threats: self.folder("threats"),
            controls: self.folder("controls"),
            words: words.map(|text| text.split_whitespace().map(str::to_owned).collect()),
        };
        match whole {
            Some(whole) if self.errors.is_empty() => Ok((whole, source)),
            _ => Err(self.errors),
        }
    }

    fn file<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let text = match std::fs::read_to_string(self.data.join(name)) {
            Ok(text) => text,
            Err(error) => {
                let help = format!("the authored files are expected in {}", self.data.display());
                self.errors.push(Diagnostic::error(
                    "unreadable-file",
                    name,
                    format!("the file cannot be read: {error}"),
                    help,
                ));
                return None;
            }
        };
        match toml::from_str(&text) {
            Ok(entry) => Some(entry),
            Err(error) => {
                let message = error.to_string().trim_end().replace('\n', "\n  ");
                let help = "compare it with another file of the same folder";
                self.errors.push(Diagnostic::error("bad-file", name, message, help));
                None
            }
        }
    }

    fn folder<T: DeserializeOwned>(&mut self, folder: &str) -> BTreeMap<String, T> {
        let mut names: Vec<String> = match std::fs::read_dir(self.data.join(folder)) {
            Ok(entries) => entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect(),
            Err(_) => Vec::new(),
        };
        names.sort_unstable();
        let mut entries = BTreeMap::new();
        for name in names {
            if let Some(id) = name.strip_suffix(".toml")
                && let Some(entry) = self.file(&format!("{folder}/{name}"))
            {
                let id = self.pack.as_ref().map_or_else(|| id.to_owned(), |pack| format!("{pack}:{id}"));
                entries.insert(id, entry);
            }
        }
        entries
    }
}
