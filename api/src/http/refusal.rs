//! A request that is not executed, and how that is said.

use async_graphql::parser::types::OperationType;
use async_graphql::{ErrorExtensionValues, ServerError, Value};
use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::accept::Media;
use super::doubt;
use crate::auth::spending::Exhausted;
use crate::error::Error;

/// Errors of one document that are told.
pub(super) const MOST_ERRORS: usize = 20;

/// Why a request is not executed: errors in GraphQL's form, and a status.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    /// The status where the client only takes `application/json`: there a well-formed request is always answered 200,
    /// because old clients take any other status for a broken network.
    legacy_status: StatusCode,
    errors: Vec<ServerError>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    /// A refusal with this status for every client. `code` is stable and goes to `extensions.code`.
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let error = with_code(ServerError::new(message, None), code);
        Self { status, legacy_status: status, errors: vec![error], header: None }
    }

    /// A refusal of credentials that are not good: 401, with the scheme that is expected.
    pub fn unauthenticated(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message)
            .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    /// There is nothing at the address.
    pub(crate) fn nothing_here() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "there is nothing at this address")
    }

    /// A refusal outside of GraphQL, of what a use case refused. A fault is logged, and not told.
    pub(crate) fn of(error: Error) -> Self {
        let status = match &error {
            Error::Unauthenticated => return Self::unauthenticated(error.message()),
            Error::Forbidden => StatusCode::FORBIDDEN,
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::BadUserInput { .. } | Error::CursorTooFar | Error::IdempotencyKeyReused => {
                StatusCode::BAD_REQUEST
            }
            Error::Database(_, cause) => {
                tracing::warn!(%cause, "the database is in trouble");
                StatusCode::SERVICE_UNAVAILABLE
            }
            Error::Internal(cause) => {
                tracing::error!(cause = ?cause, "a fault of ours");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        Self::new(status, error.code(), error.message())
    }

    /// Adds to what programs read beside the code.
    #[must_use]
    pub(crate) fn with_extension(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        for error in &mut self.errors {
            error.extensions.get_or_insert_default().set(name, value.clone());
        }
        self
    }

    /// The same for an operation that may have been under way.
    pub(super) fn doubtful(mut self, kind: OperationType) -> Self {
        doubt::tell(kind, &mut self.errors);
        self
    }

    /// A refusal of a caller who has spent the allowance: 429 for every client, since nothing was read.
    pub(crate) fn exhausted(Exhausted { retry_after }: Exhausted) -> Self {
        let message = format!("this window's allowance is spent; the next begins in {retry_after} s");
        let mut refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", message);
        for error in &mut refusal.errors {
            error.extensions.get_or_insert_default().set("retryAfter", retry_after);
        }
        refusal.with_header(header::RETRY_AFTER, HeaderValue::from(retry_after))
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with_header(self, name: HeaderName, value: HeaderValue) -> Self {
        Self { header: Some((name, value)), ..self }
    }

    /// A well-formed request whose document cannot be executed. A fault is told once, and only the first few: a
    /// document of nothing but faults would be answered with a hundred times its length.
    pub(super) fn document(errors: Vec<ServerError>) -> Self {
        let mut told: Vec<ServerError> = Vec::new();
        for error in errors {
            if told.len() < MOST_ERRORS && !told.contains(&error) {
                told.push(error);
            }
        }
        let errors = told;
        Self { status: StatusCode::BAD_REQUEST, legacy_status: StatusCode::OK, errors, header: None }
    }

    /// What this refusal costs the caller: nothing where the fault is the server's.
    pub(super) fn price(&self, refusal_price: u64) -> u64 {
        if self.status.is_server_error() { 0 } else { refusal_price }
    }

    /// What is wrong.
    pub(super) fn into_errors(self) -> Vec<ServerError> {
        self.errors
    }

    /// A request that is not well-formed.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    /// Whether it refuses the credentials, not the request.
    pub(super) fn is_about_credentials(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// Whether it is the client that has to do something about it.
    pub(super) fn is_the_clients(&self) -> bool {
        self.status.is_client_error()
    }

    /// The stable code.
    pub(super) fn code(&self) -> &str {
        self.errors.first().and_then(code_of).unwrap_or_default()
    }

    /// Whether the server, and not what was asked, is the reason.
    pub(super) fn is_fault(&self) -> bool {
        self.status.is_server_error()
    }

    /// The answer, in the media type that was negotiated.
    pub(super) fn render(self, media: Media) -> Response {
        let status = if media == Media::Json { self.legacy_status } else { self.status };
        // No `data` key: nothing was executed.
        let mut response = (status, Json(json!({ "errors": self.errors }))).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, media.content_type());
        response.headers_mut().extend(self.header);
        response
    }

    /// The answer outside of GraphQL.
    pub(super) fn plain(self) -> Response {
        self.render(Media::Json)
    }
}

/// The `extensions.code` of an error.
pub(super) fn code_of(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}

/// The error with `extensions.code` set, unless it has one.
pub(super) fn with_code(mut error: ServerError, code: &str) -> ServerError {
    let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    if extensions.get("code").is_none() {
        extensions.set("code", code);
    }
    error
}
