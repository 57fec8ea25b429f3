use std::future::Future;
use std::time::Duration;

use meilisearch_sdk::errors::{Error as ClientError, ErrorCode, ErrorType};

use crate::Error;

/// How long a call other than a search may take: the server only notes what it is given.
pub(super) const WRITE_LIMIT: Duration = Duration::from_secs(30);

/// Waits for an answer, for so long.
pub(super) async fn bounded<T>(
    limit: Duration,
    call: impl Future<Output = Result<T, ClientError>>,
) -> Result<T, Error> {
    tokio::time::timeout(limit, call).await.map_err(|_| Error::Timeout)?.map_err(failure)
}

/// Tells an outage from a fault of ours.
pub(super) fn failure(error: ClientError) -> Error {
    match error {
        ClientError::Meilisearch(answer) => match (&answer.error_code, answer.error_type) {
            // A server that lost its indexes: `prepare` has to run again.
            (ErrorCode::IndexNotFound, _) | (_, ErrorType::Internal) => Error::unavailable(answer),
            _ => Error::Rejected(answer.to_string()),
        },
        ClientError::MeilisearchCommunication(answer) => match answer.status_code {
            408 | 429 | 500.. => Error::unavailable(answer),
            _ => Error::Rejected(answer.to_string()),
        },
        ClientError::HttpError(error) => Error::unavailable(error),
        ClientError::ParseError(error) => Error::unavailable(error),
        ClientError::Timeout => Error::Timeout,
        other => Error::Rejected(other.to_string()),
    }
}
