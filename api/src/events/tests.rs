//! The wire, and the rule that only what is committed is told. Across processes: `tests/it/events`.

use super::Event;
use crate::config::{Database, Secret};
use crate::db::Db;
use std::time::Duration;
use tokio::time::timeout;
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(0x0190_1234_5678_7abc_8def_0123_4567_89ab);

fn everything() -> [Event; 6] {
    [
        Event::ApplicationChanged { id: ID, version: i64::MAX },
        Event::OfferChanged { id: ID, version: 2 },
        Event::OfferPublished { id: ID, version: 3 },
        Event::AccountChanged(ID),
        Event::TokenRevoked(ID),
        Event::ReferenceChanged,
    ]
}

async fn db(folder: &tempfile::TempDir) -> Db {
    let url = format!("sqlite://{}/events.db", folder.path().display());
    Db::connect(&Database { url: Secret::new(url), ..Database::default() }).await.unwrap()
}

#[test]
fn an_event_comes_back_as_it_went_and_is_short() {
    for event in everything() {
        let text = event.encode().unwrap();
        assert_eq!(Event::decode(&text), Some(event));
        assert!(text.len() <= 54 && !text.contains(' '), "{text}");
    }
    assert_eq!(Event::Missed.encode(), None);
}

#[test]
fn what_another_version_says_is_passed_over() {
    for text in ["", "z", "a", "a1.2", "rx", "o019012345678.", "é"] {
        assert_eq!(Event::decode(text), None, "{text:?}");
    }
}

#[tokio::test]
async fn a_commit_tells_in_order_and_a_rollback_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let db = db(&folder).await;
    let mut heard = db.events.subscribe();
    let tx = db.begin().await.unwrap();
    tx.announce([Event::TokenRevoked(ID)]);
    drop(tx);
    let tx = db.begin().await.unwrap();
    tx.announce([Event::ReferenceChanged]);
    tx.rollback().await.unwrap();
    let tx = db.begin().await.unwrap();
    tx.announce(everything());
    assert!(timeout(Duration::from_millis(20), heard.next()).await.is_err(), "not committed yet");
    tx.commit().await.unwrap();
    for event in everything() {
        assert_eq!(heard.next().await, Some(event));
    }
}

#[tokio::test]
async fn an_observer_has_heard_when_the_commit_returns() {
    let folder = tempfile::tempdir().unwrap();
    let db = db(&folder).await;
    let (sender, heard) = std::sync::mpsc::channel();
    db.events.observe(move |event| sender.send(event).unwrap());
    let tx = db.begin().await.unwrap();
    tx.announce([Event::AccountChanged(ID)]);
    tx.commit().await.unwrap();
    assert_eq!(heard.try_recv(), Ok(Event::AccountChanged(ID)));
}

#[tokio::test]
async fn who_lags_behind_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let db = db(&folder).await;
    let mut heard = db.events.subscribe();
    for _ in 0..5000 {
        db.events.tell(Event::ReferenceChanged);
    }
    assert_eq!(heard.next().await, Some(Event::Missed));
    assert_eq!(heard.next().await, Some(Event::ReferenceChanged));
}
