//! What is done behind the requests: telling the search engine what changed, sending mails, and the jobs of `jobs`, one a
//! file.
//!
//! Any number of processes may run a worker on one database: work is claimed by moving its due time a little into
//! the future, in a short transaction, so that no transaction stays open while an engine is waited on, and what a
//! dead worker had claimed is due again. Everything is idempotent.

mod alerts;
mod aside;
mod contracts;
mod expire;
mod failure;
mod index;
mod jobs;
mod lease;
mod readiness;
mod rebuild;
mod reconcile;
mod status;
mod sweep;

#[cfg(test)]
mod tests;

pub use aside::retry;
pub(crate) use aside::{is_set_aside, was_set_aside};
pub use failure::Failure;
pub use jobs::{Job, queue};
pub use rebuild::rebuild;
pub use reconcile::reconcile;
pub use status::{Backlog, Comparison, backlog, compare};

use crate::config::SearchEngine;
use crate::context::Context;
use crate::mail;
use crate::worker::index::Held;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The rest after a failure; twice as long after each that follows.
const FIRST_REST: Duration = Duration::from_millis(100);
/// The longest rest after failures: how much later than the engine search comes back.
const LONGEST_REST: Duration = Duration::from_secs(5);
/// How long work waits for the database before it asks whether that answers at all.
const PATIENCE: Duration = Duration::from_secs(1);
/// When to look again after a change of this process, which says so just before it is committed.
const LOOKS: [Duration; 4] = [
    Duration::from_millis(15),
    Duration::from_millis(50),
    Duration::from_millis(150),
    Duration::from_millis(400),
];

/// Runs [`run`] beside the server.
pub fn spawn(context: Arc<Context>, shutdown: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(async move { run(&context, shutdown).await })
}

/// Works until `shutdown`, then ends what is under way and cannot be left. Failures are logged and tried again.
pub async fn run(context: &Context, shutdown: impl Future<Output = ()>) {
    if let Err(failure) = lease::recover(context).await {
        tracing::error!(%failure, "cannot take over what an earlier process left");
    }
    let (stop, stopped) = watch::channel(false);
    let watching = async {
        shutdown.await;
        stop.send_replace(true);
    };
    let (indexing, telling) = (indexing(context, stopped.clone()), telling(context, stopped.clone()));
    let posting = posting(context, stopped.clone());
    tokio::join!(watching, indexing, telling, posting, errands(context, stopped));
}

/// Does everything that is due now, jobs first, until nothing is, and answers how much that was. What failed and
/// waits for another try is not due. Mails are apart: [`post`].
///
/// # Errors
/// The engine or the database does not answer: what is left is due still.
pub async fn drain(context: &Context) -> Result<usize, Failure> {
    readiness::look(context).await?;
    jobs::schedule(context).await?;
    let mut done = 0;
    while jobs::one(context, std::future::pending()).await? {
        done += 1;
    }
    loop {
        match index::batch(context, &Held::default()).await? + alerts::at_once(context).await? {
            0 => return Ok(done),
            some => done += some,
        }
    }
}

/// Sends every mail that is due now, and answers how many rows of the outbox that was.
///
/// # Errors
/// The database or the mail server does not answer: what is left is due still, or again later.
pub async fn post(context: &Context) -> Result<usize, Failure> {
    let mut done = 0;
    while mail::one(context).await? {
        done += 1;
    }
    Ok(done)
}

/// How [`reindex`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reindexed {
    /// It was done here.
    Done,
    /// The serving process does it within seconds: the embedded engine belongs to it.
    Queued,
    /// Another process is doing it.
    UnderWay,
}

/// Builds every index anew beside the one that is searched, and swaps: what `tremplin reindex` does. Only the
/// process that has the embedded engine's folder open can write to it, so there it is queued; call [`reindex_here`]
/// where this process has opened the folder, since then no server runs.
///
/// # Errors
/// The engine or the database does not answer.
pub async fn reindex(context: &Context) -> Result<Reindexed, Failure> {
    if context.config.search.engine() == SearchEngine::Embedded {
        queue(&context.db, context.now(), context.new_id(), Job::Reindex).await?;
        return Ok(Reindexed::Queued);
    }
    reindex_here(context).await
}

/// [`reindex`] in this process.
///
/// # Errors
/// The engine or the database does not answer.
pub async fn reindex_here(context: &Context) -> Result<Reindexed, Failure> {
    queue(&context.db, context.now(), context.new_id(), Job::Reindex).await?;
    let claimed = jobs::named(context, Job::Reindex).await?;
    Ok(if claimed { Reindexed::Done } else { Reindexed::UnderWay })
}

