//! Documents: what is refused before execution, and how executed failures differ.

use axum::http::StatusCode;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::json;

use super::{JSON, configured, server};

#[tokio::test]
async fn a_document_that_cannot_be_executed_is_400_or_for_old_clients_200() {
    let cases = [
        ("{", "DOCUMENT_SYNTAX"),
        ("{ nothing }", "DOCUMENT_INVALID"),
        ("query($text: String!) { echo(text: $text) }", "VARIABLE_REQUIRED"),
        ("query A { __typename } query B { __typename }", "OPERATION_NAME_REQUIRED"),
        ("subscription { x }", "SUBSCRIPTION_NOT_SUPPORTED"),
    ];
    for (document, code) in cases {
        let telling = server().query(document).await;
        assert_eq!((telling.status, telling.code().as_str()), (StatusCode::BAD_REQUEST, code), "{document}");
        let body = json!({ "query": document }).to_string();
        let legacy = server().send("POST", "/graphql", &[JSON], body).await;
        assert_eq!((legacy.status, legacy.code().as_str()), (StatusCode::OK, code), "{document}");
        for answer in [telling, legacy] {
            assert!(answer.json().get("data").is_none(), "{document}");
            assert!(answer.message().len() > 5, "{document}");
        }
    }
}

#[tokio::test]
async fn the_operation_is_chosen_by_name() {
    let document = "query A { __typename } query B { echo(text: \"b\") }";
    let chosen = server().post(json!({ "query": document, "operationName": "B" })).await;
    assert_eq!(chosen.json(), json!({ "data": { "echo": "b" } }));
    for (document, name) in [(document, "C"), ("{ __typename }", "A")] {
        let unknown = server().post(json!({ "query": document, "operationName": name })).await;
        assert_eq!((unknown.status, unknown.code().as_str()), (StatusCode::BAD_REQUEST, "OPERATION_UNKNOWN"));
    }
}

#[tokio::test]
async fn variables_that_do_not_fit_are_told_before_anything_is_executed() {
    let ask = async |document: &str, variables: serde_json::Value| {
        server().post(json!({ "query": document, "variables": variables })).await
    };
    let required = "query($text: String!) { echo(text: $text) }";
    assert_eq!(ask(required, json!({ "text": "x" })).await.json(), json!({ "data": { "echo": "x" } }));
    let missing = ask(required, json!({ "text": null })).await;
    assert_eq!((missing.status, missing.code().as_str()), (StatusCode::BAD_REQUEST, "VARIABLE_REQUIRED"));
    assert_eq!(missing.message(), "expected a value of type String! for the variable `$text`");
    let wrong = ask(required, json!({ "text": 5 })).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (StatusCode::BAD_REQUEST, "DOCUMENT_INVALID"));
    let defaulted = "query($text: String! = \"d\") { echo(text: $text) }";
    assert_eq!(ask(defaulted, json!({})).await.json(), json!({ "data": { "echo": "d" } }));
}

#[tokio::test]
async fn an_executed_failure_is_200_with_data() {
    let denied = server().query("{ denied }").await;
    assert_eq!((denied.status, denied.code().as_str()), (StatusCode::OK, "FORBIDDEN"));
    assert_eq!(denied.json()["data"], json!(null));
    assert!(denied.json().as_object().unwrap().contains_key("data"));
    let partial = server().query("{ broken __typename }").await;
    assert_eq!(partial.status, StatusCode::OK);
    assert_eq!(partial.json()["data"], json!({ "broken": null, "__typename": "Query" }));
}

#[tokio::test]
async fn errors_pass_through_the_applications_hook() {
    let answer = server().query("{ broken }").await;
    assert_eq!(answer.message(), "internal");
    assert!(!answer.text.contains("SELECT"));
}

#[tokio::test]
async fn a_resolvers_panic_is_an_answer() {
    let answer = server().query("{ panics }").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL"));
    assert!(!answer.text.contains("ParseIntError"), "{}", answer.text);
}

