//! Risk: likelihood × impact on CSA's 5×5 matrix, proposed from facts.
//!
//! The method is that of the Cyber Security Agency's *Guide to Conducting Cybersecurity Risk Assessment for Critical
//! Information Infrastructure* (February 2021). Likelihood, 1 to 5, is the mean of discoverability, exploitability and
//! reproducibility, rounded to the nearest. Impact, 1 to 5, is the highest of confidentiality, integrity and
//! availability, as far as the threat harms them. The level is a band of their product.
//!
//! Each factor starts at a value and is raised by facts, never lowered, up to 5: more exposure never lowers a risk.
//! While facts are open, a risk is the exact range over all ways to answer them in which the threat applies.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagram::{ABSENT, Builder, Diagram, Ends, Operation, Place, unpair};
use crate::variables::Knowledge;
use crate::{Catalog, Condition, Harm, Overrule, RiskRecord, Threat, Verdict};

/// The level of a risk: CSA's five bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A product of 1 to 4.
    Low,
    /// A product of 5 to 9.
    Medium,
    /// A product of 10 to 14.
    MediumHigh,
    /// A product of 15 to 19.
    High,
    /// A product of 20 to 25.
    VeryHigh,
}

impl Level {
    /// The level of a likelihood and an impact, each 1 to 5.
    pub fn of(likelihood: u8, impact: u8) -> Self {
        match likelihood.saturating_mul(impact) {
            0..=4 => Self::Low,
            5..=9 => Self::Medium,
            10..=14 => Self::MediumHigh,
            15..=19 => Self::High,
            _ => Self::VeryHigh,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::MediumHigh => "Medium High",
            Self::High => "High",
            Self::VeryHigh => "Very High",
        })
    }
}

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        match text {
            "low" => Ok(Self::Low),
            "medium" => Ok(Self::Medium),
            "medium-high" => Ok(Self::MediumHigh),
            "high" => Ok(Self::High),
            "very-high" => Ok(Self::VeryHigh),
            _ => Err(UnknownLevel),
        }
    }
}

/// The text names no level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLevel;

impl fmt::Display for UnknownLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a level is one of low, medium, medium-high, high and very-high")
    }
}

impl std::error::Error for UnknownLevel {}

/// What likelihood and impact are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// How the weakness is found and reached.
    Discoverability,
    /// What the attack needs.
    Exploitability,
    /// Whether it can be repeated.
    Reproducibility,
    /// How bad it is if secrets get out.
    Confidentiality,
    /// How bad it is if something is no longer what it should be.
    Integrity,
    /// How bad it is if the service fails.
    Availability,
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Discoverability => "discoverability",
            Self::Exploitability => "exploitability",
            Self::Reproducibility => "reproducibility",
            Self::Confidentiality => "confidentiality",
            Self::Integrity => "integrity",
            Self::Availability => "availability",
        })
    }
}

/// How a factor is proposed: where it starts, and which facts raise it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactorRule {
    /// The value to start from, 1 to 5.
    pub at: u8,
    /// Why it starts there.
    pub why: Arc<str>,
    /// What raises it, up to 5.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub raise: Vec<Raise>,
}

/// What raises a factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raise {
    /// By how much, 1 to 4.
    pub by: u8,
    /// When.
    pub when: Condition,
    /// Why.
    pub why: Arc<str>,
}

/// How the likelihood of a threat is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LikelihoodRules {
    /// How the weakness is found and reached.
    pub discoverability: FactorRule,
    /// What the attack needs.
    pub exploitability: FactorRule,
    /// Whether it can be repeated.
    pub reproducibility: FactorRule,
}

/// How the impact of any threat on a system is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImpactRules {
    /// How bad it is if secrets get out.
    pub confidentiality: FactorRule,
    /// How bad it is if something is no longer what it should be.
    pub integrity: FactorRule,
    /// How bad it is if the service fails.
    pub availability: FactorRule,
}

/// The factors of a threat with their rules: three of likelihood, then those of impact that the threat harms.
pub(crate) fn factors<'a>(
    threat: &'a Threat,
    catalog: &'a Catalog,
) -> impl Iterator<Item = (Factor, &'a FactorRule)> {
    let LikelihoodRules { discoverability, exploitability, reproducibility } = &threat.likelihood;
    let ImpactRules { confidentiality, integrity, availability } = &catalog.impact;
    let harms = |harm: Harm| threat.harms.contains(&harm);
    let factors = [
        (true, Factor::Discoverability, discoverability),
        (true, Factor::Exploitability, exploitability),
        (true, Factor::Reproducibility, reproducibility),
        (harms(Harm::Confidentiality), Factor::Confidentiality, confidentiality),
        // Who is hurt, is hurt by something that is not what it should be.
        (harms(Harm::Integrity) || harms(Harm::Safety), Factor::Integrity, integrity),
        (harms(Harm::Availability), Factor::Availability, availability),
    ];
    factors.into_iter().filter(|(counts, ..)| *counts).map(|(_, factor, rule)| (factor, rule))
}

/// The least and the most that something can be, however the open facts are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range<T> {
    /// The least.
    pub least: T,
    /// The most.
    pub most: T,
}

impl<T: Ord + Copy> Range<T> {
    pub(crate) fn over(values: impl IntoIterator<Item = T>) -> Option<Self> {
        values.into_iter().fold(None, |range: Option<Self>, value| {
            Some(range.map_or(Self { least: value, most: value }, |Self { least, most }| Self {
                least: least.min(value),
                most: most.max(value),
            }))
        })
    }
}

