//! Companies: who they are, whether a school verified them, who acts for them.

pub(crate) mod acting;
mod decide_member;
pub mod loader;
pub mod mutation;
pub mod query;
mod store;
pub mod types;
pub mod update;
pub mod verify;

pub use mutation::CompanyMutation;
pub use query::CompanyQuery;
