//! Matching rounds, run by a school's career services: students and companies rank each other, and everybody is assigned at
//! once.
//!
//! `create`, `update` and `steps` are a round's life; `submit` takes rankings; `gather` makes of them what `domain::round`
//! computes, `compute` keeps what came of it, and `publish` turns it into applications. docs/matching-rounds.md is for
//! whoever runs one.

mod change;
mod compute;
pub mod create;
mod facts;
mod gather;
mod list;
mod loader;
pub mod mutation;
mod notify;
mod publish;
mod query;
pub mod results;
mod score;
pub mod sides;
mod steps;
mod store;
pub mod submit;
pub mod types;
pub mod update;

pub use mutation::RoundMutation;
pub use query::RoundQuery;
