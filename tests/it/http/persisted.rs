//! The product's own operations by their hash, and a server that runs no others.

use crate::harness::{Database, Given, Host, Kind, TestApp, seeded};
use anyhow::Result;
use api::operations::Operations;
use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;

trials![the_list_is_run_by_hash_and_nothing_else];

/// The application, told to run its list only.
struct Closed(TestApp);

impl Given for Closed {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let database: Database = seeded(host, kind).await?;
        Ok(Self(
            TestApp::open(database, TimeDelta::zero(), |config| config.server.only_persisted = true).await?,
        ))
    }
}

async fn the_list_is_run_by_hash_and_nothing_else(Closed(app): Closed) {
    let list = Operations::configured(&app.context.config.server).unwrap();
    let id = &list.sorted().into_iter().find(|one| &*one.name == "HiringMatrix").unwrap().id;
    let variables = json!({ "filter": { "school": "INSA-TOULOUSE" } });
    let (status, answer) = post(&app, json!({ "documentId": id, "variables": variables })).await;
    assert_eq!((status, &answer["data"]["hiringStatistics"]["total"]), (StatusCode::OK, &json!(238)));
    let (status, answer) = post(&app, json!({ "query": "{ schools { code } }" })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "PERSISTED_ONLY");
}

async fn post(app: &TestApp, body: Value) -> (StatusCode, Value) {
    let request = app.anonymous().request(Method::POST, "/graphql");
    let accepted = request.header("accept", "application/graphql-response+json");
    let response = accepted.json(&body).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}
