//! Writing rows: many a statement, into empty tables, inside the caller's transaction.

use super::rows::Row;
use super::{Problem, Table};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, Statement, Value};

/// Values of one statement: SQLite binds 32,766 at most.
const VALUES: usize = 30_000;
/// Rows of one statement.
const ROWS: usize = 500;
/// Bytes of rows held before they are written, about.
const BYTES: usize = 1 << 20;

/// Writes the rows of one table.
#[derive(Debug)]
pub struct Loader<'a> {
    tx: &'a DatabaseTransaction,
    table: &'a Table,
    values: Vec<Value>,
    rows: usize,
    bytes: usize,
}

impl<'a> Loader<'a> {
    /// None yet.
    #[must_use]
    pub fn new(tx: &'a DatabaseTransaction, table: &'a Table) -> Self {
        Self { tx, table, values: Vec::new(), rows: 0, bytes: 0 }
    }

    /// Takes a row, which is `bytes` long as a line, and writes what is held when that is enough.
    ///
    /// # Errors
    /// A value is not of its column's kind, or the database refuses a row.
    pub async fn push(&mut self, row: &Row, bytes: usize) -> Result<(), Problem> {
        if row.0.len() != self.table.columns.len() {
            let message = format!("a row of {} values for {} columns", row.0.len(), self.table.columns.len());
            return Err(Problem::archive(message).about(&self.table.name));
        }
        for (column, value) in self.table.columns.iter().zip(&row.0) {
            self.values.push(column.kind.bind(value).map_err(|problem| problem.about(&self.table.name))?);
        }
        self.rows += 1;
        self.bytes += bytes;
        let full = self.values.len() + row.0.len() > VALUES || self.rows == ROWS || self.bytes > BYTES;
        if full { self.flush().await } else { Ok(()) }
    }

    /// Writes what is held.
    ///
    /// # Errors
    /// The database refuses a row.
    pub async fn flush(&mut self) -> Result<(), Problem> {
        if self.rows == 0 {
            return Ok(());
        }
        let values = std::mem::take(&mut self.values);
        let insert = Statement::from_sql_and_values(
            self.tx.get_database_backend(),
            insert(self.table, self.rows),
            values,
        );
        (self.rows, self.bytes) = (0, 0);
        let done = self.tx.execute_raw(insert).await;
        done.map(|_| ()).map_err(|error| Problem::from(error).about(&self.table.name))
    }
}

fn insert(table: &Table, rows: usize) -> String {
    let columns: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let width = columns.len();
    let row = |row: usize| {
        let values: Vec<String> = (1..=width).map(|value| format!("${}", row * width + value)).collect();
        format!("({})", values.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("INSERT INTO \"{}\" ({}) VALUES {}", table.name, columns.join(", "), rows.join(", "))
}

/// Lets a row come before the row of the same table that it refers to, until [`hold_references`].
pub(super) async fn defer_references(tx: &DatabaseTransaction, tables: &[Table]) -> Result<(), DbErr> {
    if tx.get_database_backend() == DatabaseBackend::Sqlite {
        tx.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
        return Ok(());
    }
    alter(tx, tables, "DEFERRABLE INITIALLY DEFERRED").await
}

/// Checks every reference, and lets no row come before what it refers to any more.
pub(super) async fn hold_references(tx: &DatabaseTransaction, tables: &[Table]) -> Result<(), Problem> {
    if tx.get_database_backend() == DatabaseBackend::Sqlite {
        let broken = Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA foreign_key_check");
        let Some(row) = tx.query_one_raw(broken).await? else { return Ok(()) };
        let (table, other): (String, String) = (row.try_get("", "table")?, row.try_get("", "parent")?);
        return Err(Problem::archive(format!("a row of {table} refers to none of {other}")));
    }
    tx.execute_unprepared("SET CONSTRAINTS ALL IMMEDIATE").await?;
    Ok(alter(tx, tables, "NOT DEFERRABLE").await?)
}

/// Changes when PostgreSQL checks the references of tables to themselves.
async fn alter(tx: &DatabaseTransaction, tables: &[Table], when: &str) -> Result<(), DbErr> {
    for table in tables.iter().filter(|table| table.refers_to.values().any(|other| *other == table.name)) {
        let list = format!(
            "SELECT conname::text AS name FROM pg_constraint \
             WHERE contype = 'f' AND conrelid = confrelid AND conrelid = to_regclass('\"{}\"')",
            table.name
        );
        for row in tx.query_all_raw(Statement::from_string(DatabaseBackend::Postgres, list)).await? {
            let name: String = row.try_get("", "name")?;
            tx.execute_unprepared(&format!(
                "ALTER TABLE \"{}\" ALTER CONSTRAINT \"{name}\" {when}",
                table.name
            ))
            .await?;
        }
    }
    Ok(())
}
