//! The database that is written to: what it holds before, and how it is made ready.

use super::load::defer_references;
use super::{Problem, Schema};
use crate::migrating::{self, LOCK_TIMEOUT};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, Statement};

/// What a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// How many migrations were applied to it.
    pub migrations: usize,
    /// Tables that have rows.
    pub tables: usize,
    /// Rows.
    pub rows: u64,
}

/// Looks at what a database holds.
///
/// # Errors
/// Its schema is not one of this program's, or it does not answer.
pub async fn holding(db: &impl ConnectionTrait) -> Result<Holding, Problem> {
    let migrations = migrating::applied(db).await?;
    let schema = Schema::at(migrations).await?;
    let foreign = schema.check(db).await?;
    if migrations == 0 && !foreign.is_empty() {
        let tables = foreign.join(", ");
        return Err(Problem::refused(format!(
            "the database is something else's: it has the tables {tables}"
        )));
    }
    let (mut tables, mut rows) = (0, 0);
    for table in &schema.tables {
        let count = count(db, &table.name).await?;
        tables += usize::from(count > 0);
        rows += count;
    }
    Ok(Holding { migrations, tables, rows })
}

async fn count(db: &impl ConnectionTrait, table: &str) -> Result<u64, Problem> {
    let count = format!("SELECT count(*) AS rows FROM \"{table}\"");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), count)).await?;
    let rows: i64 = row.map_or(Ok(0), |row| row.try_get("", "rows"))?;
    u64::try_from(rows).map_err(Problem::fault)
}

/// Gives the database the schema, without rows, inside this transaction.
///
/// # Errors
/// It holds rows that are not to be replaced.
pub(super) async fn prepare(tx: &DatabaseTransaction, schema: &Schema, replace: bool) -> Result<(), Problem> {
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        tx.execute_unprepared(&format!("SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")).await?;
    }
    let Holding { migrations, tables, rows } = holding(tx).await?;
    if rows > 0 && !replace {
        return Err(Problem::refused(format!(
            "the database is not empty: it holds {rows} rows in {tables} tables"
        )));
    }
    if rows > 0 || migrations != schema.migrations.len() {
        bring_to(tx, schema.migrations.len()).await?;
    }
    schema.check(tx).await?;
    Ok(defer_references(tx, &schema.tables).await?)
}

/// All migrations down, and so many up.
async fn bring_to(tx: &DatabaseTransaction, migrations: usize) -> Result<(), Problem> {
    Migrator::down(tx, None).await.map_err(locked)?;
    let steps = u32::try_from(migrations).map_err(Problem::fault)?;
    Ok(Migrator::up(tx, Some(steps)).await?)
}

fn locked(error: DbErr) -> Problem {
    if error.to_string().contains("lock timeout") {
        return Problem::refused("the database is in use; stop the servers and workers first");
    }
    Problem::from(error)
}
