//! Telling a document that was refused from one that was executed and failed: async-graphql's response is the same for
//! both, but their statuses differ.

use async_graphql::{Response, Value};

/// Whether an answer comes of an execution: then there is data, or an error at a field. What is refused before has neither.
pub(super) fn was_executed(response: &Response) -> bool {
    response.data != Value::Null || response.errors.iter().any(|error| !error.path.is_empty())
}
