//! Whether fields with one key can be merged. <https://spec.graphql.org/October2021/#sec-Field-Selection-Merging>
//!
//! The specification compares every pair of fields, which is quadratic, and again at every level above, which is
//! exponential. Fields are grouped here by object and key once: each is compared with the first of its group.

use std::collections::BTreeMap;

use async_graphql::Positioned;
use async_graphql::parser::types::Field;

use super::plan::{Level, Merged};
use super::refuse;
use crate::http::Refusal;

/// Refuses two fields of one object, with one key, that do not ask the same.
///
/// # Errors
/// `FIELDS_CONFLICT`.
pub(super) fn same(first: &Positioned<Field>, other: &Positioned<Field>) -> Result<(), Refusal> {
    let difference = if first.node.name.node != other.node.name.node {
        format!("they are two fields, `{}` and `{}`", first.node.name.node, other.node.name.node)
    } else if !same_arguments(&first.node, &other.node) {
        "their arguments differ".to_owned()
    } else {
        return Ok(());
    };
    Err(conflict(first, other, &difference))
}

/// The number of arguments is bounded, so this is not slow.
fn same_arguments(first: &Field, other: &Field) -> bool {
    first.arguments.len() == other.arguments.len()
        && first.arguments.iter().all(|(name, value)| {
            other.get_argument(name.node.as_str()).is_some_and(|other| other.node == value.node)
        })
}

/// Refuses fields of two objects, with one key, whose answers have two shapes: whoever reads the answer could not tell.
///
/// # Errors
/// `FIELDS_CONFLICT`.
pub(super) fn shapes(levels: &[Level<'_>]) -> Result<(), Refusal> {
    if levels.len() < 2 {
        return Ok(());
    }
    let all: Vec<&Merged<'_>> = levels.iter().flat_map(|level| &level.fields).collect();
    alike(&all)
}

fn alike(fields: &[&Merged<'_>]) -> Result<(), Refusal> {
    let mut by_key: BTreeMap<&str, Vec<&Merged<'_>>> = BTreeMap::new();
    for field in fields {
        by_key.entry(field.field.node.response_key().node.as_str()).or_default().push(field);
    }
    for group in by_key.values_mut().filter(|group| group.len() > 1) {
        // In the order of the document, so that the later one is told.
        group.sort_by_key(|field| field.field.pos);
        let first = group[0];
        for other in &group[1..] {
            if shape(first) != shape(other) {
                return Err(conflict(first.field, other.field, "they return two kinds of values"));
            }
        }
        let below: Vec<&Merged<'_>> =
            group.iter().flat_map(|one| &one.levels).flat_map(|level| &level.fields).collect();
        alike(&below)?;
    }
    Ok(())
}

/// What must be equal: the whole type of a scalar, the lists alone of an object. `__typename` is a text.
fn shape<'a>(field: &Merged<'a>) -> (&'a str, bool) {
    match field.returns {
        Some(returns) if returns.target.is_some() => (&returns.wrapping, true),
        Some(returns) => (&returns.text, false),
        None => ("String!", false),
    }
}

fn conflict(first: &Positioned<Field>, other: &Positioned<Field>, difference: &str) -> Refusal {
    let key = &first.node.response_key().node;
    let message = format!(
        "expected one meaning of `{key}`: the fields at line {}, column {} and here cannot be merged, since \
         {difference}; give one of them an alias",
        first.pos.line, first.pos.column
    );
    refuse("FIELDS_CONFLICT", message, Some(other.pos))
}
