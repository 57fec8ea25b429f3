//! A circuit breaker around the search engine: after a failure it is left alone for a while, so that a dead engine
//! costs its timeout once and not every request.

use crate::clock::Clock;
use chrono::{DateTime, TimeDelta, Utc};
use search::{Engine, Error};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// How long the engine is left alone after a failure.
const PAUSE: TimeDelta = TimeDelta::seconds(2);

/// The engine, whether it is asked, and who waits for something to tell it.
pub struct Breaker {
    engine: Arc<dyn Engine>,
    clock: Clock,
    open_until: Mutex<Option<DateTime<Utc>>>,
    /// Whether the indexes were found complete. Until then they would find too little, and SQL answers.
    ready: AtomicBool,
    /// Whether the indexes are to be looked at: at the start, and once the engine failed, for it may come back without
    /// them.
    doubtful: AtomicBool,
    changed: Notify,
}

impl Breaker {
    /// Closed, for an engine whose indexes the worker has still to find complete.
    #[must_use]
    pub fn new(engine: Arc<dyn Engine>, clock: Clock) -> Self {
        Self {
            engine,
            clock,
            open_until: Mutex::new(None),
            ready: AtomicBool::new(false),
            doubtful: AtomicBool::new(true),
            changed: Notify::new(),
        }
    }

    /// The engine itself, for the worker, which waits and tries again on its own.
    #[must_use]
    pub fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    /// Asks the engine, unless it failed a moment ago or its indexes are not complete. `None`: answer from SQL, and
    /// say so. That holds too where the engine refuses the question: it may be of another version, or its indexes may
    /// not be ours any more.
    pub async fn ask<T>(&self, question: impl Future<Output = Result<T, Error>>) -> Option<T> {
        if !self.is_ready() || !self.admits() {
            return None;
        }
        match question.await {
            Ok(answer) => {
                self.set(None);
                Some(answer)
            }
            Err(refused @ Error::Rejected(..)) => {
                tracing::error!(engine = self.engine.name(), cause = %refused, "search engine refuses a question; searching in SQL");
                self.set(None);
                self.doubt();
                None
            }
            Err(down) => {
                tracing::warn!(engine = self.engine.name(), cause = %down, "search engine does not answer; searching in SQL");
                self.set(Some(self.clock.now() + PAUSE));
                self.doubt();
                None
            }
        }
    }

    /// Whether the engine answers, as far as is known without waiting for one that failed a moment ago.
    pub async fn healthy(&self) -> bool {
        !self.is_paused() && self.engine.healthy().await.is_ok()
    }

    /// Whether the engine is left alone after a failure.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        let until = *self.open_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| self.clock.now() < until)
    }

    /// Whether the indexes were found complete.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::SeqCst)
    }

    /// Says whether the indexes are complete: whoever looked at them knows.
    pub fn set_ready(&self, ready: bool) {
        self.ready.store(ready, Ordering::SeqCst);
        self.doubtful.store(false, Ordering::SeqCst);
    }

    /// Whether the indexes are to be looked at.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.doubtful.load(Ordering::SeqCst)
    }

    /// Has the worker look at the indexes.
    pub fn doubt(&self) {
        self.doubtful.store(true, Ordering::SeqCst);
    }

    /// Says that there is, or soon will be, something to index: it wakes this process's worker.
    pub fn wake(&self) {
        self.changed.notify_one();
    }

    /// Waits for [`Breaker::wake`].
    pub async fn woken(&self) {
        self.changed.notified().await;
    }

    /// Whether to ask now. Once the pause is over one question goes first, and the others have their answer from
    /// SQL until it came back: an engine that hangs makes one request wait at a time.
    fn admits(&self) -> bool {
        let now = self.clock.now();
        let mut open_until = self.open_until.lock().unwrap_or_else(PoisonError::into_inner);
        match *open_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                *open_until = Some(now + PAUSE);
                true
            }
        }
    }

    fn set(&self, until: Option<DateTime<Utc>>) {
        *self.open_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }
}

impl fmt::Debug for Breaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Breaker").field("engine", &self.engine.name()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use search::Embedded;

    fn breaker() -> (Breaker, Clock) {
        let clock = Clock::manual(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        (Breaker::new(Arc::new(Embedded::in_memory().unwrap()), clock.clone()), clock)
    }

    #[tokio::test]
    async fn nothing_is_asked_before_the_indexes_are_complete() {
        let (breaker, _) = breaker();
        assert_eq!(breaker.ask(async { Ok(1) }).await, None);
        breaker.set_ready(true);
        assert_eq!(breaker.ask(async { Ok(1) }).await, Some(1));
    }

    #[tokio::test]
    async fn a_question_that_is_refused_is_answered_from_sql() {
        let (breaker, _) = breaker();
        breaker.set_ready(true);
        assert_eq!(breaker.ask(async { Err::<i32, _>(Error::Rejected("no".into())) }).await, None);
        assert!(breaker.is_doubtful(), "the indexes may not be ours any more");
        assert_eq!(breaker.ask(async { Ok(1) }).await, Some(1), "another question is asked");
    }

    #[tokio::test]
    async fn after_a_failure_one_question_goes_first() {
        let (breaker, clock) = breaker();
        breaker.set_ready(true);
        assert_eq!(breaker.ask(async { Err::<i32, _>(Error::Timeout) }).await, None);
        assert!(breaker.is_doubtful(), "it may come back without its indexes");
        assert_eq!(breaker.ask(async { Ok(1) }).await, None, "left alone");
        clock.advance(PAUSE);
        let first = breaker.ask(async {
            assert_eq!(breaker.ask(async { Ok(2) }).await, None, "one at a time");
            Ok(1)
        });
        assert_eq!(first.await, Some(1));
        assert_eq!(breaker.ask(async { Ok(3) }).await, Some(3));
    }
}
