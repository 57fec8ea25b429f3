//! Where a database's schema stands, and how it is brought up: by one process at a time, without stopping those that
//! serve.

use crate::config::{Database as Settings, DatabaseKind};
use crate::db::Db;
use migration::{IntoSchemaManagerConnection, Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction,
    DbErr, Statement, TransactionTrait,
};
use std::collections::BTreeSet;
use std::time::Duration;

/// How long a statement of a migration waits for a lock on PostgreSQL. Whoever comes after waits behind it, so this is
/// how long a migration may hold up a server; then it fails, and can be tried again.
pub const LOCK_TIMEOUT: &str = "3s";
/// The lock that a migrating process holds on PostgreSQL; any number that nothing else locks.
const ONE_AT_A_TIME: i64 = 0x7472_656d_706c_696e;
/// How often a process that waits for another's migration looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Why a schema is not what is needed.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// Migrations were applied that this program does not know.
    #[error(
        "the database is newer than this program ({}): {} was applied to it, which this program does not know; \
         run the version that the database was migrated by, or a later one",
        env!("CARGO_PKG_VERSION"),
        .0.join(", ")
    )]
    Newer(Vec<String>),
    /// Migrations are wanting before others that were applied.
    #[error("the database lacks {}, which comes before what was applied to it; run `tremplin migrate up` first", .0.join(", "))]
    Gap(Vec<String>),
    /// The database does not answer.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The names of this program's migrations, in their order.
#[must_use]
pub fn names() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

/// How many of this program's migrations were applied, the first so many of them. Changes nothing.
///
/// # Errors
/// The database is newer, or has applied others than the first.
pub async fn applied(db: &impl ConnectionTrait) -> Result<usize, Unfit> {
    let there = known(db).await?;
    prefix(&there.into_iter().collect::<Vec<_>>())
}

/// How many of this program's migrations these are, which must be the first so many of them.
///
/// # Errors
/// One of them is not known, or others come before.
pub fn prefix(migrations: &[String]) -> Result<usize, Unfit> {
    let ours = names();
    newer(&migrations.iter().cloned().collect())?;
    let wanting: Vec<String> =
        ours[..migrations.len()].iter().filter(|name| !migrations.contains(name)).cloned().collect();
    if wanting.is_empty() { Ok(migrations.len()) } else { Err(Unfit::Gap(wanting)) }
}

/// Refuses a database that is newer than this program.
///
/// # Errors
/// It is; or it does not answer.
pub async fn known_to_us(db: &Db) -> Result<(), Unfit> {
    newer(&known(&db.write).await?)
}

/// Applies what is not applied yet. On PostgreSQL one process does so at a time, on connections of its own: patient
/// with long statements, impatient with locks.
///
/// # Errors
/// The database is newer than this program, or does not answer, or a lock was not to be had in time.
pub async fn up(settings: &Settings, db: &Db) -> Result<(), Unfit> {
    let there = known(&db.write).await?;
    newer(&there)?;
    if names().iter().all(|name| there.contains(name)) {
        return Ok(());
    }
    run(settings, db, Way::Up).await
}

/// Reverts the last so many migrations, with the data of what they made.
///
/// # Errors
/// As [`up`].
pub async fn down(settings: &Settings, db: &Db, steps: u32) -> Result<(), Unfit> {
    newer(&known(&db.write).await?)?;
    run(settings, db, Way::Down(steps)).await
}

/// Connections to migrate PostgreSQL by.
///
/// # Errors
/// The database does not answer.
pub async fn connect(settings: &Settings) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(settings.url.expose());
    options.max_connections(2).acquire_timeout(settings.acquire_timeout).sqlx_logging(false);
    options.map_sqlx_postgres_opts(|postgres| {
        let timeouts = [("lock_timeout", LOCK_TIMEOUT), ("statement_timeout", "0")];
        postgres.application_name("tremplin migrate").options(timeouts)
    });
    Database::connect(options).await
}

/// Which way.
#[derive(Clone, Copy)]
enum Way {
    Up,
    Down(u32),
}

impl Way {
    async fn go<'c>(self, db: impl IntoSchemaManagerConnection<'c>) -> Result<(), DbErr> {
        match self {
            Self::Up => Migrator::up(db, None).await,
            Self::Down(steps) => Migrator::down(db, Some(steps)).await,
        }
    }
}

async fn run(settings: &Settings, db: &Db, way: Way) -> Result<(), Unfit> {
    if settings.kind() == DatabaseKind::Sqlite {
        // All of it in one transaction, begun as a write: another process waits, and then finds it done.
        let tx = db.begin().await?;
        way.go(&*tx).await?;
        return Ok(tx.commit().await?);
    }
    let pool = connect(settings).await?;
    let turn = turn(&pool).await?;
    let done = way.go(&pool).await;
    turn.rollback().await?;
    pool.close().await?;
    Ok(done?)
}

/// A transaction that holds the lock of whoever migrates. It is asked for again and again, never waited on: a statement
/// that waits has a snapshot, and `CREATE INDEX CONCURRENTLY` of the one who migrates would wait for it in turn.
async fn turn(pool: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let ask = format!("SELECT pg_try_advisory_xact_lock({ONE_AT_A_TIME}) AS mine");
    let mut told = false;
    loop {
        let tx = pool.begin().await?;
        let row = tx.query_one_raw(Statement::from_string(pool.get_database_backend(), &ask)).await?;
        if row.map_or(Ok(false), |row| row.try_get("", "mine"))? {
            return Ok(tx);
        }
        tx.rollback().await?;
        if !told {
            tracing::info!("another process migrates the database; waiting for it");
            told = true;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

fn newer(there: &BTreeSet<String>) -> Result<(), Unfit> {
    let ours = names();
    let unknown: Vec<String> = there.iter().filter(|name| !ours.contains(name)).cloned().collect();
    if unknown.is_empty() { Ok(()) } else { Err(Unfit::Newer(unknown)) }
}

/// The migrations that the database says were applied, this program's or not.
async fn known(db: &impl ConnectionTrait) -> Result<BTreeSet<String>, Unfit> {
    let backend = db.get_database_backend();
    let find = match backend {
        DatabaseBackend::Sqlite => "SELECT name FROM sqlite_master WHERE name = 'seaql_migrations'",
        _ => "SELECT relname::text AS name FROM pg_class WHERE oid = to_regclass('seaql_migrations')",
    };
    if db.query_one_raw(Statement::from_string(backend, find)).await?.is_none() {
        return Ok(BTreeSet::new());
    }
    let list = Statement::from_string(backend, "SELECT version FROM seaql_migrations");
    let rows = db.query_all_raw(list).await?;
    Ok(rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, DbErr>>()?)
}
