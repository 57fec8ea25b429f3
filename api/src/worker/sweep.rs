//! Removes rows that nobody will ask for again.

use crate::context::Context;
use crate::worker::Failure;
use crate::{file, mail, matching};
use chrono::TimeDelta;
use entity::{access_token, idempotency_key, rate_limit, spending};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// How long an idempotency key is good for: no client tries the same again after a week.
const IDEMPOTENCY: TimeDelta = TimeDelta::days(7);
/// How long counters of attempts are kept beyond their window.
const LIMITS: TimeDelta = TimeDelta::days(1);

/// Ended windows of limits and allowances, expired tokens, old idempotency keys; old mails, tickets for
/// uploads, bytes that are no file; notes of changed offers are summed up.
pub(super) async fn run(context: &Context) -> Result<(), Failure> {
    let (db, now) = (&context.db.write, context.now());
    let window = TimeDelta::from_std(context.config.auth.login_window).unwrap_or(LIMITS);
    let ended = rate_limit::Column::WindowStart.lt(now - window - LIMITS);
    let limits = rate_limit::Entity::delete_many().filter(ended).exec(db).await?.rows_affected;
    let window = TimeDelta::from_std(context.config.limits.allowance_window).unwrap_or(LIMITS);
    // Two windows back: no process, whatever its clock, still counts in it.
    let spent = spending::Column::WindowStart.lt(now - window - window);
    let allowances = spending::Entity::delete_many().filter(spent).exec(db).await?.rows_affected;
    matching::sweep::run(context).await?;
    let expired = access_token::Column::ExpiresAt.lt(now);
    let tokens = access_token::Entity::delete_many().filter(expired).exec(db).await?.rows_affected;
    let old = idempotency_key::Column::CreatedAt.lt(now - IDEMPOTENCY);
    let keys = idempotency_key::Entity::delete_many().filter(old).exec(db).await?.rows_affected;
    let (mails, files) = (mail::sweep(context, now).await?, file::sweep(context).await?);
    if limits + allowances + tokens + keys + mails + files > 0 {
        tracing::info!(limits, allowances, tokens, keys, mails, files, "swept");
    }
    Ok(())
}
