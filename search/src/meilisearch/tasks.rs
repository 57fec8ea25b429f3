use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use meilisearch_sdk::client::Client;
use meilisearch_sdk::tasks::{Task, TasksResults, TasksSearchQuery};
use tokio::time::{Instant, sleep};

use super::call::{WRITE_LIMIT, bounded};
use crate::Error;

/// How long a flush waits.
const FLUSH_LIMIT: Duration = Duration::from_secs(60);
/// How many tasks are asked about at once: their numbers are in the address.
const ASKED: usize = 200;
/// How often they are asked about.
const PAUSE: Duration = Duration::from_millis(20);

/// The numbers of the tasks whose outcome nobody has asked for yet.
#[derive(Default)]
pub(super) struct Ledger(Mutex<Vec<u32>>);

impl Ledger {
    pub(super) fn add(&self, tasks: impl IntoIterator<Item = u32>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(tasks);
    }

    fn take(&self) -> Vec<u32> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits for all of them. Those of an outage are kept for the next time.
    pub(super) async fn flush(&self, client: &Client) -> Result<(), Error> {
        let tasks = self.take();
        let settled = settle(client, &tasks, FLUSH_LIMIT).await;
        if settled.as_ref().is_err_and(Error::is_outage) {
            self.add(tasks);
        }
        settled
    }
}

/// Waits until tasks are done, and asks whether they did what they should.
pub(super) async fn settle(client: &Client, tasks: &[u32], limit: Duration) -> Result<(), Error> {
    let deadline = Instant::now() + limit;
    for some in tasks.chunks(ASKED) {
        while ask(client, some, &["enqueued", "processing"]).await?.total > 0 {
            if Instant::now() >= deadline {
                return Err(Error::Timeout);
            }
            sleep(PAUSE).await;
        }
        // Counted rather than listed: the client library cannot read a task that was canceled.
        let succeeded = ask(client, some, &["succeeded"]).await?.total;
        if usize::try_from(succeeded) != Ok(some.len()) {
            return Err(refusal(client, some).await);
        }
    }
    Ok(())
}

/// Why one of these tasks did not succeed.
async fn refusal(client: &Client, tasks: &[u32]) -> Error {
    match ask(client, tasks, &["failed"]).await {
        Ok(failed) => match failed.results.into_iter().next() {
            Some(Task::Failed { content }) => Error::Rejected(content.error.to_string()),
            _ => Error::Rejected("a task was canceled, or the server forgot it".to_owned()),
        },
        Err(error) => error,
    }
}

/// One of these tasks in one of these states, and how many there are.
async fn ask(client: &Client, tasks: &[u32], statuses: &[&str]) -> Result<TasksResults, Error> {
    let mut query = TasksSearchQuery::new(client);
    query.with_uids(tasks).with_statuses(statuses.iter().copied()).with_limit(1);
    bounded(WRITE_LIMIT, query.execute()).await
}
