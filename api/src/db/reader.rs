//! What queries are read from.

use super::Connections;
use super::lanes::Lanes;
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DbErr, ExecResult, QueryResult, Statement, metric,
};
use std::fmt;
use std::sync::Arc;
use std::time::Instant;

/// Told of each statement.
pub(super) type Observer = Arc<dyn Fn(&metric::Info<'_>) + Send + Sync>;

/// The connections for queries; a clone is the same ones. Of the traits of `sea_orm` it has [`ConnectionTrait`], and
/// no transactions: what reads only needs none here.
#[derive(Clone)]
pub struct Reader {
    from: From,
    observer: Option<Observer>,
}

#[derive(Clone)]
enum From {
    Sqlite(DatabaseConnection),
    Postgres(Arc<Lanes>),
}

impl Reader {
    pub(super) fn sqlite(pool: DatabaseConnection) -> Self {
        Self { from: From::Sqlite(pool), observer: None }
    }

    pub(super) fn postgres(lanes: Lanes) -> Self {
        Self { from: From::Postgres(Arc::new(lanes)), observer: None }
    }

    pub(super) fn observe(&mut self, observer: Observer) {
        match &mut self.from {
            From::Sqlite(pool) => pool.set_metric_callback(move |info| observer(info)),
            From::Postgres(_) => self.observer = Some(observer),
        }
    }

    /// How many there are.
    pub(super) fn connections(&self) -> Connections {
        match &self.from {
            From::Sqlite(pool) => Connections::of(pool),
            From::Postgres(lanes) => lanes.connections(),
        }
    }

    /// The driver's pool, where there is one.
    pub(super) fn pool(&self) -> Option<&DatabaseConnection> {
        match &self.from {
            From::Sqlite(pool) => Some(pool),
            From::Postgres(_) => None,
        }
    }

    /// Asks for nothing, to see whether an answer comes.
    ///
    /// # Errors
    /// None comes.
    pub async fn ping(&self) -> Result<(), DbErr> {
        match &self.from {
            From::Sqlite(pool) => pool.ping().await,
            From::Postgres(lanes) => lanes.ping().await,
        }
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// What the driver reports.
    pub async fn close(self) -> Result<(), DbErr> {
        match self.from {
            From::Sqlite(pool) => pool.close().await,
            From::Postgres(lanes) => {
                lanes.close().await;
                Ok(())
            }
        }
    }

    /// Tells the observer of a statement, its time and whether it failed.
    async fn observed<T>(
        &self,
        statement: &Statement,
        answer: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        let Some(observer) = &self.observer else { return answer.await };
        let start = Instant::now();
        let answer = answer.await;
        observer(&metric::Info { elapsed: start.elapsed(), statement, failed: answer.is_err() });
        answer
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DatabaseBackend {
        match &self.from {
            From::Sqlite(_) => DatabaseBackend::Sqlite,
            From::Postgres(_) => DatabaseBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match &self.from {
            From::Sqlite(pool) => pool.execute_raw(statement).await,
            From::Postgres(lanes) => {
                self.observed(&statement, lanes.execute(&statement)).await.map(ExecResult::from)
            }
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.get_database_backend(), sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match &self.from {
            From::Sqlite(pool) => pool.query_one_raw(statement).await,
            // Whoever wants one row says so in the statement: nothing is left behind on the connection.
            From::Postgres(_) => Ok(self.query_all_raw(statement).await?.into_iter().next()),
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match &self.from {
            From::Sqlite(pool) => pool.query_all_raw(statement).await,
            From::Postgres(lanes) => {
                let rows = self.observed(&statement, lanes.rows(&statement)).await?;
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
        }
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("database", &self.get_database_backend()).finish_non_exhaustive()
    }
}
