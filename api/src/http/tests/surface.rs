//! What surrounds the API: identity, request ids, the log, health and the console.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::ConnectInfo;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tracing_subscriber::layer::SubscriberExt;

use super::{JSON, Readiness, Server, TELLING, configured, dependency, server, server_with};
use crate::config::Config;

const SEEN: &str = r#"{"query": "{ seen }"}"#;

async fn seen(server: &Server, headers: &[(&str, &str)]) -> String {
    let headers = [&[JSON], headers].concat();
    let answer = server.send("POST", "/graphql", &headers, SEEN).await;
    answer.json()["data"]["seen"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_application_sees_who_asks() {
    let mut server = configured(|config| config.server.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()]);
    server.router =
        server.router.layer(axum::Extension(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4711)))));
    let headers = [
        ("authorization", "Bearer t0ken"),
        ("accept-language", "fr"),
        ("x-forwarded-for", "192.0.2.66, 198.51.100.1"),
        ("x-request-id", "id-1"),
    ];
    assert_eq!(seen(&server, &headers).await, "id-1 198.51.100.1 t0ken fr true");
}

#[tokio::test]
async fn a_token_that_is_not_good_is_401_before_anything_runs() {
    let server = server();
    for accept in ["application/json", "application/graphql-response+json"] {
        let headers = [JSON, ("accept", accept), ("authorization", "Bearer bad")];
        let answer = server.send("POST", "/graphql", &headers, r#"{"query": "mutation { bump }"}"#).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    assert_eq!(server.bumps(), 0);
}

#[tokio::test]
async fn a_sane_request_id_is_kept_and_any_other_replaced() {
    let long = "x".repeat(65);
    for (given, kept) in
        [("a-B_1.c", "a-B_1.c"), ("a b", "generated"), ("", "generated"), (&long, "generated")]
    {
        let answer = server().send("GET", "/health/live", &[("x-request-id", given)], "").await;
        assert_eq!(answer.header("x-request-id"), kept);
    }
    assert_eq!(server().get("/nowhere").await.header("x-request-id"), "generated");
}

#[tokio::test]
async fn answers_are_neither_cached_nor_sniffed_and_carry_what_resolvers_set() {
    let answer = server().query("{ cookie }").await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("set-cookie"), "a=b");
    let missing = server().get("/nowhere").await;
    assert_eq!((missing.status, missing.code().as_str()), (StatusCode::NOT_FOUND, "NOT_FOUND"));
}

/// A log that a test can read.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_request_is_one_log_line_without_variables_tokens_or_query_string() {
    let lines = Lines::default();
    let writer = lines.clone();
    let layer =
        tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(move || writer.clone());
    // With one subscriber in the process, what another thread logs first is taken for what nobody listens to.
    let _another = tracing::Dispatch::new(tracing_subscriber::registry());
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    let body =
        json!({ "query": "query Named($t: String!) { echo(text: $t) }", "variables": { "t": "hush1" } });
    let headers = [JSON, TELLING, ("authorization", "Bearer hush2"), ("x-request-id", "id-7")];
    server().send("POST", "/graphql?hush3=1", &headers, body.to_string()).await;
    drop(guard);
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let ours: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(ours.len(), 1, "{text}");
    let line = &ours[0];
    assert_eq!(
        (&line["method"], &line["path"], &line["status"]),
        (&json!("POST"), &json!("/graphql"), &json!(200))
    );
    assert_eq!((&line["span"]["request_id"], &line["span"]["operation"]), (&json!("id-7"), &json!("Named")));
    assert!(line["ms"].is_number());
    assert!(!text.contains("hush"), "{text}");
}

#[tokio::test]
async fn readiness_fails_for_what_is_required_only() {
    assert_eq!(server().get("/health/live").await.json(), json!({ "status": "live" }));
    let states = [
        (true, true, StatusCode::OK, "ready"),
        (true, false, StatusCode::OK, "ready"),
        (false, true, StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    ];
    let word = |up| if up { "up" } else { "down" };
    for (database, search, status, expected) in states {
        let readiness =
            Readiness(vec![dependency("database", database, true), dependency("search", search, false)]);
        let answer = server_with(&Config::default(), readiness).get("/health/ready").await;
        let dependencies = json!({ "database": word(database), "search": word(search) });
        assert_eq!(answer.json(), json!({ "status": expected, "dependencies": dependencies }));
        assert_eq!(answer.status, status);
    }
}

#[tokio::test]
async fn the_console_is_served_from_the_binary_alone() {
    let server = server();
    let page = server.get("/").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.header("content-security-policy").contains("script-src 'self';"));
    assert!(!page.text.contains("://"), "the page must ask no other server");
    let linked: Vec<_> = page.text.split('"').filter(|part| part.starts_with("graphiql/")).collect();
    assert_eq!(linked.len(), 6);
    for path in linked {
        let file = server.get(&format!("/{path}")).await;
        let kind = if path.ends_with(".css") { "text/css" } else { "text/javascript" };
        assert_eq!(
            (file.status, file.header("content-type")),
            (StatusCode::OK, &*format!("{kind}; charset=utf-8"))
        );
        let tag = file.header("etag");
        let again = server.send("GET", &format!("/{path}"), &[("if-none-match", tag)], "").await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    }
    assert_eq!(server.get("/graphiql/nothing.js").await.status, StatusCode::NOT_FOUND);
    assert_eq!(server.get("/graphiql/..%2F..%2FCargo.toml").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_console_is_sent_compressed_to_whoever_takes_that() {
    let server = server();
    let plain = server.get("/graphiql/page.css").await;
    for (accepted, encoding) in
        [("gzip, deflate, br", "gzip"), ("GZIP;q=0.5", "gzip"), ("gzip;q=0, br", ""), ("identity", "")]
    {
        let sent = server.send("GET", "/graphiql/page.css", &[("accept-encoding", accepted)], "").await;
        assert_eq!((sent.header("content-encoding"), sent.header("vary")), (encoding, "Accept-Encoding"));
        assert_eq!(sent.header("etag") == plain.header("etag"), encoding.is_empty(), "{accepted}");
        assert_eq!(sent.text == plain.text, encoding.is_empty(), "{accepted}");
    }
}

#[tokio::test]
async fn without_the_console_the_root_says_where_things_are() {
    let server = configured(|config| {
        config.server.graphiql = false;
        config.server.public_url = Some("https://tremplin.example.org".to_owned());
    });
    let page = server.get("/").await;
    assert_eq!(page.header("content-type"), "text/plain; charset=utf-8");
    assert!(page.text.contains("https://tremplin.example.org/graphql"));
    assert_eq!(server.get("/graphiql/graphiql.min.js").await.status, StatusCode::NOT_FOUND);
}
