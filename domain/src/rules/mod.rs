//! The rules of contracts, each with its dates and its source: pay, cost, eligibility, duration, training, tutors, limits.
//!
//! A rule answers with the value, from when to when it held, and where it comes from. Values that change are
//! [`series`] in `domain/data`: before the first one there is an error, after the day until which they are known the last
//! one, marked as projected. What is checked ends as [`Finding`]s; docs/contract-rules.md has examples.

pub mod cost;
pub mod deadline;
pub mod duration;
pub mod eligibility;
mod finding;
pub mod pay;
mod percent;
mod rounding;
pub mod series;
pub mod smic;
mod source;
pub mod training;
pub mod tutor;

pub use finding::{Finding, Outcome};
pub use percent::{Percent, PercentError};
pub use rounding::divide_half_even;
pub use source::{Source, Words};

use crate::money::Cents;
use chrono::NaiveDate;
use series::NotKnown;

/// The largest monthly amount that is reckoned with: a million euros.
pub const LARGEST_AMOUNT: Cents = Cents(100_000_000);

/// Why a rule cannot be applied to what was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The last day is before the first.
    #[error("{end} is before the start, {start}; accepted: a last day on or after the first")]
    EndBeforeStart {
        /// First day.
        start: NaiveDate,
        /// Last day.
        end: NaiveDate,
    },
    /// The contract is longer than any is.
    #[error("{end} is more than {years} years after the start; accepted: a shorter contract")]
    TooLong {
        /// Last day.
        end: NaiveDate,
        /// The years accepted.
        years: u32,
    },
    /// Younger than anybody who may sign, or not born yet.
    #[error("born on {birth}, which is under {least} at the start; accepted: {least} or older")]
    TooYoung {
        /// Birth date.
        birth: NaiveDate,
        /// The age accepted.
        least: u32,
    },
    /// An amount or a number that is out of its bounds.
    #[error("{given} is out of bounds; accepted: {least} to {most}")]
    OutOfBounds {
        /// The argument.
        field: &'static str,
        /// What was given.
        given: String,
        /// The least accepted.
        least: String,
        /// The most accepted.
        most: String,
    },
    /// Before the first known value of a series.
    #[error(transparent)]
    NotKnown(#[from] NotKnown),
}

impl Fault {
    /// The argument that is wrong, as the API names it.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::EndBeforeStart { .. } | Self::TooLong { .. } => "end",
            Self::TooYoung { .. } => "birthDate",
            Self::OutOfBounds { field, .. } => field,
            Self::NotKnown(_) => "start",
        }
    }
}

/// Refuses an amount below nought or above [`LARGEST_AMOUNT`].
fn check_amount(field: &'static str, amount: Option<Cents>) -> Result<(), Fault> {
    let bounds = Cents(0)..=LARGEST_AMOUNT;
    match amount {
        Some(amount) if !bounds.contains(&amount) => Err(Fault::OutOfBounds {
            field,
            given: amount.to_string(),
            least: bounds.start().to_string(),
            most: bounds.end().to_string(),
        }),
        _ => Ok(()),
    }
}
