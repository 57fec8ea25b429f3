//! The connections to PostgreSQL that only read.
//!
//! They are kept here and not in the driver's pool, which asks a connection whether it is well each time it is taken
//! and each time it is given back: two more round trips for each statement, the second without a limit in time. Here
//! a connection that answered goes back as it is; one that was waited on in vain, or whose reader left, is closed.

use super::Connections;
use super::health::{Health, is_outage, late};
use sea_orm::sqlx::postgres::{PgConnectOptions, PgQueryResult, PgRow, Postgres};
use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};

/// How long a connection may have rested before it is asked whether it is well.
const RESTED: Duration = Duration::from_secs(1);
/// How long it may take to say so.
const CHECK: Duration = Duration::from_millis(250);

/// A number of connections, made as they are needed.
pub(super) struct Lanes {
    server: PgConnectOptions,
    /// The last that came back is the first to go.
    resting: Mutex<Vec<Resting>>,
    free: Semaphore,
    most: usize,
    patience: Duration,
    health: Arc<Health>,
}

struct Resting {
    connection: PgConnection,
    made: Instant,
    since: Instant,
}

/// A connection in use. It is closed unless it is given back.
struct Lane<'a> {
    connection: PgConnection,
    made: Instant,
    is_new: bool,
    _permit: SemaphorePermit<'a>,
}

impl Lanes {
    /// At most `most` connections; `patience` is the longest wait for one.
    pub(super) fn new(server: PgConnectOptions, most: u32, patience: Duration, health: Arc<Health>) -> Self {
        let most = usize::try_from(most).unwrap_or(1);
        Self { server, resting: Mutex::default(), free: Semaphore::new(most), most, patience, health }
    }

    /// The rows that a statement answers. It is asked twice where a connection that rested turns out to be broken.
    pub(super) async fn rows(&self, statement: &Statement) -> Result<Vec<PgRow>, DbErr> {
        let mut lane = self.take(true).await?;
        let mut answer = self.bounded(query(statement).fetch_all(&mut lane.connection)).await;
        if !lane.is_new && answer.as_ref().is_err_and(is_outage) && !self.health.is_down() {
            self.health.distrust();
            drop(lane);
            lane = self.take(false).await?;
            answer = self.bounded(query(statement).fetch_all(&mut lane.connection)).await;
        }
        self.give_back(lane, answer).map_err(query_error)
    }

    /// Runs a statement for what it does.
    pub(super) async fn execute(&self, statement: &Statement) -> Result<PgQueryResult, DbErr> {
        let mut lane = self.take(true).await?;
        let answer = self.bounded(query(statement).execute(&mut lane.connection)).await;
        self.give_back(lane, answer).map_err(query_error)
    }

    /// Asks for nothing.
    pub(super) async fn ping(&self) -> Result<(), DbErr> {
        let mut lane = self.take(true).await?;
        let answer = self.bounded(lane.connection.ping()).await;
        self.give_back(lane, answer).map_err(query_error)
    }

    /// How many there are.
    pub(super) fn connections(&self) -> Connections {
        let (idle, most) = (self.locked().len(), self.most);
        Connections { used: most.saturating_sub(self.free.available_permits()), idle, most }
    }

    /// Closes what rests, and gives out no more.
    pub(super) async fn close(&self) {
        self.free.close();
        let resting = std::mem::take(&mut *self.locked());
        for resting in resting {
            // Whoever is gone already is closed as well.
            timeout(CHECK, resting.connection.close()).await.ok();
        }
    }

    async fn take(&self, rested: bool) -> Result<Lane<'_>, DbErr> {
        let acquire = timeout(self.patience, self.free.acquire()).await;
        let permit = acquire
            .map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?
            .map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))?;
        while let Some(resting) = rested.then(|| self.locked().pop()).flatten() {
            if let Some((connection, made)) = self.well(resting).await {
                return Ok(Lane { connection, made, is_new: false, _permit: permit });
            }
        }
        let made = Instant::now();
        Ok(Lane { connection: self.connect().await?, made, is_new: true, _permit: permit })
    }

    async fn connect(&self) -> Result<PgConnection, DbErr> {
        let connection = self.bounded(self.server.connect()).await;
        if connection.as_ref().is_err_and(is_outage) {
            self.health.set_down();
        }
        connection.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))))
    }

    /// A connection that may be used.
    async fn well(&self, resting: Resting) -> Option<(PgConnection, Instant)> {
        let Resting { mut connection, made, since } = resting;
        if !self.health.trusts(made) {
            return None;
        }
        let is_well =
            since.elapsed() < RESTED || matches!(timeout(CHECK, connection.ping()).await, Ok(Ok(())));
        is_well.then_some((connection, made))
    }

    /// Waits for an answer until the database is known to give none.
    async fn bounded<T>(
        &self,
        answer: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, sqlx::Error> {
        tokio::select! {
            biased;
            answer = answer => answer,
            () = self.health.failing() => Err(late()),
        }
    }

    fn give_back<T>(&self, lane: Lane<'_>, answer: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        if !answer.as_ref().is_err_and(is_outage) {
            self.locked().push(Resting {
                connection: lane.connection,
                made: lane.made,
                since: Instant::now(),
            });
        }
        answer
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Vec<Resting>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn query(statement: &Statement) -> Query<'_, Postgres, SqlxValues> {
    let values = statement.values.clone().unwrap_or(Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

fn query_error(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

/// Whether a connection of the driver's own pool may be used: as [`Lanes`] decides it.
pub(super) async fn is_well(
    health: &Health,
    connection: &mut PgConnection,
    age: Duration,
    rested: Duration,
) -> Result<bool, sqlx::Error> {
    let made = Instant::now().checked_sub(age);
    if made.is_none_or(|made| !health.trusts(made)) {
        return Err(sqlx::Error::Io(std::io::ErrorKind::ConnectionAborted.into()));
    }
    if rested < RESTED { Ok(true) } else { check(connection).await }
}

/// Asks a connection whether it is well; an error has it closed without another word.
pub(super) async fn check(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    timeout(CHECK, connection.ping()).await.map_err(|_| late())?.map(|()| true)
}
