//! Events: what each change announces, and that other processes hear it.

mod announced;
mod processes;

use crate::harness::Suite;
use api::events::{Event, Subscriber};
use std::time::Duration;
use tokio::time::timeout;

pub(crate) fn trials(suite: &mut Suite) {
    announced::trials(suite);
    processes::trials(suite);
}

/// The next event, which must come.
async fn next(heard: &mut Subscriber) -> Event {
    timeout(Duration::from_secs(5), heard.next())
        .await
        .expect("an event within 5 s")
        .expect("the bus is there")
}

/// What is heard until nothing comes any more.
async fn all(heard: &mut Subscriber) -> Vec<Event> {
    let mut events = Vec::new();
    while let Ok(Some(event)) = timeout(Duration::from_millis(100), heard.next()).await {
        events.push(event);
    }
    events
}
