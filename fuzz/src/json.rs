//! Changes of JSON that leave it JSON: so they reach what is behind the reader of JSON.

use serde_json::{Value, json};

use crate::chance::Chance;

/// The text with one to four of its values changed; nothing if it is not JSON.
pub fn mutated(text: &str, other: &str, chance: &mut Chance) -> Option<String> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    let other: Value = serde_json::from_str(other).unwrap_or(Value::Null);
    for _ in 0..=chance.below(4) {
        let replacement = replacement(&value, &other, chance);
        let count = count(&value);
        change(&mut value, &mut chance.below(count), replacement, chance);
    }
    serde_json::to_string_pretty(&value).ok()
}

/// How many values there are, itself included.
fn count(value: &Value) -> usize {
    1 + children(value).map(count).sum::<usize>()
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(members) => Box::new(members.values()),
        _ => Box::new(std::iter::empty()),
    }
}

/// A value from somewhere in the one or the other, or an odd one.
fn replacement(value: &Value, other: &Value, chance: &mut Chance) -> Value {
    match chance.below(8) {
        0 => Value::Null,
        1 => json!([]),
        2 => json!({}),
        3 => json!(chance.below(10)),
        4 => json!(-1.5e300),
        5 => json!("\u{0}é🏰"),
        from => {
            let from = if from == 6 { value } else { other };
            pick(from, &mut chance.below(count(from))).cloned().unwrap_or_default()
        }
    }
}

/// The value with this number, counted from the top.
fn pick<'a>(value: &'a Value, number: &mut usize) -> Option<&'a Value> {
    if *number == 0 {
        return Some(value);
    }
    *number -= 1;
    children(value).find_map(|child| pick(child, number))
}

/// Changes the value with this number; true once it is done.
fn change(value: &mut Value, number: &mut usize, replacement: Value, chance: &mut Chance) -> bool {
    if *number == 0 {
        match (value, chance.below(4)) {
            (Value::Array(items), 0) if chance.once_in(4) => items.extend_from_within(..),
            (Value::Array(items), 0) => items.push(replacement),
            (Value::Array(items), 1) if !items.is_empty() => drop(items.remove(chance.below(items.len()))),
            (Value::Object(members), 0) => {
                let keys: Vec<String> = members.keys().cloned().collect();
                let key = chance.one_of(&keys).map_or("new", String::as_str);
                members.insert(format!("{key}{}", if chance.once_in(2) { "-2" } else { "" }), replacement);
            }
            (Value::Object(members), 1) => {
                let keys: Vec<String> = members.keys().cloned().collect();
                chance.one_of(&keys).and_then(|key| members.remove(key));
            }
            (value, _) => *value = replacement,
        }
        return true;
    }
    *number -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| change(item, number, replacement.clone(), chance)),
        Value::Object(members) => members.values_mut().any(|item| change(item, number, replacement.clone(), chance)),
        _ => false,
    }
}
