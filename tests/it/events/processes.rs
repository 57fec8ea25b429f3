//! Between processes: a second connection to the same database stands for one. SQLite belongs to one process.

use super::{all, next};
use crate::harness::factory::{self, INSA};
use crate::harness::{Kind, Suite, TestApp};
use api::db::Db;
use api::events::{self, Event};
use sea_orm::{ConnectionTrait, DatabaseBackend};

pub(crate) fn trials(suite: &mut Suite) {
    let module = module_path!();
    suite.each(module, "another_process_hears_each_event_once", another_process_hears_each_event_once);
    suite.each(module, "a_rollback_tells_nobody", a_rollback_tells_nobody);
    suite.each(
        module,
        "a_lost_connection_is_told_and_found_again",
        a_lost_connection_is_told_and_found_again,
    );
}

/// Another process on the application's database; none on SQLite.
async fn other(app: &TestApp) -> Option<Db> {
    if app.kind() == Kind::Sqlite {
        return None;
    }
    let settings = &app.context.config.database;
    let db = Db::connect(settings).await.unwrap();
    events::listen(&db, settings).await;
    Some(db)
}

async fn another_process_hears_each_event_once(app: TestApp) {
    let Some(other) = other(&app).await else { return };
    let (mut here, mut there) = (app.context.db.events.subscribe(), other.events.subscribe());
    let member = factory::verified_company(&app).await;
    factory::published_offer(&app, &member, INSA, &["IR"]).await;
    let (here, there) = (all(&mut here).await, all(&mut there).await);
    assert_eq!(here.len(), 5, "{here:?}");
    assert_eq!(here, there);
    other.write.close().await.unwrap();
}

async fn a_rollback_tells_nobody(app: TestApp) {
    let Some(other) = other(&app).await else { return };
    let mut there = other.events.subscribe();
    let tx = app.context.db.begin().await.unwrap();
    tx.announce([Event::ReferenceChanged]);
    tx.rollback().await.unwrap();
    assert_eq!(all(&mut there).await, []);
    other.write.close().await.unwrap();
}

async fn a_lost_connection_is_told_and_found_again(app: TestApp) {
    let Some(other) = other(&app).await else { return };
    let mut there = other.events.subscribe();
    let listeners = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let statement = sea_orm::Statement::from_string(DatabaseBackend::Postgres, listeners);
    assert_eq!(app.context.db.write.query_all_raw(statement).await.unwrap().len(), 2);
    // Once when it is lost, once when it is found again.
    assert_eq!((next(&mut there).await, next(&mut there).await), (Event::Missed, Event::Missed));
    let tx = app.context.db.begin().await.unwrap();
    tx.announce([Event::ReferenceChanged]);
    tx.commit().await.unwrap();
    assert_eq!(next(&mut there).await, Event::ReferenceChanged);
    other.write.close().await.unwrap();
}
