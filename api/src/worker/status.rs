//! How the search indexes stand: what waits, what was set aside, and what differs from SQL.

use crate::context::Context;
use crate::outbox::Indexed;
use crate::worker::aside::{self, is_set_aside};
use crate::worker::{Failure, reconcile};
use chrono::{DateTime, Utc};
use entity::search_outbox::{self, Column, Entity};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

/// Rows set aside that are shown at most.
const MOST: u64 = 100;

/// What the engine has still to learn.
#[derive(Clone, Debug, PartialEq)]
pub struct Backlog {
    /// Changes that wait, those set aside left out.
    pub waiting: u64,
    /// When the oldest of them was made.
    pub oldest: Option<DateTime<Utc>>,
    /// What was tried in vain, the oldest first, a hundred rows at most.
    pub poison: Vec<search_outbox::Model>,
}

/// How one index differs from SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Which.
    pub kind: Indexed,
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

impl Comparison {
    /// Whether the index is what SQL says.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.missing + self.stale + self.surplus == 0
    }
}

#[derive(FromQueryResult)]
struct Waiting {
    rows: i64,
    oldest: Option<DateTime<Utc>>,
}

/// What waits, and what was set aside. Two statements.
///
/// # Errors
/// The database does not answer.
pub async fn backlog(context: &Context) -> Result<Backlog, Failure> {
    let waiting: Option<Waiting> = Entity::find()
        .select_only()
        .column_as(Column::Id.count(), "rows")
        .column_as(Column::CreatedAt.min(), "oldest")
        .filter(is_set_aside().not())
        .into_model()
        .one(&context.db.read)
        .await?;
    let (rows, oldest) = waiting.map_or((0, None), |waiting| (waiting.rows, waiting.oldest));
    let poison = aside::poison(context, MOST).await?;
    Ok(Backlog { waiting: u64::try_from(rows).unwrap_or_default(), oldest, poison })
}

/// Compares one index with SQL by ids and versions; changes nothing. Reads all of both.
///
/// # Errors
/// The engine or the database does not answer.
pub async fn compare(context: &Context, kind: Indexed) -> Result<Comparison, Failure> {
    let found = reconcile::differences(context, kind).await?;
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    Ok(Comparison {
        kind,
        rows: count(found.rows),
        documents: count(found.documents),
        missing: count(found.missing.len()),
        stale: count(found.behind.len() + found.ahead.len()),
        surplus: count(found.surplus.len()),
    })
}
