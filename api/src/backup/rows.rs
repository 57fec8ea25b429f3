//! A table's rows as lines, and their sum.

use super::{Problem, Table};
use crate::db::Db;
use futures_util::{Stream, StreamExt, TryStreamExt};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, QueryResult, Statement, StreamTrait,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A row: a value for each column of its table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub Vec<Json>);

impl Row {
    /// The line that the row is, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        Json::from(self.0.as_slice()).to_string()
    }
}

/// How many rows a table has, and the SHA-256 of their lines, each with its end, in the order of the primary key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Rows.
    pub rows: u64,
    /// 64 hexadecimal digits.
    pub sha256: String,
}

/// A sum that is being made.
#[derive(Default)]
pub(super) struct Tally {
    rows: u64,
    hash: Sha256,
}

impl Tally {
    pub(super) fn add(&mut self, line: &str) {
        self.rows += 1;
        self.hash.update(line.as_bytes());
        self.hash.update(b"\n");
    }

    pub(super) fn sum(self) -> Sum {
        let mut sha256 = String::with_capacity(64);
        for byte in self.hash.finalize() {
            // Writing to a text does not fail.
            write!(sha256, "{byte:02x}").ok();
        }
        Sum { rows: self.rows, sha256 }
    }
}

/// A moment of the database, which stays as it is however long it is read and whatever is written meanwhile.
pub(super) async fn snapshot(db: &Db) -> Result<DatabaseTransaction, DbErr> {
    let tx = db.begin_reading().await?;
    if db.backend() == DatabaseBackend::Sqlite {
        // The snapshot is that of the first read, not of BEGIN.
        tx.execute_unprepared("SELECT count(*) FROM sqlite_master").await?;
    }
    Ok(tx)
}

/// A table's rows, one after the other, in the order of its primary key: they are never all in memory.
pub(super) async fn rows<'a, C: ConnectionTrait + StreamTrait>(
    db: &'a C,
    table: &'a Table,
) -> Result<impl Stream<Item = Result<Row, Problem>> + 'a, Problem> {
    let backend = ConnectionTrait::get_database_backend(db);
    let stream = db.stream_raw(Statement::from_string(backend, select(backend, table))).await;
    let stream = stream.map_err(|error| Problem::from(error).about(&table.name))?;
    Ok(stream.map(move |row| {
        row.and_then(|row| read(&row, table)).map_err(|error| Problem::from(error).about(&table.name))
    }))
}

/// The sum of a table as the database has it.
///
/// # Errors
/// The database does not answer.
pub async fn sum<C: ConnectionTrait + StreamTrait>(db: &C, table: &Table) -> Result<Sum, Problem> {
    let mut tally = Tally::default();
    let mut rows = std::pin::pin!(rows(db, table).await?);
    while let Some(row) = rows.try_next().await? {
        tally.add(&row.line());
    }
    Ok(tally.sum())
}

fn select(backend: DatabaseBackend, table: &Table) -> String {
    let columns: Vec<String> =
        table.columns.iter().map(|column| column.kind.selected(backend, &column.name)).collect();
    let order: Vec<String> = table.key.iter().map(|name| ordered_by(backend, table, name)).collect();
    format!("SELECT {} FROM \"{}\" ORDER BY {}", columns.join(", "), table.name, order.join(", "))
}

/// By bytes on both, whatever the database's locale.
fn ordered_by(backend: DatabaseBackend, table: &Table, name: &str) -> String {
    let text = table.columns.iter().any(|column| column.name == name && column.kind == super::Kind::Text);
    let collation = if text && backend == DatabaseBackend::Postgres { " COLLATE \"C\"" } else { "" };
    format!("\"{name}\"{collation}")
}

fn read(row: &QueryResult, table: &Table) -> Result<Row, DbErr> {
    let values = table.columns.iter().enumerate().map(|(index, column)| column.kind.read(row, index));
    Ok(Row(values.collect::<Result<_, DbErr>>()?))
}
