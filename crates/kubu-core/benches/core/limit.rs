//! The practical limit: every condition as masks, and one loop over them.
//!
//! A description is a row of bits, one for each option that holds. A condition in disjunctive normal form is a list of
//! ways to hold, each a few words of the row that must have given bits set and others not. Nothing that answers with
//! two values alone, of complete descriptions alone and without a reason, is much faster.

use std::collections::BTreeMap;
use std::ops::Range;

use kubu_core::{Answer, Answers, Catalog, Condition, Fact, FactKind, FactTest};

/// One way to hold: in each word the bits looked at, and those of them that must be set.
type Way = BTreeMap<usize, (u64, u64)>;

/// The conditions of a catalogue's threats.
pub struct Masks {
    rules: Vec<Range<usize>>,
    ways: Vec<Range<usize>>,
    words: Vec<(usize, u64, u64)>,
}

impl Masks {
    /// Compiles the conditions.
    pub fn new(catalog: &Catalog) -> Self {
        let row = Row::new(&catalog.facts);
        let mut masks = Self { rules: Vec::new(), ways: Vec::new(), words: Vec::new() };
        for threat in &catalog.threats {
            let first = masks.ways.len();
            for way in shortest(row.ways(&threat.applies_when, true)) {
                let start = masks.words.len();
                masks.words.extend(way.into_iter().map(|(word, (looked_at, set))| (word, looked_at, set)));
                masks.ways.push(start..masks.words.len());
            }
            masks.rules.push(first..masks.ways.len());
        }
        masks
    }

    /// Which threats apply to the system with these bits.
    pub fn apply(&self, bits: &[u64], found: &mut Vec<bool>) {
        found.clear();
        found.extend(self.rules.iter().map(|rule| {
            self.ways[rule.clone()]
                .iter()
                .any(|way| self.words[way.clone()].iter().all(|(word, looked_at, set)| bits[*word] & looked_at == *set))
        }));
    }
}

/// Which bit stands for which option.
pub struct Row<'a> {
    first: BTreeMap<&'a str, (usize, &'a Fact)>,
    words: usize,
}

impl<'a> Row<'a> {
    /// One bit for each option, `yes` and `no` included.
    pub fn new(facts: &'a [Fact]) -> Self {
        let mut next = 0;
        let mut first = BTreeMap::new();
        for fact in facts {
            first.insert(fact.id.as_str(), (next, fact));
            next += fact.option_count();
        }
        Self { first, words: next.div_ceil(64) }
    }

    /// A complete description.
    pub fn bits(&self, answers: &Answers) -> Vec<u64> {
        let mut bits = vec![0; self.words];
        for (id, answer) in answers {
            let (first, fact) = self.first[id.as_str()];
            let chosen: Vec<_> = match answer {
                Answer::DontKnow => Vec::new(),
                Answer::One(option) => vec![option],
                Answer::Many(options) => options.iter().collect(),
            };
            for position in chosen.into_iter().filter_map(|option| fact.option_position(option)) {
                bits[(first + position) / 64] |= 1 << ((first + position) % 64);
            }
        }
        bits
    }

    /// The ways in which the condition holds, or does not.
    fn ways(&self, condition: &Condition, holds: bool) -> Vec<Way> {
        match (condition, holds) {
            (Condition::All(parts), true) | (Condition::Any(parts), false) => {
                parts.iter().fold(vec![Way::new()], |ways, part| both(&ways, &self.ways(part, holds)))
            }
            (Condition::All(parts), false) | (Condition::Any(parts), true) => {
                shortest(parts.iter().flat_map(|part| self.ways(part, holds)).collect())
            }
            (Condition::Not(inner), holds) => self.ways(inner, !holds),
            (Condition::Fact(test), holds) => self.test(test, holds),
        }
    }

    fn test(&self, test: &FactTest, holds: bool) -> Vec<Way> {
        let (first, fact) = self.first[test.id.as_str()];
        let bit = |position: usize, set: bool| {
            let bit = 1 << ((first + position) % 64);
            ((first + position) / 64, (bit, if set { bit } else { 0 }))
        };
        let unset = |positions: Vec<usize>| {
            positions.into_iter().fold(vec![Way::new()], |ways, p| both(&ways, &[Way::from([bit(p, false)])]))
        };
        let named = |position: &usize| fact.option_id(*position).is_some_and(|option| test.any_of.contains(&option));
        let (inside, outside): (Vec<usize>, Vec<usize>) = (0..fact.option_count()).partition(named);
        let answered = match (holds, fact.kind) {
            (false, _) => unset(inside),
            (true, FactKind::Choices) => inside.into_iter().map(|p| Way::from([bit(p, true)])).collect(),
            // Exactly one option holds: one of these, if none of the others.
            (true, FactKind::Choice | FactKind::YesNo) => unset(outside),
        };
        match (&fact.asked_when, holds) {
            (None, _) => answered,
            (Some(asked), true) => both(&self.ways(asked, true), &answered),
            (Some(asked), false) => self.ways(asked, false).into_iter().chain(answered).collect(),
        }
    }
}

/// Every way of the one together with every way of the other that does not contradict it.
fn both(one: &[Way], other: &[Way]) -> Vec<Way> {
    let mut ways = Vec::new();
    for a in one {
        for b in other {
            let mut joined = a.clone();
            let agree = b.iter().all(|(word, (looked_at, set))| {
                let (so_far, so_far_set) = joined.entry(*word).or_default();
                let agree = (*so_far & looked_at) & (*so_far_set ^ set) == 0;
                *so_far |= looked_at;
                *so_far_set |= set;
                agree
            });
            ways.extend(agree.then_some(joined));
        }
    }
    ways
}

/// The ways without those that another one covers.
fn shortest(ways: Vec<Way>) -> Vec<Way> {
    let covers = |wide: &Way, narrow: &Way| {
        wide.iter().all(|(word, (looked_at, set))| {
            narrow
                .get(word)
                .is_some_and(|(more, more_set)| more & looked_at == *looked_at && more_set & looked_at == *set)
        })
    };
    let mut kept: Vec<Way> = Vec::new();
    for way in ways {
        if !kept.iter().any(|other| covers(other, &way)) {
            kept.retain(|other| !covers(&way, other));
            kept.push(way);
        }
    }
    kept
}
