//! Saved searches: a query and a filter that a person keeps, and is told of what it finds.
//!
//! `criteria` writes what is sought as JSON with its version and checks it again at each reading. `alert/` tells: at
//! once from a queue that the publishing transaction writes, daily by a job. docs/saved-searches.md says the whole.

pub mod alert;
mod create;
mod criteria;
mod delete;
pub mod input;
pub mod loader;
pub mod mutation;
mod store;
pub mod types;
mod update;

pub use mutation::SavedSearchMutation;
pub(crate) use store::of_account;
