//! The knowledge, as a pack holds it: facts, threats, controls, and the guides and frameworks that they cite.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    Cap, ComponentKind, ComponentKindId, Condition, ControlId, Fact, Factor, GroupId, ImpactRules, LikelihoodRules,
    Note, PackId, PackRef, SortedMap, StageId, ThreatId,
};

/// A compiled catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// Always [`Catalog::FORMAT`].
    pub format: String,
    /// The version of this format.
    pub format_version: u32,
    /// Whose catalogue it is.
    pub id: String,
    /// The version of the knowledge.
    pub version: String,
    /// `sha256:` and 64 hexadecimal digits, over the bytes of the pack with this member empty.
    pub hash: String,
    /// The catalogue's name.
    pub title: String,
    /// Ids of facts, threats and controls that are no longer in use, sorted, each with what to use instead. None is
    /// ever given to something else.
    #[serde(default)]
    pub retired: SortedMap<String, String>,
    /// The life-cycle stages, in order.
    pub stages: Vec<Stage>,
    /// The items of the Guidelines, in order.
    pub items: Vec<Item>,
    /// The controls of the agentic addendum, in order.
    pub addendum: Vec<AddendumControl>,
    /// Whose job controls are, in order.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// The frameworks that are cross-referenced, sorted by id, with the entries that are cited.
    pub frameworks: Vec<Framework>,
    /// The kinds of component, in order.
    #[serde(default)]
    pub component_kinds: Vec<ComponentKind>,
    /// The groups of questions, in order.
    pub groups: Vec<Group>,
    /// The facts, in the order of the questionnaire.
    pub facts: Vec<Fact>,
    /// The steps of a risk assessment, in their order.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// How the impact of any threat on a system is proposed.
    pub impact: ImpactRules,
    /// The threats, sorted by id.
    pub threats: Vec<Threat>,
    /// The controls, by guideline item, then sorted by id.
    pub controls: Vec<Control>,
    /// The packs of organisations that were [added](Catalog::with). What they hold stands after the rest.
    #[serde(skip)]
    pub packs: SortedMap<PackId, PackRef>,
    /// What those packs say of entries of others.
    #[serde(skip)]
    pub notes: Vec<(PackId, Note)>,
}

impl Catalog {
    /// The value of `format` in every pack.
    pub const FORMAT: &'static str = "kubu-pack";
    /// The version of the format that this crate reads.
    pub const FORMAT_VERSION: u32 = 0;

    /// The threat with this id.
    pub fn threat(&self, id: &ThreatId) -> Option<&Threat> {
        self.threats.iter().find(|threat| threat.id == *id)
    }

    /// The control with this id.
    pub fn control(&self, id: &ControlId) -> Option<&Control> {
        self.controls.iter().find(|control| control.id == *id)
    }

    /// The framework with this id.
    pub fn framework(&self, id: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.id == id)
    }

    /// Every entry of a framework that a threat or a control cites.
    pub fn cited(&self) -> BTreeSet<&Reference> {
        let threats = self.threats.iter().flat_map(|threat| &threat.references);
        threats.chain(self.controls.iter().flat_map(|control| &control.references)).collect()
    }
}

/// Where a statement about a guide comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// Read in a copy of the document named, or quoted from it.
    Verified,
    /// Reported by a named third party.
    Secondary,
    /// Background knowledge without a text at hand.
    Recalled,
    /// Kubu's own mapping.
    Mapped,
    /// The words of the organisation whose pack it is in.
    Organisation,
}

impl Provenance {
    /// What the word means, for a reader.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Verified => "read in a copy of the document",
            Self::Secondary => "reported by a third party",
            Self::Recalled => "from background knowledge, without the text at hand",
            Self::Mapped => "Kubu's own mapping",
            Self::Organisation => "the organisation's own",
        }
    }
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Verified => "verified",
            Self::Secondary => "secondary",
            Self::Recalled => "recalled",
            Self::Mapped => "mapped",
            Self::Organisation => "organisation",
        })
    }
}

/// A stage of the life cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Stable id.
    pub id: StageId,
    /// Its name.
    pub title: String,
}

/// An item of the Guidelines on Securing AI Systems, 1.1 to 5.1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its number, such as `4.1`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The stage it belongs to.
    pub stage: StageId,
    /// Where the title comes from.
    pub provenance: Provenance,
}

/// A control of the addendum *Securing Agentic AI*, 1.1 to 4.5.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddendumControl {
    /// Its number, such as `3.3`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Where the title comes from.
    pub provenance: Provenance,
}

/// A step of a risk assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Stable id.
    pub id: String,
    /// Its name, in one word.
    pub title: String,
    /// What to do.
    pub text: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A group of people whose job a control can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where the name comes from.
    pub provenance: Provenance,
}

