//! The offers that wait to be told of: claimed as the worker's other work is, by moving their due time.

use crate::context::Context;
use crate::error::Error;
use crate::worker::Failure;
use chrono::{DateTime, TimeDelta, Utc};
use entity::alert_queue::{ActiveModel, Column, Entity, Model};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// How long an offer is claimed for: longer than a batch takes. Whoever takes longer may be overtaken, and does not tell
/// twice all the same.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// The longest wait before an offer is tried again.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

/// Queues an offer, in the transaction that publishes it.
///
/// # Errors
/// The database does not answer: the publication fails with it.
pub(crate) async fn enqueue(context: &Context, tx: &impl ConnectionTrait, offer: Uuid) -> Result<(), Error> {
    let now = context.now();
    let row = ActiveModel {
        id: Set(context.new_id()),
        offer_id: Set(offer),
        attempts: Set(0),
        due_at: Set(now),
        created_at: Set(now),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Claims what is due, the oldest first. What another worker is claiming is passed over.
pub(super) async fn claim(context: &Context) -> Result<Vec<Model>, Failure> {
    let now = context.now();
    let due = Entity::find().filter(Column::DueAt.lte(now));
    // Asked first where it costs nobody anything: on SQLite the transaction below keeps other writers waiting.
    if due.clone().limit(1).count(&context.db.read).await? == 0 {
        return Ok(Vec::new());
    }
    let tx = context.db.begin().await?;
    let rows = due
        .order_by_asc(Column::Id)
        .limit(u64::from(context.config.worker.batch))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(&tx)
        .await?;
    set_due(&tx, &rows, now + LEASE).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Forgets what was told of.
pub(super) async fn done(context: &Context, rows: &[Model]) -> Result<(), Failure> {
    let these = Column::Id.is_in(rows.iter().map(|row| row.id));
    Entity::delete_many().filter(these).exec(&context.db.write).await?;
    Ok(())
}

/// Gives back what was claimed: it is due again.
pub(super) async fn give_back(context: &Context, rows: &[Model]) -> Result<(), Failure> {
    set_due(&context.db.write, rows, context.now()).await
}

/// Puts an offer off, for longer each time.
pub(super) async fn postpone(context: &Context, row: &Model) -> Result<(), Failure> {
    let wait = TimeDelta::minutes(1) * 2_i32.pow(row.attempts.clamp(0, 10).unsigned_abs());
    Entity::update_many()
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::DueAt, Expr::value(context.now() + wait.min(LONGEST_WAIT)))
        .filter(Column::Id.eq(row.id))
        .exec(&context.db.write)
        .await?;
    Ok(())
}

async fn set_due(db: &impl ConnectionTrait, rows: &[Model], due_at: DateTime<Utc>) -> Result<(), Failure> {
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(due_at))
        .filter(Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(db)
        .await?;
    Ok(())
}
