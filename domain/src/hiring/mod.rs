//! Past contracts ("hires"): the shipped history, reading more of them, what is counted and what is shown.

pub mod history;
pub mod import;
pub mod lead;
pub mod reconciliation;
pub mod statistics;
pub mod suppression;
