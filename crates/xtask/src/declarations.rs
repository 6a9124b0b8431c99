//! The types of what Kubu answers, for programs: as JSON Schema, and as the TypeScript declarations of the npm package
//! that follow from it.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use kubu_core::{Diagnostic, Difference};
use kubu_verbs::{Document, Explained, Found, List, Migrated, Questions, ReportContent, Validated, Version};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::layout;

/// What no type says: the functions.
const VERBS: &str = include_str!("../../kubu-wasm/npm/verbs.d.ts");

/// The committed declarations.
fn place() -> PathBuf {
    layout::root().join("crates/kubu-wasm/kubu.d.ts")
}

/// The committed JSON Schema of the answers.
pub fn schema_place() -> PathBuf {
    layout::root().join("schema/answers-1.schema.json")
}

/// Writes the schema and the declarations if they changed.
///
/// # Errors
///
/// If they cannot be written.
pub fn write() -> Result<()> {
    for (path, text) in [(place(), text()), (schema_place(), schema())] {
        if fs::read_to_string(&path).is_ok_and(|present| present == text) {
            continue;
        }
        println!("{} is written", layout::shown(&path));
        fs::write(&path, text).with_context(|| format!("could not write {}", layout::shown(&path)))?;
    }
    Ok(())
}

/// The answers, then every type that they hold.
fn schema() -> String {
    let mut generator = generator();
    let answers = answers(&mut generator);
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:kubu:answers:1",
        "title": "Kubu answer",
        "description": "What the command kubu prints with --format json, and what the npm package gives as value.",
        "anyOf": answers,
        "$defs": generator.take_definitions(true),
    });
    kubu_verbs::to_json(&schema)
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

/// The functions, then every type that they take or give.
fn text() -> String {
    let mut generator = generator();
    answers(&mut generator);
    generator.subschema_for::<Diagnostic>();
    let mut text = VERBS.to_owned();
    for (name, schema) in generator.take_definitions(true) {
        let Value::Object(schema) = schema else { continue };
        text.push('\n');
        comment(&schema, "", &mut text);
        // INVARIANT: writing to a string cannot fail.
        let _ = match schema.get("properties") {
            Some(_) => writeln!(text, "export interface {name} {}", members(&schema, "")),
            None => writeln!(text, "export type {name} = {};", type_of(&Value::Object(schema), "")),
        };
    }
    text
}

/// What the functions give; what that is made of comes along.
fn answers(generator: &mut SchemaGenerator) -> [Schema; 9] {
    [
        generator.subschema_for::<Document<ReportContent<'_>>>(),
        generator.subschema_for::<Document<Explained<'_>>>(),
        generator.subschema_for::<Document<Questions>>(),
        generator.subschema_for::<Document<Difference>>(),
        generator.subschema_for::<Document<Validated>>(),
        generator.subschema_for::<Document<Migrated>>(),
        generator.subschema_for::<Document<List<'_>>>(),
        generator.subschema_for::<Document<Version>>(),
        generator.subschema_for::<Found<'_>>(),
    ]
}

/// What the type's documentation says.
fn comment(schema: &Map<String, Value>, indent: &str, text: &mut String) {
    let Some(said) = schema.get("description").and_then(Value::as_str) else { return };
    // Links of Rust lead nowhere here.
    let said = said.replace("*/", "* /").replace("[`", "`").replace("`]", "`").lines().collect::<Vec<_>>().join(" ");
    text.push_str(&format!("{indent}/** {said} */\n"));
}

/// The members of an object, in braces.
fn members(schema: &Map<String, Value>, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let mut text = "{\n".to_owned();
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|known| known == name));
    for (name, member) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        if let Value::Object(member) = member {
            comment(member, &inner, &mut text);
        }
        let plain = name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
        let quoted = if plain { name.clone() } else { format!("{name:?}") };
        let mark = if is_required(name) { "" } else { "?" };
        text.push_str(&format!("{inner}{quoted}{mark}: {};\n", type_of(member, &inner)));
    }
    // Members that this version does not know.
    if schema.get("additionalProperties") == Some(&Value::Bool(true)) {
        text.push_str(&format!("{inner}[member: string]: unknown;\n"));
    }
    text + indent + "}"
}

/// The type that a schema stands for.
fn type_of(schema: &Value, indent: &str) -> String {
    let Value::Object(schema) = schema else { return "unknown".to_owned() };
    let several = |schemas: &Value, joint: &str| {
        let types = schemas.as_array().into_iter().flatten().map(|schema| type_of(schema, indent));
        types.collect::<Vec<_>>().join(joint)
    };
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    if let Some(value) = schema.get("const") {
        return value.to_string();
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.iter().map(Value::to_string).collect::<Vec<_>>().join(" | ");
    }
    if let Some(schemas) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
        return several(schemas, " | ");
    }
    match schema.get("type") {
        Some(Value::Array(names)) => {
            let one = |name: &Value| {
                let mut schema = schema.clone();
                schema.insert("type".to_owned(), name.clone());
                type_of(&Value::Object(schema), indent)
            };
            names.iter().map(one).collect::<Vec<_>>().join(" | ")
        }
        Some(Value::String(name)) => match name.as_str() {
            "integer" => "number".to_owned(),
            "array" => {
                let item = schema.get("items").map_or_else(|| "unknown".to_owned(), |items| type_of(items, indent));
                if item.contains(" | ") { format!("({item})[]") } else { format!("{item}[]") }
            }
            "object" if schema.contains_key("properties") => members(schema, indent),
            "object" => format!("Record<string, {}>", values(schema, indent)),
            name => name.to_owned(),
        },
        _ => "unknown".to_owned(),
    }
}

/// The type of the values of a map.
fn values(schema: &Map<String, Value>, indent: &str) -> String {
    let by_pattern = schema.get("patternProperties").and_then(Value::as_object).and_then(|all| all.values().next());
    let any = schema.get("additionalProperties").filter(|values| values.is_object());
    by_pattern.or(any).map_or_else(|| "unknown".to_owned(), |values| type_of(values, indent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_committed_is_of_the_types() {
        for (place, text) in [(place(), text()), (schema_place(), schema())] {
            let committed = fs::read_to_string(&place).expect("it is committed");
            assert!(committed == text, "write {} again with `cargo xtask package`", layout::shown(&place));
        }
    }

    #[test]
    fn schemas_become_types() {
        for (schema, expected) in [
            (json!(true), "unknown"),
            (json!({ "type": ["integer", "null"] }), "number | null"),
            (
                json!({ "type": "array", "items": { "anyOf": [{ "$ref": "#/$defs/A" }, { "type": "null" }] } }),
                "(A | null)[]",
            ),
            (json!({ "oneOf": [{ "const": "a" }, { "enum": ["b", "c"] }] }), r#""a" | "b" | "c""#),
            (json!({ "type": "object", "additionalProperties": { "type": "string" } }), "Record<string, string>"),
            (
                json!({ "type": "object", "properties": { "a-b": { "type": "boolean" } }, "additionalProperties": true }),
                "{\n  \"a-b\"?: boolean;\n  [member: string]: unknown;\n}",
            ),
        ] {
            assert_eq!(type_of(&schema, ""), expected);
        }
    }
}
