//! When whoever must act is reminded of a deadline: a week ahead, when it is there, and once it has passed.

use chrono::{Days, NaiveDate};
use strum::{Display, EnumString, VariantArray};

/// How far off a deadline is when somebody is reminded of it. Each comes once for a step and a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ReminderStage {
    /// A week ahead, or less.
    Ahead,
    /// The day before, or the day itself.
    Due,
    /// It has passed.
    Late,
}

/// Days ahead of the first reminder.
pub const AHEAD: u64 = 7;

/// The reminder that is due on a day; `None` when the deadline is further off. Whoever was not reminded in time (the step
/// opened late, the worker stood still) gets the last one alone.
#[must_use]
pub fn stage(due_on: NaiveDate, today: NaiveDate) -> Option<ReminderStage> {
    let away = |days| due_on.checked_sub_days(Days::new(days)).unwrap_or(due_on);
    if today > due_on {
        Some(ReminderStage::Late)
    } else if today >= away(1) {
        Some(ReminderStage::Due)
    } else if today >= away(AHEAD) {
        Some(ReminderStage::Ahead)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_has_its_days() {
        let due: NaiveDate = "2025-08-18".parse().unwrap();
        let at = |text: &str| stage(due, text.parse().unwrap());
        assert_eq!(at("2025-08-10"), None);
        assert_eq!(at("2025-08-11"), Some(ReminderStage::Ahead));
        assert_eq!(at("2025-08-16"), Some(ReminderStage::Ahead));
        assert_eq!(at("2025-08-17"), Some(ReminderStage::Due));
        assert_eq!(at("2025-08-18"), Some(ReminderStage::Due));
        assert_eq!(at("2025-08-19"), Some(ReminderStage::Late));
    }
}
