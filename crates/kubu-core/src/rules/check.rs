//! What must hold of a catalogue before it can be compiled. Where something does not, a JSON Pointer into the pack says.

use crate::diagnostic::nearest;
use crate::id::{IdError, pack_of};
use crate::variables::Values;
use crate::{
    AddedMitigation, Addition, Cap, Catalog, ComponentKindId, Condition, ControlId, Derivation, Diagnostic, Fact,
    FactId, FactKind, FactorRule, GroupId, ImpactRules, LikelihoodRules, Note, OptionId, PackId, Pattern, Provenance,
    Reference, ThreatId,
};

/// The most errors that are told.
const MOST_ERRORS: usize = 1_000;
/// The most errors that are told with what may have been meant, which takes time to find.
const MOST_HELPED: usize = 20;

/// Everything that is wrong with the catalogue, in its order.
pub(super) fn check(catalog: &Catalog) -> Result<(), Vec<Diagnostic>> {
    let all = Added { pack: None, groups: 0, frameworks: 0, facts: 0, threats: 0, controls: 0 };
    let ids = Ids::of(catalog);
    let mut check = Check { catalog, ids: &ids, added: &all, known: 0, errors: Vec::new() };
    check.format();
    check.unique("/stages", "stage", &ids.stages);
    check.unique("/items", "item", &ids.items);
    check.unique("/addendum", "addendum control", &ids.addendum);
    check.unique("/steps", "step", &ids.steps);
    check.unique("/component_kinds", "kind of component", &ids.kinds);
    for (position, item) in catalog.items.iter().enumerate() {
        check.refers(&format!("/items/{position}/stage"), "stage", item.stage.as_str(), &ids.stages);
    }
    let ImpactRules { confidentiality, integrity, availability } = &catalog.impact;
    check.entries();
    for (name, rule) in [("confidentiality", confidentiality), ("integrity", integrity), ("availability", availability)]
    {
        check.factor(&format!("/impact/{name}"), rule);
    }
    if check.errors.is_empty() { Ok(()) } else { Err(check.errors) }
}

/// What of a catalogue is to be checked: what stands after the counted entries of each list.
pub(crate) struct Added<'a> {
    /// The pack that it came with.
    pub(crate) pack: Option<&'a PackId>,
    pub(crate) groups: usize,
    pub(crate) frameworks: usize,
    pub(crate) facts: usize,
    pub(crate) threats: usize,
    pub(crate) controls: usize,
}

impl Added<'_> {
    /// Everything that is wrong with what a pack adds, the pack's entries being part of the catalogue already.
    pub(crate) fn check(&self, catalog: &Catalog, mitigations: &[AddedMitigation], notes: &[Note]) -> Vec<Diagnostic> {
        let ids = Ids::of(catalog);
        let mut check = Check { catalog, ids: &ids, added: self, known: self.facts, errors: Vec::new() };
        check.entries();
        check.mitigations(mitigations);
        let known = [ids.facts.as_slice(), &ids.threats, &ids.controls].concat();
        for (position, note) in notes.iter().enumerate() {
            check.refers(&format!("/notes/{position}/on"), "fact, threat or control", &note.on, &known);
            check.said(&format!("/notes/{position}/text"), &note.text);
        }
        check.errors
    }
}

/// The ids of a catalogue.
struct Ids<'a> {
    stages: Vec<&'a str>,
    items: Vec<&'a str>,
    addendum: Vec<&'a str>,
    roles: Vec<&'a str>,
    steps: Vec<&'a str>,
    kinds: Vec<&'a str>,
    groups: Vec<&'a str>,
    frameworks: Vec<&'a str>,
    facts: Vec<&'a str>,
    threats: Vec<&'a str>,
    controls: Vec<&'a str>,
}

impl<'a> Ids<'a> {
    fn of(catalog: &'a Catalog) -> Self {
        Self {
            stages: catalog.stages.iter().map(|s| s.id.as_str()).collect(),
            items: catalog.items.iter().map(|i| i.number.as_str()).collect(),
            addendum: catalog.addendum.iter().map(|a| a.number.as_str()).collect(),
            roles: catalog.roles.iter().map(|r| r.id.as_str()).collect(),
            steps: catalog.steps.iter().map(|s| s.id.as_str()).collect(),
            kinds: catalog.component_kinds.iter().map(|k| k.id.as_str()).collect(),
            groups: catalog.groups.iter().map(|g| g.id.as_str()).collect(),
            frameworks: catalog.frameworks.iter().map(|f| f.id.as_str()).collect(),
            facts: catalog.facts.iter().map(|f| f.id.as_str()).collect(),
            threats: catalog.threats.iter().map(|t| t.id.as_str()).collect(),
            controls: catalog.controls.iter().map(|c| c.id.as_str()).collect(),
        }
    }
}

