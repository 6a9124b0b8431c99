//! What must hold of a catalogue before it can be compiled.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use crate::diagnostic::nearest;
use crate::variables::Values;
use crate::{
    Cap, Catalog, ComponentKindId, Condition, Derivation, Diagnostic, Fact, FactId, FactKind, FactorRule, ImpactRules,
    LikelihoodRules, Pattern, Reference,
};

/// Everything that is wrong with the catalogue, in its order.
pub(super) fn check(catalog: &Catalog) -> Result<(), Vec<Diagnostic>> {
    let mut check = Check { catalog, known: BTreeMap::new(), errors: Vec::new() };
    check.format();
    check.unique("stage", catalog.stages.iter().map(|s| &s.id));
    check.unique("item", catalog.items.iter().map(|i| &i.number));
    check.unique("addendum control", catalog.addendum.iter().map(|a| &a.number));
    check.unique("framework", catalog.frameworks.iter().map(|f| &f.id));
    check.unique("step", catalog.steps.iter().map(|s| &s.id));
    check.unique("group", catalog.groups.iter().map(|g| &g.id));
    check.unique("kind of component", catalog.component_kinds.iter().map(|k| &k.id));
    check.unique("fact", catalog.facts.iter().map(|f| &f.id));
    check.unique("threat", catalog.threats.iter().map(|t| &t.id));
    check.unique("control", catalog.controls.iter().map(|c| &c.id));
    check.guides();
    check.facts();
    check.impact();
    check.threats();
    check.controls();
    if check.errors.is_empty() { Ok(()) } else { Err(check.errors) }
}

