//! `/health/live` and `/health/ready`.

use crate::harness::{TestApp, close};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

trials![is_live_and_ready, is_not_ready_without_its_database];

async fn is_live_and_ready(app: TestApp) {
    assert_eq!(get(&app, "/health/live").await, (StatusCode::OK, json!({ "status": "live" })));
    let (status, body) = get(&app, "/health/ready").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body, json!({ "status": "ready", "dependencies": { "database": "up", "search": "up" } }));
}

async fn is_not_ready_without_its_database(app: TestApp) {
    close(app.context.db.clone()).await.unwrap();
    let (status, body) = get(&app, "/health/ready").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(body["dependencies"]["database"], "down");
    assert_eq!(get(&app, "/health/live").await.0, StatusCode::OK, "the process itself is well");
}

async fn get(app: &TestApp, path: &str) -> (StatusCode, Value) {
    let response = app.anonymous().request(Method::GET, path).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}
