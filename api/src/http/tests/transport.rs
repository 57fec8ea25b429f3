//! Methods, media types, bodies and parameters.

use axum::http::StatusCode;
use serde_json::json;

use super::{JSON, TELLING, configured, server};

const BUMP: &str = r#"{"query": "mutation { bump }"}"#;

#[tokio::test]
async fn a_query_is_answered_in_the_media_type_that_is_asked_for() {
    let cases = [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json", "application/json"),
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json"),
        ("application/json, application/graphql-response+json", "application/graphql-response+json"),
        ("application/json;q=1, application/graphql-response+json;q=0.5", "application/json"),
        ("application/graphql-response+json;q=0, */*;q=0.1", "application/json"),
        ("application/json;q=0, */*", "application/graphql-response+json"),
        ("application/json; charset=utf-8, multipart/mixed", "application/json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("Application/JSON ; Q=0.5 , text/html", "application/json"),
    ];
    for (accept, expected) in cases {
        let answer = server()
            .send("POST", "/graphql", &[JSON, ("accept", accept)], r#"{"query":"{__typename}"}"#)
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{accept}");
        assert_eq!(answer.header("content-type"), format!("{expected}; charset=utf-8"), "{accept}");
        assert_eq!(answer.json(), json!({ "data": { "__typename": "Query" } }));
    }
}

#[tokio::test]
async fn a_client_that_takes_no_json_is_told_so() {
    for accept in ["text/html", "application/json;q=0", "application/json;q=much", "*/*;q=0.0"] {
        let answer = server().send("POST", "/graphql", &[JSON, ("accept", accept)], BUMP).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE"),
            "{accept}"
        );
    }
}

#[tokio::test]
async fn only_json_bodies_are_taken_so_that_no_foreign_form_can_post() {
    let server = server();
    let refused = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=latin-1",
        "",
    ];
    for content_type in refused {
        let answer = server.send("POST", "/graphql", &[("content-type", content_type)], BUMP).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type}");
        assert_eq!(answer.code(), "UNSUPPORTED_MEDIA_TYPE");
    }
    let compressed = server.send("POST", "/graphql", &[JSON, ("content-encoding", "gzip")], BUMP).await;
    assert_eq!(compressed.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(server.bumps(), 0);
    for content_type in ["application/json;charset=UTF-8", "Application/Json; charset=\"utf-8\""] {
        let answer = server.send("POST", "/graphql", &[("content-type", content_type)], BUMP).await;
        assert_eq!(answer.status, StatusCode::OK, "{content_type}");
    }
    assert_eq!(server.bumps(), 2);
}

#[tokio::test]
async fn a_get_runs_queries_with_all_their_parameters() {
    let path = "/graphql?query=query+A($t:String!){echo(text:$t)}query+B{__typename}&operationName=A\
        &variables=%7B%22t%22:%22%C3%A9t%C3%A9%22%7D&extensions=%7B%7D";
    let answer = server().get(path).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json(), json!({ "data": { "echo": "été" } }));
    let head = server().send("HEAD", "/graphql?query=%7B__typename%7D", &[], "").await;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn a_get_never_runs_a_mutation_even_as_one_of_several_operations() {
    let server = server();
    for path in [
        "/graphql?query=mutation%7Bbump%7D",
        "/graphql?query=query+A%7B__typename%7Dmutation+B%7Bbump%7D&operationName=B",
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    }
    assert_eq!(server.bumps(), 0);
    let query =
        server.get("/graphql?query=query+A%7B__typename%7Dmutation+B%7Bbump%7D&operationName=A").await;
    assert_eq!(query.status, StatusCode::OK);
}

#[tokio::test]
async fn other_methods_are_refused_with_those_allowed() {
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = server().send(method, "/graphql", &[JSON], BUMP).await;
        assert_eq!(
            (answer.status, answer.header("allow")),
            (StatusCode::METHOD_NOT_ALLOWED, "GET, POST"),
            "{method}"
        );
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
    }
}

