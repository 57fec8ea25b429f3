//! Writing what was spent to SQL, in batches, and reading what was spent elsewhere from the same statement.

use super::Payer;
use crate::context::Context;
use chrono::DateTime;
use entity::spending::{ActiveModel, Column, Entity};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{DbErr, EntityTrait, ExprTrait};
use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How often this process settles: how late it hears of what is spent elsewhere.
const EVERY: Duration = Duration::from_secs(1);
/// The longest rest while the database does not answer.
const LONGEST: Duration = Duration::from_secs(30);
/// Rows of one statement.
const ROWS: usize = 500;

/// Settles every second, for as long as the context is used.
pub fn keep_settled(context: &Arc<Context>) {
    let context = Arc::downgrade(context);
    tokio::spawn(async move {
        let mut rest = EVERY;
        loop {
            tokio::time::sleep(rest).await;
            let Some(context) = Weak::upgrade(&context) else { return };
            rest = match settle(&context).await {
                Ok(_) => EVERY,
                Err(error) => {
                    // Each process still holds callers to their allowance by itself.
                    tracing::warn!(%error, "allowances are counted by each process alone");
                    (rest * 2).min(LONGEST)
                }
            };
        }
    });
}

/// Writes what the callers who have spent much here have spent since the last time, and answers how many they are.
///
/// # Errors
/// The database does not answer; nothing is lost, the next call writes it.
pub async fn settle(context: &Context) -> Result<usize, DbErr> {
    let (start, due) = context.spending.due(context.now());
    let window_start = DateTime::from_timestamp(start, 0).unwrap_or_default();
    for batch in due.chunks(ROWS) {
        let rows = batch.iter().map(|(subject, _, points)| ActiveModel {
            id: Set(context.new_id()),
            subject: Set(subject.clone()),
            window_start: Set(window_start),
            points: Set(i64::try_from(*points).unwrap_or(i64::MAX)),
        });
        let sum = Expr::col((Entity, Column::Points)).add(Expr::cust("excluded.points"));
        let again =
            OnConflict::columns([Column::Subject, Column::WindowStart]).value(Column::Points, sum).to_owned();
        let totals =
            Entity::insert_many(rows).on_conflict(again).exec_with_returning(&context.db.write).await?;
        let totals: HashMap<&str, i64> =
            totals.iter().map(|row| (row.subject.as_str(), row.points)).collect();
        for (subject, payer, points) in batch {
            note(context, start, (*payer, *points), totals.get(subject.as_str()).copied());
        }
    }
    Ok(due.len())
}

fn note(context: &Context, start: i64, (payer, points): (Payer, u64), total: Option<i64>) {
    let total = total.and_then(|total| u64::try_from(total).ok()).unwrap_or(points);
    context.spending.settled(start, payer, points, total);
}
