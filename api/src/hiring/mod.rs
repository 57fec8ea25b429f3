//! The hiring history: past contracts, what is counted of them, and the figures that schools published.
//!
//! Whoever may see a school's desk sees its hires exactly; everybody else sees the published ones, and of the
//! others counts by school, specialty and year from which no single hire can be told
//! (`domain::hiring::suppression`). All counting is done in SQL, by `store`; `statistics` shares what is read.

pub mod audience;
pub(crate) mod companies;
pub mod filter;
pub mod import;
pub mod loader;
pub mod mutation;
pub(crate) mod printed;
pub mod query;
mod reconcile;
pub mod record;
pub mod statistics;
mod store;
pub mod types;

#[cfg(test)]
pub(crate) mod tests;

pub use mutation::HiringMutation;
pub use query::HiringQuery;
