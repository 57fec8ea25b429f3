//! `/calendar/{secret}.ics`: a person's deadlines, for calendar programs, which send no headers of ours. Whatever is wrong
//! with the secret, the answer is the same.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{Hooks, Refusal};

/// What the address of every calendar begins with.
pub(super) const PREFIX: &str = "/calendar/";

/// Characters of a secret at most: 32 bytes in base64.
const LONGEST: usize = 64;

/// The route of the calendars.
pub(super) fn router(hooks: Arc<dyn Hooks>) -> Router {
    Router::new().route("/calendar/{file}", get(calendar)).with_state(hooks)
}

async fn calendar(State(hooks): State<Arc<dyn Hooks>>, Path(file): Path<String>) -> Response {
    let secret = file.strip_suffix(".ics").filter(|secret| secret.len() <= LONGEST);
    let found = match secret {
        Some(secret) => hooks.calendar(secret).await,
        None => Ok(None),
    };
    match found {
        Ok(Some(text)) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
                (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
            ];
            (headers, text).into_response()
        }
        Ok(None) => {
            Refusal::new(StatusCode::NOT_FOUND, "NOT_FOUND", "there is no calendar at this address").plain()
        }
        Err(refusal) => refusal.plain(),
    }
}
