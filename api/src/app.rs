//! The application, put together: database, search engine, schema, routes.

use crate::application::Subjects;
use crate::auth::actor;
use crate::auth::passwords::Passwords;
use crate::auth::sessions::Sessions;
use crate::auth::spending::{self, Allowance, Exhausted, Payer, Spending};
use crate::clock::{Clock, Ids};
use crate::config::{Config, SearchEngine, Secret};
use crate::context::{Caller, Context, Request};
use crate::contract::{Procedures, feed, procedures};
use crate::db::{Db, Trouble};
use crate::document::{self, Presses, UserAgent};
use crate::error::Error;
use crate::events::{self, Event, Subscriber};
use crate::file::Storage;
use crate::graphql::schema::{self, Schema};
use crate::http::{self, Dependency, Download, Hooks, Identity, Readiness, Refusal, RequestInfo, Sockets};
use crate::mail::Transport;
use crate::matching::pool::Pools;
use crate::metrics::Metrics;
use crate::migrating;
use crate::operations::{self, Faults, Operations};
use crate::random::Random;
use crate::reference::Reference;
use crate::scrub::scrub;
use crate::searching::Breaker;
use crate::{file, seed, telemetry};
use anyhow::Context as _;
use async_trait::async_trait;
use axum::Router;
use axum::body::BodyDataStream;
use axum::http::{HeaderValue, StatusCode, header};
use domain::locale::Locale;
use search::{Embedded, Engine, Meilisearch};
use serde_json::Value;
use std::any::TypeId;
use std::fmt;
use std::sync::Arc;

/// Points of the allowance that a file costs, either way.
const FILE_COST: u64 = 1_000;

/// The application.
pub struct App {
    /// The world that every request is given.
    pub context: Arc<Context>,
    /// The schema.
    pub schema: Schema,
    /// The routes.
    pub router: Router,
    /// The sockets opened on them.
    pub sockets: Sockets,
}

impl App {
    /// Connects, migrates, loads the schools and their history into an empty database, opens the search engine.
    /// The worker is not started.
    ///
    /// # Errors
    /// Whatever stands in the way, with what was being done.
    pub async fn open(config: Config, clock: Clock, random: Random) -> anyhow::Result<Self> {
        let db = Db::connect(&config.database).await.context("cannot open the database")?;
        Self::on(db, config, clock, random).await
    }

    /// [`App::open`], on a database connected before.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn on(db: Db, config: Config, clock: Clock, random: Random) -> anyhow::Result<Self> {
        let engine = engine(&config).context("cannot open the search index")?;
        events::listen(&db, &config.database).await;
        let context = world(db, engine, config, clock, random).await?;
        let (reference, sessions) = (context.reference.clone(), context.sessions.clone());
        spending::keep_settled(&context);
        context.db.events.observe(move |event| {
            sessions.hear(event);
            if matches!(event, Event::ReferenceChanged | Event::Missed) {
                reference.forget();
            }
        });
        let schema = schema::build(&context.config);
        let operations =
            Operations::configured(&context.config.server).context("the persisted operations")?;
        if let Err(Faults(faults)) = operations::check(&operations, &context.config).await {
            faults.iter().for_each(|fault| tracing::warn!("a persisted operation cannot be run: {fault}"));
        }
        let hooks = Arc::new(Serving { context: Arc::clone(&context), operations: Arc::new(operations) });
        let sockets = Sockets::default();
        let router = http::router(schema.clone(), hooks, &context.config, sockets.clone());
        Ok(Self { context, schema, router, sockets })
    }
}

/// The world without an index, for tools that run beside a server: they write what is to be indexed into the outbox, as
/// everybody does, and search nothing.
///
/// # Errors
/// As [`App::open`].
pub async fn tools(config: Config, clock: Clock, random: Random) -> anyhow::Result<Arc<Context>> {
    let db = Db::connect(&config.database).await.context("cannot open the database")?;
    world(db, Arc::new(Embedded::in_memory()?), config, clock, random).await
}

