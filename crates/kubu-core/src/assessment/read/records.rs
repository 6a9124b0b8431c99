//! How each record of a document is read.

use super::members::{Members, Record};
use crate::{
    Answer, CatalogRef, Component, ControlRecord, Flow, Overrule, PackRef, RiskRecord, SortedMap, Tolerance, Treatment,
    Value, Zone,
};

impl Record for CatalogRef {
    fn read(members: &mut Members) -> Option<Self> {
        Some(Self {
            id: members.text("id"),
            version: members.text("version"),
            hash: members.text("hash"),
            other: members.rest(),
        })
    }
}

impl Record for PackRef {
    fn read(members: &mut Members) -> Option<Self> {
        Some(Self {
            name: members.text("name"),
            version: members.text("version"),
            hash: members.text("hash"),
            other: members.rest(),
        })
    }
}

impl Record for Answer {
    fn read(members: &mut Members) -> Option<Self> {
        let option = |text: &str| text.parse().ok();
        let answer = match members.whole() {
            Value::Null => Some(Self::DontKnow),
            Value::String(text) => option(&text).map(Self::One),
            Value::Array(elements) => {
                let options = elements.iter().map(|element| element.as_str().and_then(option));
                options.collect::<Option<_>>().map(Self::Many)
            }
            _ => None,
        };
        if answer.is_none() {
            members.wrong("it is neither an option, a list of options nor null".to_owned());
        }
        answer
    }
}

impl Record for Zone {
    fn read(members: &mut Members) -> Option<Self> {
        Some(Self { name: members.text("name"), outside: members.flag_or_no("outside"), other: members.rest() })
    }
}

impl Record for Component {
    fn read(members: &mut Members) -> Option<Self> {
        Some(Self {
            kind: members.id("kind")?,
            name: members.text("name"),
            zone: members.optional_id("zone"),
            other: members.rest(),
        })
    }
}

impl Record for Flow {
    fn read(members: &mut Members) -> Option<Self> {
        Some(Self {
            from: members.id("from")?,
            to: members.id("to")?,
            checked_by: members.optional_text("checked_by"),
            other: members.rest(),
        })
    }
}

impl Record for Tolerance {
    fn read(members: &mut Members) -> Option<Self> {
        Some(Self {
            acceptable: members.flag("acceptable"),
            rule: members.text_or_empty("rule"),
            other: members.rest(),
        })
    }
}

impl Record for ControlRecord {
    fn read(members: &mut Members) -> Option<Self> {
        Some(Self {
            status: members.word("status")?,
            reason: members.text_or_empty("reason"),
            owner: members.text_or_empty("owner"),
            due: members.text_or_empty("due"),
            evidence: members.text_or_empty("evidence"),
            notes: members.text_or_empty("notes"),
            other: members.rest(),
        })
    }
}

impl Record for RiskRecord {
    fn read(members: &mut Members) -> Option<Self> {
        let mut overruled = SortedMap::new();
        match members.optional("overruled") {
            None => {}
            Some(Value::Object(factors)) => {
                for (name, value) in factors {
                    overruled.insert(members.word_of(&name)?, members.record(value)?);
                }
            }
            Some(_) => members.wrong("`overruled` is not an object".to_owned()),
        }
        let treatment = members.optional("treatment").and_then(|value| members.record(value));
        Some(Self { overruled, identified: members.text_or_empty("identified"), treatment, other: members.rest() })
    }
}

impl Record for Overrule {
    fn read(members: &mut Members) -> Option<Self> {
        Some(Self { value: members.number("value"), reason: members.text("reason") })
    }
}

impl Record for Treatment {
    fn read(members: &mut Members) -> Option<Self> {
        Some(Self {
            response: members.word("response")?,
            reason: members.text_or_empty("reason"),
            owner: members.text_or_empty("owner"),
            plan: members.text_or_empty("plan"),
            progress: members.text_or_empty("progress"),
            review: members.text_or_empty("review"),
            other: members.rest(),
        })
    }
}
