//! Contracts: a confirmed application on its way to the day the student begins.
//!
//! `state` puts a contract together from its events, under lock; `open`, `step`, `terms`, `facts`, `tutor` and `end` add to
//! them, and `settle` draws what follows: its status, its place, its deadlines, who is told. What a school asks for is not
//! here but in its procedure (`domain::procedure`); docs/contracts.md is for whoever runs one.

mod absent;
pub(crate) mod amend;
mod change;
mod deadline;
pub mod due;
mod eligible;
mod end;
pub mod event;
pub mod facts;
pub mod feed;
pub mod feed_types;
pub mod list;
pub mod loader;
pub mod mutation;
mod notify;
pub mod open;
mod pay;
pub mod people;
mod place;
pub mod procedure;
pub mod procedures;
mod query;
mod question;
pub mod remind;
pub(crate) mod reopening;
pub mod run;
mod settle;
pub mod staged;
pub(crate) mod state;
pub mod step;
pub mod step_run;
pub(crate) mod store;
mod subscription;
pub mod terms;
pub mod tutor;
pub mod types;
mod upload;
mod written;
pub mod year;

pub use mutation::ContractMutation;
pub(crate) use pay::schedule as pay_schedule;
pub use procedures::Procedures;
pub use query::ContractQuery;
pub use subscription::ContractSubscription;
