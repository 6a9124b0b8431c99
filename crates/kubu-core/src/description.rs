//! The system description: what the user has said, and the inventory of components and flows.

use serde::Serialize;

use crate::{Answers, ComponentId, ComponentKindId, SortedMap, Value, ZoneId};

/// A system as its user describes it. Components are optional: a description with answers alone is complete.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(default))]
pub struct Description {
    /// The answered facts. Answers that the catalogue has no place for are kept.
    pub answers: Answers,
    /// Whether the inventory names everything: then what is not in it does not exist.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub inventory_complete: bool,
    /// Trust zones by id.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub zones: SortedMap<ZoneId, Zone>,
    /// Components by id.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub components: SortedMap<ComponentId, Component>,
    /// Flows, sorted, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flows: Vec<Flow>,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: SortedMap<String, Value>,
}

impl From<Answers> for Description {
    fn from(answers: Answers) -> Self {
        Self { answers, ..Self::default() }
    }
}

/// Where components share one owner and one level of trust. A flow between zones crosses a trust boundary.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Zone {
    /// Its name.
    pub name: String,
    /// Whether others than the owner decide what happens there: content from it is untrusted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: SortedMap<String, Value>,
}

/// A typed part of the system.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Component {
    /// What kind of part it is.
    pub kind: ComponentKindId,
    /// Its name.
    pub name: String,
    /// The zone it is in; absent means the owner's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneId>,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: SortedMap<String, Value>,
}

/// Data going from one component to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Flow {
    /// Where it comes from.
    pub from: ComponentId,
    /// Where it goes.
    pub to: ComponentId,
    /// Who or what checks everything that passes, such as a person who approves it; absent means nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_by: Option<String>,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: SortedMap<String, Value>,
}
