//! Archives and copies of the whole database.

mod archive;
mod copy;
mod damage;
mod older;
mod schema;

use crate::harness::{Database, Given, Host, Kind, Suite, fill};
use anyhow::Result;
use api::backup::{Schema, Table};
use api::clock::Clock;
use api::db::Db;
use chrono::{DateTime, Utc};
use std::path::PathBuf;
use std::sync::Arc;

pub(crate) fn trials(suite: &mut Suite) {
    schema::trials(suite);
    archive::trials(suite);
    damage::trials(suite);
    older::trials(suite);
    copy::trials(suite);
}

/// Two empty databases: one of the trial's kind, and a file.
struct Two {
    own: Database,
    file: Database,
}

impl Given for Two {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let (own, file) = (Database::empty(host, kind).await?, Database::empty(host, Kind::Sqlite).await?);
        Ok(Self { own, file })
    }
}

/// Migrates a database, and fills every table.
async fn filled(database: &Database, rows: usize) -> (Db, Schema) {
    let db = database.connect().await.unwrap();
    api::migrating::up(&database.settings(), &db).await.unwrap();
    let schema = whole().await;
    fill(&db, &schema, rows).await.unwrap();
    (db, schema)
}

/// The schema with every migration.
async fn whole() -> Schema {
    Schema::at(api::migrating::names().len()).await.unwrap()
}

/// The sums of these tables.
async fn sums<'a>(db: &Db, tables: impl IntoIterator<Item = &'a Table>) -> Vec<(String, api::backup::Sum)> {
    let mut sums = Vec::new();
    for table in tables {
        sums.push((table.name.clone(), api::backup::sum(&db.write, table).await.unwrap()));
    }
    sums
}

fn archive_in(database: &Database) -> PathBuf {
    database.folder.path().join("backup.gz")
}

fn now() -> DateTime<Utc> {
    Clock::system().now()
}
