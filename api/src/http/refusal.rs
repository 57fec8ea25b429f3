//! A request that is not executed, and how that is said.

use async_graphql::parser::types::OperationType;
use async_graphql::{ErrorExtensionValues, ServerError};
use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::accept::Media;
use super::doubt;

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

    /// The same for an operation that may have been under way.
    pub(super) fn doubtful(mut self, kind: OperationType) -> Self {
        doubt::tell(kind, &mut self.errors);
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with_header(self, name: HeaderName, value: HeaderValue) -> Self {
        Self { header: Some((name, value)), ..self }
    }

    /// A well-formed request whose document cannot be executed.
    pub(super) fn document(errors: Vec<ServerError>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, legacy_status: StatusCode::OK, errors, header: None }
    }

    /// A request that is not well-formed.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    /// The errors alone, where there is no status to answer with.
    pub(super) fn into_errors(self) -> Vec<ServerError> {
        self.errors
    }

    /// Whether it refuses the credentials, not the request.
    pub(super) fn is_about_credentials(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
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

/// The error with `extensions.code` set, unless it has one.
pub(super) fn with_code(mut error: ServerError, code: &str) -> ServerError {
    let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    if extensions.get("code").is_none() {
        extensions.set("code", code);
    }
    error
}
