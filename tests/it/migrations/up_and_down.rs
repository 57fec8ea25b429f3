//! Every migration goes up and down, on an empty database and on one with data.

use crate::harness::{Database, close};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use std::collections::BTreeSet;

trials![goes_up_down_to_nothing_and_up_again];

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
