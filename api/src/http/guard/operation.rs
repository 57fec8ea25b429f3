//! Which operation of a document is asked for.

use async_graphql::Name;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition};

use super::refuse;
use crate::http::Refusal;

/// The operation named, or the only one, with its name where it has one.
///
/// # Errors
/// `OPERATION_NAME_REQUIRED`, `OPERATION_UNKNOWN`.
pub(super) fn select<'a>(
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
            .map(|(name, operation)| (name.map(Name::as_str), &operation.node))
            .ok_or_else(|| {
                refuse("OPERATION_UNKNOWN", "the document has no operation of the name asked for", None)
            }),
    }
}

/// [`select`] among what may be changed.
pub(super) fn select_mut<'a>(
    document: &'a mut ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a mut OperationDefinition> {
    match &mut document.operations {
        DocumentOperations::Single(operation) => Some(&mut operation.node),
        DocumentOperations::Multiple(operations) => Some(&mut operations.get_mut(name?)?.node),
    }
}
