//! What waits: the outbox, the mails and the jobs, asked of SQL for a scrape, within a bound, and not again for some seconds.

use super::labels::Job;
use super::series::{Backlog, Level};
use crate::context::Context;
use crate::mail;
use crate::worker::is_set_aside;
use chrono::{DateTime, Utc};
use entity::{alert_queue, job, search_outbox};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QuerySelect};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// The longest that a scrape waits for the database.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long an answer is good for: several scrapers cost no more than one.
const FRESH: Duration = Duration::from_secs(1);

/// When the database was last asked.
pub(super) type Asked = tokio::sync::Mutex<Option<Instant>>;

/// The outbox in one row; over many rows, a scan of an index of few columns.
#[derive(FromQueryResult)]
struct Outbox {
    rows: Option<i64>,
    poison: Option<i64>,
    set_aside: Option<i64>,
    oldest: Option<DateTime<Utc>>,
}

/// Asks, unless it was asked a moment ago.
pub(super) async fn read(context: &Context, backlog: &Backlog, asked: &Asked) {
    // Held meanwhile: a second scrape waits for the first one's answer.
    let mut asked = asked.lock().await;
    if asked.is_some_and(|then| then.elapsed() < FRESH) {
        return;
    }
    let answer = async {
        let (outbox, alerts) = (outbox(context).await?, alerts(context).await?);
        Ok::<_, DbErr>((outbox, alerts, mail::standing(context).await?, jobs(context).await?))
    };
    let answer = timeout(PATIENCE, answer).await.ok().and_then(Result::ok);
    backlog.known.set(i64::from(answer.is_some()));
    *asked = Some(Instant::now());
    let Some((outbox, alerts, mails, jobs)) = answer else { return unknown(backlog) };
    let now = context.now();
    backlog.rows.set(number(outbox.rows.unwrap_or(0)));
    backlog.set_aside.set(number(outbox.set_aside.unwrap_or(0)));
    backlog.alerts_age.set(alerts.map_or(0.0, |oldest| seconds(now, oldest)));
    backlog.mails.set(number(mails.waiting));
    backlog.mails_age.set(mails.oldest.map_or(0.0, |oldest| seconds(now, oldest)));
    backlog.mails_set_aside.set(number(mails.refused));
    backlog.poison.set(number(outbox.poison.unwrap_or(0)));
    backlog.age.set(outbox.oldest.map_or(0.0, |oldest| seconds(now, oldest)));
    backlog.overdue.clear();
    backlog.attempts.clear();
    for row in jobs {
        let job = Job { name: row.name };
        backlog.overdue.get_or_create(&job).set(seconds(now, row.due_at));
        backlog.attempts.get_or_create(&job).set(f64::from(row.attempts));
    }
}

fn unknown(backlog: &Backlog) {
    let levels: [&Level; 8] = [
        &backlog.rows,
        &backlog.age,
        &backlog.poison,
        &backlog.set_aside,
        &backlog.alerts_age,
        &backlog.mails,
        &backlog.mails_age,
        &backlog.mails_set_aside,
    ];
    for level in levels {
        level.set(f64::NAN);
    }
    backlog.overdue.clear();
    backlog.attempts.clear();
}

async fn outbox(context: &Context) -> Result<Outbox, DbErr> {
    let tried = Expr::case(search_outbox::Column::Attempts.gt(0), 1).finally(0);
    let aside = Expr::case(is_set_aside(), 1).finally(0);
    let waits = Expr::case(is_set_aside(), 0).finally(1);
    let since = Expr::case(is_set_aside().not(), Expr::col(search_outbox::Column::CreatedAt));
    let row = search_outbox::Entity::find()
        .select_only()
        .column_as(Expr::expr(waits).sum(), "rows")
        .column_as(Expr::expr(tried).sum(), "poison")
        .column_as(Expr::expr(aside).sum(), "set_aside")
        .column_as(Expr::expr(since).min(), "oldest")
        .into_model::<Outbox>()
        .one(&context.db.read)
        .await?;
    row.ok_or_else(|| DbErr::RecordNotFound("a row of totals".to_owned()))
}

/// When the oldest publication was that saved searches were not told of.
async fn alerts(context: &Context) -> Result<Option<DateTime<Utc>>, DbErr> {
    let oldest: Option<Option<DateTime<Utc>>> = alert_queue::Entity::find()
        .select_only()
        .column_as(alert_queue::Column::CreatedAt.min(), "oldest")
        .into_tuple()
        .one(&context.db.read)
        .await?;
    Ok(oldest.flatten())
}

async fn jobs(context: &Context) -> Result<Vec<job::Model>, DbErr> {
    job::Entity::find().all(&context.db.read).await
}

/// How long ago, zero for what is ahead.
fn seconds(now: DateTime<Utc>, then: DateTime<Utc>) -> f64 {
    now.signed_duration_since(then).as_seconds_f64().max(0.0)
}

#[expect(clippy::cast_precision_loss, reason = "a count of rows is far below 2^52")]
fn number(count: i64) -> f64 {
    count as f64
}
