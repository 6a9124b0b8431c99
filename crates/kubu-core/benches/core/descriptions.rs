//! Descriptions of systems by chance.

use kubu_core::{Answer, Answers, Fact, FactKind};

use crate::chance::Chance;

/// So many that a processor cannot learn them by heart.
pub const COUNT: usize = 64;

/// Descriptions in which every question is answered.
pub fn complete(facts: &[Fact]) -> Vec<Answers> {
    let mut chance = Chance::new(11);
    (0..COUNT).map(|_| facts.iter().map(|fact| (fact.id.clone(), answer(fact, &mut chance))).collect()).collect()
}

/// The same descriptions, every other answer left out.
pub fn half(facts: &[Fact]) -> Vec<Answers> {
    let mut chance = Chance::new(13);
    let mut descriptions = complete(facts);
    descriptions.iter_mut().for_each(|answers| answers.retain(|_, _| chance.once_in(2)));
    descriptions
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
