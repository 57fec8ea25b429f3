//! `/calendar/{secret}.ics`: a person's deadlines, for calendar programs, which send no headers of ours. Whatever is wrong
//! with the secret, the answer is the same.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::time::Instant;

use super::{Hooks, Refusal, graphql};
use crate::config::{Config, Server};

/// What the address of every calendar begins with.
pub(super) const PREFIX: &str = "/calendar/";

/// Characters of a secret at most: 32 bytes in base64.
const LONGEST: usize = 64;

struct App {
    hooks: Arc<dyn Hooks>,
    server: Server,
}

/// The route of the calendars.
pub(super) fn router(hooks: Arc<dyn Hooks>, config: &Config) -> Router {
    let app = App { hooks, server: config.server.clone() };
    Router::new().route("/calendar/{file}", get(calendar)).with_state(Arc::new(app))
}

async fn calendar(State(app): State<Arc<App>>, Path(file): Path<String>, request: Request) -> Response {
    match app.find(&file, request).await {
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

impl App {
    async fn find(&self, file: &str, request: Request) -> Result<Option<String>, Refusal> {
        let Some(secret) = file.strip_suffix(".ics").filter(|secret| secret.len() <= LONGEST) else {
            return Ok(None);
        };
        let (parts, _) = request.into_parts();
        let info = graphql::info(parts, &self.server);
        let deadline = Instant::now() + self.server.request_timeout;
        graphql::answered(self.hooks.as_ref(), deadline, self.hooks.calendar(&info, secret)).await?
    }
}
