//! Searching: asking the engine while it answers, SQL while it does not, and telling the engine what changed.

mod breaker;

pub use breaker::Breaker;
