//! Jobs: those that come back by themselves, and those that somebody asks for. Each is one row of the table `job`,
//! claimed by one worker at a time.

use crate::context::Context;
use crate::db::Db;
use crate::worker::index::wait_after;
use crate::worker::{Failure, alerts, contracts, expire, lease, rebuild, reconcile, sweep};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::alert::next_in_paris;
use entity::job;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, TryInsertResult};
use std::time::Duration;
use strum::VariantArray;
use uuid::Uuid;

/// How often a job under way is claimed again.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// The longest wait before a job that failed is tried again.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(10);

/// A kind of job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Job {
    /// Closes the offers whose time ran out: every minute.
    Expire,
    /// Removes rows that nobody will ask for again: every hour.
    Sweep,
    /// Compares the indexes with SQL: every night.
    Reconcile,
    /// Tells of a day's offers those whose saved searches ask for it: every day, at the configured hour in Paris.
    AlertDaily,
    /// Ends contracts whose last day has passed, frees places that were kept long enough, and reminds of deadlines: every
    /// day, at the configured hour in Paris.
    Contracts,
    /// Builds every index anew: when asked, and when the indexes are missing or of other settings.
    Reindex,
}

impl Job {
    /// When to do it again; `None` for what is done once.
    fn next(self, context: &Context) -> Option<DateTime<Utc>> {
        let now = context.now();
        match self {
            Self::Expire => Some(now + TimeDelta::minutes(1)),
            Self::Sweep => Some(now + TimeDelta::hours(1)),
            Self::Reconcile => Some(next_night(now)),
            Self::AlertDaily | Self::Contracts => {
                Some(next_in_paris(context.config.worker.daily_alert_hour, now))
            }
            Self::Reindex => None,
        }
    }

    /// When to do it first after an installation.
    fn first(self, context: &Context) -> Option<DateTime<Utc>> {
        match self {
            Self::Reconcile | Self::AlertDaily => self.next(context),
            _ => self.next(context).map(|_| context.now()),
        }
    }

    async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::Expire => expire::run(context).await,
            Self::Sweep => sweep::run(context).await,
            Self::Reconcile => reconcile::run(context).await,
            Self::AlertDaily => alerts::daily(context).await,
            Self::Contracts => contracts::run(context).await,
            Self::Reindex => rebuild::run(context).await,
        }
    }
}

/// Two in the morning, UTC.
fn next_night(now: DateTime<Utc>) -> DateTime<Utc> {
    let night = now.date_naive().and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(2);
    if night > now { night } else { night + TimeDelta::days(1) }
}

/// Asks for a job, once however often it is asked for; answers whether it was not asked for already.
///
/// # Errors
/// The database does not answer.
pub async fn queue(db: &Db, now: DateTime<Utc>, id: Uuid, job: Job) -> Result<bool, Failure> {
    insert(db, now, id, job, now).await
}

async fn insert(
    db: &Db,
    now: DateTime<Utc>,
    id: Uuid,
    job: Job,
    due_at: DateTime<Utc>,
) -> Result<bool, Failure> {
    let row = job::ActiveModel {
        id: Set(id),
        name: Set(job.to_string()),
        argument: Set(String::new()),
        attempts: Set(0),
        last_error: Set(None),
        due_at: Set(due_at),
        created_at: Set(now),
    };
    let asked = OnConflict::columns([job::Column::Name, job::Column::Argument]).do_nothing().to_owned();
    let insert =
        job::Entity::insert(row).on_conflict(asked).try_insert().exec_without_returning(&db.write).await?;
    Ok(matches!(insert, TryInsertResult::Inserted(rows) if rows > 0))
}

/// Whether a job is asked for or under way.
pub(super) async fn is_queued(context: &Context, job: Job) -> Result<bool, Failure> {
    let named = job::Entity::find().filter(job::Column::Name.eq(job.to_string()));
    Ok(named.one(&context.db.read).await?.is_some())
}

/// Makes sure that the jobs which come back are there.
pub(super) async fn schedule(context: &Context) -> Result<(), Failure> {
    let known = job::Entity::find().all(&context.db.read).await?;
    let now = context.now();
    for job in Job::VARIANTS.iter().filter(|job| known.iter().all(|row| row.name != job.to_string())) {
        if let Some(first) = job.first(context) {
            insert(&context.db, now, context.new_id(), *job, first).await?;
        }
    }
    Ok(())
}

/// Does the job that has been due longest, unless it is stopped; answers whether there was one.
pub(super) async fn one(context: &Context, stop: impl Future<Output = ()>) -> Result<bool, Failure> {
    let Some(row) = lease::job(context, None).await? else { return Ok(false) };
    perform(context, &row, stop).await?;
    Ok(true)
}

/// Does the job of this name, when it is due and nobody else does it; answers whether it was done.
///
/// # Errors
/// Why it could not be done: whoever asked for it waits for the answer.
pub(super) async fn named(context: &Context, job: Job) -> Result<bool, Failure> {
    let Some(row) = lease::job(context, Some(job)).await? else { return Ok(false) };
    let done = with_heartbeat(context, &row, job.run(context)).await;
    finish(context, &row, job, &done).await?;
    done.map(|()| true)
}

async fn perform(context: &Context, row: &job::Model, stop: impl Future<Output = ()>) -> Result<(), Failure> {
    let Ok(job) = row.name.parse::<Job>() else {
        // Of a later version of the program: left to the process that knows it.
        return lease::set_due(&context.db.write, row, context.now() + LONGEST_WAIT).await;
    };
    tokio::select! {
        done = with_heartbeat(context, row, job.run(context)) => finish(context, row, job, &done).await,
        () = stop => lease::set_due(&context.db.write, row, context.now()).await,
    }
}

async fn with_heartbeat(
    context: &Context,
    row: &job::Model,
    work: impl Future<Output = Result<(), Failure>>,
) -> Result<(), Failure> {
    tokio::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(HEARTBEAT) => {
                lease::set_due(&context.db.write, row, context.now() + lease::JOB).await?;
            }
        }
    }
}

/// Puts a job where it belongs once it was tried: away, to its next time, or to its next try.
async fn finish(
    context: &Context,
    row: &job::Model,
    job: Job,
    done: &Result<(), Failure>,
) -> Result<(), Failure> {
    let this = job::Column::Id.eq(row.id);
    let now = context.now();
    let (due_at, attempts, error) = match (done, job.next(context)) {
        (Ok(()), None) => {
            job::Entity::delete_many().filter(this).exec(&context.db.write).await?;
            return Ok(());
        }
        (Ok(()), Some(next)) => (next, Expr::value(0), None),
        (Err(failure), _) => {
            tracing::error!(%job, %failure, attempts = row.attempts + 1, "a job failed");
            let attempts = Expr::col(job::Column::Attempts).add(1);
            (now + std::cmp::min(wait_after(row.attempts), LONGEST_WAIT), attempts, Some(failure.to_string()))
        }
    };
    job::Entity::update_many()
        .col_expr(job::Column::DueAt, Expr::value(due_at))
        .col_expr(job::Column::Attempts, attempts)
        .col_expr(job::Column::LastError, Expr::value(error))
        .filter(this)
        .exec(&context.db.write)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_is_always_ahead() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(next_night(at("2026-09-01T01:59:59Z")), at("2026-09-01T02:00:00Z"));
        assert_eq!(next_night(at("2026-09-01T02:00:00Z")), at("2026-09-02T02:00:00Z"));
    }

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<i64> = [0, 1, 5, 100].map(|attempts| wait_after(attempts).num_minutes()).to_vec();
        assert_eq!(waits, [1, 2, 32, 1440]);
    }
}
