//! What every answer tells a browser, whoever asked and however it went: not to guess types, not to frame, not to
//! pass addresses on. CORS is apart: it opens the API to the pages of other origins, and is off unless configured.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::config::Server;

/// How long a browser keeps the answer to a preflight; none keeps it for longer than two hours.
const PREFLIGHT_AGE: Duration = Duration::from_secs(2 * 60 * 60);

/// A page made of an answer loads nothing, sends nothing, and stands in no frame.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The same for every answer. One that sets a header itself, as the console its own policy, keeps it.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CONTENT_SECURITY_POLICY, POLICY),
    // For browsers that do not know `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    // Of requests without CORS, as of an image or a script; those with CORS are the affair of `cors`.
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// A year, for this host alone: whether its neighbours speak TLS is not known here.
const TLS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Whether this server is reached over TLS, as far as its public address tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tls(bool);

impl Tls {
    pub(super) fn of(server: &Server) -> Self {
        Self(server.public_url.as_deref().is_some_and(|url| url.starts_with("https://")))
    }
}

/// Adds the headers to an answer.
pub(super) async fn protect(State(Tls(tls)): State<Tls>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, TLS_ONLY);
    }
    response
}

/// What pages of the configured origins may do: ask, with a token, and read the answer. Never with cookies: none are
/// used here, and a page cannot send what it does not know. None when no origin is configured.
pub(super) fn cors<const N: usize>(server: &Server, methods: [Method; N]) -> Option<CorsLayer> {
    let origins = &server.cors_origins;
    let allowed = match origins.as_slice() {
        [] => return None,
        [any] if any == "*" => AllowOrigin::any(),
        _ => AllowOrigin::list(origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok())),
    };
    let request_id = HeaderName::from_static("x-request-id");
    let layer = CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods(methods)
        .allow_headers([
            header::ACCEPT_LANGUAGE,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            request_id.clone(),
            HeaderName::from_static("traceparent"),
        ])
        .expose_headers([request_id, header::RETRY_AFTER])
        .max_age(PREFLIGHT_AGE);
    Some(layer)
}