/// Migrates, and loads the schools and their history into an empty database.
async fn world(
    mut db: Db,
    engine: Arc<dyn Engine>,
    config: Config,
    clock: Clock,
    random: Random,
) -> anyhow::Result<Arc<Context>> {
    migrating::up(&config.database, &db).await.context("cannot migrate the database")?;
    let metrics = Metrics::default();
    let watching = metrics.clone();
    db.observe(move |info| {
        watching.statement(info);
        telemetry::statement(info);
    });
    let context = Context {
        db,
        search: Breaker::new(engine, clock.clone()),
        clock,
        ids: Ids::default(),
        random,
        reference: Reference::default(),
        pools: Pools::default(),
        procedures: Procedures::default(),
        sessions: Sessions::default(),
        subjects: Subjects::default(),
        passwords: Passwords::new(config.auth.password_memory),
        spending: Spending::new(&config.limits),
        metrics,
        mail: Arc::new(Transport::configured(&config.mail)?),
        files: Arc::new(Storage::new(&config.files)),
        presses: Presses::default(),
        press: config.papers.press().context("cannot tell the folder of this program")?,
        config,
    };
    let seeded = seed::run(&context).await.map_err(Error::into_fault);
    tracing::info!("{}", seeded.context("cannot load the schools and their history")?);
    let shipped = procedures::ship(&context).await.map_err(Error::into_fault);
    shipped.context("cannot write the procedures that the program brings")?;
    Ok(Arc::new(context))
}

/// The same world at another time, on other randomness: for `tremplin demo`, which lets happen what it says has happened.
#[must_use]
pub fn at(context: &Context, clock: Clock, random: Random) -> Context {
    Context {
        db: context.db.clone(),
        search: Breaker::new(Arc::clone(context.search.engine()), clock.clone()),
        clock,
        ids: Ids::default(),
        random,
        reference: context.reference.clone(),
        pools: Pools::default(),
        procedures: Procedures::default(),
        sessions: context.sessions.clone(),
        subjects: Subjects::default(),
        passwords: context.passwords.clone(),
        spending: Spending::new(&context.config.limits),
        metrics: context.metrics.clone(),
        mail: Arc::clone(&context.mail),
        files: Arc::clone(&context.files),
        press: context.press.clone(),
        presses: context.presses.clone(),
        config: context.config.clone(),
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("context", &self.context).finish_non_exhaustive()
    }
}

fn engine(config: &Config) -> anyhow::Result<Arc<dyn Engine>> {
    let search = &config.search;
    match (search.engine(), &search.url) {
        (SearchEngine::Meilisearch, Some(url)) => {
            let key = search.api_key.as_ref().map(Secret::expose);
            Ok(Arc::new(Meilisearch::new(url, key, search.timeout, &search.index_prefix)?))
        }
        _ => Ok(Arc::new(Embedded::open(&search.path)?)),
    }
}

/// What the HTTP handler asks of the application.
struct Serving {
    context: Arc<Context>,
    operations: Arc<Operations>,
}

impl Serving {
    async fn caller(&self, info: &RequestInfo) -> Result<Caller, Refusal> {
        if self.context.db.health.is_down() {
            return Err(refusal(Trouble::Unanswered));
        }
        let token = info.token.as_ref().map(Secret::expose);
        let caller = actor::caller(&self.context, token, info.languages.as_deref(), info.client).await;
        caller.map_err(|error| match error {
            Error::Unauthenticated => {
                Refusal::unauthenticated("this token is unknown, expired or revoked; sign in again")
            }
            Error::Database(trouble, cause) => {
                tracing::warn!(request_id = info.request_id, %cause, "the database is in trouble");
                refusal(trouble)
            }
            fault => {
                tracing::error!(request_id = info.request_id, cause = ?fault, "cannot tell who is asking");
                let message = "Something went wrong on our side; the id names it in our log.";
                Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "INTERNAL", message)
            }
        })
    }
}

#[async_trait]
impl Hooks for Serving {
    fn operations(&self) -> Arc<Operations> {
        Arc::clone(&self.operations)
    }

    fn metrics(&self) -> Metrics {
        self.context.metrics.clone()
    }

    fn new_request_id(&self) -> String {
        self.context.new_id().simple().to_string()
    }

    async fn prepare(
        &self,
        info: &RequestInfo,
        request: async_graphql::Request,
    ) -> Result<async_graphql::Request, Refusal> {
        let caller = self.caller(info).await?;
        let agent = info.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let request = request.data(UserAgent::of(agent));
        Ok(request.data(Arc::new(Request::new(Arc::clone(&self.context), caller))))
    }

