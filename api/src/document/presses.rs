//! How many papers are printed at a time, and how often somebody may ask for one: printing takes a core for a while, and every
//! paper that is issued stays.

use crate::auth::limits;
use crate::context::Context;
use crate::error::Error;
use domain::document::{MOST_PRINTS_BY_ACCOUNT, MOST_PRINTS_OF_CONTRACT, PRINT_WINDOW};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// How long a paper waits for a press: half of what a request may take.
const WAIT: Duration = Duration::from_secs(5);

/// The presses of this process: as many as there are cores, less one for the other requests.
#[derive(Clone, Debug)]
pub struct Presses(Arc<Semaphore>);

impl Default for Presses {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self(Arc::new(Semaphore::new(cores.saturating_sub(1).max(1))))
    }
}

impl Presses {
    /// Does this on a thread of its own, as soon as a press is free. The press is taken until it is done, whether or not
    /// anybody waits for it still.
    ///
    /// # Errors
    /// `RATE_LIMITED`, to be tried again, where none is free for a while; a fault of ours where it breaks down.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        print: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let busy = |_| Error::RateLimited { retry_after: i64::try_from(WAIT.as_secs()).unwrap_or(1) };
        let free = tokio::time::timeout(WAIT, Arc::clone(&self.0).acquire_owned());
        let press = free.await.map_err(busy)?.map_err(Error::internal)?;
        let printing = tokio::task::spawn_blocking(move || {
            let printed = print();
            drop(press);
            printed
        });
        printing.await.map_err(Error::internal)
    }
}

/// Counts one paper, by who asks for it and by its contract.
///
/// # Errors
/// `RATE_LIMITED`; or the database does not answer.
pub(super) async fn count(context: &Context, account: Uuid, contract: Uuid) -> Result<(), Error> {
    let window = PRINT_WINDOW.to_std().map_err(Error::internal)?;
    limits::count(context, &format!("print-by:{account}"), MOST_PRINTS_BY_ACCOUNT, window).await?;
    limits::count(context, &format!("print-of:{contract}"), MOST_PRINTS_OF_CONTRACT, window).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_finds_no_press_free_is_told_to_try_again() {
        let presses = Presses(Arc::new(Semaphore::new(1)));
        let busy = Arc::clone(&presses.0).acquire_owned().await.unwrap();
        let refused = presses.run(|| 1).await;
        assert!(matches!(refused, Err(Error::RateLimited { retry_after: 5 })), "{refused:?}");
        let waiting = presses.clone();
        let waiting = tokio::spawn(async move { waiting.run(|| 2).await });
        tokio::task::yield_now().await;
        drop(busy);
        assert_eq!(waiting.await.unwrap().unwrap(), 2);
        assert_eq!(presses.0.available_permits(), 1);
    }

    #[test]
    fn there_is_one_press_at_least() {
        assert!(Presses::default().0.available_permits() >= 1);
    }
}
