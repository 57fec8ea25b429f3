//! The tables that the migrations make, as far as a copy needs to know them. They are read from a database in memory
//! to which the migrations were applied, so that a new table cannot be forgotten, and an archive of an older schema is
//! understood with the tables of its time.

use super::{Kind, Problem};
use crate::migrating;
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, DbErr, Statement,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The schema after so many migrations.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The migrations.
    pub migrations: Vec<String>,
    /// The tables; each after those that it refers to.
    pub tables: Vec<Table>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
    /// The columns of its primary key: what its rows are ordered by.
    pub key: Vec<String>,
    /// The columns that refer to another table's id, or to its own, and that table.
    #[serde(skip)]
    pub refers_to: BTreeMap<String, String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

impl Schema {
    /// The schema after this program's first so many migrations.
    ///
    /// # Errors
    /// A table has a column of a kind that [`Kind`] does not know, no primary key, or refers to one that refers to it.
    pub async fn at(migrations: usize) -> Result<Self, Problem> {
        let db = memory().await?;
        let steps = u32::try_from(migrations).map_err(Problem::fault)?;
        Migrator::up(&db, Some(steps)).await?;
        let tables = tables(&db).await?;
        db.close().await?;
        let migrations = migrating::names().into_iter().take(migrations).collect();
        Ok(Self { migrations, tables: ordered(tables)? })
    }

    /// Compares a database with this schema, and answers the tables that it has besides.
    ///
    /// # Errors
    /// A table or a column is wanting, is one too many, or holds something else.
    pub async fn check(&self, db: &impl ConnectionTrait) -> Result<Vec<String>, Problem> {
        let backend = db.get_database_backend();
        let mut there = declared(db).await?;
        for table in &self.tables {
            let found = there.remove(&table.name).unwrap_or_default();
            let found: BTreeMap<_, _> =
                found.into_iter().map(|(name, kind)| (name, Kind::declared(backend, &kind))).collect();
            let meant: BTreeMap<_, _> =
                table.columns.iter().map(|column| (column.name.clone(), Some(column.kind))).collect();
            if found != meant {
                return Err(Problem::refused(format!(
                    "the table {} is not as the migrations make it: it has {found:?}, and should have {meant:?}",
                    table.name
                )));
            }
        }
        there.retain(|name, _| name != LEDGER && !is_derived(name));
        Ok(there.into_keys().collect())
    }
}

/// The migrations' own table.
const LEDGER: &str = "seaql_migrations";

/// Whether the database fills a table by itself, by triggers, as its rows come: copied, they would come twice.
#[must_use]
pub fn is_derived(table: &str) -> bool {
    matches!(table, "hire_count" | "offer_change")
}

/// A database of one connection, which is all that keeps it.
async fn memory() -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    let forever: Option<Duration> = None;
    options.max_connections(1).min_connections(1).idle_timeout(forever).max_lifetime(forever);
    options.sqlx_logging(false);
    Database::connect(options).await
}

/// The tables of a SQLite database that migrations made.
async fn tables(db: &DatabaseConnection) -> Result<Vec<Table>, Problem> {
    let mut keys = pairs(db, KEYS).await?;
    let mut references = pairs(db, REFERENCES).await?;
    let mut tables = Vec::new();
    for (name, columns) in declared(db).await? {
        if name == LEDGER || is_derived(&name) {
            continue;
        }
        let columns = columns.into_iter().map(|(column, declared)| {
            let kind = Kind::declared(DatabaseBackend::Sqlite, &declared);
            let unknown =
                || Problem::fault(format!("{name}.{column}: a copy does not know the type {declared}"));
            Ok(Column { kind: kind.ok_or_else(unknown)?, name: column })
        });
        let columns = columns.collect::<Result<_, Problem>>()?;
        let key = keys.remove(&name).ok_or_else(|| Problem::fault(format!("{name} has no primary key")))?;
        let refers_to = references.remove(&name).unwrap_or_default();
        let refers_to = refers_to.iter().filter_map(|pair| pair.split_once('>'));
        let refers_to = refers_to.map(|(column, other)| (column.to_owned(), other.to_owned())).collect();
        tables.push(Table { name, columns, key, refers_to });
    }
    Ok(tables)
}

const KEYS: &str = "SELECT m.name AS \"table\", c.name AS other FROM sqlite_master m \
     JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0 ORDER BY m.name, c.pk";
const REFERENCES: &str = "SELECT m.name AS \"table\", f.\"from\" || '>' || f.\"table\" AS other \
     FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id";

async fn pairs(db: &DatabaseConnection, list: &str) -> Result<BTreeMap<String, Vec<String>>, DbErr> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in db.query_all_raw(Statement::from_string(DatabaseBackend::Sqlite, list)).await? {
        found.entry(row.try_get("", "table")?).or_default().push(row.try_get("", "other")?);
    }
    Ok(found)
}

/// Every table of a database, with its columns and what they were declared as.
async fn declared(db: &impl ConnectionTrait) -> Result<BTreeMap<String, Vec<(String, String)>>, DbErr> {
    let list = match db.get_database_backend() {
        DatabaseBackend::Sqlite => {
            "SELECT m.name AS \"table\", c.name AS name, lower(c.type) AS kind FROM sqlite_master m \
             JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             ORDER BY m.name, c.cid"
        }
        _ => {
            "SELECT c.table_name::text AS \"table\", c.column_name::text AS name, c.data_type::text AS kind \
             FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) \
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' \
             ORDER BY c.table_name, c.ordinal_position"
        }
    };
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), list)).await? {
        let column = (row.try_get("", "name")?, row.try_get("", "kind")?);
        found.entry(row.try_get("", "table")?).or_default().push(column);
    }
    Ok(found)
}

/// Each table after those that it refers to; otherwise by name.
fn ordered(mut tables: Vec<Table>) -> Result<Vec<Table>, Problem> {
    let mut done: BTreeSet<String> = BTreeSet::new();
    let mut order = Vec::with_capacity(tables.len());
    while !tables.is_empty() {
        let ready = |table: &Table| {
            table.refers_to.values().all(|other| *other == table.name || done.contains(other))
        };
        let Some(next) = tables.iter().position(ready) else {
            let names: Vec<_> = tables.into_iter().map(|table| table.name).collect();
            return Err(Problem::fault(format!("these tables refer to one another: {}", names.join(", "))));
        };
        let table = tables.remove(next);
        done.insert(table.name.clone());
        order.push(table);
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, refers_to: &[&str]) -> Table {
        let refers_to = refers_to.iter().map(|other| (format!("{other}_id"), (*other).to_owned())).collect();
        Table { name: name.into(), columns: Vec::new(), key: Vec::new(), refers_to }
    }

    #[test]
    fn each_table_comes_after_those_that_it_refers_to() {
        let tables = vec![table("a", &["b", "a"]), table("b", &["d"]), table("c", &[]), table("d", &[])];
        let order: Vec<_> = ordered(tables).unwrap().into_iter().map(|table| table.name).collect();
        assert_eq!(order, ["c", "d", "b", "a"]);
        let circle = ordered(vec![table("a", &["b"]), table("b", &["a"])]);
        assert!(circle.unwrap_err().to_string().contains("a, b"));
    }

    #[tokio::test]
    async fn the_schema_of_each_migration_is_understood() {
        let mut before = 0;
        for migrations in 0..=migrating::names().len() {
            let schema = Schema::at(migrations).await.unwrap();
            assert_eq!(schema.migrations.len(), migrations);
            assert!(schema.tables.len() >= before, "tables only come");
            before = schema.tables.len();
        }
        assert!(before >= 26);
    }
}
