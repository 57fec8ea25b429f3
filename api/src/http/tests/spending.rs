//! What an answer says of its cost, and what is answered when nothing is left.

use axum::http::StatusCode;
use serde_json::json;

use super::{JSON, configured, server};

#[tokio::test]
async fn an_executed_answer_says_what_it_cost_and_what_is_left() {
    let server = configured(|config| config.limits.allowance_anonymous = 20_000);
    let answer = server.query("mutation { bump b: bump }").await;
    let left = |requested: u64, remaining: u64| {
        let allowance =
            json!({ "limit": 20_000, "remaining": remaining, "resetsAt": "1970-01-01T00:01:00Z" });
        json!({ "requested": requested, "limit": 20_000, "allowance": allowance })
    };
    assert_eq!(answer.cost(), left(20, 19_980));
    assert_eq!(server.query("{ __typename }").await.cost(), left(1, 19_979));
    assert_eq!(server.query("{ denied }").await.cost(), left(1, 19_978), "executed, whatever came of it");
    let refused = server.query("{ nothing }").await;
    assert!(refused.cost().is_null(), "{}", refused.text);
    assert_eq!(
        server.query("{ __typename }").await.cost(),
        left(1, 17_965),
        "a refusal costs 2000 and its 11 bytes, beside what would have run"
    );
}

#[tokio::test]
async fn no_allowance_is_any_number() {
    let server = configured(|config| config.limits.allowance_anonymous = 0);
    let cost = server.query("{ __typename }").await.cost();
    assert_eq!(cost, json!({ "requested": 1, "limit": 20_000, "allowance": null }));
}

#[tokio::test]
async fn who_has_nothing_left_is_told_when_to_come_back() {
    let server = configured(|config| {
        config.limits.cost = 100;
        config.limits.allowance_anonymous = 100;
    });
    assert_eq!(server.query("{").await.code(), "DOCUMENT_SYNTAX");
    for accept in ["application/json", "application/graphql-response+json"] {
        // Not even read: what is no JSON is refused alike.
        let headers = [JSON, ("accept", accept)];
        let answer = server.send("POST", "/graphql", &headers, "{ not json").await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
        assert_eq!(answer.header("retry-after"), "60");
        assert_eq!(answer.json()["errors"][0]["extensions"]["retryAfter"], 60);
        assert!(answer.json().get("data").is_none());
    }
    assert_eq!(server.bumps(), 0);
}

#[tokio::test]
async fn an_operation_that_costs_more_than_is_left_is_not_begun() {
    let server = configured(|config| {
        config.limits.cost = 30;
        config.limits.allowance_anonymous = 30;
    });
    assert_eq!(server.query("mutation { bump b: bump }").await.status, StatusCode::OK);
    let answer = server.query("mutation { bump b: bump }").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
    assert_eq!(server.bumps(), 2);
    assert_eq!(server.query("mutation { bump }").await.status, StatusCode::OK, "what is left is enough");
}

#[tokio::test]
async fn a_fault_of_the_server_costs_no_more_than_the_operation() {
    let server = server();
    server.query("{ panics }").await;
    assert_eq!(server.query("{ __typename }").await.cost()["allowance"]["remaining"], 599_998);
}
