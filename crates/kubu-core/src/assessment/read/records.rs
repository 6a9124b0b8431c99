//! What stands under one id or position in a document.

use serde_json::Value;

use super::members::{FromJson, Members, Problem, id, word};
use crate::{
    Answer, CatalogRef, Component, ControlRecord, Flow, Overrule, RiskRecord, SortedMap, SortedSet, Tolerance,
    Treatment, Zone,
};

impl FromJson for CatalogRef {
    fn from_json(value: Value) -> Result<Self, Problem> {
        let mut members = Members::of(value)?;
        Ok(Self {
            id: members.text("id")?,
            version: members.text("version")?,
            hash: members.text("hash")?,
            other: members.rest(),
        })
    }
}

impl FromJson for Answer {
    fn from_json(value: Value) -> Result<Self, Problem> {
        let option = |text: &str| id(text).ok();
        match &value {
            Value::Null => Some(Self::DontKnow),
            Value::String(text) => option(text).map(Self::One),
            Value::Array(elements) => {
                let options: Option<SortedSet<_>> =
                    elements.iter().map(|element| element.as_str().and_then(option)).collect();
                options.map(Self::Many)
            }
            _ => None,
        }
        .ok_or_else(|| "it is neither an option, a list of options nor null".to_owned())
    }
}

impl FromJson for Zone {
    fn from_json(value: Value) -> Result<Self, Problem> {
        let mut members = Members::of(value)?;
        Ok(Self { name: members.text("name")?, outside: members.flag_or_no("outside")?, other: members.rest() })
    }
}

impl FromJson for Component {
    fn from_json(value: Value) -> Result<Self, Problem> {
        let mut members = Members::of(value)?;
        Ok(Self {
            kind: members.id("kind")?,
            name: members.text("name")?,
            zone: members.optional_id("zone")?,
            other: members.rest(),
        })
    }
}

impl FromJson for Flow {
    fn from_json(value: Value) -> Result<Self, Problem> {
        let mut members = Members::of(value)?;
        Ok(Self {
            from: members.id("from")?,
            to: members.id("to")?,
            checked_by: members.optional_text("checked_by")?,
            other: members.rest(),
        })
    }
}

impl FromJson for Tolerance {
    fn from_json(value: Value) -> Result<Self, Problem> {
        let mut members = Members::of(value)?;
        Ok(Self {
            acceptable: members.flag("acceptable")?,
            rule: members.text_or_empty("rule")?,
            other: members.rest(),
        })
    }
}

impl FromJson for ControlRecord {
    fn from_json(value: Value) -> Result<Self, Problem> {
        let mut members = Members::of(value)?;
        Ok(Self {
            status: members.word("status")?,
            reason: members.text_or_empty("reason")?,
            owner: members.text_or_empty("owner")?,
            due: members.text_or_empty("due")?,
            evidence: members.text_or_empty("evidence")?,
            other: members.rest(),
        })
    }
}

impl FromJson for RiskRecord {
    fn from_json(value: Value) -> Result<Self, Problem> {
        let mut members = Members::of(value)?;
        let mut overruled = SortedMap::new();
        if let Some(factors) = members.optional("overruled") {
            for (name, value) in Members::of(factors)?.rest() {
                overruled.insert(word(&name)?, Overrule::from_json(value)?);
            }
        }
        Ok(Self {
            overruled,
            identified: members.text_or_empty("identified")?,
            treatment: members.optional("treatment").map(Treatment::from_json).transpose()?,
            other: members.rest(),
        })
    }
}

impl FromJson for Overrule {
    fn from_json(value: Value) -> Result<Self, Problem> {
        let mut members = Members::of(value)?;
        let number = members.required("value")?.as_u64().and_then(|number| u8::try_from(number).ok());
        let Some(value) = number else { return Err("`value` is not a number from 1 to 5".to_owned()) };
        Ok(Self { value, reason: members.text("reason")? })
    }
}

impl FromJson for Treatment {
    fn from_json(value: Value) -> Result<Self, Problem> {
        let mut members = Members::of(value)?;
        Ok(Self {
            response: members.word("response")?,
            reason: members.text_or_empty("reason")?,
            owner: members.text_or_empty("owner")?,
            plan: members.text_or_empty("plan")?,
            progress: members.text_or_empty("progress")?,
            review: members.text_or_empty("review")?,
            other: members.rest(),
        })
    }
}
