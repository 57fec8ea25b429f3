//! Taking an archive back.

use super::archive::Lines;
use super::load::{Loader, hold_references};
use super::rows::{Row, sum};
use super::{Archive, Problem, Sum, Table, target};
use crate::config::Database;
use crate::db::Db;
use crate::migrating;
use sea_orm::DatabaseTransaction;
use serde::de::IgnoredAny;

/// What was restored.
#[derive(Debug, PartialEq, Eq)]
pub struct Restored {
    /// Migrations applied after the rows were there, since the archive is of an older schema.
    pub migrated: usize,
}

/// Puts an archive's rows into a database that has none, or instead of those that it has; all of them or nothing. Then
/// reads them again, and compares; then brings the schema up to this program's.
///
/// # Errors
/// The database holds rows and `replace` is not said; a value cannot be written; what was read again is not what the
/// archive has. Then the database is as it was.
pub async fn restore(
    settings: &Database,
    db: &Db,
    archive: &Archive,
    replace: bool,
) -> Result<Restored, Problem> {
    let tx = db.begin().await?;
    target::prepare(&tx, &archive.schema, replace).await?;
    let mut lines = archive.rows()?;
    for (table, _) in &archive.tables {
        load(&tx, &mut lines, table).await?;
    }
    hold_references(&tx, &archive.schema.tables).await?;
    for (table, meant) in &archive.tables {
        same(table, meant, &sum(&*tx, table).await?)?;
    }
    tx.commit().await?;
    migrating::up(settings, db).await?;
    Ok(Restored { migrated: migrating::names().len() - archive.schema.migrations.len() })
}

async fn load(tx: &DatabaseTransaction, lines: &mut Lines, table: &Table) -> Result<(), Problem> {
    let mut loader = Loader::new(tx, table);
    while let Some(line) = lines.row()? {
        let values =
            serde_json::from_str(line).map_err(|error| Problem::archive(error).about(&table.name))?;
        let bytes = line.len();
        loader.push(&Row(values), bytes).await?;
    }
    lines.mark::<IgnoredAny>()?;
    loader.flush().await
}

/// What the database answers must be what was to be written.
pub(super) fn same(table: &Table, meant: &Sum, found: &Sum) -> Result<(), Problem> {
    if meant == found {
        return Ok(());
    }
    Err(Problem::fault(format!(
        "{}: {} rows were written and {} read again, or their digests differ; nothing was kept",
        table.name, meant.rows, found.rows
    )))
}
