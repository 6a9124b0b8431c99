//! Reads a pack from anywhere: within limits, and with every error at once.

use serde::de::DeserializeOwned;

use super::Addition;
use super::source::{self, Unreadable};
use crate::assessment::Record;
use crate::json::{self, Format, escaped};
use crate::{CatalogRef, Diagnostic, PackId, SortedMap, Value, sha256};

const PACK: Format = Format {
    code: "not-a-pack",
    name: "a pack of an organisation",
    instead: "name a file that `kubu pack build` wrote",
    check: "check that this is a pack that `kubu pack build` wrote",
    mended: REBUILD,
};
const REBUILD: &str = "build it again with `kubu pack build`";

impl Addition {
    /// Reads a pack. Whether it fits a catalogue, [`Catalog::with`](crate::Catalog::with) says.
    ///
    /// # Errors
    ///
    /// Everything that keeps the file from being read, each with its JSON Pointer.
    pub fn read(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let members = json::members(text, &PACK).map_err(|error| vec![error])?;
        let mut reader = Reader { members, errors: Vec::new() };
        reader.format();
        for (name, value) in &reader.members {
            within_limits(value, &format!("/{}", escaped(name)), &mut reader.errors);
        }
        if !reader.errors.is_empty() {
            return Err(reader.errors);
        }
        let addition = reader.addition(text);
        match addition {
            Some(addition) if reader.errors.is_empty() => Ok(addition),
            _ => Err(reader.errors),
        }
    }
}

struct Reader {
    /// What is not read yet.
    members: SortedMap<String, Value>,
    errors: Vec<Diagnostic>,
}

impl Reader {
    fn error(&mut self, code: &'static str, at: &str, message: String, help: &str) {
        self.errors.push(Diagnostic::error(code, at, message, help));
    }

    fn format(&mut self) {
        if self.members.remove("format").is_none_or(|format| format.as_str() != Some(Addition::FORMAT)) {
            let message = format!("`format` is not `{}`", Addition::FORMAT);
            self.error(PACK.code, "/format", message, PACK.instead);
            return;
        }
        let version = self.members.remove("format_version").and_then(|version| version.as_u64());
        if version != Some(u64::from(Addition::FORMAT_VERSION)) {
            let message = format!("`format_version` is not {}, which this Kubu reads", Addition::FORMAT_VERSION);
            self.error("other-version", "/format_version", message, REBUILD);
        }
    }

    fn addition(&mut self, text: &str) -> Option<Addition> {
        let id = self.id();
        let hash = self.text("hash");
        let right = ["sha256:", &sha256::hex(&text.replacen(&hash, "", 1))].concat();
        if hash != right {
            let message = "`hash` is not that of this content: the file was changed after it was built".to_owned();
            self.error("wrong-hash", "/hash", message, REBUILD);
        }
        let (version, name, catalog) = (self.text("version"), self.text("name"), self.catalog());
        let (groups, frameworks, facts) = (self.list("groups"), self.list("frameworks"), self.list("facts"));
        let (threats, controls) = (self.list("threats"), self.list("controls"));
        let (mitigations, notes) = (self.list("mitigations"), self.list("notes"));
        for name in std::mem::take(&mut self.members).keys() {
            let message = format!("a pack has no member `{name}`");
            self.error("unknown-member", &format!("/{}", escaped(name)), message, REBUILD);
        }
        Some(Addition {
            format: Addition::FORMAT.to_owned(),
            format_version: Addition::FORMAT_VERSION,
            id: id?,
            version,
            hash,
            name,
            catalog: catalog?,
            groups,
            frameworks,
            facts,
            threats,
            controls,
            mitigations,
            notes,
        })
    }

    fn id(&mut self) -> Option<PackId> {
        let text = self.text("id");
        text.parse().map_err(|error: crate::IdError| self.error("bad-id", "/id", error.to_string(), REBUILD)).ok()
    }

    fn text(&mut self, name: &str) -> String {
        match self.members.remove(name) {
            Some(Value::String(text)) if !text.trim().is_empty() => text,
            _ => {
                self.error("bad-value", &format!("/{name}"), format!("`{name}` is no text, or empty"), REBUILD);
                String::new()
            }
        }
    }

    fn catalog(&mut self) -> Option<CatalogRef> {
        let read = CatalogRef::from_json(self.members.remove("catalog").unwrap_or(Value::Null));
        read.map_err(|problem| self.unreadable("/catalog", &problem)).ok()
    }

    /// The elements of a list, which may be left out; those that cannot be read are reported.
    fn list<T: DeserializeOwned>(&mut self, name: &str) -> Vec<T> {
        let elements = self.elements(name).into_iter().enumerate();
        let read = elements.filter_map(|(position, element)| {
            let read = source::read(element, &format!("/{name}/{position}"));
            read.map_err(|Unreadable { at, problem }| self.unreadable(&at, &problem)).ok()
        });
        read.collect()
    }

    fn elements(&mut self, name: &str) -> Vec<Value> {
        match self.members.remove(name) {
            None => Vec::new(),
            Some(Value::Array(elements)) => elements,
            Some(_) => {
                self.unreadable(&format!("/{name}"), "it is not a list");
                Vec::new()
            }
        }
    }

    fn unreadable(&mut self, at: &str, problem: &str) {
        self.error("bad-value", at, format!("the value cannot be read: {problem}"), REBUILD);
    }
}

/// Reports texts and lists that are too long. How deep they are nested is bounded already.
fn within_limits(value: &Value, at: &str, errors: &mut Vec<Diagnostic>) {
    let mut too_many = |count: usize| {
        if count > Addition::MAX_ENTRIES {
            let message = format!("there are {count} entries; at most {} are read", Addition::MAX_ENTRIES);
            errors.push(Diagnostic::error("too-many", at, message, "split the pack"));
        }
        count <= Addition::MAX_ENTRIES
    };
    match value {
        Value::String(text) => {
            let length = text.chars().count();
            if length > Addition::MAX_TEXT {
                let message = format!("the text has {length} characters; at most {} are read", Addition::MAX_TEXT);
                errors.push(Diagnostic::error("text-too-long", at, message, "shorten it"));
            }
        }
        Value::Array(elements) if too_many(elements.len()) => {
            for (position, element) in elements.iter().enumerate() {
                within_limits(element, &format!("{at}/{position}"), errors);
            }
        }
        Value::Object(members) if too_many(members.len()) => {
            for (name, member) in members {
                within_limits(member, &format!("{at}/{}", escaped(name)), errors);
            }
        }
        _ => {}
    }
}
