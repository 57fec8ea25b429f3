//! Threads of low priority: for work that takes the processor for milliseconds, and that anybody may ask for. It gets what
//! everybody else leaves, and waits for its like.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use tokio::sync::{Semaphore, oneshot};

/// How nice the threads are: 19 would be the nicest. A thread so nice has about a tenth of a core that others want.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// As the runtime's own threads: what runs here may call itself as deep.
const STACK: usize = 8 << 20;

/// Some threads, each of which does one thing after the other.
#[derive(Clone, Debug)]
pub(crate) struct LowPriority {
    permits: Arc<Semaphore>,
    queue: mpsc::Sender<Job>,
}

type Job = Box<dyn FnOnce() + Send>;

/// The work did not come to its end: it panicked, or no thread could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("work of low priority did not come to its end")]
pub(crate) struct Lost;

impl LowPriority {
    /// So many threads, at least one.
    #[must_use]
    pub(crate) fn new(threads: usize) -> Self {
        let (queue, jobs) = mpsc::channel();
        let jobs = Arc::new(Mutex::new(jobs));
        let threads = threads.max(1);
        for _ in 0..threads {
            let jobs = Arc::clone(&jobs);
            let made = std::thread::Builder::new().stack_size(STACK).spawn(move || work_off(&jobs));
            if let Err(error) = made {
                tracing::error!(%error, "a thread of low priority cannot be made");
            }
        }
        Self { permits: Arc::new(Semaphore::new(threads)), queue }
    }

    /// Waits until a thread is free, and for the work. Whoever gives up waiting before it began takes it back; once it
    /// began it is done to its end, and keeps its thread until then.
    ///
    /// # Errors
    /// [`Lost`].
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Lost> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| Lost)?;
        let (answer, answered) = oneshot::channel();
        let job = move || {
            answer.send(work()).ok();
            drop(permit);
        };
        self.queue.send(Box::new(job)).map_err(|_| Lost)?;
        answered.await.map_err(|_| Lost)
    }
}

/// A thread's life: until nobody can ask any more.
fn work_off(jobs: &Mutex<mpsc::Receiver<Job>>) {
    // On Linux it is the thread that becomes nicer; where that is not possible it stays as it is.
    #[cfg(target_os = "linux")]
    rustix::process::setpriority_process(None, NICENESS).ok();
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A mistake in one thing must not end the thread for all that come after.
        catch_unwind(AssertUnwindSafe(job)).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test]
    async fn one_thing_is_done_after_the_other() {
        let threads = LowPriority::new(1);
        let busy = Arc::new(Mutex::new(()));
        let work = || {
            let busy = Arc::clone(&busy);
            threads.run(move || {
                let alone = busy.try_lock().is_ok();
                std::thread::sleep(Duration::from_millis(5));
                alone
            })
        };
        assert_eq!(tokio::join!(work(), work(), work()), (Ok(true), Ok(true), Ok(true)));
    }

    #[tokio::test]
    async fn what_panics_is_lost_alone() {
        let threads = LowPriority::new(1);
        let wrong: Result<u8, _> = "two".parse::<u8>();
        assert_eq!(threads.run(move || wrong.unwrap()).await, Err(Lost));
        assert_eq!(threads.run(|| 2).await, Ok(2));
    }
}