#[tokio::test]
async fn parameters_of_the_wrong_type_are_named() {
    let cases = [
        ("", "found no body"),
        ("{ \"not", "expected a JSON object"),
        ("42", "found another JSON value"),
        ("{}", "expected `query`, the document, as a string"),
        (r#"{"qeury": "{a}"}"#, "found `qeury`"),
        (r#"{"query": ["{a}"]}"#, "expected `query` to be a string, found a list"),
        (r#"{"query": null}"#, "expected `query`"),
        (
            r#"{"query": "{a}", "operationName": 1}"#,
            "expected `operationName` to be a string, found a number",
        ),
        (
            r#"{"query": "{a}", "variables": "x"}"#,
            "expected `variables` to be an object or null, found a string",
        ),
        (
            r#"{"query": "{a}", "extensions": false}"#,
            "expected `extensions` to be an object or null, found a boolean",
        ),
    ];
    for (body, expected) in cases {
        for accept in ["application/json", "application/graphql-response+json"] {
            let answer = server().send("POST", "/graphql", &[JSON, ("accept", accept)], body).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (StatusCode::BAD_REQUEST, "BAD_REQUEST"),
                "{body}"
            );
            assert!(answer.message().contains(expected), "{body}: {}", answer.message());
            assert!(answer.json().get("data").is_none());
        }
    }
    let get = server().get("/graphql?query=%7Ba%7D&variables=x").await;
    assert!(get.message().contains("expected `variables` to be a JSON object"), "{}", get.message());
    let twice = server().get("/graphql?query=%7Ba%7D&query=%7Bb%7D").await;
    assert_eq!(twice.message(), "expected `query` once");
}

#[tokio::test]
async fn null_parameters_are_as_good_as_none() {
    let body =
        json!({ "query": "{ __typename }", "variables": null, "operationName": null, "extensions": null });
    assert_eq!(server().post(body).await.json(), json!({ "data": { "__typename": "Query" } }));
}

#[tokio::test]
async fn batches_are_refused() {
    let server = server();
    let answer =
        server.post(json!([{ "query": "mutation { bump }" }, { "query": "mutation { bump }" }])).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "BATCH_NOT_SUPPORTED"));
    assert_eq!(server.bumps(), 0);
}

#[tokio::test]
async fn a_body_is_bounded_in_size() {
    let server = configured(|config| config.server.body_limit = 1024);
    let fitting = format!("{:<1024}", r#"{"query": "{ __typename }"}"#);
    let answer = server.send("POST", "/graphql", &[JSON], fitting.clone()).await;
    assert_eq!(answer.status, StatusCode::OK);
    let answer = server.send("POST", "/graphql", &[JSON, TELLING], fitting + " ").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE"));
    assert_eq!(answer.message(), "expected a body of at most 1024 bytes");
}

/// What is long is read elsewhere: nobody can tell.
#[tokio::test]
async fn a_long_body_is_answered_as_a_short_one() {
    for body in [
        BUMP,
        r#"{"query": "{ __typename }"}"#,
        r#"{"query": "{ nothing }"}"#,
        r#"{"query": "{"}"#,
        r#"{"query": "subscription { ticks }"}"#,
        r#"{"query": "{a}", "operationName": 1}"#,
        r#"{"query": "query($v: Int!) { __typename }"}"#,
        r#"{"query": "query($v: [Int]) { __typename }", "variables": {"v": "\u0000"}}"#,
        "[]",
        "{}",
        "{ \"not",
    ] {
        let (short, long) = (server(), server());
        let padded = format!("{}{body}", " ".repeat(20_000));
        let one = short.send("POST", "/graphql", &[JSON, TELLING], body).await;
        let other = long.send("POST", "/graphql", &[JSON, TELLING], padded).await;
        assert_eq!((one.status, short.bumps()), (other.status, long.bumps()), "{body}");
        // Where in the JSON it broke is another place, and what it costs is by the byte.
        if body.starts_with("{ \"not") {
            assert!(other.message().starts_with("expected a JSON object such as"), "{}", other.message());
        } else {
            assert_eq!(one.json(), other.json(), "{body}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_ends_is_bounded_in_time() {
    let endless =
        axum::body::Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let answer = server().send("POST", "/graphql", &[JSON], endless).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::REQUEST_TIMEOUT, "TIMEOUT"));
}
