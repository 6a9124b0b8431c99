//! Reads a document member by member, so that every error is found at once.

mod members;
mod records;

use std::fmt::Display;
use std::str::FromStr;

pub(crate) use self::members::Record;
use super::{Assessment, CatalogRef, Opened, migrate::migrate};
use crate::json::{self, Format};
use crate::sorted::sort_by;
use crate::{Answer, Answers, Component, Description, Diagnostic, Flow, SortedMap, Value, Zone};

/// Reads a document and brings it up to date.
pub(super) fn document(text: &str) -> Result<Opened, Vec<Diagnostic>> {
    let mut reader = Reader { errors: Vec::new() };
    match reader.document(text) {
        Some(opened) if reader.errors.is_empty() => Ok(opened),
        _ => Err(reader.errors),
    }
}

const FOREIGN: &str = "open a file that Kubu saved";
const ASSESSMENT: Format = Format {
    code: "not-an-assessment",
    name: "an assessment",
    instead: FOREIGN,
    check: "check that this is an assessment of Kubu",
    mended: "restore it from a copy",
};

/// The error of a document that is too long, in the words of `says`.
pub(super) fn too_large(says: &str) -> Diagnostic {
    json::too_large(says, &ASSESSMENT)
}

/// What is wrong with an entry.
enum Wrong {
    Id(String),
    Value(String),
}

struct Reader {
    errors: Vec<Diagnostic>,
}

impl Reader {
    fn error(&mut self, code: &'static str, at: &str, message: String, help: &str) {
        self.errors.push(Diagnostic::error(code, at, message, help));
    }

    fn wrong_type(&mut self, at: &str, message: &str, help: &str) {
        self.error("wrong-type", at, message.to_owned(), help);
    }

    fn document(&mut self, text: &str) -> Option<Opened> {
        let mut members = json::members(text, &ASSESSMENT).map_err(|error| self.errors.push(error)).ok()?;
        if members.remove("format").is_none_or(|format| format.as_str() != Some(Assessment::FORMAT)) {
            let message = format!("`format` is not `{}`", Assessment::FORMAT);
            self.error("not-an-assessment", "/format", message, FOREIGN);
            return None;
        }
        let Some(version) = members.remove("schema_version").and_then(|version| version.as_u64()) else {
            let message = "`schema_version` is missing or not a whole number".to_owned();
            self.error("no-version", "/schema_version", message, FOREIGN);
            return None;
        };
        migrate(&mut members, version);
        members.remove("$schema");
        let current = Assessment::SCHEMA_VERSION;
        let newer = (version > current).then(|| {
            Diagnostic::warning(
                "newer-version",
                "/schema_version",
                format!("the file is of version {version}, made by a later Kubu; this one knows version {current}"),
                "what this Kubu does not know is kept as it is; use a later Kubu to see it",
            )
        });
        let assessment = Assessment {
            schema_version: version.max(current),
            title: self.title(members.remove("title")),
            catalog: self.catalog(members.remove("catalog")),
            packs: self.entries("/packs", members.remove("packs"), "write `name`, `version` and `hash`"),
            description: members.remove("description").map(|value| self.description(value)).unwrap_or_default(),
            tolerance: self.entries("/tolerance", members.remove("tolerance"), "write `acceptable` and a `rule`"),
            controls: self.entries("/controls", members.remove("controls"), "write a `status`"),
            risks: self.entries("/risks", members.remove("risks"), "write `overruled`, `identified` or `treatment`"),
            other: members,
        };
        Some(Opened {
            assessment,
            migrated_from: (version < current).then_some(version),
            warnings: newer.into_iter().collect(),
        })
    }

    fn title(&mut self, value: Option<Value>) -> String {
        match value {
            None => return String::new(),
            Some(Value::String(title)) => {
                self.length("/title", &title);
                return title;
            }
            Some(_) => self.wrong_type("/title", "`title` is not text", "write it in quotes"),
        }
        String::new()
    }

    fn catalog(&mut self, value: Option<Value>) -> Option<CatalogRef> {
        CatalogRef::from_json(value?)
            .map_err(|problem| {
                let message = format!("`catalog` cannot be read: {problem}");
                self.error("wrong-type", "/catalog", message, "remove it: Kubu writes it anew");
            })
            .ok()
    }

