//! The diagrams that risks are read from.
//!
//! The likelihood of a threat is its own, the impact is one of a few that all threats share. Where the two never look
//! at the same fact, they are kept apart, and the impact is worked out once for all threats. Elsewhere one diagram
//! holds both, so that no pair is counted that cannot come together.

use super::{Contribution, Factor, FactorRule, ImpactRules, Level, ProposedFactor, Raise, Range, Risk};
use crate::diagram::{ABSENT, Builder, Diagram, Ends, Operation, Place, third_rounded, unpair};
use crate::variables::Knowledge;
use crate::{LikelihoodRules, Overrule, RiskRecord, Rules, SortedMap, Threat, Verdict};

/// What proposes one factor.
#[derive(Debug)]
pub(crate) struct FactorDiagrams {
    pub(crate) value: Diagram,
    /// For each raise, when it holds.
    pub(crate) raises: Vec<Diagram>,
}

/// The impact of any threat on the system.
#[derive(Debug)]
pub(crate) struct ImpactDiagrams {
    /// In the order of [`impact_factors`].
    pub(crate) factors: Vec<FactorDiagrams>,
    /// For what threats harm, the greatest of its factors.
    pub(crate) greatest: Vec<(Harmed, Diagram)>,
}

/// The impact on what is known, worked out once for all threats.
#[derive(Debug)]
pub(crate) struct Impacts {
    factors: Vec<Option<ProposedFactor>>,
    greatest: Vec<(Harmed, Ends)>,
}

/// The risk of one threat. Its diagrams are [`ABSENT`] where the threat does not apply.
#[derive(Debug)]
pub(crate) struct RiskDiagrams {
    pub(crate) harmed: Harmed,
    /// In the order of [`likelihood_factors`].
    pub(crate) factors: Vec<FactorDiagrams>,
    pub(crate) joint: Joint,
}

/// Likelihood and impact together.
#[derive(Debug)]
pub(crate) enum Joint {
    /// They look at different facts: the likelihood alone.
    Apart(Diagram),
    /// Both as one number, which [`unpair`] takes apart, and the values of the factors of impact that the threat harms.
    Together(Diagram, Vec<Diagram>),
}

/// What a threat harms: for each of [`impact_factors`] the most that it counts, and 0 where it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Harmed([u8; 3]);

impl Harmed {
    pub(crate) fn by(threat: &Threat) -> Self {
        Self(IMPACT.map(|factor| match threat.impact.get(&factor) {
            _ if !threat.harms.iter().any(|harm| harm.factor() == factor) => 0,
            Some(cap) => cap.at_most,
            None => 5,
        }))
    }

    /// Those of three things, one for each factor of impact, that are harmed, with the most that they count.
    pub(crate) fn of<T>(self, factors: impl IntoIterator<Item = T>) -> impl Iterator<Item = (T, u8)> {
        factors.into_iter().zip(self.0).filter(|(_, most)| *most > 0)
    }

    /// What is kept for it.
    pub(crate) fn among<T>(self, all: &[(Self, T)]) -> Option<&T> {
        all.iter().find(|(harmed, _)| *harmed == self).map(|(_, of_it)| of_it)
    }
}

/// The factors of likelihood.
const LIKELIHOOD: [Factor; 3] = [Factor::Discoverability, Factor::Exploitability, Factor::Reproducibility];
/// The factors of impact.
const IMPACT: [Factor; 3] = [Factor::Confidentiality, Factor::Integrity, Factor::Availability];

/// The factors of likelihood with their rules.
pub(crate) fn likelihood_factors(rules: &LikelihoodRules) -> impl Iterator<Item = (Factor, &FactorRule)> {
    let LikelihoodRules { discoverability, exploitability, reproducibility } = rules;
    LIKELIHOOD.into_iter().zip([discoverability, exploitability, reproducibility])
}

/// The factors of impact with their rules.
pub(crate) fn impact_factors(rules: &ImpactRules) -> impl Iterator<Item = (Factor, &FactorRule)> {
    let ImpactRules { confidentiality, integrity, availability } = rules;
    IMPACT.into_iter().zip([confidentiality, integrity, availability])
}

/// The likelihood that factors make.
pub(crate) fn likelihood(builder: &mut Builder, factors: &[Place]) -> Place {
    let sum = factors.iter().fold(Place::end(0), |sum, factor| builder.join(Operation::SumUpTo(15), sum, *factor));
    builder.map(Operation::ThirdRounded, sum)
}

/// The impact that factors make.
pub(crate) fn impact(builder: &mut Builder, factors: impl IntoIterator<Item = Place>) -> Place {
    factors.into_iter().fold(Place::end(1), |greatest, factor| builder.join(Operation::Greater, greatest, factor))
}

