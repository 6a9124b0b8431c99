//! A first map from the answers: what they say is there, joined as it usually is.

use kubu_core::{
    Answer, Answers, Catalog, Component, ComponentId, ComponentKindId, ComponentRole, DerivedFact, Description, Flow,
    OptionId, Pattern, Rules, SortedSet, Zone, ZoneId,
};

use super::kinds;

/// What is checked in a draft was said to be checked in an answer.
const CHECK: &str = "The check that your answers speak of";

/// The description with a first map. It contradicts no answer, and shows every option that says something is there.
pub(super) fn first_map(rules: &Rules, answers: &Answers) -> Description {
    let catalog = rules.catalog();
    let mut draft = Draft { rules, description: answers.clone().into() };
    let mut patterns: Vec<&Pattern> = Vec::new();
    for fact in &catalog.facts {
        for derivation in &fact.derived {
            if says(answers.get(&fact.id), &derivation.option) == Some(true) {
                patterns.push(&derivation.from);
            }
        }
    }
    // The model, and the agent around it where it uses tools or works with other agents.
    let interprets =
        |kind: &&ComponentKindId| kinds::role(&catalog.component_kinds, kind) == Some(ComponentRole::Interprets);
    let uses =
        |pattern: &&Pattern| matches!(pattern, Pattern::Flow { from, .. } if from.iter().any(|kind| interprets(&kind)));
    let of_role = |id: &str| catalog.component_kinds.iter().map(|kind| &kind.id).find(|kind| kind.as_str() == id);
    let Some(model) = of_role("model").and_then(|kind| draft.put(kind)) else { return draft.description };
    let mut centre = model.clone();
    if patterns.iter().any(uses)
        && let Some(agent) = of_role("agent").and_then(|kind| draft.put(kind))
    {
        draft.join(&agent, &model);
        draft.join(&model, &agent);
        centre = agent;
    }
    for pattern in &patterns {
        if let Pattern::Component(kinds) = pattern
            && draft.find(kinds, None).is_none()
            && let Some(id) = draft.put_one_of(kinds)
        {
            draft.join_usually(&id, &centre);
        }
    }
    for pattern in &patterns {
        if let Pattern::Flow { from, to } = pattern {
            // The one in the middle does what it can.
            let source = Some(&centre).filter(|id| draft.is(id, from)).cloned();
            let source = source.or_else(|| draft.find(from, None)).or_else(|| draft.put_one_of(from));
            let target = Some(&centre).filter(|id| draft.is(id, to) && source.as_ref() != Some(*id)).cloned();
            let target = target.or_else(|| draft.find(to, source.as_ref())).or_else(|| draft.put_one_of(to));
            if let (Some(source), Some(target)) = (source, target) {
                draft.join(&source, &target);
                if source == centre {
                    draft.join_usually(&target, &centre);
                }
            }
        }
    }
    draft.description
}

/// What an answer says of an option; nothing while it is open.
pub(super) fn says(answer: Option<&Answer>, option: &OptionId) -> Option<bool> {
    match answer? {
        Answer::DontKnow => None,
        Answer::One(chosen) => Some(chosen == option),
        Answer::Many(chosen) => Some(chosen.contains(option)),
    }
}

struct Draft<'a> {
    rules: &'a Rules,
    description: Description,
}

impl Draft<'_> {
    fn is(&self, id: &ComponentId, kinds: &SortedSet<ComponentKindId>) -> bool {
        self.description.components.get(id).is_some_and(|component| kinds.contains(&component.kind))
    }

    fn find(&self, kinds: &SortedSet<ComponentKindId>, but: Option<&ComponentId>) -> Option<ComponentId> {
        self.description.components.keys().find(|id| self.is(id, kinds) && Some(*id) != but).cloned()
    }

    /// How many options follow from the map that no answer speaks of; nothing if one contradicts an answer.
    fn claims(&self) -> Option<usize> {
        let mut claims = 0;
        for DerivedFact { fact, option, holds, .. } in self.rules.derived_facts(&self.description) {
            match says(self.description.answers.get(&fact), &option) {
                Some(says) if says != holds => return None,
                Some(_) => {}
                None => claims += 1,
            }
        }
        Some(claims)
    }

    /// A new component of one of the kinds: the first that claims no more than was answered, or else that agrees.
    fn put_one_of(&mut self, kinds: &SortedSet<ComponentKindId>) -> Option<ComponentId> {
        let rules = self.rules;
        let kinds = || rules.catalog().component_kinds.iter().map(|kind| &kind.id).filter(|id| kinds.contains(*id));
        let before = self.claims();
        for kind in kinds() {
            let id = self.put(kind);
            if let Some(id) = id {
                if self.claims() == before {
                    return Some(id);
                }
                self.description.components.remove(&id);
            }
        }
        kinds().find_map(|kind| self.put(kind))
    }

    /// A new component of the kind, if no answer speaks against it.
    fn put(&mut self, kind: &ComponentKindId) -> Option<ComponentId> {
        let (id, mut component) = fresh(&self.description, kind, self.rules.catalog());
        if kinds::is_outside(kind) {
            let zone: ZoneId = "outside".parse().ok()?;
            let made = Zone { name: "Outside".into(), outside: true, ..Zone::default() };
            self.description.zones.insert(zone.clone(), made);
            component.zone = Some(zone);
        }
        self.description.components.insert(id.clone(), component);
        if self.claims().is_some() {
            return Some(id);
        }
        self.description.components.remove(&id);
        None
    }

    /// A flow, checked if an answer speaks against an unchecked one, or none if one speaks against any.
    fn join(&mut self, from: &ComponentId, to: &ComponentId) {
        let before = self.description.flows.clone();
        if before.iter().any(|flow| flow.from == *from && flow.to == *to) {
            return;
        }
        for checked_by in [None, Some(CHECK.to_owned())] {
            let flow = Flow { from: from.clone(), to: to.clone(), checked_by, other: Default::default() };
            let at = before.partition_point(|other| (&other.from, &other.to) < (from, to));
            self.description.flows.insert(at, flow);
            if self.claims().is_some() {
                return;
            }
            self.description.flows.clone_from(&before);
        }
    }

    /// The flows that a component usually has with the one in the middle.
    fn join_usually(&mut self, id: &ComponentId, centre: &ComponentId) {
        let Some(component) = self.description.components.get(id) else { return };
        let kind = component.kind.clone();
        let acts = kinds::role(&self.rules.catalog().component_kinds, &kind) == Some(ComponentRole::Acts);
        if !acts {
            self.join(id, centre);
        }
        if acts || matches!(kind.as_str(), "memory" | "shared-memory" | "user-interface" | "lookup" | "agent" | "cache")
        {
            self.join(centre, id);
        }
    }
}

