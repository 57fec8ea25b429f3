//! Offers: posts that companies open to the students of one school, from draft to close.
//!
//! `terms` checks what people write, `write` puts it into rows, `change` takes an offer one step along the domain's
//! table, and `close` does what follows when its positions are taken or freed. One use case a file.

mod approve;
mod cancel;
mod change;
pub mod close;
mod create;
mod duplicate;
pub mod expire;
mod extend;
mod fill;
pub mod input;
pub mod list;
pub mod loader;
pub mod mutation;
pub(crate) mod prefetch;
mod query;
pub(crate) mod reference;
mod reject;
pub(crate) mod store;
mod submit;
mod subscription;
pub(crate) mod terms;
pub mod types;
mod update;
pub(crate) mod write;

pub use mutation::OfferMutation;
pub use query::OfferQuery;
pub use subscription::OfferSubscription;
