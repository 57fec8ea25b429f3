//! Stopping, over real sockets.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::server;
use crate::http::{Sockets, serve};

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
}

async fn running(grace: Duration) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let shutdown = async {
        stopped.await.ok();
    };
    let ended = tokio::spawn(serve(listener, server().router, Sockets::default(), shutdown, grace));
    Running { address, stop, ended }
}

/// Sends a query that takes `ms`, and waits until the server has surely begun it.
async fn in_flight(address: SocketAddr, ms: u64) -> JoinHandle<reqwest::Result<reqwest::Response>> {
    let request = reqwest::Client::new()
        .post(format!("http://{address}/graphql"))
        .json(&json!({ "query": format!("{{ slow(ms: {ms}) }}") }));
    let answer = tokio::spawn(request.send());
    tokio::time::sleep(Duration::from_millis(200)).await;
    answer
}

#[tokio::test]
async fn a_stopping_server_finishes_what_runs_and_takes_nothing_new() {
    let running = running(Duration::from_secs(10)).await;
    let answer = in_flight(running.address, 800).await;
    running.stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(reqwest::get(format!("http://{}/health/live", running.address)).await.is_err());
    let answer = answer.await.unwrap().unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.text().await.unwrap().starts_with(r#"{"data":{"slow":800}"#));
    running.ended.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_stopping_server_waits_no_longer_than_its_grace() {
    let running = running(Duration::from_millis(100)).await;
    let _answer = in_flight(running.address, 8000).await;
    let start = Instant::now();
    running.stop.send(()).unwrap();
    running.ended.await.unwrap().unwrap();
    assert!(start.elapsed() < Duration::from_secs(3));
}
