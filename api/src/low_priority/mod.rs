//! Threads of low priority: for work that takes the processor for milliseconds, and that anybody may ask for. It gets what
//! everybody else leaves, of that no more than its `ration` if it has one, and waits for its like.

mod ration;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

pub(crate) use ration::Ration;
use ration::{Taken, spent};

/// How nice the threads are: 19 would be the nicest. A thread so nice has about a tenth of a core that others want.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// As the runtime's own threads: what runs here may call itself as deep.
const STACK: usize = 8 << 20;

/// Some threads, each of which does one thing after the other.
#[derive(Clone, Debug)]
pub(crate) struct LowPriority {
    free: Arc<Semaphore>,
    places: Arc<Semaphore>,
    queue: mpsc::Sender<Job>,
}

/// A thing to do, and the thread that it takes until it is done and the thread has rested.
struct Job {
    work: Box<dyn FnOnce() + Send>,
    _thread: OwnedSemaphorePermit,
}

/// Why work was not done to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Undone {
    /// It panicked, or no thread could be made.
    #[error("work of low priority did not come to its end")]
    Lost,
    /// As many as may wait do already.
    #[error("too much work of low priority waits")]
    Crowded,
}

impl LowPriority {
    /// So many threads, at least one, for which so many things at most may wait; each takes what everybody else leaves, and no
    /// more than its ration if there is one.
    #[must_use]
    pub(crate) fn new(threads: usize, most_waiting: usize, ration: Option<Ration>) -> Self {
        let threads = threads.max(1);
        // What is being done has a place too.
        let places = most_waiting.saturating_add(threads).min(Semaphore::MAX_PERMITS);
        let (queue, jobs) = mpsc::channel();
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..threads {
            let jobs = Arc::clone(&jobs);
            let made = std::thread::Builder::new().stack_size(STACK).spawn(move || work_off(&jobs, ration));
            if let Err(error) = made {
                tracing::error!(%error, "a thread of low priority cannot be made");
            }
        }
        Self { free: Arc::new(Semaphore::new(threads)), places: Arc::new(Semaphore::new(places)), queue }
    }

    /// Waits until a thread is free, and for the work. Whoever gives up waiting before it began takes it back; once it
    /// began it is done to its end, and keeps its thread until then.
    ///
    /// # Errors
    /// [`Undone`].
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Undone> {
        let _place = self.places.try_acquire().map_err(|_| Undone::Crowded)?;
        let thread = Arc::clone(&self.free).acquire_owned().await.map_err(|_| Undone::Lost)?;
        let (answer, answered) = oneshot::channel();
        let work = move || {
            answer.send(work()).ok();
        };
        self.queue.send(Job { work: Box::new(work), _thread: thread }).map_err(|_| Undone::Lost)?;
        answered.await.map_err(|_| Undone::Lost)
    }
}

/// A thread's life: until nobody can ask any more.
fn work_off(jobs: &Mutex<mpsc::Receiver<Job>>, ration: Option<Ration>) {
    // On Linux it is the thread that becomes nicer; where that is not possible it stays as it is.
    #[cfg(target_os = "linux")]
    rustix::process::setpriority_process(None, NICENESS).ok();
    let start = Instant::now();
    let mut taken = ration.map(|ration| Taken::nothing(ration, start));
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { work, _thread }) = job else { return };
        let before = spent(start);
        // A mistake in one thing must not end the thread for all that come after.
        catch_unwind(AssertUnwindSafe(work)).ok();
        let took = spent(start).saturating_sub(before);
        let rest = taken.as_mut().map_or(Duration::ZERO, |taken| taken.take(took, Instant::now()));
        if !rest.is_zero() {
            std::thread::sleep(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_thing_is_done_after_the_other() {
        let threads = LowPriority::new(1, usize::MAX, None);
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
        let threads = LowPriority::new(1, usize::MAX, None);
        let wrong: Result<u8, _> = "two".parse::<u8>();
        assert_eq!(threads.run(move || wrong.unwrap()).await, Err(Undone::Lost));
        assert_eq!(threads.run(|| 2).await, Ok(2));
    }

    #[tokio::test]
    async fn a_ration_makes_it_rest_once_it_answered() {
        // A burst of nothing, and a hundredth of a core: whatever was done first, the second waits a hundred times as long.
        let threads = LowPriority::new(1, 9, Some(Ration { at_once: Duration::ZERO, share: 0.01 }));
        let busy = || {
            let before = spent(Instant::now());
            while spent(Instant::now()).saturating_sub(before) < Duration::from_millis(2) {}
        };
        let start = Instant::now();
        threads.run(busy).await.unwrap();
        let first = start.elapsed();
        threads.run(|| ()).await.unwrap();
        let second = start.elapsed();
        assert!(second - first > Duration::from_millis(150), "{first:?}, then {second:?}");
    }

    #[tokio::test]
    async fn nobody_waits_where_enough_wait_already() {
        let threads = LowPriority::new(1, 1, None);
        let (go, wait) = mpsc::channel::<()>();
        let first = threads.run(move || wait.recv().is_ok());
        let second = threads.run(|| true);
        let third = async {
            let refused = threads.run(|| true).await;
            go.send(()).unwrap();
            refused
        };
        // Polled in this order: each has taken its place before the next asks for one.
        assert_eq!(tokio::join!(first, second, third), (Ok(true), Ok(true), Err(Undone::Crowded)));
        assert_eq!(threads.run(|| true).await, Ok(true));
    }
}
