//! Making an archive, while servers go on.

use super::archive::{Archive, FORMAT, Head, Writer, left_out};
use super::rows::{rows, snapshot};
use super::{Problem, Schema, Sum, Table};
use crate::db::Db;
use crate::migrating;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use std::path::Path;

/// What was made.
#[derive(Debug)]
pub struct Made {
    /// Every table in it, with its sum.
    pub tables: Vec<(Table, Sum)>,
    /// The archive's length, in bytes.
    pub bytes: u64,
    /// Tables of the database that no migration made, and that are not in the archive.
    pub foreign: Vec<String>,
}

/// Writes everything that the database holds at one moment into a new file, and reads that file again before it gets
/// its name.
///
/// # Errors
/// The file exists or cannot be written; the schema is not one of this program's; the database does not answer. Then
/// there is no file.
pub async fn make(db: &Db, path: &Path, now: DateTime<Utc>) -> Result<Made, Problem> {
    let tx = snapshot(db).await?;
    let migrations = migrating::applied(&tx).await?;
    if migrations == 0 {
        return Err(Problem::refused(
            "there is nothing to back up: no migration was applied to the database",
        ));
    }
    let mut schema = Schema::at(migrations).await?;
    let foreign = schema.check(&tx).await?;
    schema.tables.retain(|table| left_out().iter().all(|(name, _)| *name != table.name));
    let mut writer = Writer::create(path, &head(&schema, now))?;
    let mut tables = Vec::with_capacity(schema.tables.len());
    for table in schema.tables {
        let mut rows = std::pin::pin!(rows(&tx, &table).await?);
        while let Some(row) = rows.try_next().await? {
            writer.row(&row)?;
        }
        let sum = writer.end(&table)?;
        tables.push((table.clone(), sum));
    }
    tx.rollback().await?;
    let file = writer.finish()?;
    let archive = Archive::read(file.path()).await?;
    if archive.tables != tables {
        return Err(Problem::fault("the archive does not read as it was written"));
    }
    Ok(Made { tables, bytes: file.finish()?, foreign })
}

fn head(schema: &Schema, now: DateTime<Utc>) -> Head {
    Head {
        tremplin_backup: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now,
        migrations: schema.migrations.clone(),
        left_out: left_out().iter().map(|(name, _)| (*name).to_owned()).collect(),
        tables: schema.tables.clone(),
    }
}
