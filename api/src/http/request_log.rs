//! Request ids and the log: one line for every request, with what was asked and how it went, and never the query
//! string, variables, addresses or tokens, which are personal data or secrets.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tracing::Instrument;

use super::{Hooks, calendar};
use crate::telemetry;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// The longest id that is taken over from a client or proxy.
const MAX_LENGTH: usize = 64;

/// The id of the request that carries it in its extensions.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub(super) String);

/// Gives the request an id, runs it in a span that names it, and logs how it went.
pub(super) async fn observe(
    State(hooks): State<Arc<dyn Hooks>>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = given(request.headers()).unwrap_or_else(|| hooks.new_request_id());
    // Of the highest level, so that a warning names its request even where nothing below is logged.
    let span = tracing::error_span!("request", request_id = id, operation = tracing::field::Empty);
    telemetry::adopt(&span, request.headers());
    request.extensions_mut().insert(RequestId(id.clone()));
    async move {
        let start = Instant::now();
        let (method, path) = (request.method().clone(), logged(request.uri().path()).to_owned());
        let mut response = next.run(request).await;
        log(method.as_str(), &path, response.status().as_u16(), start);
        let headers = response.headers_mut();
        headers.extend(HeaderValue::try_from(id).map(|value| (HEADER, value)));
        response
    }
    .instrument(span)
    .await
}

/// The id that came with the request, if it can go into a log and a header as it is.
fn given(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(HEADER)?.to_str().ok()?;
    let sane = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    ((1..=MAX_LENGTH).contains(&id.len()) && id.chars().all(sane)).then(|| id.to_owned())
}

/// What is logged of a path: of a calendar, of an upload and of a paper to be signed, the rest is a secret.
fn logged(path: &str) -> &str {
    if path.starts_with(calendar::PREFIX) {
        calendar::PREFIX
    } else if path.starts_with("/files/") {
        "/files/…"
    } else if path.starts_with("/signatures/") {
        "/signatures/…"
    } else {
        path
    }
}

fn log(method: &str, path: &str, status: u16, start: Instant) {
    // Microseconds are enough, and nobody reads fifteen decimals.
    let ms = (start.elapsed().as_secs_f64() * 1e6).round() / 1e3;
    match status {
        500.. => tracing::warn!(method, path, status, ms, "answered"),
        // Probes come every few seconds, and would hide the rest.
        _ if path.starts_with("/health/") => tracing::debug!(method, path, status, ms, "answered"),
        _ => tracing::info!(method, path, status, ms, "answered"),
    }
}
