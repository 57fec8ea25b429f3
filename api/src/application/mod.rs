//! Applications: students' bids, on an offer or to a company without one, from sent to answered.
//!
//! `change` takes an application one step along the domain's table; `moves` holds the steps that are nothing more;
//! `submit`, `confirm` and `cancel` are those that touch the offer, and `settle` ends many at once, and `award`
//! makes or accepts those that a matching round assigned.

pub(crate) mod award;
pub(crate) mod cancel;
mod change;
mod confirm;
mod document;
pub mod list;
pub mod loader;
mod moves;
pub mod mutation;
mod notify;
mod query;
pub(crate) mod settle;
mod store;
pub mod submit;
mod subscription;
pub mod types;
mod waiting;

pub use mutation::ApplicationMutation;
pub use query::ApplicationQuery;
pub use subscription::ApplicationSubscription;
pub use waiting::Subjects;
