//! What leaves the server of an error: what the user needs, and nothing of ours.

use crate::db::Trouble;
use async_graphql::{Response, ServerError, Value};
use axum::http::HeaderValue;
use axum::http::header::RETRY_AFTER as RETRY;

/// How soon a client may try again what the database could not answer, in seconds.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

/// Takes our faults out of an answer: each is logged under the request's id, and answered with that id alone. An
/// error without a code of ours did not come from [`crate::error::Error`]: an input that a scalar refused keeps its
/// message, anything else is a fault. A trouble of the database is logged too, and keeps its code.
#[must_use]
pub fn scrub(request_id: &str, mut response: Response) -> Response {
    for error in &mut response.errors {
        match code(error) {
            Some(code) if code.starts_with("DATABASE_") => {
                log_trouble(request_id, &code, error);
                if code == Trouble::Unanswered.code() || code == Trouble::Busy.code() {
                    response.http_headers.insert(RETRY, RETRY_AFTER);
                }
            }
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

/// What is behind an error, for the log.
fn cause(error: &mut ServerError) -> Option<String> {
    // What was put there is an `Arc<anyhow::Error>`: the type inside is the error's own.
    let cause = error.source.take()?.downcast::<anyhow::Error>().ok()?;
    Some(format!("{cause:#}"))
}

fn log_trouble(request_id: &str, code: &str, error: &mut ServerError) {
    let cause = cause(error).unwrap_or_default();
    tracing::warn!(request_id, code, cause, "the database is in trouble");
}

fn hide(request_id: &str, error: &mut ServerError) {
    let path = format!("{:?}", error.path);
    match cause(error) {
        Some(cause) => tracing::error!(request_id, path, cause, "internal error"),
        None => tracing::error!(request_id, path, cause = error.message, "internal error"),
    }
    error.message = "Something went wrong on our side; the id names it in our log.".into();
    set_code(error, "INTERNAL");
    if let Some(extensions) = &mut error.extensions {
        extensions.set("id", request_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use async_graphql::Pos;
    use std::io;
    use std::sync::{Arc, Mutex};

    /// A log that a test can read.
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_cause_of_a_fault_is_in_the_log_and_not_in_the_answer() {
        let fault = async_graphql::Error::from(Error::internal(anyhow::anyhow!("no space left on the disk")));
        let error = fault.into_server_error(Pos::default());
        let lines = Lines::default();
        let writer = lines.clone();
        // With one subscriber in the process, what another thread logs first is taken for what nobody listens to.
        let _another = tracing::Dispatch::new(tracing_subscriber::registry());
        let log = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
        let answer =
            tracing::subscriber::with_default(log, || scrub("id-1", Response::from_errors(vec![error])));
        let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(log.contains("no space left on the disk") && log.contains("id-1"), "{log}");
        let told = serde_json::to_string(&answer).unwrap();
        assert!(told.contains("id-1") && !told.contains("space"), "{told}");
    }
}
