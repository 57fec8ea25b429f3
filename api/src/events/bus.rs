//! The process's own bus.

use super::Event;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::broadcast::{self, error::RecvError};

/// Events that a subscriber may lag behind before it is told that it missed some. One event is 40 bytes.
const BACKLOG: usize = 4096;

type Observer = Box<dyn Fn(Event) + Send + Sync>;

/// The bus of a process: cheap to clone, all clones are the same.
#[derive(Clone)]
pub struct Events(Arc<Bus>);

struct Bus {
    origin: u64,
    sender: broadcast::Sender<Event>,
    observers: RwLock<Vec<Observer>>,
}

impl Default for Events {
    fn default() -> Self {
        // Not the context's randomness: processes that tests seed alike must not take each other for themselves.
        let origin = RandomState::new().hash_one(std::process::id());
        let (sender, _) = broadcast::channel(BACKLOG);
        Self(Arc::new(Bus { origin, sender, observers: RwLock::default() }))
    }
}

impl Events {
    /// Every event from now on, those of this process and those of others, each once.
    #[must_use]
    pub fn subscribe(&self) -> Subscriber {
        Subscriber(self.0.sender.subscribe())
    }

    /// Calls `observe` with every event from now on, before whoever made the change is answered: for caches. It must be
    /// quick, and must not hold what holds this bus.
    pub fn observe(&self, observe: impl Fn(Event) + Send + Sync + 'static) {
        self.0.observers.write().unwrap_or_else(PoisonError::into_inner).push(Box::new(observe));
    }

    /// Tells this process.
    pub(super) fn tell(&self, event: Event) {
        for observe in self.0.observers.read().unwrap_or_else(PoisonError::into_inner).iter() {
            observe(event);
        }
        // An error is that nobody listens.
        self.0.sender.send(event).ok();
    }

    /// What marks this process's own notifications.
    pub(super) fn origin(&self) -> u64 {
        self.0.origin
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("subscribers", &self.0.sender.receiver_count()).finish()
    }
}

/// A place on the bus.
#[derive(Debug)]
pub struct Subscriber(broadcast::Receiver<Event>);

impl Subscriber {
    /// The next event; [`Event::Missed`] where this subscriber was too slow; `None` when the bus is gone.
    pub async fn next(&mut self) -> Option<Event> {
        match self.0.recv().await {
            Ok(event) => Some(event),
            Err(RecvError::Lagged(_)) => Some(Event::Missed),
            Err(RecvError::Closed) => None,
        }
    }
}
