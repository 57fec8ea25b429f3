//! How often something may be tried: counted in SQL, so that every replica counts together.

use crate::context::Context;
use crate::error::Error;
use chrono::TimeDelta;
use entity::rate_limit;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};
use std::time::Duration;

/// Counts one attempt, and refuses it when there were too many in the window.
///
/// # Errors
/// `RATE_LIMITED` with the seconds left; or the database does not answer.
pub async fn count(context: &Context, subject: &str, most: u32, window: Duration) -> Result<(), Error> {
    let now = context.now();
    let window = TimeDelta::from_std(window).map_err(Error::internal)?;
    forget_old(context, subject, window).await?;
    let row = rate_limit::ActiveModel {
        id: Set(context.new_id()),
        subject: Set(subject.to_owned()),
        window_start: Set(now),
        attempts: Set(1),
    };
    let again = OnConflict::column(rate_limit::Column::Subject)
        .value(
            rate_limit::Column::Attempts,
            Expr::col((rate_limit::Entity, rate_limit::Column::Attempts)).add(1),
        )
        .to_owned();
    // The row as it now stands comes back from the same statement: two requests at once are both counted.
    let counted =
        rate_limit::Entity::insert(row).on_conflict(again).exec_with_returning(&context.db.write).await?;
    if i64::from(counted.attempts) <= i64::from(most) {
        return Ok(());
    }
    let left = (counted.window_start + window).signed_duration_since(now);
    Err(Error::RateLimited { retry_after: Ord::max(left.num_seconds(), 1) })
}

/// Forgets a subject: after a success.
///
/// # Errors
/// The database does not answer.
pub async fn forget(context: &Context, subject: &str) -> Result<(), Error> {
    rate_limit::Entity::delete_many()
        .filter(rate_limit::Column::Subject.eq(subject))
        .exec(&context.db.write)
        .await?;
    Ok(())
}

async fn forget_old(context: &Context, subject: &str, window: TimeDelta) -> Result<(), Error> {
    rate_limit::Entity::delete_many()
        .filter(rate_limit::Column::Subject.eq(subject))
        .filter(rate_limit::Column::WindowStart.lte(context.now() - window))
        .exec(&context.db.write)
        .await?;
    Ok(())
}
