//! From one database into another.

use super::load::{Loader, hold_references};
use super::restore::same;
use super::rows::{Tally, rows, snapshot, sum};
use super::{Problem, Schema, Sum, Table, target};
use crate::config::Database;
use crate::db::Db;
use crate::migrating;
use futures_util::TryStreamExt;
use sea_orm::DatabaseTransaction;

/// What was copied.
#[derive(Debug)]
pub struct Copied {
    /// Every table, with its sum: the same in both databases.
    pub tables: Vec<(Table, Sum)>,
    /// Tables of the source that no migration made, and that were not copied.
    pub foreign: Vec<String>,
}

/// Copies everything, sessions included, into a database that holds nothing; all of it or nothing. The source is only
/// read. Each table is read again from the target, and compared.
///
/// # Errors
/// The target holds rows; a value cannot be written to it; what was read again is not what was written. Then the target
/// is as it was.
pub async fn copy(source: &Db, to: &Database, target: &Db) -> Result<Copied, Problem> {
    let from = snapshot(source).await?;
    let migrations = migrating::applied(&from).await?;
    if migrations == 0 {
        return Err(Problem::refused("there is nothing to copy: no migration was applied to the database"));
    }
    let schema = Schema::at(migrations).await?;
    let foreign = schema.check(&from).await?;
    let tx = target.begin().await?;
    target::prepare(&tx, &schema, false).await?;
    let mut tables = Vec::with_capacity(schema.tables.len());
    for table in &schema.tables {
        tables.push((table.clone(), transfer(&from, &tx, table).await?));
    }
    hold_references(&tx, &schema.tables).await?;
    for (table, meant) in &tables {
        same(table, meant, &sum(&*tx, table).await?)?;
    }
    tx.commit().await?;
    from.rollback().await?;
    migrating::up(to, target).await?;
    Ok(Copied { tables, foreign })
}

async fn transfer(
    from: &DatabaseTransaction,
    tx: &DatabaseTransaction,
    table: &Table,
) -> Result<Sum, Problem> {
    let (mut tally, mut loader) = (Tally::default(), Loader::new(tx, table));
    let mut rows = std::pin::pin!(rows(from, table).await?);
    while let Some(row) = rows.try_next().await? {
        let line = row.line();
        tally.add(&line);
        loader.push(&row, line.len()).await?;
    }
    loader.flush().await?;
    Ok(tally.sum())
}
