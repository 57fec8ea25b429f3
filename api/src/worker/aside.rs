//! Poison: rows that the engine refuses, or that cannot be read. After a few tries they are set aside, and shown; they are
//! tried again when the row changes, or when somebody asks.

use crate::context::Context;
use crate::outbox::Indexed;
use crate::worker::{Failure, index};
use chrono::{DateTime, NaiveDate, Utc};
use entity::search_outbox::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Tries before a row is set aside: over half an hour, so that what passes by itself has passed.
pub(super) const TRIES: i32 = 5;

/// When a row is due that is set aside. Such a row is at the far end of the index of what is due, and costs nobody
/// anything.
#[must_use]
fn never() -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(9_999, 1, 1).unwrap_or(NaiveDate::MAX);
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}

/// Whether this row is set aside.
#[must_use]
pub(crate) fn was_set_aside(row: &Model) -> bool {
    row.due_at >= never()
}

/// Whether a row of the outbox is set aside.
pub(crate) fn is_set_aside() -> Expr {
    Column::DueAt.gte(never())
}

/// Puts rows of one thing off, for longer each time; after [`TRIES`] they are set aside, as one row.
pub(super) async fn postpone(context: &Context, rows: &[Model], failure: &Failure) -> Result<(), Failure> {
    let Some(first) = rows.first() else { return Ok(()) };
    let attempts = rows.iter().map(|row| row.attempts).max().unwrap_or_default();
    let last = attempts + 1 >= TRIES;
    tracing::error!(kind = first.kind, id = %first.entity_id, %failure, attempts = attempts + 1, set_aside = last, "a row cannot be indexed");
    let tx = context.db.begin().await?;
    if last {
        // Those set aside before, for an earlier version, say nothing more than this one.
        let others = Condition::any()
            .add(Column::Id.is_in(rows.iter().skip(1).map(|row| row.id)))
            .add(is_set_aside().and(of(&first.kind, [first.entity_id])));
        Entity::delete_many().filter(others).exec(&tx).await?;
    }
    let due_at = if last { never() } else { context.now() + index::wait_after(attempts) };
    Entity::update_many()
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::LastError, Expr::value(failure.to_string()))
        .col_expr(Column::DueAt, Expr::value(due_at))
        .filter(Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// What was indexed is set aside no more.
pub(super) fn settled(rows: &[Model]) -> Condition {
    let mut ids: HashMap<&str, Vec<Uuid>> = HashMap::new();
    for row in rows {
        ids.entry(&row.kind).or_default().push(row.entity_id);
    }
    let these = ids.into_iter().fold(Condition::any(), |these, (kind, ids)| these.add(of(kind, ids)));
    Condition::all().add(is_set_aside()).add(these)
}

fn of(kind: &str, ids: impl IntoIterator<Item = Uuid>) -> Expr {
    Column::Kind.eq(kind).and(Column::EntityId.is_in(ids))
}

/// What is set aside of a kind. Comparing it again finds nothing new: a change of it would be in the outbox.
pub(super) async fn ids(context: &Context, kind: Indexed) -> Result<HashSet<Uuid>, Failure> {
    let rows: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::EntityId)
        .filter(is_set_aside())
        .filter(Column::Kind.eq(kind.to_string()))
        .into_tuple()
        .all(&context.db.read)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The rows that were tried in vain, the oldest first.
///
/// # Errors
/// The database does not answer.
pub(super) async fn poison(context: &Context, most: u64) -> Result<Vec<Model>, Failure> {
    let tried = Entity::find().filter(Column::Attempts.gt(0));
    Ok(tried.order_by_asc(Column::Id).limit(most).all(&context.db.read).await?)
}

/// Has what was tried in vain tried again, and answers how many rows that is.
///
/// # Errors
/// The database does not answer.
pub async fn retry(context: &Context) -> Result<u64, Failure> {
    let again = Entity::update_many()
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::DueAt, Expr::value(context.now()))
        .filter(Column::Attempts.gt(0))
        .exec(&context.db.write)
        .await?;
    context.search.wake();
    Ok(again.rows_affected)
}