/// Whether a text is an id of some kind.
type IdCheck = fn(&str) -> Result<(), IdError>;

struct Check<'a> {
    catalog: &'a Catalog,
    ids: &'a Ids<'a>,
    added: &'a Added<'a>,
    /// How many facts a condition may speak of at this point.
    known: usize,
    errors: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    fn error(&mut self, code: &'static str, at: &str, message: impl Into<String>, help: impl Into<String>) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(Diagnostic::error(code, at, message, help));
        }
    }

    fn format(&mut self) {
        let Catalog { format, format_version, .. } = self.catalog;
        if format != Catalog::FORMAT || *format_version != Catalog::FORMAT_VERSION {
            let message = format!(
                "this is `{format}` version {format_version}, not `{}` version {}",
                Catalog::FORMAT,
                Catalog::FORMAT_VERSION
            );
            self.error("not-a-pack", "", message, "compile the catalogue again with this version of Kubu");
        }
    }

    fn unique(&mut self, at: &str, what: &str, ids: &[&str]) {
        for (position, id) in ids.iter().enumerate() {
            if ids.iter().take(position).any(|before| before == id) {
                let message = format!("two {what}s have the id `{id}`");
                self.error("id-used-twice", &format!("{at}/{position}"), message, "give one of them another id");
            }
        }
    }

    /// Whether each id of a list is one, is used once, and stands in the namespace where it belongs.
    fn unique_here(&mut self, at: &str, what: &str, ids: &[&str], before: usize, check: IdCheck) {
        let (others, own) = ids.split_at_checked(before).unwrap_or_default();
        self.unique(at, what, own);
        for (position, id) in own.iter().enumerate() {
            let pack = pack_of(id).map(|(pack, _)| pack);
            let at = format!("{at}/{position}/id");
            if !self.is_id(&at, check(id)) {
                continue;
            }
            match self.added.pack {
                Some(own) if pack != Some(own.as_str()) => {
                    let help = format!("start its id with `{own}:`");
                    if others.contains(id) {
                        let message = format!("the {what} `{id}` is not the pack's: a pack cannot change it");
                        self.error("redefined-entry", &at, message, help);
                    } else {
                        self.error("outside-namespace", &at, format!("`{id}` is not an id of the pack `{own}`"), help);
                    }
                }
                None if pack.is_some() && self.catalog.owner(id).is_none() => {
                    let message = format!("`{id}` is an id of a pack that is not here");
                    self.error("outside-namespace", &at, message, "write it without a colon");
                }
                _ => {}
            }
            if id.chars().count() > Addition::MAX_ID {
                let message = format!("the id has more than {} characters", Addition::MAX_ID);
                self.error("id-too-long", &at, message, "shorten it");
            }
        }
    }

    /// Reports what is no id.
    fn is_id(&mut self, at: &str, checked: Result<(), IdError>) -> bool {
        match checked {
            Ok(()) => true,
            Err(error) => {
                self.error("bad-id", at, error.to_string(), "give it another id");
                false
            }
        }
    }

    /// Reports `id` unless it is among `known`.
    fn refers(&mut self, at: &str, what: &str, id: &str, known: &[&str]) {
        if !known.contains(&id) {
            let help = self.meant(id, known).unwrap_or_else(|| "name one of the catalogue".to_owned());
            self.error("unknown-reference", at, format!("there is no {what} `{id}`"), help);
        }
    }

    fn meant(&self, id: &str, known: &[&str]) -> Option<String> {
        let looked_for = self.errors.len() < MOST_HELPED && id.len() <= Addition::MAX_ID;
        let near = looked_for.then(|| nearest(id, known.iter().copied())).flatten();
        near.map(|near| format!("did you mean `{near}`?"))
    }

    fn said(&mut self, at: &str, text: &str) {
        if text.trim().is_empty() {
            self.error("no-reason", at, "nothing is said", "say it in a sentence");
        }
    }

    /// Everything that a pack can add to.
    fn entries(&mut self) {
        let Ids { groups, frameworks, facts, threats, controls, .. } = self.ids;
        self.unique_here("/groups", "group", groups, self.added.groups, GroupId::check);
        // Written as those of groups are.
        self.unique_here("/frameworks", "framework", frameworks, self.added.frameworks, GroupId::check);
        self.unique_here("/facts", "fact", facts, self.added.facts, FactId::check);
        self.unique_here("/threats", "threat", threats, self.added.threats, ThreatId::check);
        self.unique_here("/controls", "control", controls, self.added.controls, ControlId::check);
        for (position, fact) in self.catalog.facts.iter().skip(self.added.facts).enumerate() {
            let at = format!("/facts/{position}");
            self.refers(&format!("{at}/group"), "group", fact.group.as_str(), groups);
            self.fact(&at, fact);
        }
        self.threats();
        self.controls();
    }

    fn fact(&mut self, at: &str, fact: &Fact) {
        let count = fact.options.len();
        let wrong = match fact.kind {
            FactKind::YesNo if count > 0 => Some((
                "a yes/no fact has options of its own".to_owned(),
                "leave `options` out, or make it a choice".to_owned(),
            )),
            FactKind::Choice if !(2..=Values::MAX).contains(&count) => {
                Some((format!("a choice has {count} options"), format!("give it 2 to {}", Values::MAX)))
            }
            FactKind::Choices if !(1..=Values::MAX).contains(&count) => {
                Some((format!("a choices fact has {count} options"), format!("give it 1 to {}", Values::MAX)))
            }
            FactKind::Choice | FactKind::Choices | FactKind::YesNo => None,
        };
        if let Some((message, help)) = wrong {
            self.error("wrong-options", &format!("{at}/options"), message, help);
        }
        let options: Vec<&str> = fact.options.iter().map(|o| o.id.as_str()).collect();
        self.unique(&format!("{at}/options"), &format!("option of {}", fact.id), &options);
        for (position, option) in options.iter().enumerate() {
            self.is_id(&format!("{at}/options/{position}/id"), OptionId::check(option));
        }
        self.derivations(&format!("{at}/derived"), fact);
        // Only facts before this one are known here: a question may depend on earlier ones alone.
        if let Some(when) = &fact.asked_when {
            self.condition(&format!("{at}/asked_when"), when);
        }
        self.known += 1;
    }

    fn derivations(&mut self, at: &str, fact: &Fact) {
        for Derivation { option, from } in &fact.derived {
            let derivable = match fact.kind {
                FactKind::YesNo => option.as_str() == "yes",
                FactKind::Choices => fact.option_position(option).is_some(),
                FactKind::Choice => false,
            };
            if !derivable {
                let message = format!("`{option}` of `{}` cannot follow from an inventory", fact.id);
                let help = "derive `yes` of a yes/no fact, or an option of a choices fact";
                self.error("bad-derivation", at, message, help);
            }
            let kinds: Vec<&ComponentKindId> = match from {
                Pattern::Component(kinds) => kinds.iter().collect(),
                Pattern::Flow { from, to } => from.iter().chain(to).collect(),
                Pattern::TaintedAction | Pattern::TaintedExit => Vec::new(),
            };
            for kind in kinds {
                self.refers(at, "kind of component", kind.as_str(), &self.ids.kinds);
            }
        }
    }

    fn condition(&mut self, at: &str, condition: &Condition) {
        for test in condition.tests() {
            let known = self.catalog.facts.iter().take(self.known);
            let Some(fact) = known.clone().find(|fact| fact.id == test.id) else {
                let help = if self.ids.facts.contains(&test.id.as_str()) {
                    "a question may depend on earlier questions only".to_owned()
                } else {
                    let known: Vec<&str> = known.map(|fact| fact.id.as_str()).collect();
                    self.meant(test.id.as_str(), &known).unwrap_or_else(|| "name a fact of the catalogue".to_owned())
                };
                self.error("unknown-fact", at, format!("there is no fact `{}` here", test.id), help);
                continue;
            };
            for option in test.any_of.iter().filter(|option| fact.option_position(option).is_none()) {
                let options = (0..fact.option_count()).filter_map(|i| fact.option_id(i));
                let options: Vec<String> = options.map(|option| option.to_string()).collect();
                let message = format!("`{}` has no option `{option}`", fact.id);
                self.error("unknown-option", at, message, format!("its options are: {}", options.join(", ")));
            }
        }
    }

    fn factor(&mut self, at: &str, rule: &FactorRule) {
        if !(1..=5).contains(&rule.at) {
            self.error("bad-factor", at, format!("it starts at {}", rule.at), "write a number from 1 to 5");
        }
        for raise in &rule.raise {
            if !(1..=4).contains(&raise.by) {
                self.error("bad-factor", at, format!("it is raised by {}", raise.by), "write a number from 1 to 4");
            }
            self.condition(at, &raise.when);
        }
    }

    /// Says whose an entry is: Kubu speaks for itself, and an organisation for itself.
    fn provenance(&mut self, at: &str, id: &str, provenance: Provenance) {
        let of_pack = self.added.pack.is_some() || pack_of(id).is_some();
        let (wrong, right) = if of_pack {
            (Provenance::Mapped, Provenance::Organisation)
        } else {
            (Provenance::Organisation, Provenance::Mapped)
        };
        if provenance == wrong {
            let message = format!("`{wrong}` means {}", wrong.meaning());
            self.error("wrong-provenance", &format!("{at}/provenance"), message, format!("write `{right}`"));
        }
    }

    fn threats(&mut self) {
        for (position, threat) in self.catalog.threats.iter().skip(self.added.threats).enumerate() {
            let at = format!("/threats/{position}");
            self.condition(&format!("{at}/applies_when"), &threat.applies_when);
            let LikelihoodRules { discoverability, exploitability, reproducibility } = &threat.likelihood;
            self.factor(&format!("{at}/likelihood/discoverability"), discoverability);
            self.factor(&format!("{at}/likelihood/exploitability"), exploitability);
            self.factor(&format!("{at}/likelihood/reproducibility"), reproducibility);
            for (factor, Cap { at_most, .. }) in &threat.impact {
                let at = format!("{at}/impact/{factor}");
                if !threat.harms.iter().any(|harm| harm.factor() == *factor) {
                    self.error("bad-cap", &at, "it does not harm that", "drop it, or add the harm");
                } else if !(1..=4).contains(at_most) {
                    self.error("bad-cap", &at, format!("it is at most {at_most}"), "write a number from 1 to 4");
                }
            }
            for kind in &threat.found_at {
                self.refers(&format!("{at}/found_at"), "kind of component", kind.as_str(), &self.ids.kinds);
            }
            for (name, stages) in [("introduced", &threat.introduced), ("strikes", &threat.strikes)] {
                for stage in stages {
                    self.refers(&format!("{at}/{name}"), "stage", stage.as_str(), &self.ids.stages);
                }
            }
            self.references(&at, &threat.references);
            let controls: Vec<&str> = threat.mitigations.iter().map(|m| m.control.as_str()).collect();
            for (edge, (control, mitigation)) in controls.iter().zip(&threat.mitigations).enumerate() {
                let at = format!("{at}/mitigations/{edge}");
                self.refers(&format!("{at}/control"), "control", control, &self.ids.controls);
                self.said(&format!("{at}/why"), &mitigation.why);
            }
            self.unique(&format!("{at}/mitigations"), &format!("mitigation of {}", threat.id), &controls);
            self.provenance(&at, threat.id.as_str(), threat.provenance);
        }
    }

    fn controls(&mut self) {
        let Ids { items, addendum, roles, .. } = self.ids;
        for (position, control) in self.catalog.controls.iter().skip(self.added.controls).enumerate() {
            let at = format!("/controls/{position}");
            self.refers(&format!("{at}/item"), "item", &control.item, items);
            for number in &control.addendum {
                self.refers(&format!("{at}/addendum"), "addendum control", number, addendum);
            }
            for role in &control.roles {
                self.refers(&format!("{at}/roles"), "role", role, roles);
            }
            self.references(&at, &control.references);
            for (practice, when) in control.practices.iter().enumerate() {
                if let Some(when) = &when.applies_when {
                    self.condition(&format!("{at}/practices/{practice}/applies_when"), when);
                }
            }
            self.provenance(&at, control.id.as_str(), control.provenance);
        }
    }

    fn references(&mut self, at: &str, references: &[Reference]) {
        for (position, reference) in references.iter().enumerate() {
            let at = format!("{at}/references/{position}");
            match self.catalog.framework(&reference.framework) {
                None => {
                    self.refers(&at, "framework", &reference.framework, &self.ids.frameworks);
                }
                Some(framework) => {
                    let what = format!("entry of {} {}", framework.title, framework.edition);
                    let known: Vec<&str> = framework.entries.keys().map(String::as_str).collect();
                    self.refers(&at, &what, &reference.id, &known);
                }
            }
        }
    }

    /// The edges from threats of others to controls of the pack.
    fn mitigations(&mut self, mitigations: &[AddedMitigation]) {
        let Ids { threats, controls, .. } = self.ids;
        let own = controls.get(self.added.controls..).unwrap_or_default();
        for (position, edge) in mitigations.iter().enumerate() {
            let at = format!("/mitigations/{position}");
            self.refers(&format!("{at}/threat"), "threat", edge.threat.as_str(), threats);
            let control = edge.control.as_str();
            if controls.contains(&control) && !own.contains(&control) {
                let message = format!("`{control}` is not the pack's: its mitigations add its own controls to threats");
                self.error("outside-namespace", &format!("{at}/control"), message, "name a control of the pack");
            } else {
                self.refers(&format!("{at}/control"), "control", control, own);
            }
            self.said(&format!("{at}/why"), &edge.why);
            let same = |other: &AddedMitigation| other.threat == edge.threat && other.control == edge.control;
            let threat = self.catalog.threat(&edge.threat);
            let there = threat.is_some_and(|threat| threat.mitigations.iter().any(|m| m.control == edge.control));
            if there || mitigations.iter().take(position).any(same) {
                let message = format!("`{}` answers `{}` already", edge.control, edge.threat);
                self.error("id-used-twice", &at, message, "keep one of them");
            }
        }
    }
}
