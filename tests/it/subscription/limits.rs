//! What one socket, one account and one address may.

use super::{PUBLISHED, following};
use crate::harness::factory::{self, INSA};
use crate::harness::{Given, Heard, Host, Kind, Socket, TestApp, seeded};
use anyhow::Result;
use chrono::TimeDelta;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Error;

trials!(
    who_does_not_say_who_in_time_is_4408,
    operations_are_counted,
    a_message_is_not_longer_than_it_may_be,
    messages_are_counted_by_the_second,
    sockets_are_counted_by_account,
    sockets_are_counted_by_address_and_given_back,
    nothing_under_way_ends_a_socket_and_something_keeps_it,
    who_answers_no_ping_is_dropped,
);

/// A server of little patience.
pub(crate) struct Strict(TestApp);

impl Given for Strict {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let app = TestApp::open(seeded(host, kind).await?, TimeDelta::zero(), |config| {
            let limits = &mut config.sockets;
            limits.init_timeout = Duration::from_millis(300);
            limits.keepalive = Duration::from_millis(200);
            limits.idle_timeout = Duration::from_millis(1000);
            limits.operations = 2;
            limits.message_bytes = 1024;
            limits.messages_per_second = 10;
            limits.per_account = 1;
            limits.per_address = 3;
        });
        Ok(Self(app.await?))
    }
}

async fn who_does_not_say_who_in_time_is_4408(Strict(app): Strict) {
    let mut socket = Socket::open(&app.base, &[]).await.unwrap();
    socket.say(json!({ "type": "ping" })).await;
    assert_eq!(socket.code().await, 4408);
}

async fn operations_are_counted(Strict(app): Strict) {
    let mut socket = following(&app, None, PUBLISHED).await;
    socket.subscribe("2", PUBLISHED, json!({})).await;
    socket.subscribe("3", PUBLISHED, json!({})).await;
    let Heard::Message(message) = socket.hear().await else { panic!("expected an error") };
    assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("3")));
    assert_eq!(message["payload"][0]["extensions"]["code"], "TOO_MANY_OPERATIONS");
    // Another may begin when one ends.
    socket.say(json!({ "type": "complete", "id": "2" })).await;
    socket.subscribe("3", "{ __typename }", json!({})).await;
    assert_eq!(socket.next("3").await["data"], json!({ "__typename": "Query" }));
}

async fn a_message_is_not_longer_than_it_may_be(Strict(app): Strict) {
    for length in [1025, 100_000] {
        let mut socket = Socket::connect(&app.base, None).await;
        socket.say_text("x".repeat(length)).await;
        assert_eq!(socket.code().await, 1009, "{length}");
    }
}

async fn messages_are_counted_by_the_second(Strict(app): Strict) {
    let mut socket = Socket::connect(&app.base, None).await;
    for _ in 0..12 {
        socket.say(json!({ "type": "pong" })).await;
    }
    assert_eq!(socket.code().await, 1008);
}

async fn sockets_are_counted_by_account(Strict(app): Strict) {
    let student = factory::student(&app, INSA, "IR").await;
    let first = following(&app, student.client.token(), PUBLISHED).await;
    let mut second = Socket::open(&app.base, &[]).await.unwrap();
    let payload = json!({ "authorization": format!("Bearer {}", student.client.token().unwrap()) });
    second.say(json!({ "type": "connection_init", "payload": payload })).await;
    assert_eq!(second.code().await, 1013);
    first.leave().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    Socket::connect(&app.base, student.client.token()).await.leave().await;
}

async fn sockets_are_counted_by_address_and_given_back(Strict(app): Strict) {
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(following(&app, None, PUBLISHED).await);
    }
    match Socket::open(&app.base, &[]).await {
        Err(Error::Http(response)) => assert_eq!(response.status().as_u16(), 429),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("expected to be refused"),
    }
    open.remove(0).leave().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    Socket::connect(&app.base, None).await.leave().await;
}

async fn nothing_under_way_ends_a_socket_and_something_keeps_it(Strict(app): Strict) {
    let mut busy = following(&app, None, PUBLISHED).await;
    let mut idle = Socket::connect(&app.base, None).await;
    // Both read all the while, so that both answer pings.
    let (code, heard) = tokio::join!(idle.code(), busy.hear_within(Duration::from_millis(2500)));
    assert_eq!((code, heard), (1000, Heard::Nothing));
}

async fn who_answers_no_ping_is_dropped(Strict(app): Strict) {
    // A client that reads answers pings by itself; this one does not read.
    let mut dead = following(&app, None, PUBLISHED).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    // It answers the pings late, now that it reads, to a server that is gone: that may keep it from reading the code.
    let heard = dead.hear().await;
    assert!(matches!(heard, Heard::Closed(1000 | 1006)), "{heard:?}");
}