/// Tells the engine what changed, as soon as it did.
async fn indexing(context: &Context, mut stopped: watch::Receiver<bool>) {
    let held = Held::default();
    let mut looks = LOOKS.iter();
    let mut after_failure = FIRST_REST;
    while !*stopped.borrow() {
        let outcome = answered(context, async {
            readiness::keep(context).await?;
            index::batch(context, &held).await
        });
        let rest = match outcome.await {
            Ok(0) => {
                after_failure = FIRST_REST;
                looks.next().copied().unwrap_or(context.config.worker.poll_interval)
            }
            Ok(_) => {
                (looks, after_failure) = (LOOKS.iter(), FIRST_REST);
                continue;
            }
            Err(failure) => {
                tracing::warn!(%failure, "indexing waits");
                longer(&mut after_failure)
            }
        };
        tokio::select! {
            () = pause(context, rest) => {}
            () = context.search.woken() => looks = LOOKS.iter(),
            _ = stopped.wait_for(|stopped| *stopped) => {}
        }
    }
}

/// Tells people of what was just published, as soon as it was.
async fn telling(context: &Context, mut stopped: watch::Receiver<bool>) {
    let mut after_failure = FIRST_REST;
    while !*stopped.borrow() {
        let rest = match answered(context, alerts::at_once(context)).await {
            Ok(0) => {
                after_failure = FIRST_REST;
                context.config.worker.poll_interval
            }
            Ok(_) => continue,
            Err(failure) => {
                tracing::warn!(%failure, "alerts wait");
                longer(&mut after_failure)
            }
        };
        tokio::select! {
            () = pause(context, rest) => {}
            _ = stopped.wait_for(|stopped| *stopped) => {}
        }
    }
}

/// Sends mails, one after the other, as soon as they are queued.
async fn posting(context: &Context, mut stopped: watch::Receiver<bool>) {
    let mut after_failure = FIRST_REST;
    while !*stopped.borrow() {
        let rest = match answered(context, mail::one(context)).await {
            Ok(true) => {
                after_failure = FIRST_REST;
                continue;
            }
            Ok(false) => {
                after_failure = FIRST_REST;
                context.config.worker.poll_interval
            }
            Err(failure) => {
                tracing::warn!(%failure, "mails wait");
                longer(&mut after_failure)
            }
        };
        tokio::select! {
            () = pause(context, rest) => {}
            _ = stopped.wait_for(|stopped| *stopped) => {}
        }
    }
}

/// Does the jobs, one after the other.
async fn errands(context: &Context, mut stopped: watch::Receiver<bool>) {
    let mut after_failure = FIRST_REST;
    while !*stopped.borrow() {
        let mut ended = stopped.clone();
        let stop = async move {
            drop(ended.wait_for(|stopped| *stopped).await);
        };
        let outcome = answered(context, async {
            jobs::schedule(context).await?;
            jobs::one(context, stop).await
        });
        let rest = match outcome.await {
            Ok(true) => continue,
            Ok(false) => {
                after_failure = FIRST_REST;
                context.config.worker.poll_interval
            }
            Err(failure) => {
                tracing::warn!(%failure, "a job waits");
                longer(&mut after_failure)
            }
        };
        tokio::select! {
            () = pause(context, rest) => {}
            _ = stopped.wait_for(|stopped| *stopped) => {}
        }
    }
}

/// Works until the database is known not to answer.
async fn answered<T>(
    context: &Context,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let health = &context.db.health;
    let done = tokio::select! {
        biased;
        done = work => done,
        () = health.failing_within(PATIENCE) => Err(Failure::Fault(anyhow::anyhow!("the database does not answer"))),
    };
    if done.as_ref().is_err_and(|failure| !failure.is_outage()) {
        // If the database is why, it is known from here on.
        health.answers().await;
    }
    done
}

/// Rests; while the database is down, until it is back.
async fn pause(context: &Context, rest: Duration) {
    if context.db.health.is_down() {
        context.db.health.back().await;
    } else {
        tokio::time::sleep(rest).await;
    }
}

/// How long to rest now; longer the next time.
fn longer(rest: &mut Duration) -> Duration {
    let now = *rest;
    *rest = (now * 2).min(LONGEST_REST);
    now
}