#[tokio::test(start_paused = true)]
async fn a_request_is_bounded_in_time() {
    let answer = server().query("{ slow(ms: 9000) }").await;
    assert_eq!(answer.status, StatusCode::OK);
    let answer = server().query("{ slow(ms: 11000) }").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT"));
}

#[tokio::test]
async fn whoever_comes_when_many_long_documents_wait_is_told_so_and_others_are_served() {
    let server = server();
    // Each is new, and longer than what is read in a moment.
    let long = |number: usize| format!("{{ __typename }} #{number}{}", "x".repeat(5000));
    let (executed, refused) = (long(500), format!("{{ nothing }} #{}", "x".repeat(5000)));
    assert_eq!(server.query(&executed).await.status, StatusCode::OK);
    assert_eq!(server.query(&refused).await.code(), "DOCUMENT_INVALID");
    let documents: Vec<_> = (0..400).map(long).collect();
    let mut answers: FuturesUnordered<_> = documents.iter().map(|document| server.query(document)).collect();
    let mut busy = None;
    while let Some(answer) = answers.next().await {
        if answer.status == StatusCode::OK {
            continue;
        }
        busy = Some(answer);
        break;
    }
    let busy = busy.expect("400 at once are more than may wait");
    assert_eq!((busy.status, busy.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "BUSY"));
    assert_eq!(busy.headers["retry-after"], "1");
    assert_eq!(server.query("{ __typename }").await.status, StatusCode::OK);
    assert_eq!(server.query(&executed).await.status, StatusCode::OK, "it is known");
    assert_eq!(server.query(&refused).await.code(), "BUSY", "what the schema refused is not");
    let body = json!({ "query": long(400) }).to_string();
    let member = server.send("POST", "/graphql", &[JSON, ("authorization", "Bearer member")], body).await;
    assert_eq!(
        member.status,
        StatusCode::OK,
        "who is signed in does not wait for who is not: {}",
        member.text
    );
    // Whoever gives up gives the place back.
    drop(answers);
    assert_eq!(server.query(&long(401)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_field_runs_once_however_often_it_is_written() {
    let server = server();
    let documents = [
        "mutation { bump bump }",
        "mutation { bump ... { bump } }",
        "mutation { ...F bump } fragment F on Mutation { bump }",
        "mutation { ...F ...F } fragment F on Mutation { bump }",
        "mutation { ...F ...G } fragment F on Mutation { bump } fragment G on Mutation { bump ...F }",
        "mutation($no: Boolean = false) { bump bump @skip(if: $no) ... @include(if: true) { bump } }",
    ];
    for (number, document) in (1..).zip(documents) {
        let answer = server.query(document).await;
        assert_eq!(answer.json(), json!({ "data": { "bump": number } }), "{document}");
        assert_eq!(server.bumps(), number, "{document}");
    }
    let aliased = server.query("mutation { a: bump a: bump b: bump }").await;
    assert_eq!(aliased.json(), json!({ "data": { "a": 7, "b": 8 } }));
    let skipped = server.query("mutation { bump @skip(if: true) bump @include(if: false) }").await;
    assert_eq!(skipped.json(), json!({ "data": {} }));
    assert_eq!(server.bumps(), 8);
}

#[tokio::test]
async fn two_meanings_of_one_key_are_refused() {
    for document in [
        "{ x: echo(text: \"a\") x: echo(text: \"b\") }",
        "{ x: echo(text: \"a\") x: __typename }",
        "{ x: echo(text: \"a\") ...F } fragment F on Query { ... { x: denied } }",
        "mutation { x: bump x: __typename }",
    ] {
        let answer = server().query(document).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "FIELDS_CONFLICT"));
        assert!(answer.message().starts_with("expected one meaning of `x`: "), "{}", answer.message());
        assert!(answer.json()["errors"][0]["locations"][0]["column"].is_u64());
    }
}

#[tokio::test]
async fn a_merged_document_is_still_validated_as_it_was_sent() {
    for document in [
        "{ __typename __typename nothing }",
        "{ __typename __typename ...F } fragment F on Mutation { bump }",
        "query($unused: Int) { __typename __typename }",
        r#"{ echo(text: "x") echo(text: "x") @unknown }"#,
        r#"{ echo(text: "x") echo(text: "x") @skip(if: true) @skip(if: true) }"#,
        "{ __typename __typename } fragment Unused on Query { __typename }",
        "{ __typename __typename echo(text: 5) }",
    ] {
        let answer = server().query(document).await;
        assert_eq!(answer.code(), "DOCUMENT_INVALID", "{document}: {}", answer.text);
        assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 1, "{}", answer.text);
    }
}

