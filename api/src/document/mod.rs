//! Documents: the papers of contracts, printed, signed by link and code or by scan, and checked by whoever holds the file.
//!
//! `state` is a document as its events make it, locked: the only way to add one more. `facts` gathers what papers print,
//! `issue` prints one and issues it, `request`, `sign` and `scan` have it signed, `void` calls it back, `follow` draws what comes of that, and
//! `ready` tells a contract's steps whether their papers are signed. What a signature goes through is said in
//! `domain::document::life`; docs/documents.md is for users, docs/adr/0021 says what such a signature is worth.

mod agent;
pub(crate) mod amend;
mod code;
mod facts;
mod follow;
mod issue;
mod kind;
mod link;
pub mod loader;
mod mutation;
mod presses;
mod print;
mod query;
pub(crate) mod ready;
mod request;
mod scan;
pub(crate) mod serving;
mod sign;
pub mod signature;
mod state;
mod store;
pub mod types;
mod verify;
mod void;

pub use agent::UserAgent;
pub(crate) use facts::{given_tutor, is_printed};
pub use follow::void_printing;
pub(crate) use follow::{contract_ended, void_kinds};
pub use mutation::DocumentMutation;
pub use presses::Presses;
pub use query::DocumentQuery;
pub(crate) use scan::require_pending;
