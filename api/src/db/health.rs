//! Whether the database answers: found out by whoever waits too long, and known from then on to everybody, so that a
//! stalled server costs the first requests a second and the others nothing.
//!
//! The driver bounds nothing in time, and a connection whose server went away without a word looks like one whose
//! answer takes long. So whoever waits longer than [`PATIENCE`] asks for a new connection: a slow statement on a
//! server that takes one is waited for further; if none is had within [`LIMIT`], the database is down. While it is,
//! new connections are tried, and the first that is made ends it.

use crate::db::Trouble;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions, Connection};
use sea_orm::{DbErr, RuntimeErr};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// How long one waits before one asks whether the database answers at all.
const PATIENCE: Duration = Duration::from_millis(300);
/// How long it may take to make a connection.
const LIMIT: Duration = Duration::from_secs(1);
/// How long it is believed that the database answers.
const FRESH: Duration = Duration::from_millis(200);
/// How often a connection is tried while the database is down.
const RETRY: Duration = Duration::from_millis(50);

/// Whether a database answers.
pub struct Health {
    /// How to connect; `None` for SQLite, which is in this process.
    server: Option<PgConnectOptions>,
    down: watch::Sender<bool>,
    /// When something went wrong last: connections made before are not trusted.
    trouble: Mutex<Option<Instant>>,
    /// How often it went down.
    outages: AtomicU64,
    /// When a connection was last made to find out; locked while one is.
    tried: tokio::sync::Mutex<Option<Instant>>,
}

impl Health {
    pub(super) fn new(server: Option<PgConnectOptions>) -> Arc<Self> {
        Arc::new(Self {
            server,
            down: watch::Sender::new(false),
            trouble: Mutex::default(),
            outages: AtomicU64::new(0),
            tried: tokio::sync::Mutex::default(),
        })
    }

    /// Whether the database is known not to answer.
    #[must_use]
    pub fn is_down(&self) -> bool {
        *self.down.borrow()
    }

    /// Ends once the database is known not to answer: to wait beside whatever waits for it.
    pub async fn failing(self: &Arc<Self>) {
        self.failing_within(PATIENCE).await;
    }

    /// The same for work that may take long, and asks less often. It ends too when the database was down meanwhile
    /// and is back: an answer that was under way will not come.
    pub async fn failing_within(self: &Arc<Self>, patience: Duration) {
        let outages = self.outages.load(Ordering::SeqCst);
        loop {
            sleep(patience).await;
            if self.outages.load(Ordering::SeqCst) != outages || !self.answers().await {
                return;
            }
        }
    }

    /// Waits for an answer until the database is known to give none.
    ///
    /// # Errors
    /// What the answer is, or that none comes.
    pub async fn bounded<T, E: From<DbErr>>(
        self: &Arc<Self>,
        answer: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        tokio::select! {
            biased;
            answer = answer => answer,
            () = self.failing() => Err(DbErr::Conn(RuntimeErr::SqlxError(Arc::new(late()))).into()),
        }
    }

    /// Ends once the database answers, as far as is known.
    pub async fn back(&self) {
        // Fails only when the sender is gone, which is this one's.
        self.down.subscribe().wait_for(|down| !down).await.ok();
    }

    /// Whether the database answers. However many ask, one connection is tried at a time.
    pub async fn answers(self: &Arc<Self>) -> bool {
        let Some(server) = &self.server else { return true };
        let mut tried = self.tried.lock().await;
        if self.is_down() {
            return false;
        }
        if tried.is_some_and(|at| at.elapsed() < FRESH) {
            return true;
        }
        let answers = is_up(server).await;
        *tried = Some(Instant::now());
        if !answers {
            self.set_down();
        }
        answers
    }

    /// Says that the database was found not to answer.
    pub(super) fn set_down(self: &Arc<Self>) {
        let Some(server) = self.server.clone() else { return };
        self.distrust();
        if !self.down.send_replace(true) {
            self.outages.fetch_add(1, Ordering::SeqCst);
            tracing::error!("the database does not answer; requests are refused until it does");
            tokio::spawn(watch_return(Arc::downgrade(self), server));
        }
    }

    /// Says that a connection broke: those made before are not to be used any more.
    pub(super) fn distrust(&self) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Whether a connection that was made then may be used.
    pub(super) fn trusts(&self, made: Instant) -> bool {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).is_none_or(|trouble| made > trouble)
    }
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Health").field("down", &self.is_down()).finish_non_exhaustive()
    }
}

/// Tries connections until one is made. They overlap: what hangs must not delay what would not.
async fn watch_return(health: Weak<Health>, server: PgConnectOptions) {
    let mut tries = JoinSet::new();
    while health.strong_count() > 0 {
        let server = server.clone();
        tries.spawn(async move { is_up(&server).await });
        let ended = timeout(RETRY, async {
            while let Some(answer) = tries.join_next().await {
                if answer.unwrap_or_default() {
                    return;
                }
            }
            std::future::pending::<()>().await;
        });
        if ended.await.is_ok() {
            let Some(health) = health.upgrade() else { return };
            health.distrust();
            health.down.send_replace(false);
            tracing::info!("the database answers again");
            return;
        }
    }
}

/// Whether a connection can be made in time. A server that has too many answers.
async fn is_up(server: &PgConnectOptions) -> bool {
    let made = timeout(LIMIT, async { server.connect().await?.close().await });
    made.await.is_ok_and(|made| !made.is_err_and(|error| is_outage(&error)))
}

/// What is told of an answer that did not come.
pub(super) fn late() -> sqlx::Error {
    sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())
}

/// Whether an error tells that the server, or the way to it, is gone.
pub(super) fn is_outage(error: &sqlx::Error) -> bool {
    Trouble::behind(error) == Some(Trouble::Unanswered)
}
