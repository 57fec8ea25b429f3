//! Matching rounds: students and offers are assigned to each other by what both sides prefer, all at once.
//!
//! [`input`] is what a result is computed from, with a text and a digest of its own; `order` and [`lottery`] make
//! strict preferences of it; [`assign`] is deferred acceptance; [`explain`] says why a student did not get an offer;
//! [`check`] proves a result, and shares nothing with the others but the input. [`status`] is the life of a round,
//! [`ranking`] what may be handed in.

pub mod assign;
pub mod changes;
pub mod check;
pub mod explain;
pub mod input;
pub mod lottery;
mod order;
pub mod ranking;
pub mod status;

#[cfg(test)]
mod testing;
