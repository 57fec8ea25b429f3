//! The database takes no writes: a file without the right to write, a standby.

use super::{LIST, create, member, rows};
use crate::harness::TestApp;
use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, DatabaseBackend};

trials![changes_are_refused_whole_and_reads_go_on];

async fn changes_are_refused_whole_and_reads_go_on(app: TestApp) {
    let member = member(&app).await;
    // So long that the token's last use would be written.
    app.clock.advance(TimeDelta::minutes(5));
    set_read_only(&app, true).await;
    let before = rows(&app).await;
    create(&member.client, "Read only", "read only").await.expect_error("DATABASE_READ_ONLY");
    app.anonymous().ask(LIST).await.expect_data();
    member.client.ask("{ viewer { id } }").await.expect_data();
    assert_eq!(rows(&app).await, before, "nothing was half written");
    set_read_only(&app, false).await;
    let mut answer = create(&member.client, "Read only", "read only").await;
    // A connection that was being made while the setting changed was not there yet to be ended, and is read-only still.
    for _ in 0..20 {
        if answer.errors.iter().all(|error| error.code != "DATABASE_READ_ONLY") {
            break;
        }
        set_read_only(&app, false).await;
        answer = create(&member.client, "Read only", "read only").await;
    }
    answer.expect_data();
}

/// On PostgreSQL as a server that became a standby: what was connected is disconnected.
async fn set_read_only(app: &TestApp, read_only: bool) {
    let db = &app.context.db.write;
    if db.get_database_backend() == DatabaseBackend::Sqlite {
        db.execute_unprepared(if read_only { "PRAGMA query_only = 1" } else { "PRAGMA query_only = 0" })
            .await
            .unwrap();
        return;
    }
    let set = format!(
        "BEGIN;
         SET TRANSACTION READ WRITE;
         DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = {read_only}', current_database()); END $$;
         COMMIT;
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid();"
    );
    db.execute_unprepared(&set).await.unwrap();
    // This connection too, whose end is what it answers.
    db.execute_unprepared("SELECT pg_terminate_backend(pg_backend_pid())").await.unwrap_err();
}
