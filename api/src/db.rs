//! The two pools of a database, and how a write begins.

use crate::config::{Database, DatabaseKind};
use crate::events::{Events, Transaction};
use sea_orm::{
    ConnectOptions, Database as Pool, DatabaseBackend, DatabaseConnection, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait, metric,
};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// A database: one pool to read from, one to write through. On PostgreSQL both are the same pool; on SQLite the
/// write pool is one connection, since SQLite has one writer, and readers never wait for it.
#[derive(Clone, Debug)]
pub struct Db {
    /// For queries.
    pub read: DatabaseConnection,
    /// For changes.
    pub write: DatabaseConnection,
    /// What has just changed.
    pub events: Events,
    observers: Observers,
}

/// Who counts or times statements.
#[derive(Clone, Default)]
struct Observers(Vec<Arc<Observer>>);

type Observer = dyn Fn(&metric::Info<'_>) + Send + Sync;

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} observers", self.0.len())
    }
}

impl Db {
    /// Connects; a SQLite file and its folder are created when absent.
    ///
    /// # Errors
    /// The URL is of no known kind, or the database does not answer.
    pub async fn connect(settings: &Database) -> Result<Self, DbErr> {
        if settings.kind() == DatabaseKind::Sqlite {
            create_folder(sqlite_path(settings.url.expose()))?;
            let write = Pool::connect(sqlite_options(settings, 1)).await?;
            let read = Pool::connect(sqlite_options(settings, settings.read_connections)).await?;
            return Ok(Self { read, write, events: Events::default(), observers: Observers::default() });
        }
        let mut options = options(settings, settings.read_connections);
        options.statement_timeout(settings.statement_timeout);
        let pool = Pool::connect(options).await?;
        Ok(Self {
            read: pool.clone(),
            write: pool,
            events: Events::default(),
            observers: Observers::default(),
        })
    }

    /// Calls `observe` after each statement, in and out of transactions, as well as those who asked before: for
    /// whoever counts or times them. Clones made before are not observed.
    pub fn observe(&mut self, observe: impl Fn(&metric::Info<'_>) + Send + Sync + 'static) {
        self.observers.0.push(Arc::new(observe));
        for pool in [&mut self.read, &mut self.write] {
            let observers = self.observers.clone();
            pool.set_metric_callback(move |info| observers.0.iter().for_each(|observe| observe(info)));
        }
    }

    /// Begins a change. SQLite takes its write lock at once: a transaction that read first and writes later
    /// could be refused the lock at a point where waiting no longer helps.
    ///
    /// # Errors
    /// No connection, or no lock, in time.
    pub async fn begin(&self) -> Result<Transaction, DbErr> {
        let sqlite = (self.backend() == DatabaseBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: sqlite, ..TransactionOptions::default() };
        let begun = self.write.begin_with_options(options).await?;
        Ok(Transaction::new(begun, self.events.clone()))
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> DatabaseBackend {
        self.write.get_database_backend()
    }
}

/// The path of a SQLite URL, without its parameters.
pub(crate) fn sqlite_path(url: &str) -> &str {
    let rest = url.trim_start_matches("sqlite:").trim_start_matches("//");
    rest.split('?').next().unwrap_or(rest)
}

fn create_folder(path: &str) -> Result<(), DbErr> {
    let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), |folder| {
        std::fs::create_dir_all(folder)
            .map_err(|error| DbErr::Custom(format!("cannot create the folder {}: {error}", folder.display())))
    })
}

fn options(settings: &Database, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(settings.url.expose());
    options
        .max_connections(connections)
        .acquire_timeout(settings.acquire_timeout)
        .connect_timeout(settings.acquire_timeout)
        .sqlx_logging(false);
    options
}

fn sqlite_options(settings: &Database, connections: u32) -> ConnectOptions {
    use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
    let mut options = options(settings, connections);
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
