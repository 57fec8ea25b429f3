//! Telling people of new offers that their saved searches find.
//!
//! The transaction that publishes an offer queues it. A worker takes what is queued, and matches it against every search
//! that alerts at once, in memory: one offer and ten thousand searches are no query of an engine at all. The searches
//! that alert daily are matched once a day, against what was published since.
//!
//! Nobody is told twice: a row for each search and offer, unique, is written in the transaction of the notification.
//! A worker that dies before its commit told nothing, and the offer is still queued; after it, the row is there.

mod candidates;
mod daily;
mod find;
mod lately;
mod queue;
mod tell;

pub(crate) use daily::run as daily;
pub(crate) use queue::enqueue;

use crate::context::Context;
use crate::worker::Failure;
use domain::alert::AlertFrequency;
use entity::alert_queue;
use std::sync::Arc;
use uuid::Uuid;

/// Tells of what was published and is queued, one batch, and answers how many offers that was.
///
/// # Errors
/// The database does not answer: what is left is due again.
pub(crate) async fn at_once(context: &Context) -> Result<usize, Failure> {
    let rows = queue::claim(context).await?;
    let count = rows.len();
    let done = together(context, &rows).await;
    match done {
        // What cannot be read must not keep the others waiting.
        Err(failure) if failure.is_poison() => one_by_one(context, rows).await?,
        Err(failure) => {
            queue::give_back(context, &rows).await?;
            return Err(failure);
        }
        Ok(()) => {}
    }
    Ok(count)
}

async fn one_by_one(context: &Context, rows: Vec<alert_queue::Model>) -> Result<(), Failure> {
    for row in rows {
        if let Err(failure) = together(context, std::slice::from_ref(&row)).await {
            tracing::error!(offer = %row.offer_id, %failure, "nobody can be told of an offer");
            queue::postpone(context, &row).await?;
        }
    }
    Ok(())
}

async fn together(context: &Context, rows: &[alert_queue::Model]) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.offer_id).collect();
    let offers = Arc::new(candidates::read(context, &ids).await?);
    let mut after = None;
    while !offers.is_empty() {
        let searches = find::page(context, AlertFrequency::AtOnce, after).await?;
        let Some(last) = searches.last() else { break };
        after = Some(last.id);
        for found in find::matching(context, searches, &offers, |search| search.since).await? {
            tell::tell(context, &found, &offers, None).await?;
        }
    }
    queue::done(context, rows).await
}
