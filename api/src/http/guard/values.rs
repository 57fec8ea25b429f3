//! The values that come with a document, variables and literals alike: their size, their depth, the length of lists.

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

/// Bounds the values of variables.
///
/// # Errors
/// `VARIABLES_TOO_LARGE`, `VARIABLES_TOO_DEEP`, `LIST_TOO_LONG`.
pub(super) fn bound_variables(variables: &Map<String, Value>, limits: &Limits) -> Result<(), Refusal> {
    let mut bytes = 0_usize;
    for (name, value) in variables {
        bytes = bytes.saturating_add(name.len());
        weigh(value, 1, limits, &mut bytes)?;
    }
    Excess::of("VARIABLES_TOO_LARGE", "limits.variable_bytes", limits.variable_bytes, "bytes of variables")
        .unless(bytes, None)
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

/// Bounds the lists that are written in the document itself.
///
/// # Errors
/// `LIST_TOO_LONG`.
pub(super) fn bound_literals(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    for (_, operation) in document.operations.iter() {
        for definition in &operation.node.variable_definitions {
            if let Some(value) = &definition.node.default_value {
                lists(&value.node.clone().into_value(), limits, value.pos)?;
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
                arguments.try_for_each(|(_, value)| lists(&value.node, limits, value.pos))?;
                in_set(&field.node.selection_set.node, limits)?;
            }
            Selection::InlineFragment(inline) => in_set(&inline.node.selection_set.node, limits)?,
            Selection::FragmentSpread(_) => {}
        }
    }
    Ok(())
}

fn in_directive(directive: &Positioned<Directive>, limits: &Limits) -> Result<(), Refusal> {
    directive.node.arguments.iter().try_for_each(|(_, value)| lists(&value.node, limits, value.pos))
}

fn lists(value: &Literal, limits: &Limits, at: Pos) -> Result<(), Refusal> {
    match value {
        Literal::List(items) => {
            length(items.len(), limits, Some(at))?;
            items.iter().try_for_each(|item| lists(item, limits, at))
        }
        Literal::Object(fields) => fields.values().try_for_each(|field| lists(field, limits, at)),
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
