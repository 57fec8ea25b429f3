//! The application on a case's own database, served over HTTP on a free port.

use super::statements::Statements;
use super::{Client, Database, Given, Host, Kind, close, engine};
use anyhow::Result;
use api::app::App;
use api::clock::Clock;
use api::config::Config;
use api::context::Context;
use api::db::Db;
use api::random::Random;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, oneshot};

/// When every case begins, in seconds since the epoch: 2026-09-01, 08:00 UTC.
const START: i64 = 1_788_249_600;

/// The application, as a case sees it.
pub(crate) struct TestApp {
    /// What the application itself works with.
    pub(crate) context: Arc<Context>,
    /// The time, which stands still until it is moved.
    pub(crate) clock: Clock,
    /// Where it is served: `http://127.0.0.1:PORT`.
    pub(crate) base: String,
    /// Career services already made, by school.
    pub(crate) desks: Mutex<HashMap<String, Client>>,
    statements: Statements,
    made: AtomicU64,
    /// Dropped first: the server stops before its database goes.
    _stop: oneshot::Sender<()>,
    database: Database,
}

impl TestApp {
    /// Opens the application on a database, `later` than the beginning: what is made in a copy of a database comes
    /// after what it was copied with.
    pub(crate) async fn open(
        database: Database,
        later: TimeDelta,
        change: impl FnOnce(&mut Config),
    ) -> Result<Self> {
        let mut config = config(&database);
        change(&mut config);
        let start = Self::start() + later;
        let clock = Clock::manual(start);
        let mut db = Db::connect(&config.database).await?;
        let statements = Statements::of(&mut db);
        let seed = later.num_seconds().unsigned_abs();
        let grace = config.server.shutdown_grace;
        let app = App::on(db, config, clock.clone(), Random::seeded(seed)).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { stopped.await.unwrap_or_default() };
        tokio::spawn(api::http::serve(listener, app.router, app.sockets, stopped, grace));
        let context = app.context;
        Ok(Self {
            context,
            clock,
            base,
            desks: Mutex::default(),
            statements,
            made: AtomicU64::new(seed),
            _stop: stop,
            database,
        })
    }

    /// When every case begins, unless it is opened later.
    pub(crate) fn start() -> DateTime<Utc> {
        DateTime::<Utc>::from_timestamp(START, 0).unwrap()
    }

    /// Somebody who is not signed in.
    pub(crate) fn anonymous(&self) -> Client {
        Client::anonymous(self.base.clone())
    }

    /// Which database it is on.
    pub(crate) fn kind(&self) -> Kind {
        self.database.kind
    }

    /// A number not given before, for names that must be unique.
    pub(crate) fn number(&self) -> u64 {
        self.made.fetch_add(1, Ordering::Relaxed)
    }

    /// How many SQL statements run while the future does.
    pub(crate) async fn count_statements<T>(&self, future: impl Future<Output = T>) -> usize {
        self.statements.during(future).await.1.len()
    }

    /// Runs a future that may send so many statements at most, which are shown if it sends more.
    pub(crate) async fn in_statements<T>(&self, most: usize, future: impl Future<Output = T>) -> T {
        let (value, statements) = self.statements.during(future).await;
        assert!(statements.len() <= most, "{} statements:\n{}", statements.len(), statements.join("\n"));
        value
    }

    /// Closes it and gives its database back, to which nobody is connected any more.
    pub(crate) async fn into_database(self) -> Result<Database> {
        let Self { context, _stop, database, .. } = self;
        drop(_stop);
        close(context.db.clone()).await?;
        Ok(database)
    }
}

impl Given for TestApp {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        Self::open(seeded(host, kind).await?, TimeDelta::zero(), |_| {}).await
    }
}

/// A copy of what every installation begins with: the schema, schools, specialties and the hiring history.
pub(crate) async fn seeded(host: &Arc<Host>, kind: Kind) -> Result<Database> {
    let first_start = Box::pin(async {
        let database = Database::empty(host, kind).await?;
        TestApp::open(database, TimeDelta::hours(-1), |_| {}).await?.into_database().await
    });
    Database::copy(&*host.template(kind, "seeded", first_start).await?).await
}

fn config(database: &Database) -> Config {
    let mut config =
        Config { database: database.settings(), search: engine::settings(database), ..Config::default() };
    config.mail.folder = database.folder.path().join("mail");
    config.files.folder = database.folder.path().join("files");
    // Everybody comes from one address here, and time stands still: a case about limits sets its own.
    config.auth.login_limit_per_address = 100_000;
    config.auth.login_limit_per_account = 100_000;
    config.limits.allowance_anonymous = 0;
    config.limits.allowance_signed_in = 0;
    // A hash a person, and most people of a case sign in once: at the full cost that is a fifth of the suite's time.
    config.auth.password_memory = 64;
    // Cases move the clock by months, and stay signed in.
    config.auth.token_lifetime = Duration::from_secs(2 * 365 * 24 * 3600);
    config.server.shutdown_grace = Duration::ZERO;
    config
}