/// A list that others keep, at one edition, with the entries that this catalogue cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Stable id, such as `atlas`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The edition that the ids are from.
    pub edition: String,
    /// Titles by id.
    pub entries: SortedMap<String, String>,
    /// How many entries the list has in all.
    #[serde(default)]
    pub total: usize,
    /// How many of them have a written reason why nothing here answers them.
    #[serde(default)]
    pub reasoned_out: usize,
}

/// A group of questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Stable id.
    pub id: GroupId,
    /// Its heading.
    pub title: String,
}

/// What a threat harms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Harm {
    /// Secrets get out.
    Confidentiality,
    /// Data, models or actions are no longer what they should be.
    Integrity,
    /// The service fails, slows down or costs too much.
    Availability,
    /// People are hurt.
    Safety,
}

impl Harm {
    /// The factor of impact that it counts as. Who is hurt, is hurt by something that is not what it should be.
    pub fn factor(self) -> Factor {
        match self {
            Self::Confidentiality => Factor::Confidentiality,
            Self::Integrity | Self::Safety => Factor::Integrity,
            Self::Availability => Factor::Availability,
        }
    }
}

impl fmt::Display for Harm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Confidentiality => "confidentiality",
            Self::Integrity => "integrity",
            Self::Availability => "availability",
            Self::Safety => "safety",
        })
    }
}

/// An entry of a framework.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The framework's id.
    pub framework: String,
    /// The entry's id there.
    pub id: String,
}

/// How much of a threat a control takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// It answers the cause.
    Primary,
    /// It helps, beside a primary one.
    Supporting,
}

/// The edge from a threat to a control that answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mitigation {
    /// The control.
    pub control: ControlId,
    /// How much it takes away.
    pub strength: Strength,
    /// Why it answers this threat.
    pub why: Arc<str>,
}

/// A risk as CSA's guide has it written: four things in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What happens: `An outsider hides instructions in content that the model reads`.
    pub event: String,
    /// What makes it possible: `the model cannot tell content from orders`.
    pub vulnerability: String,
    /// What is hit: `the data and tools within its reach`.
    pub asset: String,
    /// What follows: `secrets leave, or actions happen that nobody wanted`.
    pub consequence: String,
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { event, vulnerability, asset, consequence } = self;
        write!(f, "{event}; because {vulnerability}, this hits {asset}, and {consequence}.")
    }
}

/// A real incident or a published demonstration of a threat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// What happened, when and to whom.
    pub what: String,
    /// Where it is told: the id of an ATLAS case study, or an address that starts with `https://`.
    pub source: String,
}

/// What can go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Threat {
    /// Stable id.
    pub id: ThreatId,
    /// Its name.
    pub title: String,
    /// What happens and to whom, in Markdown.
    pub summary: String,
    /// What it harms.
    pub harms: Vec<Harm>,
    /// When it applies.
    pub applies_when: Condition,
    /// Its risk as a scenario.
    pub scenario: Scenario,
    /// How its likelihood is proposed.
    pub likelihood: LikelihoodRules,
    /// The most that factors of impact are for it, where that is less than what the system makes them.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub impact: SortedMap<Factor, Cap>,
    /// The kinds of component where it sits.
    pub found_at: Vec<ComponentKindId>,
    /// The stages where the weakness comes in.
    #[serde(default)]
    pub introduced: Vec<StageId>,
    /// The stages where it does harm.
    #[serde(default)]
    pub strikes: Vec<StageId>,
    /// Where it happened or was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<Incident>,
    /// The same threat in other lists.
    pub references: Vec<Reference>,
    /// The controls that answer it, strongest first.
    pub mitigations: Vec<Mitigation>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// Why a control applies to every system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The reason.
    pub why: String,
}

/// A concrete action of a control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// The action, in Markdown.
    pub text: String,
    /// The systems it is for; absent means all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_when: Option<Condition>,
}

/// What a control takes to put in place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Effort {
    /// Days.
    Low,
    /// Weeks.
    #[default]
    Medium,
    /// Months, or a lasting cost.
    High,
}

impl fmt::Display for Effort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Low => "low: days",
            Self::Medium => "medium: weeks",
            Self::High => "high: months, or a lasting cost",
        })
    }
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Stable id.
    pub id: ControlId,
    /// Its name.
    pub title: String,
    /// What it is for, in Markdown.
    pub purpose: String,
    /// The item of the Guidelines that it belongs to.
    pub item: String,
    /// The controls of the addendum that it answers.
    pub addendum: Vec<String>,
    /// Present if it applies to every system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// What to do.
    pub practices: Vec<Practice>,
    /// How to see that it works, in Markdown.
    pub verify: Vec<String>,
    /// What satisfies somebody who was not there.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Whose job it is: ids of [`Catalog::roles`].
    pub roles: Vec<String>,
    /// What it takes.
    #[serde(default)]
    pub effort: Effort,
    /// The same measure in other lists.
    pub references: Vec<Reference>,
    /// Where it comes from.
    pub provenance: Provenance,
}
