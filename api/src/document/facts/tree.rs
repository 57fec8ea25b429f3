//! Facts as a tree of JSON: the paths that papers name them by lead through it.

use crate::error::Error;
use papers::Facts;
use serde_json::Value;

/// The tree of some facts; what is absent is null.
///
/// # Errors
/// They are none: a fault of ours.
pub(super) fn of(facts: &Facts) -> Result<Value, Error> {
    serde_json::to_value(facts).map_err(Error::internal)
}

/// The value at a path.
pub(super) fn at<'a>(tree: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(tree, |value, field| value.get(field))
}

/// Whether nothing is said here: null, a blank text, an empty list.
pub(super) fn is_open(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// Puts a value where a path leads; nothing happens where it leads nowhere.
pub(super) fn set(tree: &mut Value, path: &str, value: Value) {
    let found = path.split('.').try_fold(tree, |value, field| value.get_mut(field));
    if let Some(found) = found {
        *found = value;
    }
}

/// Lays what is said in one tree over another.
pub(super) fn cover(below: &mut Value, over: &Value) {
    match (below, over) {
        (Value::Object(below), Value::Object(over)) => {
            for (key, value) in over {
                match below.get_mut(key) {
                    Some(kept) => cover(kept, value),
                    None => drop(below.insert(key.clone(), value.clone())),
                }
            }
        }
        (_, over) if is_open(over) => {}
        (below, over) => *below = over.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_said_covers_and_what_is_not_leaves() {
        let mut below = json!({ "a": { "b": "kept", "c": "old" }, "list": ["x"] });
        cover(&mut below, &json!({ "a": { "b": null, "c": "new" }, "list": [] }));
        assert_eq!(below, json!({ "a": { "b": "kept", "c": "new" }, "list": ["x"] }));
        set(&mut below, "a.b", json!("set"));
        set(&mut below, "a.nowhere.b", json!("lost"));
        assert_eq!(at(&below, "a.b"), Some(&json!("set")));
        assert_eq!(at(&below, "a.nowhere"), None);
    }
}