    fn description(&mut self, value: Value) -> Description {
        let mut members = self.object("/description", value);
        let zones: SortedMap<_, Zone> = self.entries("/description/zones", members.remove("zones"), "write a name");
        let components: SortedMap<_, Component> =
            self.entries("/description/components", members.remove("components"), "write a `kind` and a `name`");
        for (id, zone) in &zones {
            self.length(&format!("/description/zones/{id}/name"), &zone.name);
        }
        for (id, component) in &components {
            self.length(&format!("/description/components/{id}/name"), &component.name);
        }
        let complete = members.remove("inventory_complete").map(|complete| complete.as_bool());
        if complete == Some(None) {
            let at = "/description/inventory_complete";
            self.wrong_type(at, "`inventory_complete` is neither true nor false", "write one of them");
        }
        let inventory_complete = complete.flatten().unwrap_or_default();
        Description {
            answers: self.answers(members.remove("answers")),
            inventory_complete,
            zones,
            components,
            flows: self.flows(members.remove("flows")),
            other: members,
        }
    }

    fn answers(&mut self, value: Option<Value>) -> Answers {
        self.entries::<_, Answer>(
            "/description/answers",
            value,
            "write an option in quotes, a list of options, or null for “don't know”",
        )
    }

    fn flows(&mut self, value: Option<Value>) -> Vec<Flow> {
        let at = "/description/flows";
        let elements = match value {
            None => return Vec::new(),
            Some(Value::Array(elements)) => elements,
            Some(_) => {
                self.wrong_type(at, "`flows` is not a list", "write a list");
                return Vec::new();
            }
        };
        self.count(at, "flows", elements.len(), Assessment::MAX_FLOWS);
        let mut flows = Vec::with_capacity(elements.len().min(Assessment::MAX_FLOWS));
        for (position, element) in elements.into_iter().enumerate() {
            match Flow::from_json(element) {
                Ok(flow) => flows.push(flow),
                Err(problem) => self.wrong(&format!("{at}/{position}"), Wrong::Value(problem), "write `from` and `to`"),
            }
        }
        // In whatever order a file lists them, they mean the same and are written the same.
        sort_by(&mut flows, |a, b| (&a.from, &a.to, &a.checked_by).cmp(&(&b.from, &b.to, &b.checked_by)));
        flows.dedup();
        flows
    }

    /// The members of an object, by id.
    fn entries<K: FromStr<Err: Display> + Ord, V: Record>(
        &mut self,
        at: &str,
        value: Option<Value>,
        help: &str,
    ) -> SortedMap<K, V> {
        let mut entries = SortedMap::new();
        self.each(at, value, help, &mut |name, value| {
            let id = name.parse().map_err(|error: K::Err| Wrong::Id(error.to_string()))?;
            let record = V::from_json(value).map_err(Wrong::Value)?;
            entries.insert(id, record);
            Ok(())
        });
        entries
    }

    /// Hands over each member of an object. What differs between the types is in `add` alone, so that the rest is
    /// compiled once.
    fn each(
        &mut self,
        at: &str,
        value: Option<Value>,
        help: &str,
        add: &mut dyn FnMut(&str, Value) -> Result<(), Wrong>,
    ) {
        let members = value.map(|value| self.object(at, value)).unwrap_or_default();
        self.count(at, "entries", members.len(), Assessment::MAX_ENTRIES);
        for (name, value) in members {
            if let Err(wrong) = add(&name, value) {
                self.wrong(&format!("{at}/{}", json::escaped(&name)), wrong, help);
            }
        }
    }

    fn wrong(&mut self, at: &str, wrong: Wrong, help: &str) {
        match wrong {
            Wrong::Id(message) => self.error("bad-id", at, message, "use an id of that shape"),
            Wrong::Value(problem) => self.error("bad-value", at, format!("the value cannot be read: {problem}"), help),
        }
    }

    fn object(&mut self, at: &str, value: Value) -> SortedMap<String, Value> {
        if let Value::Object(members) = value {
            return members;
        }
        self.wrong_type(at, "it is not an object", "write members in braces");
        SortedMap::new()
    }

    fn length(&mut self, at: &str, text: &str) {
        let length = text.chars().count();
        if length > Assessment::MAX_NAME {
            let message = format!("the text has {length} characters; at most {} are read", Assessment::MAX_NAME);
            self.error("text-too-long", at, message, "shorten it");
        }
    }

    fn count(&mut self, at: &str, what: &str, count: usize, most: usize) {
        if count > most {
            let message = format!("there are {count} {what}; at most {most} are read");
            self.error("too-many", at, message, "split the system into several assessments");
        }
    }
}
