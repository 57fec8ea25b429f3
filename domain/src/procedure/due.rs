//! Deadlines of steps, and the dates that they are counted from.

use super::words::Words;
use crate::calendar::{Limit, last_working_day_on_or_before};
use chrono::NaiveDate;

/// Until when a step is to be done: so much time after an anchor, or before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What it is counted from.
    pub anchor: Anchor,
    /// How much; a negative amount is before the anchor.
    pub limit: Limit,
    /// Whether a day that is not worked gives way to the last worked one before it.
    pub on_working_day: bool,
}

/// What a deadline is counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// The first day of the contract.
    Start,
    /// Its last day.
    End,
    /// A date of the school's academic year, by its key in [`Procedure::calendar`](super::Procedure::calendar).
    Calendar(String),
    /// The completion of another step, by its key.
    Completion(String),
}

/// A date of the school's academic year that deadlines are counted from: the start of classes, the Christmas holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDate {
    /// Its key, unique in the procedure.
    pub key: String,
    /// For people.
    pub title: Words,
    /// The date in the year that the procedure was written for, where it is known. It says nothing of another year.
    pub date: Option<NaiveDate>,
}

impl Due {
    /// The last day on which the step is in time, given the anchor's date.
    #[must_use]
    pub fn on(&self, anchor: NaiveDate) -> NaiveDate {
        let day = self.limit.due(anchor);
        if self.on_working_day { last_working_day_on_or_before(day) } else { day }
    }
}

/// When a step of a contract is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueOn {
    /// It has no deadline.
    NoDeadline,
    /// It has one, but the date that it is counted from is not known yet.
    ToBeDated,
    /// This is the last day.
    On(NaiveDate),
}
