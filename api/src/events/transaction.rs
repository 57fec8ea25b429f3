//! A change under way, with what is to be told once it is committed.

use super::listener::notify;
use super::{Event, Events};
use crate::db::Health;
use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, ExecResult, QueryResult, Statement,
};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::Instrument;

/// A database transaction that tells what it changed. Dropped without [`Transaction::commit`], it is rolled back and
/// tells nothing.
#[derive(Debug)]
pub struct Transaction {
    inner: DatabaseTransaction,
    bus: Events,
    health: Arc<Health>,
    announced: Mutex<Vec<Event>>,
}

impl Transaction {
    /// A transaction that has just begun.
    pub(crate) fn new(inner: DatabaseTransaction, bus: Events, health: Arc<Health>) -> Self {
        Self { inner, bus, health, announced: Mutex::default() }
    }

    /// Says what this transaction changes, to be told when it is committed.
    pub fn announce(&self, events: impl IntoIterator<Item = Event>) {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).extend(events);
    }

    /// Commits, then tells. On PostgreSQL the other processes are told by the commit itself.
    ///
    /// # Errors
    /// The database does not answer. Whether the change was made is then not known; its events are told all the same,
    /// since whoever hears one reads the row.
    pub async fn commit(self) -> Result<(), DbErr> {
        let events = self.announced.into_inner().unwrap_or_else(PoisonError::into_inner);
        if events.is_empty() {
            return self.health.bounded(self.inner.commit()).await;
        }
        let (inner, bus, health) = (self.inner, self.bus, self.health);
        // A task of its own: a client that hangs up now ends the request, but not what follows from its commit.
        let work = async move {
            // Nobody else gives it up where the database is stalled.
            let committed = health.bounded(async {
                if inner.get_database_backend() == DatabaseBackend::Postgres {
                    notify(&inner, bus.origin(), &events).await?;
                }
                inner.commit().await
            });
            let committed = committed.await;
            events.into_iter().for_each(|event| bus.tell(event));
            committed
        };
        let done = tokio::spawn(work.in_current_span()).await;
        done.unwrap_or_else(|error| Err(DbErr::Custom(format!("the commit did not end: {error}"))))
    }

    /// Rolls back at once, rather than when it is dropped.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn rollback(self) -> Result<(), DbErr> {
        self.inner.rollback().await
    }
}

impl Deref for Transaction {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}
