//! The calculators of contract rules: the least pay, what a contract costs its employer, whether a candidate may sign, and
//! what limits stand around a contract.
//!
//! Anybody may ask; nothing is stored and no table is read but the schools'. The rules themselves are `domain::rules`:
//! here their input is checked and their answers are shown, in the reader's language, with their sources.

pub mod cost;
pub mod eligibility;
mod input;
pub mod pay;
mod percent;
pub mod query;
pub mod terms;
pub mod types;

pub use percent::Percent;
pub use query::RulesQuery;
