//! What follows from components and flows, over random inventories.
//!
//! The judge is slow and obviously right: it lets content spread, round after round, until nothing new is reached.

use std::collections::BTreeSet;

use kubu_core::{
    Answer, Catalog, Component, ComponentId, Description, Fact, FactKind, FactorRule, Flow, ImpactRules, Pattern,
    Rules, SortedSet, Zone,
};
use proptest::prelude::*;

const KINDS: [&str; 4] = ["store", "model", "tool", "reviewer"];

/// A catalogue with one fact for each pattern.
fn rules() -> Rules {
    let fact = |id: &str, from: Pattern| Fact {
        id: id.parse().expect("id"),
        group: "g".parse().expect("id"),
        kind: FactKind::YesNo,
        question: format!("{id}?"),
        help: String::new(),
        example: String::new(),
        says: format!("{id} is so"),
        denies: format!("{id} is not so"),
        options: Vec::new(),
        asked_when: None,
        derived: vec![kubu_core::Derivation { option: "yes".parse().expect("id"), from }],
    };
    let kinds = |names: &[&str]| names.iter().map(|name| name.parse().expect("id")).collect::<SortedSet<_>>();
    let rule = FactorRule { at: 1, why: "w".into(), raise: Vec::new() };
    let kind = |name: &str, role: &str| format!(r#"{{"id":"{name}","title":"T"{role}}}"#);
    let component_kinds = [
        kind("store", ""),
        kind("model", r#","role":"interprets""#),
        kind("tool", r#","role":"acts""#),
        kind("reviewer", r#","role":"guards""#),
    ];
    Rules::new(Catalog {
        format: Catalog::FORMAT.to_owned(),
        format_version: Catalog::FORMAT_VERSION,
        id: "inventory".to_owned(),
        version: "1".to_owned(),
        hash: String::new(),
        title: "Inventory".to_owned(),
        stages: Vec::new(),
        items: Vec::new(),
        addendum: Vec::new(),
        retired: std::iter::empty().collect(),
        roles: Vec::new(),
        steps: Vec::new(),
        frameworks: Vec::new(),
        component_kinds: serde_json::from_str(&format!("[{}]", component_kinds.join(","))).expect("kinds"),
        groups: vec![kubu_core::Group { id: "g".parse().expect("id"), title: String::new() }],
        facts: vec![
            fact("has.store", Pattern::Component(kinds(&["store"]))),
            fact("calls.tools", Pattern::Flow { from: kinds(&["model"]), to: kinds(&["tool"]) }),
            fact("tainted.action", Pattern::TaintedAction),
            fact("tainted.exit", Pattern::TaintedExit),
        ],
        impact: ImpactRules { confidentiality: rule.clone(), integrity: rule.clone(), availability: rule },
        threats: Vec::new(),
        controls: Vec::new(),
        packs: std::iter::empty().collect(),
        notes: Vec::new(),
    })
    .expect("sound")
}

fn id(number: usize) -> ComponentId {
    format!("c{number}").parse().expect("id")
}

/// Up to six components of any kind, in or outside, and up to twelve flows, some checked, loops included.
fn inventory() -> impl Strategy<Value = Description> {
    let components = proptest::collection::vec((0..KINDS.len(), any::<bool>()), 1..=6);
    let flows = proptest::collection::vec((0..6_usize, 0..6_usize, prop::bool::weighted(0.2)), 0..=12);
    (components, flows, any::<bool>()).prop_map(|(components, flows, inventory_complete)| Description {
        inventory_complete,
        zones: [("out".parse().expect("id"), Zone { name: "Out".to_owned(), outside: true, ..Zone::default() })].into(),
        components: (components.into_iter().enumerate())
            .map(|(number, (kind, outside))| {
                let zone = outside.then(|| "out".parse().expect("id"));
                let kind = KINDS[kind].parse().expect("id");
                (id(number), Component { kind, name: format!("C{number}"), zone, other: Default::default() })
            })
            .collect(),
        flows: (flows.into_iter())
            .map(|(from, to, checked)| Flow {
                from: id(from),
                to: id(to),
                checked_by: checked.then(|| "somebody".to_owned()),
                other: Default::default(),
            })
            .collect(),
        ..Description::default()
    })
}

fn is(description: &Description, id: &ComponentId, kind: &str) -> bool {
    description.components.get(id).expect("it is there").kind.as_str() == kind
}

fn foreign(description: &Description, id: &ComponentId) -> bool {
    description.components.get(id).expect("it is there").zone.is_some() && !is(description, id, "model")
}

/// Every component that content from outside reaches after it was interpreted, as (component, interpreted).
fn reached(description: &Description) -> BTreeSet<(ComponentId, bool)> {
    let mut reached = BTreeSet::new();
    loop {
        let mut next = reached.clone();
        for flow in description.flows.iter().filter(|flow| flow.checked_by.is_none()) {
            if !description.components.contains_key(&flow.from) || !description.components.contains_key(&flow.to) {
                continue;
            }
            let interpreted = |before: bool| before || is(description, &flow.to, "model");
            if foreign(description, &flow.from) && !is(description, &flow.from, "reviewer") {
                next.insert((flow.to.clone(), interpreted(false)));
            }
            for before in [false, true] {
                let passes_on = !is(description, &flow.from, "reviewer") && !foreign(description, &flow.from);
                if reached.contains(&(flow.from.clone(), before)) && passes_on {
                    next.insert((flow.to.clone(), interpreted(before)));
                }
            }
        }
        if next == reached {
            return reached;
        }
        reached = next;
    }
}

fn derived(rules: &Rules, description: &Description, fact: &str) -> Option<(bool, Vec<ComponentId>)> {
    let facts = rules.derived_facts(description);
    facts.into_iter().find(|derived| derived.fact.as_str() == fact).map(|derived| (derived.holds, derived.path))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// The taint trace finds a way exactly when there is one, and the way it shows is real and past no check.
    #[test]
    fn taint_is_traced_exactly(description in inventory()) {
        let rules = rules();
        let reached = reached(&description);
        let harmed = |end: &dyn Fn(&ComponentId) -> bool| reached.iter().any(|(id, interpreted)| *interpreted && end(id));
        let acts = |id: &ComponentId| is(&description, id, "tool") && !foreign(&description, id);
        let leaves = |id: &ComponentId| foreign(&description, id);
        for (fact, exists) in [("tainted.action", harmed(&acts)), ("tainted.exit", harmed(&leaves))] {
            match derived(&rules, &description, fact) {
                None => prop_assert!(!exists && !description.inventory_complete),
                Some((holds, path)) => {
                    prop_assert_eq!(holds, exists, "{}", fact);
                    prop_assert_eq!(path.is_empty(), !exists);
                    if let (Some(first), Some(last)) = (path.first(), path.last()) {
                        prop_assert!(foreign(&description, first));
                        let harms = if fact == "tainted.action" { acts(last) } else { leaves(last) };
                        prop_assert!(harms);
                        prop_assert!(path[1..].iter().any(|id| is(&description, id, "model")));
                        prop_assert!(path[..path.len() - 1].iter().all(|id| !is(&description, id, "reviewer")));
                    }
                    for step in path.windows(2) {
                        let unchecked = |flow: &Flow| flow.checked_by.is_none() && flow.from == step[0] && flow.to == step[1];
                        prop_assert!(description.flows.iter().any(unchecked));
                    }
                }
            }
        }
    }

    /// Presence and direct flows are derived, and denied only of a complete inventory.
    #[test]
    fn presence_is_derived_and_absence_only_of_a_complete_inventory(description in inventory()) {
        let rules = rules();
        let store = description.components.keys().any(|id| is(&description, id, "store"));
        let calls = description.flows.iter().any(|flow| {
            let known = |id| description.components.contains_key(id);
            known(&flow.from) && known(&flow.to) && is(&description, &flow.from, "model") && is(&description, &flow.to, "tool")
        });
        for (fact, present) in [("has.store", store), ("calls.tools", calls)] {
            let holds = derived(&rules, &description, fact).map(|(holds, _)| holds);
            prop_assert_eq!(holds, if present { Some(true) } else { description.inventory_complete.then_some(false) });
        }
    }

    /// The order of flows makes no difference, nor does naming one twice.
    #[test]
    fn order_makes_no_difference(description in inventory()) {
        let rules = rules();
        let mut other = description.clone();
        other.flows.reverse();
        other.flows.extend(description.flows.first().cloned());
        prop_assert_eq!(rules.report(&description), rules.report(&other));
    }

    /// An answer wins over what is derived, and exactly where they disagree that is said.
    #[test]
    fn the_answer_wins_and_disagreement_is_said(mut description in inventory(), yes in any::<bool>()) {
        let rules = rules();
        let before = derived(&rules, &description, "has.store").map(|(holds, _)| holds);
        let answer = Answer::One(if yes { "yes" } else { "no" }.parse().expect("id"));
        description.answers.insert("has.store".parse().expect("id"), answer);
        let report = rules.report(&description);
        prop_assert_eq!(report.inconsistencies.len(), usize::from(before.is_some_and(|holds| holds != yes)));
    }
}
