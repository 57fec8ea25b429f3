//! What is checked of a document before async-graphql sees it. Its own limits walk every fragment again at every use,
//! so a small document could keep them busy for hours; this walks each fragment once.

use std::collections::HashSet;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
    SelectionSet,
};
use async_graphql::{Pos, Positioned, ServerError};
use serde_json::{Map, Value};

use super::params::Params;
use super::refusal::with_code;
use super::{Refusal, size};
use crate::config::Limits;

/// A document that may be validated.
#[derive(Debug)]
pub(super) struct Checked {
    /// The document, parsed.
    pub(super) document: ExecutableDocument,
    /// The kind of the operation that was asked for.
    pub(super) kind: OperationType,
    /// Its name in the document, if it has one.
    pub(super) name: Option<String>,
}

/// Parses the document, bounds its size, and finds the operation to run.
///
/// # Errors
/// A refusal with a code of its own for each rule.
pub(super) fn check(params: &Params, limits: &Limits, introspection: bool) -> Result<Checked, Refusal> {
    let (length, most) = (params.query.len(), limits.document_bytes);
    if length > most {
        let message = format!("expected a document of at most {most} bytes, found {length}");
        return Err(refuse("DOCUMENT_TOO_LARGE", message, None));
    }
    let document = async_graphql::parser::parse_query(&params.query)
        .map_err(|error| Refusal::document(vec![with_code(error.into(), "DOCUMENT_SYNTAX")]))?;
    size::bound(&document, limits.expanded_nodes)?;
    let (name, operation) = select(&document, params.operation_name.as_deref())?;
    check_root(&document, operation, introspection)?;
    check_variables(operation, &params.variables)?;
    let (kind, name) = (operation.ty, name.map(str::to_owned));
    Ok(Checked { document, kind, name })
}

/// A refusal of a document, with where in it the reason is.
pub(super) fn refuse(code: &str, message: impl Into<String>, position: Option<Pos>) -> Refusal {
    Refusal::document(vec![with_code(ServerError::new(message, position), code)])
}

/// The operation named, or the only one.
fn select<'a>(
    document: &'a ExecutableDocument,
    wanted: Option<&str>,
) -> Result<(Option<&'a str>, &'a OperationDefinition), Refusal> {
    match (&document.operations, wanted) {
        (DocumentOperations::Single(operation), None) => Ok((None, &operation.node)),
        (DocumentOperations::Multiple(operations), None) if operations.len() > 1 => Err(refuse(
            "OPERATION_NAME_REQUIRED",
            "expected `operationName`: the document has several operations",
            None,
        )),
        (operations, wanted) => operations
            .iter()
            .find(|(name, _)| wanted.is_none() || name.is_some_and(|name| Some(name.as_str()) == wanted))
            .map(|(name, operation)| (name.map(async_graphql::Name::as_str), &operation.node))
            .ok_or_else(|| {
                refuse("OPERATION_UNKNOWN", "the document has no operation of the name asked for", None)
            }),
    }
}

/// Refuses what this server does not run, judging by the fields at the root.
fn check_root(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    introspection: bool,
) -> Result<(), Refusal> {
    let mut fields = Vec::new();
    root_fields(document, &operation.selection_set.node, &mut fields);
    if operation.ty == OperationType::Subscription && fields.len() != 1 {
        let message = format!("expected one field at the root of a subscription, found {}", fields.len());
        return Err(refuse("SUBSCRIPTION_FIELDS", message, None));
    }
    let mut keys = HashSet::new();
    for field in fields {
        let (name, key) = (field.node.name.node.as_str(), field.node.response_key().node.as_str());
        if !introspection && matches!(name, "__schema" | "__type") {
            return Err(refuse(
                "INTROSPECTION_DISABLED",
                "this server does not tell its schema",
                Some(field.pos),
            ));
        }
        // The specification merges equal fields; async-graphql would run each of them.
        if operation.ty == OperationType::Mutation && !keys.insert(key) {
            let message =
                format!("expected each field of a mutation once, found `{key}` again: give it an alias");
            return Err(refuse("DUPLICATE_MUTATION_FIELD", message, Some(field.pos)));
        }
    }
    Ok(())
}

/// The fields at the root, fragments written out. The document must have been bounded before.
fn root_fields<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    fields: &mut Vec<&'a Positioned<Field>>,
) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => fields.push(field),
            Selection::InlineFragment(inline) => {
                root_fields(document, &inline.node.selection_set.node, fields);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    root_fields(document, &fragment.node.selection_set.node, fields);
                }
            }
        }
    }
}

/// Refuses an operation without a value for a variable that must have one: async-graphql would begin to execute it.
fn check_variables(operation: &OperationDefinition, variables: &Map<String, Value>) -> Result<(), Refusal> {
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