/// A factor of impact, up to the most that it counts.
pub(crate) fn up_to(builder: &mut Builder, most: u8, factor: Place) -> Place {
    builder.map(Operation::SumUpTo(most), factor)
}

impl ImpactDiagrams {
    /// The impact on what is known.
    pub(crate) fn on(&self, rules: &ImpactRules, knowledge: &Knowledge) -> Impacts {
        let factors = impact_factors(rules).zip(&self.factors);
        Impacts {
            factors: factors.map(|(factor, any)| proposed(factor, &any.value, &any.raises, knowledge)).collect(),
            greatest: self.greatest.iter().map(|(harmed, diagram)| (*harmed, diagram.ends(knowledge))).collect(),
        }
    }
}

impl RiskDiagrams {
    /// The risk on what is known, of a threat that may apply.
    pub(crate) fn risk(
        &self,
        threat: &Threat,
        rules: &Rules,
        impacts: &Impacts,
        knowledge: &Knowledge,
    ) -> Option<Risk> {
        let mut factors = Vec::with_capacity(6);
        let of_likelihood = likelihood_factors(&threat.likelihood).zip(&self.factors);
        factors.extend(of_likelihood.filter_map(|(factor, own)| proposed(factor, &own.value, &own.raises, knowledge)));
        let likelihood = of_few(&factors, |values| third_rounded(values.sum()));
        let (level, likelihood, impact) = match &self.joint {
            Joint::Apart(diagram) => {
                let of_impact = self.harmed.of(&impacts.factors).filter_map(|(factor, _)| factor.clone());
                factors.extend(of_impact.map(|factor| capped(factor, threat)));
                let likelihood = likelihood.or_else(|| Range::over(values(diagram.ends(knowledge))))?;
                let impact = Range::over(values(*self.harmed.among(&impacts.greatest)?))?;
                let least = Level::of(likelihood.least, impact.least);
                (Range { least, most: Level::of(likelihood.most, impact.most) }, likelihood, impact)
            }
            Joint::Together(both, values_of_impact) => {
                let of_impact = impact_factors(&rules.catalog().impact).zip(&rules.diagrams().impact.factors);
                let of_impact = self.harmed.of(of_impact).zip(values_of_impact);
                let of_impact =
                    of_impact.filter_map(|(((factor, any), _), value)| proposed(factor, value, &any.raises, knowledge));
                factors.extend(of_impact.map(|factor| capped(factor, threat)));
                let pairs = values(both.ends(knowledge)).map(unpair);
                let level = Range::over(pairs.clone().map(|(likelihood, impact)| Level::of(likelihood, impact)))?;
                let likelihood = Range::over(pairs.clone().map(|(likelihood, _)| likelihood))?;
                (level, likelihood, Range::over(pairs.map(|(_, impact)| impact))?)
            }
        };
        Some(Risk { level, likelihood, impact, factors })
    }