impl<T: fmt::Display + PartialEq> fmt::Display for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.least == self.most { write!(f, "{}", self.least) } else { write!(f, "{} to {}", self.least, self.most) }
    }
}

/// The risk of a threat on this system, before any control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Risk {
    /// The level.
    pub level: Range<Level>,
    /// The likelihood, 1 to 5.
    pub likelihood: Range<u8>,
    /// The impact, 1 to 5.
    pub impact: Range<u8>,
    /// How they were proposed.
    pub factors: Vec<ProposedFactor>,
}

impl fmt::Display for Risk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Risk before controls: {} (likelihood {}, impact {})", self.level, self.likelihood, self.impact)
    }
}

/// A factor, and how its value was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposedFactor {
    /// The factor.
    pub factor: Factor,
    /// Its value, 1 to 5.
    pub value: Range<u8>,
    /// What it is made of: where it starts, then what raises it for certain. Together at most 5 count.
    pub because: Vec<Contribution>,
    /// What raises it if open facts are answered so.
    pub perhaps: Vec<Contribution>,
}

/// A part of a factor's value, and its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contribution {
    /// How much.
    pub by: u8,
    /// Why.
    pub why: Arc<str>,
}

/// The diagrams of one threat's risk. They are [`ABSENT`] where the threat does not apply.
#[derive(Debug)]
pub(crate) struct RiskDiagrams {
    /// Likelihood and impact as one number, which [`unpair`] takes apart.
    pub(crate) both: Diagram,
    /// For each factor its value, and for each of its raises when it holds.
    pub(crate) factors: Vec<(Diagram, Vec<Diagram>)>,
}

/// Likelihood and impact as one number, from the factors in the order of [`factors`].
pub(crate) fn likelihood_and_impact(builder: &mut Builder, factors: &[Place]) -> Place {
    let (likelihood, impact) = factors.split_at(factors.len().min(3));
    let sum = likelihood.iter().fold(Place::end(0), |sum, factor| builder.join(Operation::SumUpTo(15), sum, *factor));
    let likelihood = builder.map(Operation::ThirdRounded, sum);
    let impact = impact.iter().fold(Place::end(1), |most, factor| builder.join(Operation::Greater, most, *factor));
    builder.join(Operation::Pair, likelihood, impact)
}

impl RiskDiagrams {
    /// The risk on what is known; nothing if the threat cannot apply.
    pub(crate) fn risk(&self, threat: &Threat, catalog: &Catalog, knowledge: &Knowledge) -> Option<Risk> {
        let both = values(self.both.ends(knowledge)).map(unpair);
        Some(Risk {
            level: Range::over(both.clone().map(|(likelihood, impact)| Level::of(likelihood, impact)))?,
            likelihood: Range::over(both.clone().map(|(likelihood, _)| likelihood))?,
            impact: Range::over(both.map(|(_, impact)| impact))?,
            factors: (factors(threat, catalog).zip(&self.factors))
                .filter_map(|(factor, diagrams)| proposed(factor, diagrams, knowledge))
                .collect(),
        })
    }

    /// Every likelihood with its impact that is still possible, where the user sets some factors.
    pub(crate) fn possible(
        &self,
        threat: &Threat,
        catalog: &Catalog,
        knowledge: &Knowledge,
        record: Option<&RiskRecord>,
    ) -> Vec<(u8, u8)> {
        let Some(RiskRecord { overruled, .. }) = record.filter(|record| !record.overruled.is_empty()) else {
            return values(self.both.ends(knowledge)).map(unpair).collect();
        };
        let mut builder = Builder::default();
        let factors = factors(threat, catalog).zip(&self.factors);
        let places: Vec<Place> = factors
            .map(|((factor, _), (diagram, _))| {
                let place = builder.take_in(&diagram.given(knowledge));
                match overruled.get(&factor) {
                    Some(Overrule { value, .. }) => builder.map(Operation::Instead((*value).clamp(1, 5)), place),
                    None => place,
                }
            })
            .collect();
        let both = likelihood_and_impact(&mut builder, &places);
        builder.finish(both).map(|both| values(both.ends(knowledge)).map(unpair).collect()).unwrap_or_default()
    }
}

fn values(ends: Ends) -> impl Iterator<Item = u8> + Clone {
    ends.numbers().filter(|number| *number != ABSENT)
}

fn proposed(
    (factor, rule): (Factor, &FactorRule),
    (value, raises): &(Diagram, Vec<Diagram>),
    knowledge: &Knowledge,
) -> Option<ProposedFactor> {
    let value = Range::over(values(value.ends(knowledge)))?;
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
    Some(ProposedFactor { factor, value, because, perhaps })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_that_of_the_guide() {
        use Level::{High, Low, Medium, MediumHigh, VeryHigh};
        let by_impact_and_likelihood = [
            [Low, Low, Low, Low, Medium],
            [Low, Low, Medium, Medium, MediumHigh],
            [Low, Medium, Medium, MediumHigh, High],
            [Low, Medium, MediumHigh, High, VeryHigh],
            [Medium, MediumHigh, High, VeryHigh, VeryHigh],
        ];
        for (impact, row) in (1..).zip(by_impact_and_likelihood) {
            for (likelihood, level) in (1..).zip(row) {
                assert_eq!(Level::of(likelihood, impact), level, "likelihood {likelihood}, impact {impact}");
            }
        }
    }
}