struct Check<'a> {
    catalog: &'a Catalog,
    /// The facts that a condition may speak of at this point.
    known: BTreeMap<&'a FactId, &'a Fact>,
    errors: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    fn error(
        &mut self,
        code: &'static str,
        at: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.errors.push(Diagnostic::error(code, at, message, help));
    }

    fn format(&mut self) {
        let Catalog { format, format_version, .. } = self.catalog;
        if format != Catalog::FORMAT || *format_version != Catalog::FORMAT_VERSION {
            self.error(
                "not-a-pack",
                "",
                format!(
                    "this is `{format}` version {format_version}, not `{}` version {}",
                    Catalog::FORMAT,
                    Catalog::FORMAT_VERSION
                ),
                "compile the catalogue again with this version of Kubu",
            );
        }
    }

    fn unique<T: Ord + Display + 'a>(&mut self, what: &str, ids: impl Iterator<Item = &'a T>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.error(
                    "id-used-twice",
                    format!("{what} {id}"),
                    format!("two {what}s have the id `{id}`"),
                    "give one of them another id",
                );
            }
        }
    }

    /// Reports `id` unless it is among `known`.
    fn refers(&mut self, at: &str, what: &str, id: &str, known: impl IntoIterator<Item = &'a str>) {
        let known: Vec<&str> = known.into_iter().collect();
        if !known.contains(&id) {
            let help = nearest(id, known)
                .map_or_else(|| format!("name a {what} of the catalogue"), |near| format!("did you mean `{near}`?"));
            self.error("unknown-reference", at, format!("there is no {what} `{id}`"), help);
        }
    }

    fn guides(&mut self) {
        for item in &self.catalog.items {
            self.refers(
                &format!("item {}: stage", item.number),
                "stage",
                item.stage.as_str(),
                self.catalog.stages.iter().map(|s| s.id.as_str()),
            );
        }
    }

    fn facts(&mut self) {
        for fact in &self.catalog.facts {
            let at = format!("fact {}", fact.id);
            self.refers(
                &format!("{at}: group"),
                "group",
                fact.group.as_str(),
                self.catalog.groups.iter().map(|g| g.id.as_str()),
            );
            let options = fact.options.len();
            match fact.kind {
                FactKind::YesNo if options > 0 => {
                    self.error(
                        "wrong-options",
                        &at,
                        "a yes/no fact has options of its own",
                        "leave `options` out, or make it a choice",
                    );
                }
                FactKind::Choice if !(2..=Values::MAX).contains(&options) => {
                    self.error(
                        "wrong-options",
                        &at,
                        format!("a choice has {options} options"),
                        format!("give it 2 to {}", Values::MAX),
                    );
                }
                FactKind::Choices if !(1..=Values::MAX).contains(&options) => {
                    self.error(
                        "wrong-options",
                        &at,
                        format!("a choices fact has {options} options"),
                        format!("give it 1 to {}", Values::MAX),
                    );
                }
                FactKind::Choice | FactKind::Choices | FactKind::YesNo => {}
            }
            self.unique(&format!("option of {}", fact.id), fact.options.iter().map(|o| &o.id));
            self.derivations(&format!("{at}: derived"), fact);
            // Only facts before this one are known here: a question may depend on earlier ones alone.
            if let Some(when) = &fact.asked_when {
                self.condition(&format!("{at}: asked_when"), when);
            }
            self.known.insert(&fact.id, fact);
        }
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
                self.error(
                    "bad-derivation",
                    at,
                    message,
                    "derive `yes` of a yes/no fact, or an option of a choices fact",
                );
            }
            let kinds: Vec<&ComponentKindId> = match from {
                Pattern::Component(kinds) => kinds.iter().collect(),
                Pattern::Flow { from, to } => from.iter().chain(to).collect(),
                Pattern::TaintedAction | Pattern::TaintedExit => Vec::new(),
            };
            for kind in kinds {
                self.kind(at, kind);
            }
        }
    }

    fn kind(&mut self, at: &str, kind: &ComponentKindId) {
        self.refers(at, "kind of component", kind.as_str(), self.catalog.component_kinds.iter().map(|k| k.id.as_str()));
    }

    fn condition(&mut self, at: &str, condition: &Condition) {
        for test in condition.tests() {
            match self.known.get(&test.id).copied() {
                None => {
                    let help = if self.catalog.facts.iter().any(|fact| fact.id == test.id) {
                        "a question may depend on earlier questions only".to_owned()
                    } else {
                        nearest(test.id.as_str(), self.known.keys().map(|id| id.as_str())).map_or_else(
                            || "name a fact of the catalogue".to_owned(),
                            |near| format!("did you mean `{near}`?"),
                        )
                    };
                    self.error("unknown-fact", at, format!("there is no fact `{}` here", test.id), help);
                }
                Some(fact) => {
                    for option in test.any_of.iter().filter(|option| fact.option_position(option).is_none()) {
                        let options: Vec<String> =
                            (0..fact.option_count()).filter_map(|i| fact.option_id(i)).map(|o| o.to_string()).collect();
                        self.error(
                            "unknown-option",
                            at,
                            format!("`{}` has no option `{option}`", fact.id),
                            format!("its options are: {}", options.join(", ")),
                        );
                    }
                }
            }
        }
    }

    fn impact(&mut self) {
        let ImpactRules { confidentiality, integrity, availability } = &self.catalog.impact;
        for (name, rule) in
            [("confidentiality", confidentiality), ("integrity", integrity), ("availability", availability)]
        {
            self.factor(&format!("impact: {name}"), rule);
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

    fn threats(&mut self) {
        for threat in &self.catalog.threats {
            let at = format!("threat {}", threat.id);
            self.condition(&format!("{at}: applies_when"), &threat.applies_when);
            let LikelihoodRules { discoverability, exploitability, reproducibility } = &threat.likelihood;
            self.factor(&format!("{at}: discoverability"), discoverability);
            self.factor(&format!("{at}: exploitability"), exploitability);
            self.factor(&format!("{at}: reproducibility"), reproducibility);
            for (factor, Cap { at_most, .. }) in &threat.impact {
                let at = format!("{at}: impact.{factor}");
                if !threat.harms.iter().any(|harm| harm.factor() == *factor) {
                    self.error("bad-cap", at, "it does not harm that", "drop it, or add the harm");
                } else if !(1..=4).contains(at_most) {
                    self.error("bad-cap", at, format!("it is at most {at_most}"), "write a number from 1 to 4");
                }
            }
            for kind in &threat.found_at {
                self.kind(&format!("{at}: found_at"), kind);
            }
            for stage in threat.introduced.iter().chain(&threat.strikes) {
                self.refers(
                    &format!("{at}: introduced, strikes"),
                    "stage",
                    stage.as_str(),
                    self.catalog.stages.iter().map(|s| s.id.as_str()),
                );
            }
            self.references(&at, &threat.references);
            self.unique(&format!("mitigation of {}", threat.id), threat.mitigations.iter().map(|m| &m.control));
            for mitigation in &threat.mitigations {
                self.refers(
                    &format!("{at}: mitigated_by"),
                    "control",
                    mitigation.control.as_str(),
                    self.catalog.controls.iter().map(|c| c.id.as_str()),
                );
            }
        }
    }

    fn controls(&mut self) {
        for control in &self.catalog.controls {
            let at = format!("control {}", control.id);
            self.refers(
                &format!("{at}: item"),
                "item",
                &control.item,
                self.catalog.items.iter().map(|i| i.number.as_str()),
            );
            for number in &control.addendum {
                self.refers(
                    &format!("{at}: addendum"),
                    "addendum control",
                    number,
                    self.catalog.addendum.iter().map(|a| a.number.as_str()),
                );
            }
            for role in &control.roles {
                self.refers(&format!("{at}: roles"), "role", role, self.catalog.roles.iter().map(|r| r.id.as_str()));
            }
            self.references(&at, &control.references);
            for when in control.practices.iter().filter_map(|practice| practice.applies_when.as_ref()) {
                self.condition(&format!("{at}: practices"), when);
            }
        }
    }

    fn references(&mut self, at: &str, references: &[Reference]) {
        for reference in references {
            let at = format!("{at}: references");
            match self.catalog.framework(&reference.framework) {
                None => self.refers(
                    &at,
                    "framework",
                    &reference.framework,
                    self.catalog.frameworks.iter().map(|f| f.id.as_str()),
                ),
                Some(framework) => {
                    let what = format!("entry of {} {}", framework.title, framework.edition);
                    self.refers(&at, &what, &reference.id, framework.entries.keys().map(String::as_str));
                }
            }
        }
    }
}