/// A component of the kind, named after it, with an id that is still free.
pub(super) fn fresh(description: &Description, kind: &ComponentKindId, catalog: &Catalog) -> (ComponentId, Component) {
    let title = kinds::title(&catalog.component_kinds, kind);
    let (id, number) = free(kind.as_str(), |id| description.components.contains_key(id));
    let name = if number > 1 { [title, " ", &number.to_string()].concat() } else { title.to_owned() };
    // INVARIANT: a slug with a number behind it is a slug.
    let id = id.parse().expect("the id of a kind makes the id of a component");
    (id, Component { kind: kind.clone(), name, zone: None, other: Default::default() })
}

/// The word, with the first number behind it that makes it free.
pub(super) fn free(word: &str, taken: impl Fn(&str) -> bool) -> (String, usize) {
    let mut id = word.to_owned();
    let mut number = 1;
    while taken(&id) {
        number += 1;
        id = [word, "-", &number.to_string()].concat();
    }
    (id, number)
}

#[cfg(test)]
mod tests {
    use kubu_core::{Assessment, FactKind};

    use super::*;

    fn rules() -> Rules {
        kubu_catalog::rules().unwrap()
    }

    /// The laws of a first map.
    fn check(rules: &Rules, answers: &Answers) -> Description {
        let map = first_map(rules, answers);
        let report = rules.report(&map);
        assert_eq!(report.inconsistencies, [], "{answers:?}");
        assert!(!map.inventory_complete);
        for fact in &rules.catalog().facts {
            for derivation in &fact.derived {
                let shown =
                    report.derived.iter().any(|derived| derived.fact == fact.id && derived.option == derivation.option);
                let structural = matches!(derivation.from, Pattern::Component(_) | Pattern::Flow { .. });
                if structural && says(answers.get(&fact.id), &derivation.option) == Some(true) {
                    assert!(shown, "{} {} in {answers:?}", fact.id, derivation.option);
                }
            }
        }
        let known = |id| map.components.contains_key(id);
        assert!(map.flows.iter().all(|flow| known(&flow.from) && known(&flow.to)));
        assert!(map.flows.is_sorted_by_key(|flow| (flow.from.clone(), flow.to.clone())));
        map
    }

    #[test]
    fn it_contradicts_no_answer_of_the_examples() {
        let (rules, folder) = (rules(), concat!(env!("CARGO_MANIFEST_DIR"), "/../examples"));
        let mut seen = 0;
        for path in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
            let text = std::fs::read_to_string(path).unwrap();
            let map = check(&rules, &Assessment::open(&text, &rules).unwrap().assessment.description.answers);
            assert!(map.components.len() > 1 && !map.flows.is_empty());
            seen += 1;
        }
        assert_eq!(seen, 8);
    }

    #[test]
    fn it_contradicts_no_answers_at_all() {
        let rules = rules();
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut chance = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        for _ in 0..150 {
            let mut answers = Answers::new();
            for fact in &rules.catalog().facts {
                let option = |n| fact.option_id(n).unwrap();
                let answer = match (chance(4), fact.kind) {
                    (0, _) => continue,
                    (1, _) if chance(3) == 0 => Answer::DontKnow,
                    (_, FactKind::Choices) => {
                        let chosen: SortedSet<OptionId> =
                            (0..fact.option_count()).filter(|_| chance(2) == 0).map(option).collect();
                        Answer::Many(chosen)
                    }
                    _ => Answer::One(option(chance(fact.option_count()))),
                };
                answers.insert(fact.id.clone(), answer);
            }
            check(&rules, &answers);
        }
    }

    #[test]
    fn without_answers_there_is_a_model() {
        let map = check(&rules(), &Answers::new());
        assert_eq!(map.components.len(), 1);
    }
}
