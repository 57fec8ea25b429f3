//! `searchIndex`: how the indexes stand, for those who run the platform.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::DateTime;
use crate::outbox::Indexed;
use crate::worker::{self, Backlog, Comparison};
use async_graphql::{Context, Enum, Object, SimpleObject};
use domain::policy::{Action, Subject};
use entity::search_outbox;
use futures_util::future::try_join_all;

/// What is indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Indexed")]
pub enum IndexedKind {
    /// Published offers.
    Offer,
    /// Companies.
    Company,
    /// Published hires.
    Hire,
    /// Students' profiles.
    Student,
}

/// How the search indexes stand.
#[derive(Debug)]
pub struct SearchIndex(Backlog);

/// A change that cannot be indexed: the engine refuses it, or the row cannot be read.
#[derive(Debug, SimpleObject)]
pub struct SearchPoison {
    /// What it is; null for a kind of a later version of the program.
    pub kind: Option<IndexedKind>,
    /// The row's opaque id; null likewise.
    pub id: Option<Id>,
    /// How often it was tried.
    pub attempts: i32,
    /// What was said the last time.
    pub error: Option<String>,
    /// When it changed.
    pub since: DateTime,
    /// When it is tried again; null when it was set aside: then once the row changes, or by `tremplin search retry`.
    pub next_try: Option<DateTime>,
}

/// How one index differs from the database.
#[derive(Debug, SimpleObject)]
pub struct SearchIndexState {
    /// Which.
    pub kind: IndexedKind,
    /// Rows that should be indexed.
    pub rows: u64,
    /// Documents that are.
    pub documents: u64,
    /// Rows without a document.
    pub missing: u64,
    /// Documents of another version than their row.
    pub stale: u64,
    /// Documents without a row.
    pub surplus: u64,
}

/// How the search indexes stand.
#[Object]
impl SearchIndex {
    /// The engine: `embedded` or `meilisearch`.
    async fn engine(&self, ctx: &Context<'_>) -> Result<&'static str, Error> {
        Ok(Request::of(ctx)?.context.search.engine().name())
    }

    /// Whether the process that answers found the indexes complete; SQL answers until it does.
    async fn ready(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        Ok(Request::of(ctx)?.context.search.is_ready())
    }

    /// Changes that the engine has still to learn, those set aside left out.
    async fn waiting(&self) -> u64 {
        self.0.waiting
    }

    /// When the oldest of them was made; null where none waits.
    async fn oldest(&self) -> Option<DateTime> {
        self.0.oldest.map(DateTime)
    }

    /// How far search lags behind, in seconds: the age of that change, 0 where none waits.
    async fn lag(&self, ctx: &Context<'_>) -> Result<i64, Error> {
        let now = Request::of(ctx)?.context.now();
        Ok(self.0.oldest.map_or(0, |oldest| (now - oldest).num_seconds().max(0)))
    }

    /// What was tried in vain, the oldest first; 100 at most.
    async fn poison(&self) -> Vec<SearchPoison> {
        self.0.poison.iter().map(poison).collect()
    }

    /// Each index compared with the database, by ids and versions: all of both is read, so ask rarely. What waits is among
    /// the differences. Null while the engine does not answer.
    async fn indexes(&self, ctx: &Context<'_>) -> Result<Option<Vec<SearchIndexState>>, Error> {
        let context = &Request::of(ctx)?.context;
        let compared = try_join_all(Indexed::ALL.map(|kind| worker::compare(context, kind))).await;
        match compared {
            Ok(compared) => Ok(Some(compared.into_iter().map(SearchIndexState::from).collect())),
            Err(failure) if failure.is_engine() => Ok(None),
            Err(failure) => Err(Error::internal(failure)),
        }
    }
}

impl From<Comparison> for SearchIndexState {
    fn from(found: Comparison) -> Self {
        let Comparison { kind, rows, documents, missing, stale, surplus } = found;
        Self { kind: kind.into(), rows, documents, missing, stale, surplus }
    }
}

fn poison(row: &search_outbox::Model) -> SearchPoison {
    let kind: Option<Indexed> = row.kind.parse().ok();
    let id = kind.map(|kind| match kind {
        Indexed::Offer => IdKind::Offer,
        Indexed::Company => IdKind::Company,
        Indexed::Hire => IdKind::Hire,
        Indexed::Student => IdKind::Student,
    });
    SearchPoison {
        kind: kind.map(IndexedKind::from),
        id: id.map(|kind| Id::new(kind, row.entity_id)),
        attempts: row.attempts,
        error: row.last_error.clone(),
        since: DateTime(row.created_at),
        next_try: (!worker::was_set_aside(row)).then_some(DateTime(row.due_at)),
    }
}

/// Queries on the search indexes.
#[derive(Debug, Default)]
pub struct SearchIndexQuery;

/// Queries on the search indexes.
#[Object]
impl SearchIndexQuery {
    /// How the search indexes stand: what waits, what cannot be indexed, what differs. For career services and
    /// administrators.
    async fn search_index(&self, ctx: &Context<'_>) -> Result<SearchIndex, Error> {
        let request = Request::of(ctx)?;
        request.authorize(Action::ReadDesk, &Subject::Platform)?;
        worker::backlog(&request.context).await.map(SearchIndex).map_err(Error::internal)
    }
}
