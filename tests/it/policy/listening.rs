//! Subscriptions in the table: everybody listens at once, something happens, and each is told or not.

use super::matrix::{Asker, Case, Happening, Outcome};
use super::world::Stage;
use crate::harness::{Heard, Socket};
use serde_json::json;
use std::time::Duration;

/// How long those are waited for who are not to be told anything.
const SILENCE: Duration = Duration::from_millis(500);

/// Who listens, and how the opening was answered.
struct Listener {
    asker: Asker,
    expected: Outcome,
    socket: Socket,
}

pub(super) async fn listen(stage: Stage, case: Case, happening: Happening) {
    let world = stage.fresh().await;
    let document = world.fill(&case.document);
    let mut listeners = Vec::new();
    for (asker, expected) in case.expected() {
        let client = world.client(asker);
        let mut socket = Socket::connect(world.base(), client.token()).await;
        socket.subscribe("1", &document, json!({})).await;
        listeners.push(Listener { asker, expected, socket });
    }
    tokio::time::sleep(SILENCE).await;
    let by: Asker = happening.by.parse().unwrap_or_else(|_| panic!("nobody is {:?}", happening.by));
    world.client(by).get(&world.fill(&happening.document), json!({})).await;
    let mut wrong = Vec::new();
    // Whoever is to be told first, so that the silence of the others is measured after.
    listeners.sort_by_key(|listener| listener.expected != Outcome::Allow);
    for mut listener in listeners {
        let outcome = outcome(&mut listener, &case).await;
        if outcome != Some(listener.expected) {
            wrong.push(format!("  {}: expected {:?}, found {outcome:?}", listener.asker, listener.expected));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", case.name(), wrong.join("\n"));
}

async fn outcome(listener: &mut Listener, case: &Case) -> Option<Outcome> {
    let patience = if listener.expected == Outcome::Allow { Duration::from_secs(10) } else { SILENCE };
    match listener.socket.hear_within(patience).await {
        Heard::Nothing => Some(Outcome::Null),
        Heard::Message(message) if message["type"] == "next" => {
            let told = message["payload"]["data"].pointer(&case.pointer());
            told.is_some_and(|told| !told.is_null()).then_some(Outcome::Allow)
        }
        Heard::Message(message) if message["type"] == "error" => {
            match message["payload"][0]["extensions"]["code"].as_str() {
                Some("UNAUTHENTICATED") => Some(Outcome::Unauthenticated),
                Some("FORBIDDEN") => Some(Outcome::Forbidden),
                Some("NOT_FOUND") => Some(Outcome::NotFound),
                _ => None,
            }
        }
        _ => None,
    }
}
