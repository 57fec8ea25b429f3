//! The way to PostgreSQL is cut, and comes back: for requests, and for the worker.

use super::{Behind, LIST, RECOVERY, create, member, timed, until_answered};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use crate::harness::proxy::Way;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

trials_on_postgres![
    requests_go_on_once_it_is_back,
    the_worker_goes_on_once_it_is_back,
    connections_that_rested_are_replaced
];

async fn requests_go_on_once_it_is_back(Behind { app, proxy }: Behind) {
    let member = member(&app).await;
    proxy.set(Way::Cut);
    let (elapsed, answer) = timed(app.anonymous().ask(LIST)).await;
    assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
    answer.expect_error("DATABASE_UNAVAILABLE");
    let (elapsed, answer) = timed(create(&member.client, "Cut", "cut")).await;
    assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
    answer.expect_error("DATABASE_UNAVAILABLE");
    proxy.set(Way::Flow);
    let recovery = until_answered(&member.client, LIST).await;
    assert!(recovery < RECOVERY, "{recovery:?}");
    create(&member.client, "Cut", "cut").await.expect_data();
}

/// A connection that was closed while nobody used it is nobody's trouble.
async fn connections_that_rested_are_replaced(Behind { app, proxy }: Behind) {
    let member = member(&app).await;
    for rest in [0, 1500] {
        proxy.cut_once().await;
        tokio::time::sleep(Duration::from_millis(rest)).await;
        app.anonymous().ask(LIST).await.expect_data();
        create(&member.client, &format!("Rested {rest}"), &format!("rested {rest}")).await.expect_data();
    }
}

async fn the_worker_goes_on_once_it_is_back(Behind { app, proxy }: Behind) {
    let member = member(&app).await;
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = api::worker::spawn(Arc::clone(&app.context), async {
        stopped.await.ok();
    });
    until_found(&app, 1).await;
    for way in [Way::Cut, Way::Lost] {
        proxy.set(way);
        // Long enough for the worker to be in the middle of something, and to find out.
        tokio::time::sleep(Duration::from_millis(2500)).await;
        proxy.set(Way::Flow);
        until_answered(&app.anonymous(), LIST).await;
        factory::published_offer(&app, &member, INSA, &["AE"]).await;
        let found = if way == Way::Cut { 2 } else { 3 };
        let elapsed = until_found(&app, found).await;
        assert!(elapsed < 3 * RECOVERY, "{way:?}: {elapsed:?}");
    }
    drop(stop);
    worker.await.unwrap();
}

/// How long it takes until a search finds so many offers, by the engine.
async fn until_found(app: &TestApp, count: usize) -> Duration {
    let start = Instant::now();
    loop {
        let data = app.anonymous().get("{ searchOffers { totalCount degraded } }", json!({})).await;
        if data["searchOffers"] == json!({ "totalCount": count, "degraded": false }) {
            return start.elapsed();
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{data}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
