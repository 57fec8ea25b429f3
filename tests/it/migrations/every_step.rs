//! From every earlier schema, with rows in every table, to the last and back; by one process at a time; never onto a
//! database that is newer.

use crate::harness::{Database, close, fill};
use api::backup::{self, Schema, Sum};
use api::db::Db;
use api::migrating::{self, Unfit};
use migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;

trials![
    what_was_there_stays_from_every_earlier_schema_and_back,
    three_that_start_at_once_migrate_once,
    a_newer_database_is_refused,
    an_older_one_with_a_gap_is_filled,
];

async fn what_was_there_stays_from_every_earlier_schema_and_back(database: Database) {
    let db = database.connect().await.unwrap();
    let all = u32::try_from(migrating::names().len()).unwrap();
    for steps in 1..=all {
        let schema = Schema::at(usize::try_from(steps).unwrap()).await.unwrap();
        Migrator::up(&db.write, Some(steps)).await.unwrap();
        fill(&db, &schema, 5).await.unwrap();
        let before = sums(&db, &schema).await;
        migrating::up(&database.settings(), &db).await.unwrap();
        assert_eq!(sums(&db, &schema).await, before, "up from {:?}", schema.migrations.last());
        if steps < all {
            migrating::down(&database.settings(), &db, all - steps).await.unwrap();
        }
        assert_eq!(sums(&db, &schema).await, before, "down to {:?}", schema.migrations.last());
        assert_eq!(schema.check(&db.read).await.unwrap(), Vec::<String>::new());
        migrating::down(&database.settings(), &db, steps).await.unwrap();
    }
    close(db).await.unwrap();
}

/// Of the columns that the schema has, whatever came since.
async fn sums(db: &Db, schema: &Schema) -> Vec<Sum> {
    let mut sums = Vec::new();
    for table in &schema.tables {
        let sum = backup::sum(&db.write, table).await.unwrap();
        assert_eq!(sum.rows, 5, "{}", table.name);
        sums.push(sum);
    }
    sums
}

async fn three_that_start_at_once_migrate_once(database: Database) {
    let settings = database.settings();
    let processes =
        [database.connect().await, database.connect().await, database.connect().await].map(Result::unwrap);
    let [one, two, three] = processes.each_ref().map(|db| migrating::up(&settings, db));
    let (one, two, three) = tokio::join!(one, two, three);
    assert!(one.is_ok() && two.is_ok() && three.is_ok(), "{one:?} {two:?} {three:?}");
    assert_eq!(migrating::applied(&processes[0].read).await.unwrap(), migrating::names().len());
    for db in processes {
        close(db).await.unwrap();
    }
}

async fn a_newer_database_is_refused(database: Database) {
    let (db, settings) = (database.connect().await.unwrap(), database.settings());
    migrating::up(&settings, &db).await.unwrap();
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)";
    db.write.execute_unprepared(later).await.unwrap();
    for refused in [
        migrating::up(&settings, &db).await,
        migrating::down(&settings, &db, 1).await,
        migrating::known_to_us(&db).await,
        migrating::applied(&db.read).await.map(|_| ()),
    ] {
        let Err(Unfit::Newer(unknown)) = refused else { panic!("{refused:?}") };
        assert_eq!(unknown, ["m29990101_000001_later"]);
    }
    close(db).await.unwrap();
}

async fn an_older_one_with_a_gap_is_filled(database: Database) {
    let (db, settings) = (database.connect().await.unwrap(), database.settings());
    migrating::up(&settings, &db).await.unwrap();
    let all = migrating::names();
    // Two branches that were merged: the earlier migration came later.
    let gap = "DROP TABLE saved_search_alert; DROP TABLE idempotency_key; DROP TABLE notification; \
               DELETE FROM seaql_migrations WHERE version = 'm20261121_000008_create_notification'";
    db.write.execute_unprepared(gap).await.unwrap();
    let Err(Unfit::Gap(wanting)) = migrating::applied(&db.read).await else { panic!("a gap") };
    assert_eq!(wanting, ["m20261121_000008_create_notification"]);
    migrating::up(&settings, &db).await.unwrap();
    assert_eq!(migrating::applied(&db.read).await.unwrap(), all.len());
    close(db).await.unwrap();
}
