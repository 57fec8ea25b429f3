//! PostgreSQL keeps its connections and says nothing.

use super::{Behind, LIST, RECOVERY, create, member, offers, readiness, timed, until_answered};
use crate::harness::proxy::Way;
use futures_util::future::join_all;
use reqwest::StatusCode;
use sea_orm::{ConnectionTrait, TransactionTrait};
use std::time::Duration;

trials_on_postgres![
    everybody_is_answered_in_two_seconds_and_the_next_at_once,
    what_was_suspended_goes_on,
    a_slow_statement_is_waited_for,
    a_slow_network_is_no_stall,
];

/// How soon a request is refused once the stall is known.
const AT_ONCE: Duration = Duration::from_millis(250);

async fn everybody_is_answered_in_two_seconds_and_the_next_at_once(Behind { app, proxy }: Behind) {
    let member = member(&app).await;
    let anonymous = app.anonymous();
    proxy.set(Way::Lost);
    let reads = join_all((0..12).map(|_| timed(anonymous.ask(LIST))));
    let own = join_all((0..4).map(|_| timed(member.client.ask("{ viewer { id } }"))));
    let writes = join_all((0..12).map(|_| timed(create(&member.client, "Once", "stalled"))));
    let (reads, own, writes) = tokio::join!(reads, own, writes);
    for (elapsed, answer) in reads.iter().chain(&own).chain(&writes) {
        assert!(*elapsed < Duration::from_secs(2), "{elapsed:?} {answer:?}");
        answer.expect_error("DATABASE_UNAVAILABLE");
    }
    // What was refused before it began is in no doubt.
    let begun = writes.iter().filter(|(elapsed, _)| *elapsed > AT_ONCE);
    assert!(begun.clone().count() > 0);
    for (_, answer) in begun {
        let doubt = answer.errors[0].message.contains("may or may not have been made");
        assert!(doubt, "{answer:?}");
    }
    for client in [&anonymous, &member.client].repeat(10) {
        let (elapsed, answer) = timed(client.ask(LIST)).await;
        assert!(elapsed < AT_ONCE, "{elapsed:?}");
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        answer.expect_error("DATABASE_UNAVAILABLE");
    }
    assert_eq!(timed(readiness(&app)).await.1, (503, "down".into()));
    proxy.set(Way::Flow);
    let recovery = until_answered(&anonymous, LIST).await;
    assert!(recovery < RECOVERY, "{recovery:?}");
    assert_eq!(readiness(&app).await, (200, "up".into()));
    let again = join_all((0..30).map(|_| create(&member.client, "Once", "stalled")));
    let (again, read) = tokio::join!(again, join_all((0..30).map(|_| anonymous.ask(LIST))));
    for answer in again.into_iter().chain(read) {
        answer.expect_data();
    }
    assert_eq!(offers(&app, "Once").await, 1, "what was asked under one key is done once");
}

async fn what_was_suspended_goes_on(Behind { app, proxy }: Behind) {
    let member = member(&app).await;
    proxy.set(Way::Held);
    let (elapsed, answer) = timed(create(&member.client, "Held", "held")).await;
    assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
    answer.expect_error("DATABASE_UNAVAILABLE");
    proxy.set(Way::Flow);
    let recovery = until_answered(&app.anonymous(), LIST).await;
    assert!(recovery < RECOVERY, "{recovery:?}");
    create(&member.client, "Held", "held").await.expect_data();
    assert_eq!(offers(&app, "Held").await, 1);
}

async fn a_slow_statement_is_waited_for(Behind { app, proxy: _proxy }: Behind) {
    member(&app).await;
    let lock = app.context.db.write.begin().await.unwrap();
    lock.execute_unprepared("LOCK TABLE offer IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let release = async {
        tokio::time::sleep(Duration::from_millis(1500)).await;
        lock.commit().await.unwrap();
    };
    let anonymous = app.anonymous();
    let ((elapsed, answer), ()) = tokio::join!(timed(anonymous.ask(LIST)), release);
    assert!(elapsed > Duration::from_secs(1), "{elapsed:?}");
    assert!(answer.expect_data()["searchOffers"]["edges"][0]["node"]["title"].is_string());
    assert!(!app.context.db.health.is_down());
}

async fn a_slow_network_is_no_stall(Behind { app, proxy }: Behind) {
    let member = member(&app).await;
    proxy.set(Way::Late(Duration::from_millis(30)));
    for number in 0..3 {
        app.anonymous().ask(LIST).await.expect_data();
        create(&member.client, &format!("Late {number}"), &format!("late {number}")).await.expect_data();
    }
    assert!(!app.context.db.health.is_down());
}
