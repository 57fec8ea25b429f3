//! `/files/`: a PUT of one file under a ticket, a GET of one under its id. With limits of their own: a file is longer than
//! a GraphQL request, and takes longer. Answers are JSON, errors in the form of GraphQL's.

use std::sync::Arc;

use axum::body::{Body, BodyDataStream};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::put;
use axum::{Json, Router};
use futures_util::StreamExt;
use serde_json::Value;
use tokio::time::{Duration, Instant, timeout_at};

use super::{Hooks, Refusal, graphql, security};
use crate::config::{Config, Secret, Server};

/// How long, and for how many bytes, the rest of a refused body is read: a client that is cut off while it writes does not
/// read why.
const LINGER: Duration = Duration::from_secs(5);
const LINGER_BYTES: usize = 32 * 1024 * 1024;

/// A file on its way to a client.
pub struct Download {
    /// `Content-Type`.
    pub content_type: String,
    /// `Content-Disposition`.
    pub disposition: String,
    /// `Content-Length`.
    pub bytes: u64,
    /// `ETag`: the digest of the bytes.
    pub digest: String,
    /// The bytes.
    pub body: Body,
}

struct App {
    hooks: Arc<dyn Hooks>,
    server: Server,
}

impl App {
    /// Waits until a file is found and opened, as long as for any other request.
    async fn opened(
        &self,
        opening: impl Future<Output = Result<Download, Refusal>>,
    ) -> Result<Download, Refusal> {
        let deadline = Instant::now() + self.server.request_timeout;
        graphql::answered(self.hooks.as_ref(), deadline, opening).await?
    }
}

/// The routes of files.
pub(super) fn router(hooks: Arc<dyn Hooks>, config: &Config) -> Router {
    let server = config.server.clone();
    let cors = tower::util::option_layer(security::cors(&server, [Method::GET, Method::PUT]));
    let cors_of_papers = tower::util::option_layer(security::cors(&server, [Method::GET]));
    let route = put(upload).get(download).layer(cors);
    let paper = axum::routing::get(paper).layer(cors_of_papers);
    Router::new()
        .route("/files/{name}", route)
        .route("/signatures/{secret}", paper)
        .with_state(Arc::new(App { hooks, server }))
}

async fn upload(State(app): State<Arc<App>>, Path(ticket): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let length =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let info = graphql::info(parts, &app.server);
    let mut body = body.into_data_stream();
    let received = app.hooks.receive(&info, &Secret::new(ticket), length, &mut body).await;
    let mut response = match received {
        Ok(file) => (StatusCode::CREATED, Json::<Value>(file)).into_response(),
        Err(refusal) => {
            linger(&mut body).await;
            refusal.plain()
        }
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn linger(body: &mut BodyDataStream) {
    let deadline = Instant::now() + LINGER;
    let mut left = LINGER_BYTES;
    while let Ok(Some(Ok(chunk))) = timeout_at(deadline, body.next()).await {
        let Some(rest) = left.checked_sub(chunk.len()) else { return };
        left = rest;
    }
}

async fn download(State(app): State<Arc<App>>, Path(id): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let info = graphql::info(parts, &app.server);
    let opened = app.opened(app.hooks.download(&info, &id)).await;
    let mut response = opened.and_then(answer).unwrap_or_else(Refusal::plain);
    let headers = response.headers_mut();
    // Answers depend on who asks: no cache may keep one.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("Authorization"));
    response
}

/// A paper, read by the link that asks to sign it.
async fn paper(State(app): State<Arc<App>>, Path(secret): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let info = graphql::info(parts, &app.server);
    let opened = app.opened(app.hooks.paper(&info, &Secret::new(secret))).await;
    let mut response = opened.and_then(answer).unwrap_or_else(Refusal::plain);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Always to be saved, never to be shown: the headers of `security` are on every answer besides.
fn answer(file: Download) -> Result<Response, Refusal> {
    let headers = [
        (header::CONTENT_TYPE, file.content_type),
        (header::CONTENT_DISPOSITION, file.disposition),
        (header::CONTENT_LENGTH, file.bytes.to_string()),
        (header::ETAG, format!("\"{}\"", file.digest)),
    ];
    let mut response = Response::new(file.body);
    for (name, value) in headers {
        let value = HeaderValue::try_from(value).map_err(|_| {
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the server made a mistake")
        })?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}
