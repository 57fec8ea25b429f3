//! Companies: who they are, whether a school verified them, who acts for them.

mod decide_member;
pub mod loader;
mod mutation;
mod query;
mod store;
pub mod types;
mod update;
pub mod verify;

pub use mutation::CompanyMutation;
pub use query::CompanyQuery;
