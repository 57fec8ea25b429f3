//! Subscriptions: the protocol on the socket, its limits, who is told what, and what is told when something fails.

mod delivery;
mod limits;
mod protocol;
mod rights;

use crate::harness::{Socket, Suite, TestApp};
use serde_json::json;
use std::time::Duration;

pub(crate) fn trials(suite: &mut Suite) {
    protocol::trials(suite);
    limits::trials(suite);
    rights::trials(suite);
    delivery::trials(suite);
}

/// What a subscriber to every publication asks.
const PUBLISHED: &str = "subscription { offerPublished { id title status } }";

/// What a subscriber to applications asks.
const UPDATED: &str = "subscription { applicationUpdated { id status } }";

/// How long nothing must come where nothing is to come.
const SILENCE: Duration = Duration::from_millis(400);

/// A socket that has opened a subscription under the id `1`.
async fn following(app: &TestApp, token: Option<&str>, document: &str) -> Socket {
    let mut socket = Socket::connect(&app.base, token).await;
    socket.subscribe("1", document, json!({})).await;
    opened(&mut socket).await;
    socket
}

/// Waits until what was asked before is under way: a query on the same socket begins after it, and takes as long.
async fn opened(socket: &mut Socket) {
    tokio::time::sleep(Duration::from_millis(150)).await;
    socket.subscribe("opened", "{ __typename }", json!({})).await;
    socket.next("opened").await;
    socket.hear().await;
}
