//! Every migration goes up and down, on an empty database and on one with data.

use crate::harness::{Database, TestApp, close};
use api::demo::{Input, Scale};
use entity::{account, company, hire, offer, offer_event, student};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, EntityTrait, PaginatorTrait, Statement};
use std::collections::BTreeSet;

trials![goes_up_down_to_nothing_and_up_again, goes_down_and_up_with_data];

async fn goes_up_down_to_nothing_and_up_again(database: Database) {
    let db = database.connect().await.unwrap();
    let before = objects(&db.write).await;
    Migrator::up(&db.write, None).await.unwrap();
    let whole = objects(&db.write).await;
    Migrator::down(&db.write, None).await.unwrap();
    let after = objects(&db.write).await;
    assert!(whole.len() > 50, "tables and indexes are there: {whole:?}");
    assert_eq!(without_ledger(after), before, "nothing is left but the ledger of migrations");
    Migrator::up(&db.write, None).await.unwrap();
    assert_eq!(objects(&db.write).await, whole);
    close(db).await.unwrap();
}

/// With rows in every table, the later tables go and come back without what stays losing a row; and everything goes.
async fn goes_down_and_up_with_data(app: TestApp) {
    let input = Input { scale: Scale::default(), seed: 1, schools: Vec::new(), password: None };
    api::demo::run(&app.context, input).await.unwrap();
    let database = app.into_database().await.unwrap();
    let db = database.connect().await.unwrap();
    let before = kept(&db.write).await;
    assert!(before.iter().all(|rows| *rows > 0), "every table that stays has rows: {before:?}");
    Migrator::down(&db.write, Some(4)).await.unwrap();
    Migrator::up(&db.write, None).await.unwrap();
    assert_eq!(kept(&db.write).await, before);
    Migrator::down(&db.write, None).await.unwrap();
    Migrator::up(&db.write, None).await.unwrap();
    close(db).await.unwrap();
}

/// Rows of the tables that stay when the last four migrations go.
async fn kept(db: &DatabaseConnection) -> [u64; 6] {
    [
        hire::Entity::find().count(db).await.unwrap(),
        company::Entity::find().count(db).await.unwrap(),
        account::Entity::find().count(db).await.unwrap(),
        student::Entity::find().count(db).await.unwrap(),
        offer::Entity::find().count(db).await.unwrap(),
        offer_event::Entity::find().count(db).await.unwrap(),
    ]
}

fn without_ledger(mut objects: BTreeSet<String>) -> BTreeSet<String> {
    objects.retain(|name| !name.contains("seaql_migrations"));
    objects
}

/// The names of all tables and indexes.
async fn objects(db: &DatabaseConnection) -> BTreeSet<String> {
    let list = match db.get_database_backend() {
        DatabaseBackend::Sqlite => "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
        _ => "SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), list)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "name").unwrap()).collect()
}
