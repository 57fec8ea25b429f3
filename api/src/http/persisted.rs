//! Requests by hash, and the mode in which there are no others.

use axum::http::StatusCode;
use std::sync::Arc;

use super::Refusal;
use super::guard::refuse;
use super::params::Params;
use crate::auth::tokens::digest;
use crate::operations::Operations;

/// The message by which clients know that they may try again with the whole text.
const NOT_FOUND: &str = "PersistedQueryNotFound";

/// Finds the operation that is asked for, by hash or by text, and puts it into the parameters. Where the list is
/// not all there is, any other document stays as it is.
///
/// # Errors
/// A hash that is not on the list, or not of the text beside it; any other document when `only` those of the list are
/// run.
pub(super) fn resolve(operations: &Operations, only: bool, params: &mut Params) -> Result<(), Refusal> {
    let found = match &params.document_id {
        Some(id) if params.query.is_empty() => Some(operations.by_id(id).ok_or_else(not_found)?),
        Some(id) if *id != digest(&params.query) => return Err(mismatch()),
        _ => operations.by_text(&params.query),
    };
    match found {
        None if only => Err(unlisted()),
        None => Ok(()),
        Some(operation) => {
            params.query = operation.text.to_string();
            params.listed = Some(Arc::clone(operation));
            Ok(())
        }
    }
}

fn not_found() -> Refusal {
    refuse("PERSISTED_NOT_FOUND", NOT_FOUND, None)
}

fn unlisted() -> Refusal {
    let message = "this server only runs the operations of its list: send the SHA-256 of one as `documentId`";
    refuse("PERSISTED_ONLY", message, None)
}

fn mismatch() -> Refusal {
    let message = "expected the SHA-256 of `query` beside it, in lower-case hexadecimal";
    Refusal::new(StatusCode::BAD_REQUEST, "PERSISTED_MISMATCH", message)
}
