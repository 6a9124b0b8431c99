//! Ids with checked syntax: lower-case slugs that never change and are never reused.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The text is not a valid id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdError {
    text: String,
    dotted: bool,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shape = if self.dotted {
            "dotted lower-case words such as `model.kind`"
        } else {
            "lower-case words joined by hyphens"
        };
        write!(f, "`{}` is not an id: write {shape}", self.text)
    }
}

impl std::error::Error for IdError {}

/// The id of the pack that an entry belongs to, and the entry's own: `bank` and `model-owner` of `bank:model-owner`. None
/// for what the catalogue itself holds.
pub(crate) fn pack_of(id: &str) -> Option<(&str, &str)> {
    id.split_once(':')
}

/// Whether `text` is an id of this kind.
fn check(text: &str, dotted: bool, of_packs: bool) -> Result<(), IdError> {
    let own = match pack_of(text) {
        Some((pack, own)) if of_packs && is_slug(pack) => own,
        _ => text,
    };
    let is_id = if dotted { own.contains('.') && own.split('.').all(is_slug) } else { is_slug(own) };
    if is_id { Ok(()) } else { Err(IdError { text: text.to_owned(), dotted }) }
}

/// Whether `text` is lower-case ASCII words joined by single hyphens.
fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident: dotted = $dotted:literal, of_packs = $of_packs:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Whether `text` is such an id.
            pub(crate) fn check(text: &str) -> Result<(), IdError> {
                check(text, $dotted, $of_packs)
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                Self::check(&text).map(|()| Self(text.into()))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::try_from(text.to_owned())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // What people cannot read, they cannot have written: it holds what was an id before. Of a pack, whose
                // text is read in the same way, ids are checked with the rest.
                if !deserializer.is_human_readable() {
                    return Deserialize::deserialize(deserializer).map(Self);
                }
                Self::try_from(String::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let word = "[a-z0-9]+(-[a-z0-9]+)*";
                let pack = if $of_packs { format!("({word}:)?") } else { String::new() };
                let more = if $dotted { format!("(\\.{word})+") } else { String::new() };
                let pattern = format!("^{pack}{word}{more}$");
                schemars::json_schema!({ "type": "string", "pattern": pattern })
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// A fact: dotted, such as `model.origin`.
    FactId: dotted = true, of_packs = true;
    /// An option of a fact, such as `language-model`.
    OptionId: dotted = false, of_packs = false;
    /// A threat, such as `indirect-prompt-injection`.
    ThreatId: dotted = false, of_packs = true;
    /// A control, such as `validate-inputs`.
    ControlId: dotted = false, of_packs = true;
    /// A group of questions, such as `model`.
    GroupId: dotted = false, of_packs = true;
    /// A component of a system, such as `mail-agent`.
    ComponentId: dotted = false, of_packs = false;
    /// A kind of component, such as `vector-store`.
    ComponentKindId: dotted = false, of_packs = false;
    /// A trust zone of a system, such as `internet`.
    ZoneId: dotted = false, of_packs = false;
    /// A pack of an organisation, such as `bank`.
    PackId: dotted = false, of_packs = false;
    /// A life-cycle stage, such as `planning-and-design`.
    StageId: dotted = false, of_packs = false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lower_case_words_are_ids() {
        for text in ["a", "data-poisoning", "t1"] {
            assert!(text.parse::<ThreatId>().is_ok(), "{text}");
        }
        for text in ["", "-", "a-", "-a", "a--b", "A", "a b", "a.b", "é", "<b>"] {
            assert!(text.parse::<ThreatId>().is_err(), "{text}");
        }
        assert!("model.kind".parse::<FactId>().is_ok());
        for text in ["model", "model.", ".kind", "model..kind", "Model.kind"] {
            assert!(text.parse::<FactId>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_a_pack_adds_has_its_id_in_front() {
        for text in ["bank:model-owner", "b-2:x"] {
            assert!(text.parse::<ThreatId>().is_ok(), "{text}");
        }
        assert!("bank:model.owner".parse::<FactId>().is_ok());
        for text in ["bank:", ":x", "bank:x:y", "Bank:x", "bank: x", "bank.x", "b.c:x"] {
            assert!(text.parse::<ThreatId>().is_err(), "{text}");
        }
        for text in ["bank:model", "bank.x:model", "bank:model.", "a.b:c"] {
            assert!(text.parse::<FactId>().is_err(), "{text}");
        }
        assert!("bank:yes".parse::<OptionId>().is_err() && "bank:mail".parse::<ComponentId>().is_err());
    }

    #[test]
    fn an_invalid_id_is_refused_when_read() {
        let error = serde_json::from_str::<OptionId>("\"No Way\"").unwrap_err();
        assert!(error.to_string().contains("`No Way` is not an id"), "{error}");
    }
}
