//! Persisted operations: by hash in each of the ways that clients have, and nothing else where the server is told so.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{JSON, Server, configured};
use crate::operations::{Operation, Operations, write};

const ECHO: &str = "query Echo($text: String!) { echo(text: $text) }";
const BUMP: &str = "mutation Bump { bump }";

pub(super) fn list() -> Operations {
    Operations::parse(&write(&[Operation::read(ECHO).unwrap(), Operation::read(BUMP).unwrap()])).unwrap()
}

fn id(text: &str) -> String {
    Operation::read(text).unwrap().id
}

fn open() -> Server {
    configured(|_| {})
}

fn closed() -> Server {
    configured(|config| config.server.only_persisted = true)
}

/// Each way of naming an operation.
fn ways(text: &str) -> [Value; 4] {
    let id = id(text);
    [
        json!({ "documentId": id }),
        json!({ "documentId": format!("sha256:{id}") }),
        json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": id } } }),
        json!({ "query": text }),
    ]
}

fn with(mut body: Value, variables: Value) -> Value {
    body["variables"] = variables;
    body
}

#[tokio::test]
async fn an_operation_of_the_list_is_run_however_it_is_named() {
    for server in [open(), closed()] {
        for way in ways(ECHO) {
            let answer = server.post(with(way, json!({ "text": "a" }))).await;
            assert_eq!(answer.json(), json!({ "data": { "echo": "a" } }));
        }
    }
}

#[tokio::test]
async fn an_operation_of_the_list_is_checked_like_any_other() {
    let missing = closed().post(json!({ "documentId": id(ECHO) })).await;
    assert_eq!((missing.status, missing.code().as_str()), (StatusCode::BAD_REQUEST, "VARIABLE_REQUIRED"));
    let named = closed().post(json!({ "documentId": id(ECHO), "operationName": "Other" })).await;
    assert_eq!(named.code(), "OPERATION_UNKNOWN");
}

#[tokio::test]
async fn a_get_runs_the_queries_of_the_list_and_no_mutation() {
    let server = closed();
    let path = format!("/graphql?documentId={}&variables=%7B%22text%22%3A%22a%22%7D", id(ECHO));
    assert_eq!(server.get(&path).await.json(), json!({ "data": { "echo": "a" } }));
    let extensions = format!(
        "%7B%22persistedQuery%22%3A%7B%22version%22%3A1%2C%22sha256Hash%22%3A%22{}%22%7D%7D",
        id(ECHO)
    );
    let path = format!("/graphql?extensions={extensions}&variables=%7B%22text%22%3A%22a%22%7D");
    assert_eq!(server.get(&path).await.json(), json!({ "data": { "echo": "a" } }));
    let refused = server.get(&format!("/graphql?documentId={}", id(BUMP))).await;
    assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(server.bumps(), 0);
    server.post(json!({ "documentId": id(BUMP) })).await;
    assert_eq!(server.bumps(), 1);
}

#[tokio::test]
async fn a_hash_that_is_not_on_the_list_is_told_so_that_clients_try_the_text() {
    let unknown = id("query Unknown { __typename }");
    for server in [open(), closed()] {
        let answer = server.post(json!({ "documentId": unknown })).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "PERSISTED_NOT_FOUND"));
        assert_eq!(answer.message(), "PersistedQueryNotFound");
        let legacy = json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": unknown } } });
        let answer = server.send("POST", "/graphql", &[JSON], legacy.to_string()).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::OK, "PERSISTED_NOT_FOUND"));
    }
    let text = "query Unknown { __typename }";
    let again = open().post(json!({ "documentId": unknown, "query": text })).await;
    assert_eq!(again.status, StatusCode::OK);
}

#[tokio::test]
async fn nothing_else_is_run_where_only_the_list_is() {
    for body in [
        json!({ "query": "{ __typename }" }),
        json!({ "query": "{ __schema { types { name } } }" }),
        json!({ "query": "mutation Bump { bump } " }),
        json!({ "query": "mutation Other { bump }", "documentId": id("mutation Other { bump }") }),
        json!({ "query": "{" }),
    ] {
        let server = closed();
        let answer = server.post(body.clone()).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::BAD_REQUEST, "PERSISTED_ONLY"),
            "{body}"
        );
        assert_eq!(server.bumps(), 0);
    }
    let empty = closed().post(json!({ "variables": {} })).await;
    assert_eq!(empty.code(), "BAD_REQUEST");
}

#[tokio::test]
async fn a_hash_must_be_that_of_the_text_beside_it() {
    for server in [open(), closed()] {
        let answer = server.post(json!({ "query": "{ __typename }", "documentId": id(ECHO) })).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "PERSISTED_MISMATCH"));
    }
}