    async fn identify(&self, info: &RequestInfo) -> Result<Identity, Refusal> {
        let caller = self.caller(info).await?;
        Ok(Identity { account: caller.actor.map(|actor| actor.account), token: caller.token })
    }

    fn happenings(&self) -> Subscriber {
        self.context.db.events.subscribe()
    }

    fn payer(&self, info: &RequestInfo, request: &async_graphql::Request) -> Payer {
        let asked = request.data.get(&TypeId::of::<Arc<Request>>());
        let caller = asked.and_then(|data| data.downcast_ref::<Arc<Request>>()).map(|asked| &asked.caller);
        let actor = caller.and_then(|caller| caller.actor.as_ref());
        Payer::of(actor.map(|actor| actor.account), info.client)
    }

    fn take(&self, payer: Payer, points: u64) -> Result<Option<Allowance>, Exhausted> {
        self.context.spending.take(payer, points, self.context.now())
    }

    fn charge(&self, payer: Payer, points: u64) {
        self.context.spending.charge(payer, points, self.context.now());
    }

    fn finish(&self, info: &RequestInfo, response: async_graphql::Response) -> async_graphql::Response {
        scrub(&info.request_id, response)
    }

    async fn calendar(&self, info: &RequestInfo, secret: &str) -> Result<Option<String>, Refusal> {
        if self.context.db.health.is_down() {
            return Err(refusal(Trouble::Unanswered));
        }
        // A secret that is guessed costs a statement as well.
        self.take(Payer::of(None, info.client), FILE_COST).map_err(Refusal::exhausted)?;
        feed::read(&self.context, secret).await.map_err(|error| match error {
            Error::Database(trouble, _) => refusal(trouble),
            error => {
                tracing::error!(error = %error.into_fault(), "a calendar could not be read");
                let message = "Something went wrong on our side.";
                Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
            }
        })
    }

    async fn receive(
        &self,
        info: &RequestInfo,
        ticket: &Secret,
        declared: Option<u64>,
        body: &mut BodyDataStream,
    ) -> Result<Value, Refusal> {
        let context = &self.context;
        if context.db.health.is_down() {
            return Err(refusal(Trouble::Unanswered));
        }
        self.take(Payer::of(None, info.client), FILE_COST).map_err(Refusal::exhausted)?;
        let locale = info.languages.as_deref().map_or(Locale::Fr, Locale::from_accept_language);
        file::serving::receive(context, ticket.expose(), declared, body, locale).await
    }

    async fn download(&self, info: &RequestInfo, id: &str) -> Result<Download, Refusal> {
        let caller = self.caller(info).await?;
        let account = caller.actor.as_ref().map(|actor| actor.account);
        self.take(Payer::of(account, info.client), FILE_COST).map_err(Refusal::exhausted)?;
        file::serving::send(&Request::new(Arc::clone(&self.context), caller), id).await
    }

    async fn paper(&self, info: &RequestInfo, secret: &Secret) -> Result<Download, Refusal> {
        if self.context.db.health.is_down() {
            return Err(refusal(Trouble::Unanswered));
        }
        self.take(Payer::of(None, info.client), FILE_COST).map_err(Refusal::exhausted)?;
        document::serving::send(&self.context, secret.expose()).await
    }

    async fn failing(&self) -> Refusal {
        self.context.db.health.failing().await;
        refusal(Trouble::Unanswered)
    }

    async fn ready(&self) -> Readiness {
        let db = &self.context.db;
        let database = !db.health.is_down() && db.read.ping().await.is_ok();
        let search = self.context.search.healthy().await;
        Readiness(vec![
            Dependency { name: "database", up: database, required: true },
            Dependency { name: "search", up: search, required: false },
        ])
    }
}

/// What is answered where the trouble is known before anything is executed.
fn refusal(trouble: Trouble) -> Refusal {
    let refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, trouble.code(), trouble.message());
    if trouble.passes() {
        refusal.with_header(header::RETRY_AFTER, HeaderValue::from_static("1"))
    } else {
        refusal
    }
}
