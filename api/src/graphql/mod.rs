//! The schema: its roots merged from the slices, and what all slices share.

pub mod id;
pub mod in_waves;
pub(crate) mod input;
pub mod node;
pub mod pagination;
pub mod payload;
pub mod scalars;
pub mod schema;
pub mod user_error;
