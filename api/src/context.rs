//! What every operation is given: the world ([`Context`]) and who asks ([`Request`]).

use crate::application::Subjects;
use crate::auth::passwords::Passwords;
use crate::auth::sessions::Sessions;
use crate::auth::spending::Spending;
use crate::clock::{Clock, Ids};
use crate::config::Config;
use crate::contract::Procedures;
use crate::db::Db;
use crate::document::Presses;
use crate::error::Error;
use crate::file::Storage;
use crate::loaders::Loaders;
use crate::mail::Transport;
use crate::matching::pool::Pools;
use crate::metrics::Metrics;
use crate::random::Random;
use crate::reference::{Reference, Schools};
use crate::searching::Breaker;
use chrono::{DateTime, Utc};
use domain::locale::Locale;
use domain::policy::{self, Action, Actor, Denial, Subject};
use papers::Press;
use std::net::IpAddr;
use std::sync::Arc;
use uuid::Uuid;

/// The process's own things, one for all requests.
pub struct Context {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// What makes ids.
    pub ids: Ids,
    /// What makes secrets.
    pub random: Random,
    /// The search engine, and whether it answers.
    pub search: Breaker,
    /// Schools and specialties, in memory.
    pub reference: Reference,
    /// The published offers of schools, in memory, to be compared.
    pub pools: Pools,
    /// The procedures that contracts run, in memory.
    pub procedures: Procedures,
    /// Who asks, in memory.
    pub sessions: Sessions,
    /// Whose the applications are that events tell of just now.
    pub subjects: Subjects,
    /// Hashing, bounded so that sign-ins do not take every core.
    pub passwords: Passwords,
    /// What callers have spent of their allowances.
    pub spending: Spending,
    /// What an operator watches.
    pub metrics: Metrics,
    /// Where mails go.
    pub mail: Arc<Transport>,
    /// Where files are kept.
    pub files: Arc<Storage>,
    /// What prints papers.
    pub press: Press,
    /// How many of them print at a time.
    pub presses: Presses,
    /// The configuration.
    pub config: Config,
}

impl Context {
    /// Now, to the microsecond.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new id, greater than every one this process made before.
    pub fn new_id(&self) -> Uuid {
        self.ids.next(self.now(), self.random.bits())
    }
}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("db", &self.db).field("config", &self.config).finish_non_exhaustive()
    }
}

/// Who asks, and from where.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The person, when signed in.
    pub actor: Option<Actor>,
    /// The token's row, so that signing out revokes this one.
    pub token: Option<Uuid>,
    /// The language of texts: the person's, else the request's, else French.
    pub locale: Locale,
    /// The client's address, for limits.
    pub address: IpAddr,
}

/// One request: what resolvers and use cases are given.
pub struct Request {
    /// The world.
    pub context: Arc<Context>,
    /// Who asks.
    pub caller: Caller,
    /// This request's loaders: never shared between requests, so that no row crosses people.
    pub loaders: Loaders,
}

impl Request {
    /// A request by this caller.
    #[must_use]
    pub fn new(context: Arc<Context>, caller: Caller) -> Self {
        let loaders = Loaders::new(&context);
        Self { context, caller, loaders }
    }

    /// The request that a resolver runs in.
    ///
    /// # Errors
    /// None was put there: a fault of ours.
    pub fn of<'a>(ctx: &async_graphql::Context<'a>) -> Result<&'a Self, Error> {
        let missing = || Error::internal(anyhow::anyhow!("no request in the GraphQL context"));
        ctx.data_opt::<Arc<Self>>().map(AsRef::as_ref).ok_or_else(missing)
    }

    /// Schools and specialties, from memory.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn schools(&self) -> Result<Arc<Schools>, Error> {
        self.context.reference.get(&self.context.db, self.context.now()).await
    }

    /// Asks the policy, and answers who asks.
    ///
    /// # Errors
    /// The policy's denial.
    pub fn authorize(&self, action: Action, subject: &Subject) -> Result<&Actor, Error> {
        policy::decide(self.caller.actor.as_ref(), action, subject)?;
        self.actor()
    }

    /// Whether the policy says yes, where a no is an answer as good as another: a field that stays null.
    #[must_use]
    pub fn may(&self, action: Action, subject: &Subject) -> bool {
        policy::decide(self.caller.actor.as_ref(), action, subject).is_ok()
    }

    /// The person who asks.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn actor(&self) -> Result<&Actor, Error> {
        self.caller.actor.as_ref().ok_or(Error::from(Denial::Unauthenticated))
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("caller", &self.caller).finish_non_exhaustive()
    }
}
