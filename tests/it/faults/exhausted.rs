//! No connection is left.

use super::{LIST, create, member, rows, timed};
use crate::harness::{Kind, Suite, TestApp};
use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, Statement};
use std::time::Duration;

pub(crate) fn trials(suite: &mut Suite) {
    suite.each(
        module_path!(),
        "changes_are_told_to_wait_and_reads_go_on",
        changes_are_told_to_wait_and_reads_go_on,
    );
    suite.on(Kind::Postgres, module_path!(), "reads_are_told_to_wait", reads_are_told_to_wait);
}

async fn changes_are_told_to_wait_and_reads_go_on(app: TestApp) {
    let member = member(&app).await;
    let before = rows(&app).await;
    let db = &app.context.db;
    let writers = match db.backend() {
        sea_orm::DatabaseBackend::Sqlite => 1,
        _ => app.context.config.database.write_connections,
    };
    let held = join_all((0..writers).map(|_| db.begin())).await;
    let (elapsed, answer) = timed(create(&member.client, "Busy", "busy")).await;
    assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
    answer.expect_error("DATABASE_BUSY");
    let (elapsed, answer) = timed(app.anonymous().ask(LIST)).await;
    answer.expect_data();
    assert!(elapsed < Duration::from_secs(1), "{elapsed:?}");
    assert_eq!(rows(&app).await, before, "nothing was written");
    drop(held);
    create(&member.client, "Busy", "busy").await.expect_data();
}

async fn reads_are_told_to_wait(app: TestApp) {
    member(&app).await;
    let db = app.context.db.clone();
    let slow = || Statement::from_string(db.backend(), "SELECT pg_sleep(2.5)");
    let sleeping =
        join_all((0..app.context.config.database.read_connections).map(|_| db.read.query_one_raw(slow())));
    let asking = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        timed(app.anonymous().request(reqwest::Method::GET, "/graphql").query(&[("query", LIST)]).send())
            .await
    };
    let (_, (elapsed, response)) = tokio::join!(sleeping, asking);
    assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
    let response = response.unwrap();
    assert_eq!(
        response.headers().get("retry-after").map(reqwest::header::HeaderValue::as_bytes),
        Some(&b"1"[..])
    );
    assert!(response.text().await.unwrap().contains("DATABASE_BUSY"));
    app.anonymous().ask(LIST).await.expect_data();
}
