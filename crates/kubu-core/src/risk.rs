//! Risk: likelihood × impact on CSA's 5×5 matrix, proposed from facts.
//!
//! The method is that of the Cyber Security Agency's *Guide to Conducting Cybersecurity Risk Assessment for Critical
//! Information Infrastructure* (February 2021). Likelihood, 1 to 5, is the mean of discoverability, exploitability and
//! reproducibility, rounded to the nearest. Impact, 1 to 5, is the highest of confidentiality, integrity and
//! availability, as far as the threat harms them and up to what it can do by itself. The level is a band of their product.
//!
//! Each factor starts at a value and is raised by facts, never lowered, up to 5: more exposure never lowers a risk.
//! While facts are open, a risk is the exact range over all ways to answer them in which the threat applies.

mod diagrams;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Condition;

pub(crate) use diagrams::{
    FactorDiagrams, Harmed, ImpactDiagrams, Joint, RiskDiagrams, impact, impact_factors, likelihood,
    likelihood_factors, up_to,
};

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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// The most that a factor of impact is for one threat, however much hangs on the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// The most, 1 to 4.
    pub at_most: u8,
    /// Why it is never more.
    pub why: Arc<str>,
}

/// The least and the most that something can be, however the open facts are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RangeOf{T}"))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProposedFactor {
    /// The factor.
    pub factor: Factor,
    /// Its value, 1 to 5.
    pub value: Range<u8>,
    /// What it is made of: where it starts, then what raises it for certain. Together at most 5 count.
    pub because: Vec<Contribution>,
    /// What raises it if open facts are answered so.
    pub perhaps: Vec<Contribution>,
    /// What keeps it lower than they would make it, for this threat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<Cap>,
}

/// A part of a factor's value, and its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contribution {
    /// How much.
    pub by: u8,
    /// Why.
    pub why: Arc<str>,
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
    /// The words of the command line are those of documents, and what people read is what the guide says.
    #[test]
    fn levels_are_read_as_they_are_written() {
        use Level::{High, Low, Medium, MediumHigh, VeryHigh};
        for (level, word, name) in [
            (Low, "low", "Low"),
            (Medium, "medium", "Medium"),
            (MediumHigh, "medium-high", "Medium High"),
            (High, "high", "High"),
            (VeryHigh, "very-high", "Very High"),
        ] {
            assert_eq!(serde_json::to_value(level).unwrap(), word);
            assert_eq!(word.parse(), Ok(level));
            assert_eq!(level.to_string(), name);
        }
        assert_eq!("Low".parse::<Level>(), Err(UnknownLevel));
        assert_eq!(UnknownLevel.to_string(), "a level is one of low, medium, medium-high, high and very-high");
    }

    /// A factor that a message names is the one to look for in the document.
    #[test]
    fn factors_have_the_same_name_everywhere() {
        use Factor::{Availability, Confidentiality, Discoverability, Exploitability, Integrity, Reproducibility};
        for factor in [Discoverability, Exploitability, Reproducibility, Confidentiality, Integrity, Availability] {
            assert_eq!(serde_json::to_value(factor).unwrap(), factor.to_string());
        }
    }

    #[test]
    fn a_range_of_one_is_told_as_one() {
        let level = |least, most| Range { least, most };
        let number = |least, most| Range { least, most };
        let risk = |level, likelihood| Risk { level, likelihood, impact: number(4, 4), factors: Vec::new() };
        assert_eq!(
            risk(level(Level::Low, Level::High), number(1, 4)).to_string(),
            "Risk before controls: Low to High (likelihood 1 to 4, impact 4)"
        );
        assert_eq!(
            risk(level(Level::High, Level::High), number(4, 4)).to_string(),
            "Risk before controls: High (likelihood 4, impact 4)"
        );
    }
}
