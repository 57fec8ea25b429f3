//! `/health/live` (the process answers) and `/health/ready` (it can do its work), for probes and load balancers.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Map, Value, json};

use super::Hooks;

/// Whether one thing that the server depends on answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// Its name, as probes read it: `database`, `search`.
    pub name: &'static str,
    /// Whether it answered.
    pub up: bool,
    /// Whether nothing works without it. The search engine is not: lists come from SQL while it is down.
    pub required: bool,
}

/// The state of every dependency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readiness(pub Vec<Dependency>);

impl Readiness {
    /// Whether requests can be served: every required dependency is up.
    pub fn is_ready(&self) -> bool {
        self.0.iter().all(|dependency| dependency.up || !dependency.required)
    }

    fn body(&self) -> Value {
        let state = |dependency: &Dependency| json!(if dependency.up { "up" } else { "down" });
        let dependencies: Map<_, _> = self.0.iter().map(|one| (one.name.to_owned(), state(one))).collect();
        json!({ "status": status(self.is_ready()), "dependencies": dependencies })
    }
}

fn status(ready: bool) -> &'static str {
    if ready { "ready" } else { "unavailable" }
}

/// The routes of the probes. Dependencies that do not answer within `patience` are down.
pub(super) fn router(hooks: Arc<dyn Hooks>, patience: Duration) -> Router {
    Router::new()
        .route("/health/live", get(|| async { answer(StatusCode::OK, json!({ "status": "live" })) }))
        .route("/health/ready", get(ready))
        .with_state((hooks, patience))
}

async fn ready(State((hooks, patience)): State<(Arc<dyn Hooks>, Duration)>) -> Response {
    match tokio::time::timeout(patience, hooks.ready()).await {
        Ok(readiness) if readiness.is_ready() => answer(StatusCode::OK, readiness.body()),
        Ok(readiness) => answer(StatusCode::SERVICE_UNAVAILABLE, readiness.body()),
        Err(_) => answer(StatusCode::SERVICE_UNAVAILABLE, json!({ "status": status(false) })),
    }
}

fn answer(status: StatusCode, body: Value) -> Response {
    let headers = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (status, headers, Json(body)).into_response()
}
