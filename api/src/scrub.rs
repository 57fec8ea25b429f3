//! What leaves the server of an error: what the user needs, and nothing of ours.

use async_graphql::{Response, ServerError, Value};
use std::sync::Arc;

/// Takes our faults out of an answer: each is logged under the request's id, and answered with that id alone. An
/// error without a code of ours did not come from [`crate::error::Error`]: an input that a scalar refused keeps its
/// message, anything else is a fault.
#[must_use]
pub fn scrub(request_id: &str, mut response: Response) -> Response {
    for error in &mut response.errors {
        match code(error) {
            Some(code) if code != "INTERNAL" => {}
            None if error.source.is_none() => set_code(error, "BAD_USER_INPUT"),
            _ => hide(request_id, error),
        }
    }
    response
}

fn code(error: &ServerError) -> Option<String> {
    match error.extensions.as_ref()?.get("code") {
        Some(Value::String(code)) => Some(code.clone()),
        _ => None,
    }
}

fn set_code(error: &mut ServerError, code: &str) {
    error.extensions.get_or_insert_default().set("code", code);
}

fn hide(request_id: &str, error: &mut ServerError) {
    let path = format!("{:?}", error.path);
    let source = error.source.take();
    let cause = source.and_then(|source| source.downcast::<Arc<anyhow::Error>>().ok());
    match cause {
        Some(cause) => tracing::error!(request_id, path, cause = format!("{cause:#}"), "internal error"),
        None => tracing::error!(request_id, path, cause = error.message, "internal error"),
    }
    error.message = "Something went wrong on our side; the id names it in our log.".into();
    set_code(error, "INTERNAL");
    if let Some(extensions) = &mut error.extensions {
        extensions.set("id", request_id);
    }
}
