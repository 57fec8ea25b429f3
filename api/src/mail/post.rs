//! Sending what is queued: claim, hand over, record.
//!
//! Only the hand-over is not in the database, so a crash right after it leaves a mail that was taken and is recorded as
//! being sent. It is handed over again, under the same `Message-ID`: rather twice than never.

use crate::context::Context;
use crate::mail::resolve::{Resolved, resolve};
use crate::mail::transport::Refusal;
use crate::worker::Failure;
use chrono::{DateTime, TimeDelta, Utc};
use domain::mail::{MOST_TRIES, MailState, wait_after};
use entity::Stored;
use entity::mail_outbox::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// How long a mail is claimed for: longer than a hand-over takes.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How long rows of mails that were sent are kept: as long as one with the same key must not be sent again.
const KEPT: TimeDelta = TimeDelta::days(400);

/// How it went.
enum Outcome {
    Sent,
    Gone,
    Expired,
    /// Set aside, and why.
    Refused(String),
    /// To be tried again, and why.
    Later(String),
}

/// Sends the mail that has been due longest; answers whether there was one.
///
/// # Errors
/// The database does not answer; or the server does not, in which case its mail is due again later.
pub async fn one(context: &Context) -> Result<bool, Failure> {
    let Some(row) = claim(context).await? else { return Ok(false) };
    let (outcome, unreachable) = send(context, &row).await?;
    record(context, &row, outcome).await?;
    match unreachable {
        Some(said) => Err(Failure::Fault(anyhow::anyhow!("the mail server cannot be used: {said}"))),
        None => Ok(true),
    }
}

/// Claims a mail: from here on it is being sent, and due again if this process does not say how that went.
async fn claim(context: &Context) -> Result<Option<Model>, Failure> {
    let now = context.now();
    let due = Entity::find()
        .filter(Column::State.is_in([MailState::Waiting, MailState::Sending].map(Stored)))
        .filter(Column::DueAt.lte(now));
    // Asked first where it costs nobody anything: on SQLite the transaction below keeps other writers waiting.
    if due.clone().limit(1).count(&context.db.read).await? == 0 {
        return Ok(None);
    }
    let tx = context.db.begin().await?;
    let row = due
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(&tx)
        .await?;
    let Some(mut row) = row else { return Ok(None) };
    if row.state.0 == MailState::Sending {
        tracing::warn!(id = %row.id, "whoever sent this mail did not say how it went: it is handed over again");
    }
    row.attempts += 1;
    Entity::update_many()
        .col_expr(Column::State, Expr::value(Stored(MailState::Sending)))
        .col_expr(Column::Attempts, Expr::value(row.attempts))
        .col_expr(Column::DueAt, Expr::value(now + LEASE))
        .filter(Column::Id.eq(row.id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(Some(row))
}

/// Hands a claimed mail over; answers how it went, and what is wrong with the server where that is why.
async fn send(context: &Context, row: &Model) -> Result<(Outcome, Option<String>), Failure> {
    if row.not_after.is_some_and(|end| end < context.now()) {
        return Ok((Outcome::Expired, None));
    }
    let letter = match resolve(context, row).await? {
        Resolved::Letter(letter) => *letter,
        Resolved::Gone => return Ok((Outcome::Gone, None)),
        Resolved::Faulty(why) => return Ok((Outcome::Refused(why), None)),
    };
    let last = row.attempts >= MOST_TRIES;
    let later = |said: String| if last { Outcome::Refused(said) } else { Outcome::Later(said) };
    Ok(match context.mail.hand_over(row.id, letter).await {
        Ok(()) => (Outcome::Sent, None),
        Err(Refusal::Never(said)) => (Outcome::Refused(said), None),
        Err(Refusal::Later(said)) => (later(said), None),
        Err(Refusal::Unreachable(said)) => (later(said.clone()), Some(said)),
    })
}

/// Says how it went, unless the claim has ended and somebody else has the mail.
async fn record(context: &Context, row: &Model, outcome: Outcome) -> Result<(), Failure> {
    let ours = Condition::all()
        .add(Column::Id.eq(row.id))
        .add(Column::State.eq(Stored(MailState::Sending)))
        .add(Column::Attempts.eq(row.attempts));
    let now = context.now();
    let (state, said, due_at) = match outcome {
        Outcome::Gone => {
            Entity::delete_many().filter(ours).exec(&context.db.write).await?;
            return Ok(());
        }
        Outcome::Sent => (MailState::Sent, None, now),
        Outcome::Expired => (MailState::Expired, Some("too late".to_owned()), now),
        Outcome::Refused(said) => {
            tracing::error!(id = %row.id, template = row.template, said, "a mail is set aside");
            (MailState::Refused, Some(said), now)
        }
        Outcome::Later(said) => {
            tracing::warn!(id = %row.id, template = row.template, said, attempts = row.attempts, "a mail waits");
            (MailState::Waiting, Some(said), now + wait_after(row.attempts))
        }
    };
    if matches!(state, MailState::Waiting | MailState::Refused) {
        context.metrics.mail_failed();
    }
    let mut update = Entity::update_many()
        .col_expr(Column::State, Expr::value(Stored(state)))
        .col_expr(Column::LastError, Expr::value(said))
        .col_expr(Column::DueAt, Expr::value(due_at));
    if state == MailState::Sent {
        context.metrics.mail_sent();
        update = update.col_expr(Column::SentAt, Expr::value(Some(now)));
    }
    if matches!(state, MailState::Sent | MailState::Expired) {
        // It may hold a code, or what concerns nobody any more.
        update = update.col_expr(Column::Variables, Expr::value("{}"));
    }
    update.filter(ours).exec(&context.db.write).await?;
    Ok(())
}

/// Makes due at once what an earlier process was sending when it died. Only where there can be no other worker.
///
/// # Errors
/// The database does not answer.
pub async fn recover(context: &Context) -> Result<(), Failure> {
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(context.now()))
        .filter(Column::State.eq(Stored(MailState::Sending)))
        .exec(&context.db.write)
        .await?;
    Ok(())
}

/// Removes the rows of mails that nobody asks for any more, and answers how many.
///
/// # Errors
/// The database does not answer.
pub async fn sweep(context: &Context, now: DateTime<Utc>) -> Result<u64, Failure> {
    let old = Entity::delete_many()
        .filter(Column::State.is_in([MailState::Sent, MailState::Expired].map(Stored)))
        .filter(Column::CreatedAt.lt(now - KEPT));
    Ok(old.exec(&context.db.write).await?.rows_affected)
}
