//! What a collector receives, read from the bytes that it is sent.

use super::{Traces, adopt, operation, statement};
use crate::config::Log;
use axum::Router;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::routing::post;
use sea_orm::{DatabaseBackend, Statement, metric};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tracing::Instrument;
use tracing_subscriber::layer::SubscriberExt;

const TRACE: [u8; 16] = *b"a trace of a bus";

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A collector on a free port, and what it received.
async fn collector() -> (String, Arc<Mutex<Vec<u8>>>) {
    let received = Arc::<Mutex<Vec<u8>>>::default();
    let kept = Arc::clone(&received);
    let take = move |headers: HeaderMap, body: Bytes| async move {
        assert_eq!(headers["content-type"], "application/x-protobuf");
        kept.lock().unwrap().extend_from_slice(&body);
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1/traces", listener.local_addr().unwrap());
    let router = Router::new().route("/v1/traces", post(take));
    tokio::spawn(axum::serve(listener, router).into_future());
    (url, received)
}

fn contains(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).filter(|window| *window == part).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_receives_a_request_its_operation_and_its_statements_in_the_callers_trace() {
    let (url, received) = collector().await;
    let (traces, part) = Traces::start(&Log { traces_url: Some(url), ..Log::default() }).unwrap();
    // With one subscriber in the process, what another thread logs first is taken for what nobody listens to.
    let _another = tracing::Dispatch::new(tracing_subscriber::registry());
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(part));
    let mut headers = HeaderMap::new();
    let parent = format!("00-{}-00f067aa0ba902b7-01", hexadecimal(&TRACE));
    headers.insert("traceparent", parent.parse().unwrap());
    let request = tracing::error_span!("request", request_id = "id-1");
    adopt(&request, &headers);
    async {
        let secret = Statement::from_string(DatabaseBackend::Sqlite, "SELECT 'secret'");
        let info = metric::Info { elapsed: Duration::from_millis(3), statement: &secret, failed: false };
        async { statement(&info) }.instrument(operation("Schools")).await;
    }
    .instrument(request)
    .await;
    drop(guard);
    tokio::task::spawn_blocking(|| traces.end()).await.unwrap();
    let bytes = received.lock().unwrap().clone();
    assert_eq!(contains(&bytes, &TRACE), 3, "three spans of the caller's trace");
    for name in ["tremplin", "request", "id-1", "operation", "Schools", "select", "db.operation.name"] {
        assert!(contains(&bytes, name.as_bytes()) > 0, "{name}");
    }
    assert_eq!(contains(&bytes, b"secret"), 0, "no text of a statement");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_nothing_is_started() {
    let (_traces, part) = Traces::start(&Log::default()).unwrap();
    assert!(part.is_none());
}
