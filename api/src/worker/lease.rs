//! How work is claimed: its due time is moved into the future, beyond the longest that it should take. It is done
//! and deleted before that, or due again.

use crate::config::SearchEngine;
use crate::context::Context;
use crate::mail;
use crate::worker::{Failure, Job};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{alert_queue, job, search_outbox};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// How long an outbox row is claimed for: the engine's flush waits a minute at most.
const OUTBOX: TimeDelta = TimeDelta::seconds(90);
/// How long a job is claimed for; whoever does it says in time that it goes on.
pub(super) const JOB: TimeDelta = TimeDelta::seconds(60);

/// Claims the outbox rows that are due, the oldest first. Rows that another worker is claiming are passed over.
pub(super) async fn outbox(context: &Context) -> Result<Vec<search_outbox::Model>, Failure> {
    let now = context.now();
    let due = search_outbox::Entity::find().filter(search_outbox::Column::DueAt.lte(now));
    // Asked first where it costs nobody anything: on SQLite the transaction below keeps other writers waiting.
    if due.clone().limit(1).count(&context.db.read).await? == 0 {
        return Ok(Vec::new());
    }
    let tx = context.db.begin().await?;
    let rows = due
        .order_by_asc(search_outbox::Column::DueAt)
        .order_by_asc(search_outbox::Column::Id)
        .limit(u64::from(context.config.worker.batch))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(&tx)
        .await?;
    search_outbox::Entity::update_many()
        .col_expr(search_outbox::Column::DueAt, Expr::value(now + OUTBOX))
        .filter(search_outbox::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(rows)
}

/// Claims a job that is due, the oldest first, or the one named.
pub(super) async fn job(context: &Context, only: Option<Job>) -> Result<Option<job::Model>, Failure> {
    let now = context.now();
    let named = only.map(|job| job::Column::Name.eq(job.to_string()));
    let due = job::Entity::find()
        .filter(job::Column::DueAt.lte(now))
        .filter(sea_orm::Condition::all().add_option(named));
    if due.clone().count(&context.db.read).await? == 0 {
        return Ok(None);
    }
    let tx = context.db.begin().await?;
    let row = due
        .order_by_asc(job::Column::DueAt)
        .order_by_asc(job::Column::Id)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(&tx)
        .await?;
    if let Some(row) = &row {
        set_due(&tx, row, now + JOB).await?;
    }
    tx.commit().await?;
    Ok(row)
}

/// Moves a job's due time: to keep it claimed, or to give it back.
pub(super) async fn set_due(
    db: &impl sea_orm::ConnectionTrait,
    row: &job::Model,
    due_at: DateTime<Utc>,
) -> Result<(), Failure> {
    job::Entity::update_many()
        .col_expr(job::Column::DueAt, Expr::value(due_at))
        .filter(job::Column::Id.eq(row.id))
        .exec(db)
        .await?;
    Ok(())
}

/// Makes due at once what an earlier process had claimed when it died. Only where there can be no other worker:
/// the embedded engine belongs to one process.
pub(super) async fn recover(context: &Context) -> Result<(), Failure> {
    if context.config.search.engine() != SearchEngine::Embedded {
        return Ok(());
    }
    let now = context.now();
    search_outbox::Entity::update_many()
        .col_expr(search_outbox::Column::DueAt, Expr::value(now))
        .filter(search_outbox::Column::DueAt.gt(now))
        .filter(search_outbox::Column::Attempts.eq(0))
        .exec(&context.db.write)
        .await?;
    alert_queue::Entity::update_many()
        .col_expr(alert_queue::Column::DueAt, Expr::value(now))
        .filter(alert_queue::Column::DueAt.gt(now))
        .filter(alert_queue::Column::Attempts.eq(0))
        .exec(&context.db.write)
        .await?;
    mail::recover(context).await?;
    job::Entity::update_many()
        .col_expr(job::Column::DueAt, Expr::value(now))
        .filter(job::Column::DueAt.gt(now))
        .filter(job::Column::Name.eq(Job::Reindex.to_string()))
        .exec(&context.db.write)
        .await?;
    Ok(())
}
