//! Descriptions of systems by chance.

use kubu_core::{Answer, Answers, Component, ComponentKind, ComponentRole, Description, Fact, FactKind, Flow, Zone};

use crate::catalogue::id;
use crate::chance::Chance;

/// So many that a processor cannot learn them by heart.
pub const COUNT: usize = 64;

/// Descriptions in which every question is answered.
pub fn complete(facts: &[Fact]) -> Vec<Description> {
    let mut chance = Chance::new(11);
    let mut answers = || -> Answers { facts.iter().map(|fact| (fact.id.clone(), answer(fact, &mut chance))).collect() };
    (0..COUNT).map(|_| answers().into()).collect()
}

/// The same descriptions, every other answer left out.
pub fn half(facts: &[Fact]) -> Vec<Description> {
    let mut chance = Chance::new(13);
    let mut descriptions = complete(facts);
    descriptions.iter_mut().for_each(|description| description.answers.retain(|_, _| chance.once_in(2)));
    descriptions
}

/// The kinds of component of an inventory.
pub fn kinds() -> Vec<ComponentKind> {
    let kind = |name: &str, role| ComponentKind { id: id(name), title: name.to_owned(), role };
    vec![
        kind("store", None),
        kind("model", Some(ComponentRole::Interprets)),
        kind("tool", Some(ComponentRole::Acts)),
        kind("reviewer", Some(ComponentRole::Guards)),
    ]
}

/// An inventory of so many components, one in ten outside, and three times as many flows between them.
pub fn inventory(components: usize) -> Description {
    let mut chance = Chance::new(17);
    let kinds = kinds();
    let name = |number: usize| id(format!("component-{number:04}"));
    let component = |number: usize| Component {
        kind: kinds[number * 7 % kinds.len()].id.clone(),
        name: format!("Component {number}"),
        zone: number.is_multiple_of(10).then(|| id("outside")),
        other: Default::default(),
    };
    let components_by_id = (0..components).map(|number| (name(number), component(number))).collect();
    let mut flow = |_| Flow {
        from: name(chance.below(components)),
        to: name(chance.below(components)),
        checked_by: None,
        other: Default::default(),
    };
    Description {
        zones: [(id("outside"), Zone { name: "Outside".to_owned(), outside: true, ..Zone::default() })].into(),
        flows: (0..3 * components).map(&mut flow).collect(),
        components: components_by_id,
        ..Description::default()
    }
}

fn answer(fact: &Fact, chance: &mut Chance) -> Answer {
    let options = fact.option_count();
    match fact.kind {
        FactKind::Choice | FactKind::YesNo => {
            Answer::One(fact.option_id(chance.below(options)).expect("a position below the count"))
        }
        FactKind::Choices => {
            let chosen = (0..options).filter(|_| chance.once_in(3));
            Answer::Many(chosen.filter_map(|position| fact.option_id(position)).collect())
        }
    }
}
