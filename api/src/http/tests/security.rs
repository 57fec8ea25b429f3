//! What browsers are told: headers on every answer, and CORS for those who are let in.

use axum::http::StatusCode;
use serde_json::json;

use super::{Answer, JSON, Server, configured, server};

const HERE: &str = "https://app.example.org";

#[tokio::test]
async fn every_answer_is_protected_however_it_went() {
    let server = server();
    let answers = [
        server.query("{ echo(text: \"a\") }").await,
        server.query("{").await,
        server.query("{ panics }").await,
        server.send("DELETE", "/graphql", &[], "").await,
        server.send("POST", "/health/live", &[], "").await,
        server.get("/health/ready").await,
        server.get("/nowhere").await,
        server.get("/").await,
    ];
    for answer in answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert_eq!(answer.header("strict-transport-security"), "", "nothing says that there is TLS");
    }
}

#[tokio::test]
async fn a_public_address_with_tls_is_never_asked_without() {
    for (url, header) in [("https://a.example.org", "max-age=31536000"), ("http://a.example.org", "")] {
        let server = configured(|config| config.server.public_url = Some(url.to_owned()));
        assert_eq!(server.get("/nowhere").await.header("strict-transport-security"), header);
    }
}

async fn preflight(server: &Server, origin: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization,content-type"),
    ];
    server.send("OPTIONS", "/graphql", &headers, "").await
}

async fn ask(server: &Server, origin: &str) -> Answer {
    let body = json!({ "query": "{ echo(text: \"a\") }" }).to_string();
    server.send("POST", "/graphql", &[JSON, ("origin", origin)], body).await
}

fn open(origins: &[&str]) -> Server {
    configured(|config| {
        config.server.cors_origins = origins.iter().map(|&origin| origin.to_owned()).collect();
    })
}

#[tokio::test]
async fn cors_is_off_unless_configured() {
    let server = server();
    let refused = preflight(&server, HERE).await;
    assert_eq!(
        (refused.status, refused.header("access-control-allow-origin")),
        (StatusCode::METHOD_NOT_ALLOWED, "")
    );
    let answer = ask(&server, HERE).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (StatusCode::OK, ""));
}

#[tokio::test]
async fn pages_of_a_configured_origin_are_let_in_without_cookies() {
    let server = open(&[HERE, "http://localhost:5173"]);
    for origin in [HERE, "http://localhost:5173"] {
        let allowed = preflight(&server, origin).await;
        assert_eq!(allowed.status, StatusCode::OK);
        assert_eq!(allowed.header("access-control-allow-origin"), origin);
        assert_eq!(allowed.header("access-control-allow-methods"), "GET,POST");
        for header in ["authorization", "content-type", "accept-language"] {
            assert!(allowed.header("access-control-allow-headers").contains(header));
        }
        let answer = ask(&server, origin).await;
        assert_eq!(answer.header("access-control-allow-origin"), origin);
        assert!(answer.header("access-control-expose-headers").contains("x-request-id"));
        assert_eq!(answer.header("access-control-allow-credentials"), "");
        let varies: Vec<_> = answer.headers.get_all("vary").iter().map(|one| one.to_str().unwrap()).collect();
        assert!(varies.join(",").to_lowercase().contains("origin"), "{varies:?}");
    }
}

#[tokio::test]
async fn pages_of_any_other_origin_are_not() {
    let server = open(&[HERE]);
    for origin in ["https://app.example.org.evil.example", "http://app.example.org", "null"] {
        assert_eq!(preflight(&server, origin).await.header("access-control-allow-origin"), "", "{origin}");
        assert_eq!(ask(&server, origin).await.header("access-control-allow-origin"), "", "{origin}");
    }
    let elsewhere = server.send("GET", "/health/ready", &[("origin", HERE)], "").await;
    assert_eq!(elsewhere.header("access-control-allow-origin"), "", "the API alone is opened");
}

#[tokio::test]
async fn every_origin_never_comes_with_cookies() {
    let server = open(&["*"]);
    for answer in [preflight(&server, HERE).await, ask(&server, HERE).await] {
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("access-control-allow-credentials"), "");
    }
}
