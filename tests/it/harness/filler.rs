//! Rows for every table of a schema, whatever its migrations made: for cases about the schema itself, which must not know
//! its tables. Each column has values that are hard to keep: accents and quotes, microseconds, thirds, nothing.

use anyhow::Result;
use api::backup::{Kind, Loader, Row, Schema, Table};
use api::db::Db;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Fills every table with so many rows.
pub(crate) async fn fill(db: &Db, schema: &Schema, rows: usize) -> Result<()> {
    let tx = db.begin().await?;
    for (number, table) in schema.tables.iter().enumerate() {
        let optional = optional(&tx, table).await?;
        let mut loader = Loader::new(&tx, table);
        for index in 0..rows {
            let values = table.columns.iter().map(|column| {
                let null = optional.contains(&column.name) && index % 3 == 0;
                if null {
                    Value::Null
                } else {
                    value(schema, table, number, &column.name, column.kind, (index, rows))
                }
            });
            loader.push(&Row(values.collect()), 100).await?;
        }
        loader.flush().await?;
    }
    tx.commit().await?;
    Ok(())
}

fn value(
    schema: &Schema,
    table: &Table,
    number: usize,
    column: &str,
    kind: Kind,
    (index, rows): (usize, usize),
) -> Value {
    if let Some(other) = table.refers_to.get(column) {
        let position = schema.tables.iter().position(|table| table.name == *other).unwrap();
        // A row of the same table refers to one that comes after it.
        let row = if *other == table.name { (index / 500 * 500 + 499).min(rows - 1) } else { index };
        return json!(id(position, row));
    }
    match kind {
        Kind::Uuid if column == "id" => json!(id(number, index)),
        Kind::Uuid => json!(id(999, index)),
        Kind::Text => json!(format!("{column} {index} é\"\\\n😀\u{2028}'%_")),
        Kind::Integer => json!(index),
        Kind::Double => json!((f64::from(u32::try_from(index).unwrap()) / 3.0).to_string()),
        Kind::Boolean => json!(index % 2 == 0),
        Kind::Date => json!(format!("20{:02}-02-28", index % 100)),
        Kind::Time => json!(format!("2026-09-01T08:{:02}:00.{:06}Z", index % 60, index * 7 % 1_000_000)),
        Kind::Json => json!(json!({ "b": index, "a": ["é", null] }).to_string()),
    }
}

fn id(table: usize, row: usize) -> String {
    format!("01991234-0000-7000-8{table:03x}-{row:012x}")
}

/// The columns that may be empty.
async fn optional(db: &impl ConnectionTrait, table: &Table) -> Result<BTreeSet<String>> {
    let backend = db.get_database_backend();
    let name = &table.name;
    let list = match backend {
        DatabaseBackend::Sqlite => {
            format!("SELECT name FROM pragma_table_info('{name}') WHERE \"notnull\" = 0 AND pk = 0")
        }
        _ => format!(
            "SELECT column_name::text AS name FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{name}' AND is_nullable = 'YES'"
        ),
    };
    let rows = db.query_all_raw(Statement::from_string(backend, list)).await?;
    Ok(rows.iter().map(|row| row.try_get("", "name")).collect::<Result<_, _>>()?)
}
