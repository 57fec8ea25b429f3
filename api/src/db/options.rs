//! How connections are made, and when the driver's pools take them for good.

use super::health::Health;
use super::lanes;
use crate::config::Database;
use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, DbErr, RuntimeErr};
use std::sync::Arc;

/// A PostgreSQL server: its address, and the longest that it lets a statement run.
pub(super) fn server(settings: &Database) -> Result<PgConnectOptions, DbErr> {
    let options = settings.url.expose().parse::<PgConnectOptions>();
    let options = options.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))))?;
    let limit = settings.statement_timeout.as_millis().to_string();
    // Statements differ in shape, not in values, and indexes fit each: planning one again for every value costs a list
    // as much as running it.
    let settings = [("statement_timeout", limit.as_str()), ("plan_cache_mode", "force_generic_plan")];
    Ok(options.disable_statement_logging().options(settings))
}

/// The pool that writes to PostgreSQL. A connection used a moment ago is not asked whether it is well before it is
/// taken. When it is given back the driver asks, and would wait for ever: it is asked here first, for a while.
pub(super) fn postgres(settings: &Database, health: &Arc<Health>) -> ConnectOptions {
    let mut options = common(settings, settings.write_connections);
    options.statement_timeout(settings.statement_timeout).test_before_acquire(false);
    let health = Arc::clone(health);
    options.map_sqlx_postgres_opts(|server| server.options([("plan_cache_mode", "force_generic_plan")]));
    options.map_sqlx_postgres_pool_opts(move |pool| {
        let health = Arc::clone(&health);
        let pool = pool.before_acquire(move |connection, meta| {
            let health = Arc::clone(&health);
            Box::pin(async move { lanes::is_well(&health, connection, meta.age, meta.idle_for).await })
        });
        pool.after_release(|connection, _| Box::pin(lanes::check(connection)))
    });
    options
}

/// A pool of connections to a SQLite file.
pub(super) fn sqlite(settings: &Database, connections: u32) -> ConnectOptions {
    let mut options = common(settings, connections);
    // A connection is a thread of this process: it is there.
    options.test_before_acquire(false);
    let busy = settings.acquire_timeout;
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(busy)
    });
    options
}

/// The path of a SQLite URL, without its parameters.
pub(crate) fn sqlite_path(url: &str) -> &str {
    let rest = url.trim_start_matches("sqlite:").trim_start_matches("//");
    rest.split('?').next().unwrap_or(rest)
}

fn common(settings: &Database, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(settings.url.expose());
    options
        .max_connections(connections)
        .acquire_timeout(settings.acquire_timeout)
        .connect_timeout(settings.acquire_timeout)
        .sqlx_logging(false);
    options
}
