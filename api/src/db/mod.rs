//! The database: what queries are read from, what changes go through, and whether it answers.
//!
//! What a caller waits for is bounded here: a connection by `database.acquire_timeout`, a statement by
//! `database.statement_timeout` (the server's), and a server that says nothing at all by [`Health`].

mod connections;
mod health;
mod lanes;
mod options;
mod reader;
mod trouble;

pub use connections::Connections;
pub use health::Health;
pub(crate) use options::sqlite_path;
use reader::Observer;
pub use reader::Reader;
pub use trouble::Trouble;

use crate::config::{Database, DatabaseKind};
use crate::events::{Events, Transaction};
use lanes::Lanes;
use sea_orm::{
    AccessMode, Database as Pool, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr,
    IsolationLevel, SqliteTransactionMode, SqlxPostgresConnector, TransactionOptions, TransactionTrait,
    metric,
};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// A database: connections to read from, and connections to write through. SQLite has one writer, so one connection
/// writes, and readers never wait for it.
#[derive(Clone, Debug)]
pub struct Db {
    /// For queries.
    pub read: Reader,
    /// For changes.
    pub write: DatabaseConnection,
    /// Whether it answers.
    pub health: Arc<Health>,
    /// What has just changed.
    pub events: Events,
    observers: Observers,
}

/// Who counts or times statements.
#[derive(Clone, Default)]
struct Observers(Vec<Observer>);

impl Observers {
    fn tell(&self, info: &metric::Info<'_>) {
        self.0.iter().for_each(|observe| observe(info));
    }
}

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
        match settings.kind() {
            DatabaseKind::Sqlite => Self::sqlite(settings).await,
            DatabaseKind::Postgres => Self::postgres(settings).await,
        }
    }

    async fn sqlite(settings: &Database) -> Result<Self, DbErr> {
        create_folder(sqlite_path(settings.url.expose()))?;
        let write = Pool::connect(options::sqlite(settings, 1)).await?;
        let read = Pool::connect(options::sqlite(settings, settings.read_connections)).await?;
        Ok(Self {
            read: Reader::sqlite(read),
            write,
            health: Health::new(None),
            events: Events::default(),
            observers: Observers::default(),
        })
    }

    async fn postgres(settings: &Database) -> Result<Self, DbErr> {
        let server = options::server(settings)?;
        let health = Health::new(Some(server.clone()));
        let write = SqlxPostgresConnector::connect(options::postgres(settings, &health)).await?;
        let (most, patience) = (settings.read_connections, settings.acquire_timeout);
        let read = Reader::postgres(Lanes::new(server, most, patience, Arc::clone(&health)));
        Ok(Self { read, write, health, events: Events::default(), observers: Observers::default() })
    }

    /// Calls `observe` after each statement, in and out of transactions, as well as those who asked before: for
    /// whoever counts or times them. Clones made before are not observed.
    pub fn observe(&mut self, observe: impl Fn(&metric::Info<'_>) + Send + Sync + 'static) {
        self.observers.0.push(Arc::new(observe));
        let (reads, writes) = (self.observers.clone(), self.observers.clone());
        self.read.observe(Arc::new(move |info| reads.tell(info)));
        self.write.set_metric_callback(move |info| writes.tell(info));
    }

    /// Begins a change. SQLite takes its write lock at once: a transaction that read first and writes later
    /// could be refused the lock at a point where waiting no longer helps. On PostgreSQL it is tried again where a
    /// connection that rested turns out to be broken: nothing was done on it yet.
    ///
    /// # Errors
    /// No connection, or no lock, in time.
    pub async fn begin(&self) -> Result<Transaction, DbErr> {
        let mut begun = self.begin_once().await;
        if begun.as_ref().is_err_and(|error| Trouble::of(error) == Some(Trouble::Unanswered)) {
            self.health.distrust();
            begun = self.begin_once().await;
        }
        Ok(Transaction::new(begun?, self.events.clone(), Arc::clone(&self.health)))
    }

    async fn begin_once(&self) -> Result<DatabaseTransaction, DbErr> {
        let sqlite = (self.backend() == DatabaseBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: sqlite, ..TransactionOptions::default() };
        self.write.begin_with_options(options).await
    }

    /// Begins reading at one moment, which stays as it is however long it is read: for what reads everything. SQLite's
    /// writer goes on meanwhile.
    ///
    /// # Errors
    /// No connection in time.
    pub async fn begin_reading(&self) -> Result<DatabaseTransaction, DbErr> {
        if let Some(pool) = self.read.pool() {
            return pool.begin().await;
        }
        let options = TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        self.write.begin_with_options(options).await
    }

    /// How many connections read.
    #[must_use]
    pub fn reading(&self) -> Connections {
        self.read.connections()
    }

    /// How many connections write.
    #[must_use]
    pub fn writing(&self) -> Connections {
        Connections::of(&self.write)
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> DatabaseBackend {
        self.write.get_database_backend()
    }
}

fn create_folder(path: &str) -> Result<(), DbErr> {
    let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), |folder| {
        std::fs::create_dir_all(folder)
            .map_err(|error| DbErr::Custom(format!("cannot create the folder {}: {error}", folder.display())))
    })
}
