//! Searching: asking the engine while it answers, SQL while it does not.
//!
//! `documents` says what is indexed of a row; the worker (`crate::worker`) tells the engine what changed.

mod breaker;
pub mod documents;

pub use breaker::Breaker;
