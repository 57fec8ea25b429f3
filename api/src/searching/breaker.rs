//! A circuit breaker around the search engine: after a failure it is left alone for a while, so that a dead engine
//! costs its timeout once and not every request.

use crate::clock::Clock;
use chrono::{DateTime, TimeDelta, Utc};
use search::{Engine, Error};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// How long the engine is left alone after a failure.
const PAUSE: TimeDelta = TimeDelta::seconds(2);

/// The engine, and until when it is left alone.
pub struct Breaker {
    engine: Arc<dyn Engine>,
    clock: Clock,
    open_until: Mutex<Option<DateTime<Utc>>>,
}

impl Breaker {
    /// Closed: the engine is asked.
    #[must_use]
    pub fn new(engine: Arc<dyn Engine>, clock: Clock) -> Self {
        Self { engine, clock, open_until: Mutex::new(None) }
    }

    /// The engine itself, for the worker, which waits and tries again on its own.
    #[must_use]
    pub fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    /// Asks the engine unless it failed a moment ago. `None`: answer from SQL, and say so.
    ///
    /// # Errors
    /// The engine refused what it was asked: our fault, which no waiting mends.
    pub async fn ask<T>(&self, question: impl Future<Output = Result<T, Error>>) -> Result<Option<T>, Error> {
        if self.is_open() {
            return Ok(None);
        }
        match question.await {
            Ok(answer) => {
                self.set(None);
                Ok(Some(answer))
            }
            Err(rejected @ Error::Rejected(..)) => Err(rejected),
            Err(down) => {
                tracing::warn!(engine = self.engine.name(), cause = %down, "search engine does not answer; searching in SQL");
                self.set(Some(self.clock.now() + PAUSE));
                Ok(None)
            }
        }
    }

    /// Whether the engine answers, as far as is known without waiting for one that failed a moment ago.
    pub async fn healthy(&self) -> bool {
        !self.is_open() && self.engine.healthy().await.is_ok()
    }

    fn is_open(&self) -> bool {
        let until = *self.open_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| self.clock.now() < until)
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
