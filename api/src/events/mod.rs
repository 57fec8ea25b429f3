//! What has just changed, told to whoever keeps something of it: subscriptions, caches.
//!
//! A change announces its events on its own [`Transaction`]; they are told once it is committed, and never when it is
//! not: within this process at once, to the other processes of the same PostgreSQL by `NOTIFY` (`listener`). An event
//! is a kind, an id and a version; whoever acts on one reads the row again, with the rights of whom it is for. When
//! events may have been lost, [`Event::Missed`] says so.

mod bus;
mod event;
mod listener;
mod transaction;
mod watch;

#[cfg(test)]
mod tests;

pub use bus::{Events, Subscriber};
pub use event::Event;
pub use listener::listen;
pub use transaction::Transaction;
pub use watch::{Interest, Opening, Turn};
