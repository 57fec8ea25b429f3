//! What is checked of a document before async-graphql sees it. Its own limits walk every fragment again at every use,
//! so a small document could keep them busy for hours; this walks each fragment once.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
    SelectionSet,
};
use async_graphql::{Pos, Positioned, ServerError};

use super::Refusal;
use super::refusal::with_code;
use crate::config::Limits;

/// Fragments within fragments; async-graphql refuses more than 32 nested selections anyway.
const MAX_NESTED_FRAGMENTS: usize = 32;

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

/// Parses `query`, bounds its size, and finds the operation to run.
///
/// # Errors
/// A refusal with a code of its own for each rule.
pub(super) fn check(
    query: &str,
    operation_name: Option<&str>,
    limits: &Limits,
    introspection: bool,
) -> Result<Checked, Refusal> {
    let most = limits.document_bytes;
    if query.len() > most {
        let message = format!("expected a document of at most {most} bytes, found {}", query.len());
        return Err(refuse("DOCUMENT_TOO_LARGE", message, None));
    }
    let document = async_graphql::parser::parse_query(query)
        .map_err(|error| Refusal::document(vec![with_code(error.into(), "DOCUMENT_SYNTAX")]))?;
    bound_size(&document, limits.expanded_nodes)?;
    let (name, operation) = select(&document, operation_name)?;
    check_root(&document, operation, introspection)?;
    let (kind, name) = (operation.ty, name.map(str::to_owned));
    Ok(Checked { document, kind, name })
}

fn refuse(code: &str, message: impl Into<String>, position: Option<Pos>) -> Refusal {
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

/// Refuses what the transport or this server does not run, judging by the fields at the root.
fn check_root(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    introspection: bool,
) -> Result<(), Refusal> {
    if operation.ty == OperationType::Subscription {
        return Err(refuse(
            "SUBSCRIPTION_NOT_SUPPORTED",
            "subscriptions are not served over plain HTTP",
            None,
        ));
    }
    let mut fields = Vec::new();
    root_fields(document, &operation.selection_set.node, &mut fields);
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

/// Refuses a document that is larger than `most` nodes once its fragments are written out, or that never ends.
fn bound_size(document: &ExecutableDocument, most: usize) -> Result<(), Refusal> {
    let mut sizes = Sizes { document, known: HashMap::new() };
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let mut total = 0_usize;
    for set in operations {
        total = total.saturating_add(sizes.of_set(set, 0)?);
    }
    // Unused fragments too: validation walks them before it says that they are not used.
    for name in document.fragments.keys() {
        total = total.max(sizes.of_fragment(name.as_str(), 0)?);
    }
    if total > most {
        let message =
            format!("expected a document of at most {most} fields once its fragments are written out");
        return Err(refuse("DOCUMENT_TOO_LARGE", message, None));
    }
    Ok(())
}

/// The sizes of fragments written out, each computed once.
struct Sizes<'a> {
    document: &'a ExecutableDocument,
    /// None while the fragment is being walked: met again then, it contains itself.
    known: HashMap<&'a str, Option<usize>>,
}

impl<'a> Sizes<'a> {
    fn of_set(&mut self, set: &'a SelectionSet, nested: usize) -> Result<usize, Refusal> {
        let mut size = 0_usize;
        for selection in &set.items {
            let inner = match &selection.node {
                Selection::Field(field) => self.of_set(&field.node.selection_set.node, nested)?,
                Selection::InlineFragment(inline) => self.of_set(&inline.node.selection_set.node, nested)?,
                Selection::FragmentSpread(spread) => {
                    self.of_fragment(&spread.node.fragment_name.node, nested + 1)?
                }
            };
            size = size.saturating_add(inner).saturating_add(1);
        }
        Ok(size)
    }

    fn of_fragment(&mut self, name: &str, nested: usize) -> Result<usize, Refusal> {
        // A spread of a fragment that does not exist is for validation to tell.
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else { return Ok(0) };
        match self.known.get(name.as_str()) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                let message = format!("the fragment `{name}` contains itself");
                return Err(refuse("FRAGMENT_CYCLE", message, Some(fragment.pos)));
            }
            None if nested > MAX_NESTED_FRAGMENTS => {
                return Err(refuse(
                    "DOCUMENT_TOO_LARGE",
                    "fragments are nested too deep",
                    Some(fragment.pos),
                ));
            }
            None => {}
        }
        self.known.insert(name.as_str(), None);
        let size = self.of_set(&fragment.node.selection_set.node, nested)?;
        self.known.insert(name.as_str(), Some(size));
        Ok(size)
    }
}
