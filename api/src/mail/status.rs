//! How the mails stand: what waits, what was set aside, and how it is tried again.

use crate::context::Context;
use crate::worker::Failure;
use chrono::{DateTime, Utc};
use domain::mail::MailState;
use entity::Stored;
use entity::mail_outbox::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// How many mails stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Those that are to be sent, or are being sent.
    pub waiting: i64,
    /// When the oldest of them was queued.
    pub oldest: Option<DateTime<Utc>>,
    /// Those that are set aside.
    pub refused: i64,
}

#[derive(FromQueryResult)]
struct Totals {
    waiting: Option<i64>,
    refused: Option<i64>,
    oldest: Option<DateTime<Utc>>,
}

/// How many mails wait and how many are set aside. One statement, on an index.
///
/// # Errors
/// The database does not answer.
pub async fn standing(context: &Context) -> Result<Standing, DbErr> {
    let waits = || Column::State.is_in([MailState::Waiting, MailState::Sending].map(Stored));
    let refused = || Column::State.eq(Stored(MailState::Refused));
    let totals: Option<Totals> = Entity::find()
        .select_only()
        .column_as(Expr::expr(Expr::case(waits(), 1).finally(0)).sum(), "waiting")
        .column_as(Expr::expr(Expr::case(refused(), 1).finally(0)).sum(), "refused")
        .column_as(Expr::expr(Expr::case(waits(), Expr::col(Column::CreatedAt))).min(), "oldest")
        .filter(waits().or(refused()))
        .into_model()
        .one(&context.db.read)
        .await?;
    Ok(totals.map_or_else(Standing::default, |totals| Standing {
        waiting: totals.waiting.unwrap_or(0),
        refused: totals.refused.unwrap_or(0),
        oldest: totals.oldest,
    }))
}

/// The mails that were tried in vain, set aside or not, the oldest first.
///
/// # Errors
/// The database does not answer.
pub async fn troubled(context: &Context, most: u64) -> Result<Vec<Model>, DbErr> {
    let tried = Condition::any()
        .add(Column::State.eq(Stored(MailState::Refused)))
        .add(Column::State.eq(Stored(MailState::Waiting)).and(Column::Attempts.gt(0)));
    Entity::find().filter(tried).order_by_asc(Column::Id).limit(most).all(&context.db.read).await
}

/// Has what was tried in vain tried again, or the one named; answers how many that is.
///
/// # Errors
/// The database does not answer.
pub async fn retry(context: &Context, only: Option<Uuid>) -> Result<u64, Failure> {
    let again = Entity::update_many()
        .col_expr(Column::State, Expr::value(Stored(MailState::Waiting)))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::DueAt, Expr::value(context.now()))
        .filter(Column::State.is_in([MailState::Waiting, MailState::Refused].map(Stored)))
        .filter(Column::Attempts.gt(0))
        .filter(Condition::all().add_option(only.map(|id| Column::Id.eq(id))));
    Ok(again.exec(&context.db.write).await?.rows_affected)
}