#[tokio::test]
async fn a_document_is_bounded_in_length() {
    let server = configured(|config| config.limits.document_bytes = 20);
    assert_eq!(server.query("{ __typename       }").await.status, StatusCode::OK);
    let answer = server.query("{ __typename        }").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "DOCUMENT_TOO_LARGE"));
    assert_eq!(answer.message(), "expected at most 20 bytes in a document, found 21");
}

/// Fragments that each use the next one twice: 2 to the power of `levels` fields once written out.
fn bomb(levels: usize) -> String {
    let fragments =
        (0..levels).map(|n| format!("fragment F{n} on Query {{ ...F{next} ...F{next} }} ", next = n + 1));
    format!("{{ ...F0 }} {} fragment F{levels} on Query {{ __typename }}", fragments.collect::<String>())
}

#[tokio::test]
async fn a_document_is_bounded_in_size_with_its_fragments_written_out() {
    assert_eq!(server().query(&bomb(3)).await.status, StatusCode::OK);
    for (levels, code) in [(20, "TOO_MANY_NODES"), (31, "DOCUMENT_TOO_DEEP"), (190, "DOCUMENT_TOO_DEEP")] {
        let answer = server().query(&bomb(levels)).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, code));
    }
    // The bound holds for what is not used, and for all operations together.
    let unused = bomb(20).replace("{ ...F0 }", "{ __typename }");
    assert_eq!(server().query(&unused).await.code(), "TOO_MANY_NODES");
    let limited = configured(|config| config.limits.expanded_nodes = 3);
    let operations = "query A { __typename a: __typename } query B { __typename a: __typename }";
    let answer = limited.post(json!({ "query": operations, "operationName": "A" })).await;
    assert_eq!(answer.code(), "TOO_MANY_NODES");
}

#[tokio::test]
async fn fragments_that_contain_themselves_are_refused() {
    for document in [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { __typename ...A }",
        "{ __typename } fragment A on Query { ...A }",
        "mutation { ...A } fragment A on Mutation { ...A }",
    ] {
        assert_eq!(server().query(document).await.code(), "FRAGMENT_CYCLE", "{document}");
    }
    assert_eq!(server().query("{ ...Missing }").await.code(), "DOCUMENT_INVALID");
}

/// As deep as the query by which GraphiQL reads a schema: the type of an argument, within nine wrappers.
fn introspection() -> String {
    let of_type = (0..9).fold("kind name".to_owned(), |inner, _| format!("kind name ofType {{ {inner} }}"));
    format!("{{ __schema {{ types {{ fields {{ args {{ type {{ {of_type} }} }} }} }} }} }}")
}

#[tokio::test]
async fn introspection_fits_the_default_limits_and_can_be_switched_off() {
    let answer = server().query(&introspection()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let closed = configured(|config| config.server.introspection = false);
    for document in [
        introspection().as_str(),
        "{ __type(name: \"Query\") { name } }",
        "{ ...F } fragment F on Query { x: __schema { queryType { name } } }",
    ] {
        let answer = closed.query(document).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::BAD_REQUEST, "INTROSPECTION_DISABLED")
        );
    }
    assert_eq!(closed.query("{ __typename }").await.status, StatusCode::OK);
}
