//! What is done behind the requests: telling the search engine what changed, and the jobs of `jobs`, one a file.
//!
//! Any number of processes may run a worker on one database: work is claimed by moving its due time a little into
//! the future, in a short transaction, so that no transaction stays open while an engine is waited on, and what a
//! dead worker had claimed is due again. Everything is idempotent.

mod expire;
mod failure;
mod index;
mod jobs;
mod lease;
mod readiness;
mod rebuild;
mod reconcile;
mod sweep;

#[cfg(test)]
mod tests;

pub use failure::Failure;
pub use jobs::{Job, queue};
pub use rebuild::rebuild;
pub use reconcile::reconcile;

use crate::config::SearchEngine;
use crate::context::Context;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The longest rest after failures: how much later than the engine search comes back.
const LONGEST_REST: Duration = Duration::from_secs(5);
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
    tokio::join!(watching, indexing(context, stopped.clone()), errands(context, stopped));
}

/// Does everything that is due now, jobs first, until nothing is, and answers how much that was. What failed and
/// waits for another try is not due.
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
        match index::batch(context).await? {
            0 => return Ok(done),
            indexed => done += indexed,
        }
    }
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
    let mut looks = LOOKS.iter();
    let mut rest = context.config.worker.poll_interval;
    while !*stopped.borrow() {
        let outcome = match readiness::keep(context).await {
            Ok(()) => index::batch(context).await,
            Err(failure) => Err(failure),
        };
        rest = match outcome {
            Ok(0) => looks.next().copied().unwrap_or(context.config.worker.poll_interval),
            Ok(_) => {
                looks = LOOKS.iter();
                continue;
            }
            Err(failure) => {
                tracing::warn!(%failure, "indexing waits");
                longer(rest, context.config.worker.poll_interval)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = context.search.woken() => looks = LOOKS.iter(),
            _ = stopped.wait_for(|stopped| *stopped) => {}
        }
    }
}

/// Does the jobs, one after the other.
async fn errands(context: &Context, mut stopped: watch::Receiver<bool>) {
    let poll = context.config.worker.poll_interval;
    let mut rest = poll;
    while !*stopped.borrow() {
        let mut ended = stopped.clone();
        let stop = async move {
            drop(ended.wait_for(|stopped| *stopped).await);
        };
        let outcome = match jobs::schedule(context).await {
            Ok(()) => jobs::one(context, stop).await,
            Err(failure) => Err(failure),
        };
        rest = match outcome {
            Ok(true) => continue,
            Ok(false) => poll,
            Err(failure) => {
                tracing::warn!(%failure, "a job waits");
                longer(rest, poll)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            _ = stopped.wait_for(|stopped| *stopped) => {}
        }
    }
}

fn longer(rest: Duration, poll: Duration) -> Duration {
    (rest * 2).max(poll).min(LONGEST_REST.max(poll))
}
