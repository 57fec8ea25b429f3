//! Schools and their specialties: read by everybody, kept in memory, changed by an administrator only.

pub mod query;
pub(crate) mod staff;
pub mod types;

pub use query::SchoolQuery;
