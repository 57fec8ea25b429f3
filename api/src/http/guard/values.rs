//! The values that come with a document, variables and literals alike: their size, their depth, the length of lists, and
//! that no text has the one character that PostgreSQL does not keep.

use async_graphql::parser::types::{
    Directive, ExecutableDocument, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Pos, Positioned};
use async_graphql_value::Value as Literal;
use serde_json::{Map, Value};

use super::excess::Excess;
use super::refuse;
use crate::config::Limits;
use crate::http::Refusal;

/// Whether variables have so many values at most, lists and objects counted as well. No more than so many are looked at.
pub(super) fn are_at_most(variables: &Map<String, Value>, most: usize) -> bool {
    variables.values().try_fold(most, less).is_some()
}

fn less(left: usize, value: &Value) -> Option<usize> {
    let left = left.checked_sub(1)?;
    match value {
        Value::Array(items) => items.iter().try_fold(left, less),
        Value::Object(fields) => fields.values().try_fold(left, less),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Some(left),
    }
}

/// Bounds the values of variables.
///
/// # Errors
/// `VARIABLES_TOO_LARGE`, `VARIABLES_TOO_DEEP`, `LIST_TOO_LONG`, `NUL_IN_TEXT`.
pub(super) fn bound_variables(variables: &Map<String, Value>, limits: &Limits) -> Result<(), Refusal> {
    let mut bytes = 0_usize;
    for (name, value) in variables {
        bytes = bytes.saturating_add(name.len());
        weigh(value, 1, limits, &mut bytes)?;
    }
    Excess::of("VARIABLES_TOO_LARGE", "limits.variable_bytes", limits.variable_bytes, "bytes of variables")
        .unless(bytes, None)?;
    match variables.iter().find_map(|(name, value)| with_nul(value).map(|rest| format!("{name}{rest}"))) {
        Some(path) => Err(nul(&format!("in the variable `${path}`"), None)),
        None => Ok(()),
    }
}

/// Where in a value a text has U+0000, as `.fields[2]`; in a name of a field too, which an error might repeat.
fn with_nul(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => has_nul(text).then(String::new),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(at, item)| with_nul(item).map(|rest| format!("[{at}]{rest}")))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            let rest = if has_nul(name) { Some(String::new()) } else { with_nul(field) };
            rest.map(|rest| format!(".{}{rest}", name.escape_debug()))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn has_nul(text: &str) -> bool {
    text.as_bytes().contains(&0)
}

/// PostgreSQL keeps no text with U+0000, and nobody writes one: refused before a resolver sees it, on both databases.
fn nul(found: &str, at: Option<Pos>) -> Refusal {
    refuse("NUL_IN_TEXT", format!("expected texts without the character U+0000, found one {found}"), at)
}

/// Adds a value's bytes, about as its JSON has. Depth is bounded by the JSON parser before, at 128.
fn weigh(value: &Value, depth: usize, limits: &Limits, bytes: &mut usize) -> Result<(), Refusal> {
    let what = "lists and objects within a variable";
    Excess::of("VARIABLES_TOO_DEEP", "limits.variable_depth", limits.variable_depth, what)
        .unless(depth - 1, None)?;
    *bytes = bytes.saturating_add(2);
    match value {
        Value::String(text) => *bytes = bytes.saturating_add(text.len()),
        Value::Number(_) | Value::Bool(_) | Value::Null => *bytes = bytes.saturating_add(4),
        Value::Array(items) => {
            length(items.len(), limits, None)?;
            items.iter().try_for_each(|item| weigh(item, depth + 1, limits, bytes))?;
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                *bytes = bytes.saturating_add(name.len() + 2);
                weigh(field, depth + 1, limits, bytes)?;
            }
        }
    }
    Ok(())
}

fn length(found: usize, limits: &Limits, at: Option<Pos>) -> Result<(), Refusal> {
    Excess::of("LIST_TOO_LONG", "limits.list_length", limits.list_length, "values in a list")
        .unless(found, at)
}

/// Bounds the lists that are written in the document itself, and looks at its texts.
///
/// # Errors
/// `LIST_TOO_LONG`, `NUL_IN_TEXT`.
pub(super) fn bound_literals(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    for (_, operation) in document.operations.iter() {
        for definition in &operation.node.variable_definitions {
            if let Some(value) = &definition.node.default_value {
                literal(&value.node.clone().into_value(), limits, value.pos)?;
            }
        }
        in_set(&operation.node.selection_set.node, limits)?;
    }
    document.fragments.values().try_for_each(|one| in_set(&one.node.selection_set.node, limits))
}

fn in_set(set: &SelectionSet, limits: &Limits) -> Result<(), Refusal> {
    for selection in &set.items {
        selection.node.directives().iter().try_for_each(|one| in_directive(one, limits))?;
        match &selection.node {
            Selection::Field(field) => {
                let mut arguments = field.node.arguments.iter();
                arguments.try_for_each(|(_, value)| literal(&value.node, limits, value.pos))?;
                in_set(&field.node.selection_set.node, limits)?;
            }
            Selection::InlineFragment(inline) => in_set(&inline.node.selection_set.node, limits)?,
            Selection::FragmentSpread(_) => {}
        }
    }
    Ok(())
}

fn in_directive(directive: &Positioned<Directive>, limits: &Limits) -> Result<(), Refusal> {
    directive.node.arguments.iter().try_for_each(|(_, value)| literal(&value.node, limits, value.pos))
}

fn literal(value: &Literal, limits: &Limits, at: Pos) -> Result<(), Refusal> {
    match value {
        Literal::List(items) => {
            length(items.len(), limits, Some(at))?;
            items.iter().try_for_each(|item| literal(item, limits, at))
        }
        Literal::Object(fields) => fields.values().try_for_each(|field| literal(field, limits, at)),
        Literal::String(text) if has_nul(text) => Err(nul("here", Some(at))),
        _ => Ok(()),
    }
}

/// Refuses an operation without a value for a variable that must have one: async-graphql would begin to execute it.
///
/// # Errors
/// `VARIABLE_REQUIRED`.
pub(super) fn require(
    operation: &OperationDefinition,
    variables: &Map<String, Value>,
) -> Result<(), Refusal> {
    for definition in operation.variable_definitions.iter().filter(|one| !one.node.var_type.node.nullable) {
        let (name, kind) = (&definition.node.name.node, &definition.node.var_type.node);
        let given = match variables.get(name.as_str()) {
            Some(value) => !value.is_null(),
            None => definition.node.default_value.is_some(),
        };
        if !given {
            let message = format!("expected a value of type {kind} for the variable `${name}`");
            return Err(refuse("VARIABLE_REQUIRED", message, Some(definition.pos)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_counted_up_to_a_number() {
        let of = |variables: Value, most| are_at_most(variables.as_object().unwrap(), most);
        assert!(of(json!({}), 0));
        // A number, a list, its object, the object's text.
        let some = json!({ "a": 1, "b": [{ "c": "x" }] });
        assert_eq!([3, 4, 5].map(|most| of(some.clone(), most)), [false, true, true]);
        assert!(!of(json!({ "v": vec![0; 20_000] }), 500));
    }
}
