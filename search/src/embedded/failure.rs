use std::sync::PoisonError;

use tantivy::TantivyError;

use crate::Error;

/// Tells a failing disk from a fault of ours.
pub(super) fn failure(error: TantivyError) -> Error {
    match error {
        TantivyError::AggregationError(_)
        | TantivyError::FieldNotFound(_)
        | TantivyError::InvalidArgument(_)
        | TantivyError::SchemaError(_)
        | TantivyError::InternalError(_) => Error::Rejected(error.to_string()),
        storage => Error::unavailable(storage),
    }
}

/// Takes a lock even if its holder panicked: what it guards is replaced as a whole, never left half changed.
pub(super) fn held<T>(lock: Result<T, PoisonError<T>>) -> T {
    lock.unwrap_or_else(PoisonError::into_inner)
}