    /// The diagrams that say how likely and how bad it is, those that can still say more than one thing.
    pub(crate) fn open<'a>(
        &'a self,
        impact: &'a ImpactDiagrams,
        knowledge: &'a Knowledge,
    ) -> impl Iterator<Item = &'a Diagram> {
        let (own, shared) = match &self.joint {
            Joint::Apart(likelihood) => (likelihood, self.harmed.among(&impact.greatest)),
            Joint::Together(both, _) => (both, None),
        };
        std::iter::once(own).chain(shared).filter(|diagram| values(diagram.ends(knowledge)).nth(1).is_some())
    }

    /// Every likelihood with its impact that is still possible, where the user sets some factors.
    pub(crate) fn possible(
        &self,
        impact_diagrams: &ImpactDiagrams,
        knowledge: &Knowledge,
        record: Option<&RiskRecord>,
    ) -> Vec<(u8, u8)> {
        let overruled = record.map(|record| &record.overruled).filter(|overruled| !overruled.is_empty());
        match (overruled, &self.joint) {
            (Some(overruled), _) => self.overruled(impact_diagrams, knowledge, overruled),
            (None, Joint::Together(both, _)) => values(both.ends(knowledge)).map(unpair).collect(),
            (None, Joint::Apart(likelihood)) => {
                let greatest = self.harmed.among(&impact_diagrams.greatest).map(|diagram| diagram.ends(knowledge));
                let impacts = || greatest.into_iter().flat_map(values);
                let likelihoods = values(likelihood.ends(knowledge));
                likelihoods.flat_map(|likelihood| impacts().map(move |impact| (likelihood, impact))).collect()
            }
        }
    }

    fn overruled(
        &self,
        impact_diagrams: &ImpactDiagrams,
        knowledge: &Knowledge,
        overruled: &SortedMap<Factor, Overrule>,
    ) -> Vec<(u8, u8)> {
        let own = LIKELIHOOD.into_iter().zip(&self.factors);
        let likelihoods: Vec<(Factor, &Diagram, u8)> = own.map(|(factor, own)| (factor, &own.value, 5)).collect();
        let impacts: Vec<(Factor, &Diagram, u8)> = match &self.joint {
            Joint::Together(_, values) => {
                self.harmed.of(IMPACT).zip(values).map(|((factor, most), value)| (factor, value, most)).collect()
            }
            Joint::Apart(_) => {
                let shared = impact_diagrams.factors.iter().map(|any| &any.value);
                let shared = self.harmed.of(IMPACT.into_iter().zip(shared));
                shared.map(|((factor, value), most)| (factor, value, most)).collect()
            }
        };
        let mut builder = Builder::default();
        let mut place = |(factor, diagram, most): &(Factor, &Diagram, u8)| {
            let place = builder.take_in(&diagram.given(knowledge));
            match overruled.get(factor) {
                Some(Overrule { value, .. }) => builder.map(Operation::Instead((*value).clamp(1, 5)), place),
                None => up_to(&mut builder, *most, place),
            }
        };
        let likelihood_places: Vec<Place> = likelihoods.iter().map(&mut place).collect();
        let impact_places: Vec<Place> = impacts.iter().map(&mut place).collect();
        let likelihood = likelihood(&mut builder, &likelihood_places);
        let impact = impact(&mut builder, impact_places);
        let both = builder.join(Operation::Pair, likelihood, impact);
        if let Ok(both) = builder.finish(both) {
            return values(both.ends(knowledge)).map(unpair).collect();
        }
        // Too many cases to be exact: all that the factors allow, each by itself.
        let range = |(factor, diagram, most): &(Factor, &Diagram, u8)| {
            let open = Range::over(values(diagram.ends(knowledge)).map(|value| value.min(*most)))?;
            let set = overruled.get(factor).map(|Overrule { value, .. }| (*value).clamp(1, 5));
            Some(set.map_or(open, |value| Range { least: value, most: value }))
        };
        let ranges = |factors: &[_]| factors.iter().map(range).collect::<Option<Vec<Range<u8>>>>();
        let Some((likelihoods, impacts)) = ranges(&likelihoods).zip(ranges(&impacts)) else { return Vec::new() };
        let pair = |pick: fn(&Range<u8>) -> u8| {
            (third_rounded(likelihoods.iter().map(pick).sum()), impacts.iter().map(pick).max().unwrap_or(1))
        };
        vec![pair(|range| range.least), pair(|range| range.most)]
    }
}

fn values(ends: Ends) -> impl Iterator<Item = u8> + Clone {
    ends.numbers().filter(|number| *number != ABSENT)
}

/// What factors make, if at most one of them is open: the more of it, the more they make.
fn of_few(factors: &[ProposedFactor], make: impl Fn(&mut dyn Iterator<Item = u8>) -> u8) -> Option<Range<u8>> {
    let few = factors.iter().filter(|factor| factor.value.least < factor.value.most).nth(1).is_none();
    few.then(|| Range {
        least: make(&mut factors.iter().map(|factor| factor.value.least)),
        most: make(&mut factors.iter().map(|factor| factor.value.most)),
    })
}

/// A factor as it is proposed on what is known.
fn proposed(
    (factor, rule): (Factor, &FactorRule),
    value: &Diagram,
    raises: &[Diagram],
    knowledge: &Knowledge,
) -> Option<ProposedFactor> {
    let mut because = Vec::with_capacity(1 + rule.raise.len());
    let mut perhaps = Vec::new();
    because.push(Contribution { by: rule.at, why: rule.why.clone() });
    for (Raise { by, why, .. }, when) in rule.raise.iter().zip(raises) {
        match when.verdict(knowledge) {
            Verdict::Applies => because.push(Contribution { by: *by, why: why.clone() }),
            Verdict::Undetermined => perhaps.push(Contribution { by: *by, why: why.clone() }),
            Verdict::DoesNotApply => {}
        }
    }
    let value = if perhaps.is_empty() {
        let sum = because.iter().fold(0, |sum: u8, contribution| sum.saturating_add(contribution.by)).min(5);
        Range { least: sum, most: sum }
    } else {
        Range::over(values(value.ends(knowledge)))?
    };
    Some(ProposedFactor { factor, value, because, perhaps, cap: None })
}

/// A factor as it is for this threat.
fn capped(mut proposed: ProposedFactor, threat: &Threat) -> ProposedFactor {
    if let Some(cap) = threat.impact.get(&proposed.factor).filter(|cap| cap.at_most < proposed.value.most) {
        let Range { least, most } = proposed.value;
        proposed.value = Range { least: least.min(cap.at_most), most: most.min(cap.at_most) };
        proposed.cap = Some(cap.clone());
    }
    proposed
}
