//! Contracts: a confirmed application on its way to the day the student begins.
//!
//! `state` puts a contract together from its events, under lock; `open`, `step`, `terms`, `facts`, `tutor` and `end` add to
//! them, and `settle` draws what follows: its status, its place, its deadlines, who is told. What a school asks for is not
//! here but in its procedure (`domain::procedure`); docs/contracts.md is for whoever runs one.

pub(crate) mod absent;
pub(crate) mod deadline;
mod loader;
pub(crate) mod notify;
pub mod open;
pub mod place;
pub mod procedures;
pub(crate) mod settle;
pub(crate) mod state;
pub(crate) mod store;

pub use procedures::Procedures;
