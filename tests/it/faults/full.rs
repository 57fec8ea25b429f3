//! No room is left for the database.

use super::{LIST, create_with, member, rows};
use crate::harness::TestApp;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

trials![changes_are_refused_whole_and_reads_go_on];

async fn changes_are_refused_whole_and_reads_go_on(app: TestApp) {
    let member = member(&app).await;
    fill(&app).await;
    let before = rows(&app).await;
    // More than what is left of pages that are there.
    let long = "Too long for what is left. ".repeat(350);
    create_with(&member.client, "Full", &long, "full").await.expect_error("DATABASE_FULL");
    app.anonymous().ask(LIST).await.expect_data();
    member.client.ask("{ viewer { id } }").await.expect_data();
    assert_eq!(rows(&app).await, before, "nothing was half written");
    make_room(&app).await;
    create_with(&member.client, "Full", &long, "full").await.expect_data();
}

/// SQLite is given as many pages as it has, and fills the free ones. A PostgreSQL server cannot be filled here: a
/// trigger says what it says, in the middle of a change.
async fn fill(app: &TestApp) {
    if app.context.db.backend() == DatabaseBackend::Postgres {
        run(
            app,
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$",
        )
        .await;
        run(
            app,
            "CREATE TRIGGER no_room BEFORE INSERT ON offer_skill FOR EACH ROW EXECUTE FUNCTION no_room()",
        )
        .await;
        return;
    }
    run(app, "CREATE TABLE ballast (text TEXT)").await;
    let pages = Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA page_count");
    let pages = app.context.db.write.query_one_raw(pages).await.unwrap().unwrap();
    let pages: i64 = pages.try_get("", "page_count").unwrap();
    run(app, &format!("PRAGMA max_page_count = {pages}")).await;
    let more = "INSERT INTO ballast SELECT hex(randomblob(500)) FROM (SELECT 1)";
    while app.context.db.write.execute_unprepared(more).await.is_ok() {}
}

async fn make_room(app: &TestApp) {
    match app.context.db.backend() {
        DatabaseBackend::Postgres => run(app, "DROP TRIGGER no_room ON offer_skill").await,
        _ => run(app, "PRAGMA max_page_count = 1000000").await,
    }
}

async fn run(app: &TestApp, statement: &str) {
    app.context.db.write.execute_unprepared(statement).await.unwrap();
}
