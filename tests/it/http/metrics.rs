//! `/metrics`: the numbers move with what happens, and name nothing that a client made up.

use crate::harness::factory::{INSA, confirmed_student, verified_company};
use crate::harness::{TestApp, close};
use api::{metrics, worker};
use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};

trials![
    requests_count_by_listed_name_and_outcome,
    the_database_and_the_engine_are_timed,
    what_waits_is_told_with_its_age,
    a_database_that_does_not_answer_is_told_and_not_waited_for,
    they_are_on_an_address_of_their_own,
];

/// A scrape, read.
struct Scrape(String);

impl Scrape {
    async fn of(app: &TestApp) -> Self {
        let text = metrics::render(&app.context).await;
        assert!(text.ends_with("# EOF\n"), "whole");
        Self(text)
    }

    /// The value of a series, as `name{label="value"}`; 0 where it is not there yet.
    fn value(&self, series: &str) -> f64 {
        let line = self.0.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        line.map_or(0.0, |value| value.parse().unwrap())
    }
}

async fn post(app: &TestApp, token: Option<&str>, body: Value) -> StatusCode {
    let anonymous = app.anonymous();
    let client = token.map_or(anonymous.clone(), |token| anonymous.with_token(token));
    let request = client.request(Method::POST, "/graphql").json(&body);
    request.header("accept", "application/graphql-response+json").send().await.unwrap().status()
}

async fn requests_count_by_listed_name_and_outcome(app: TestApp) {
    let schools = include_str!("../../../operations/Schools.graphql").trim_end();
    let asked = [
        (json!({ "query": schools }), None, StatusCode::OK),
        (json!({ "query": "query MadeUp1 { schools { code } }" }), None, StatusCode::OK),
        (json!({ "query": "query MadeUp2 { nothing }" }), None, StatusCode::BAD_REQUEST),
        (json!({ "query": "mutation Schools { signOut { signedOut } }" }), None, StatusCode::OK),
        (json!({ "query": schools }), Some("trp_made_up"), StatusCode::UNAUTHORIZED),
        (json!({ "documentId": "00" }), None, StatusCode::BAD_REQUEST),
    ];
    for (body, token, status) in asked {
        assert_eq!(post(&app, token, body.clone()).await, status, "{body}");
    }
    let scrape = Scrape::of(&app).await;
    for (series, expected) in [
        ("tremplin_requests_total{operation=\"Schools\",outcome=\"ok\"}", 1.0),
        // Who asks is found out before what is asked is read.
        ("tremplin_requests_total{operation=\"Schools\",outcome=\"refused\"}", 0.0),
        ("tremplin_requests_total{operation=\"other\",outcome=\"ok\"}", 1.0),
        ("tremplin_requests_total{operation=\"other\",outcome=\"errors\"}", 1.0),
        ("tremplin_requests_total{operation=\"other\",outcome=\"refused\"}", 3.0),
        ("tremplin_requests_total{operation=\"other\",outcome=\"failed\"}", 0.0),
        ("tremplin_request_duration_seconds_count{operation=\"Schools\"}", 1.0),
        ("tremplin_requests_in_flight", 0.0),
        ("tremplin_refusals_total{code=\"DOCUMENT_INVALID\"}", 1.0),
        ("tremplin_refusals_total{code=\"UNAUTHENTICATED\"}", 1.0),
        ("tremplin_refusals_total{code=\"PERSISTED_NOT_FOUND\"}", 1.0),
        ("tremplin_errors_total{code=\"UNAUTHENTICATED\"}", 1.0),
    ] {
        assert!((scrape.value(series) - expected).abs() < 0.1, "{series}: {}", scrape.0);
    }
    assert!(!scrape.0.contains("MadeUp"), "a client names nothing");
}

async fn the_database_and_the_engine_are_timed(app: TestApp) {
    worker::drain(&app.context).await.unwrap();
    let before = Scrape::of(&app).await;
    app.anonymous().get("{ searchHires(query: \"airbus\") { totalCount } }", json!({})).await;
    let after = Scrape::of(&app).await;
    for series in [
        "tremplin_database_statement_duration_seconds_count{kind=\"select\"}",
        "tremplin_search_duration_seconds_count{kind=\"hires\"}",
        "tremplin_searches_total{kind=\"hires\",outcome=\"answered\"}",
    ] {
        assert!(after.value(series) > before.value(series), "{series}: {}", after.0);
    }
    assert!(after.value("tremplin_database_statement_duration_seconds_count{kind=\"insert\"}") > 0.0);
    let open = ["used", "idle"]
        .map(|state| format!("tremplin_database_connections{{pool=\"read\",state=\"{state}\"}}"));
    assert!(open.iter().map(|series| after.value(series)).sum::<f64>() >= 1.0, "{}", after.0);
    assert!(after.value("tremplin_database_connections_max{pool=\"read\"}") >= 1.0);
    assert!((after.value("tremplin_search_index_ready") - 1.0).abs() < 0.1);
    assert!(after.value("process_anonymous_memory_bytes") > 1e6 && after.value("process_open_fds") > 3.0);
    assert!(
        after.value("process_cpu_seconds_total") > 0.0 && after.value("process_start_time_seconds") > 1e9
    );
    assert!(after.0.contains("tremplin_build_info{version=\""));
}

async fn what_waits_is_told_with_its_age(app: TestApp) {
    worker::drain(&app.context).await.unwrap();
    verified_company(&app).await;
    confirmed_student(&app, INSA, "AE", "COMPANIES").await;
    app.clock.advance(TimeDelta::minutes(5));
    let scrape = Scrape::of(&app).await;
    assert!(scrape.value("tremplin_outbox_rows") >= 2.0, "{}", scrape.0);
    let age = scrape.value("tremplin_outbox_oldest_age_seconds");
    assert!((300.0..400.0).contains(&age), "{age}");
    assert!((scrape.value("tremplin_backlog_known") - 1.0).abs() < 0.1);
    let overdue = scrape.value("tremplin_job_overdue_seconds{name=\"expire\"}");
    assert!((200.0..300.0).contains(&overdue), "due each minute: {overdue}");
    assert!(scrape.value("tremplin_job_overdue_seconds{name=\"reconcile\"}") < 0.1);
    assert!(scrape.0.contains("tremplin_job_failed_attempts{name=\"sweep\"} 0"));
}

async fn a_database_that_does_not_answer_is_told_and_not_waited_for(app: TestApp) {
    close(app.context.db.clone()).await.unwrap();
    let start = Instant::now();
    let scrape = timeout(Duration::from_secs(3), Scrape::of(&app)).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert!(scrape.0.contains("tremplin_backlog_known 0") && scrape.0.contains("tremplin_outbox_rows NaN"));
}

async fn they_are_on_an_address_of_their_own(app: TestApp) {
    let public = app.anonymous().request(Method::GET, "/metrics").send().await.unwrap();
    assert_eq!(public.status(), StatusCode::NOT_FOUND);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = metrics::router(Arc::clone(&app.context));
    let server = tokio::spawn(api::http::serve(
        listener,
        router,
        api::http::Sockets::default(),
        std::future::pending(),
        Duration::ZERO,
    ));
    let scrape = reqwest::get(format!("http://{address}/metrics")).await.unwrap();
    assert_eq!(scrape.headers()["content-type"], metrics::CONTENT_TYPE);
    assert!(scrape.text().await.unwrap().ends_with("# EOF\n"));
    server.abort();
}
