//! Dates and limits: what "five working days after" means, and which days are worked.
//!
//! A day is a date of the Gregorian calendar. Working days leave out Saturdays, Sundays and the public [`holidays()`] of
//! metropolitan France; what Alsace and Moselle add is left out, and so is the day of solidarity, which each company sets.

mod holidays;
#[cfg(test)]
mod tests;

pub use holidays::{Holiday, easter, holidays, is_holiday};

use crate::locale::Text;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use strum::{Display, EnumIter, EnumString, VariantArray};

/// What a limit is counted in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, EnumIter, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Unit {
    /// Days as they come ("jours", "jours calendaires").
    CalendarDays,
    /// Days that are worked from Monday to Friday ("jours ouvrés").
    WorkingDays,
    /// Days that may be worked, Saturdays among them ("jours ouvrables").
    WorkingDaysWithSaturdays,
    /// Weeks of seven days.
    Weeks,
    /// Months: the same day of another month, or its last where there is none.
    Months,
    /// Hours, from the first of the anchor's day: what is due is the day in which the last one begins.
    Hours,
}

impl Unit {
    /// Its name, in the plural, for people.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::CalendarDays => Text { fr: "jours calendaires", en: "calendar days" },
            Self::WorkingDays => Text { fr: "jours ouvrés", en: "working days" },
            Self::WorkingDaysWithSaturdays => {
                Text { fr: "jours ouvrables (samedis compris)", en: "working days, Saturdays counted" }
            }
            Self::Weeks => Text { fr: "semaines", en: "weeks" },
            Self::Months => Text { fr: "mois", en: "months" },
            Self::Hours => Text { fr: "heures", en: "hours" },
        }
    }
}

/// So much time, after an anchor or before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limit {
    /// How many; negative is before the anchor.
    pub amount: i32,
    /// Of what.
    pub unit: Unit,
}

impl Limit {
    /// The last day on which what is limited is in time.
    #[must_use]
    pub fn due(self, anchor: NaiveDate) -> NaiveDate {
        shift(anchor, self.amount, self.unit)
    }
}

/// The day that is `amount` units after the anchor, or before it when the amount is negative.
///
/// The anchor itself is not counted, and nought is the anchor, worked or not. Working days that would fall out of the
/// calendar of `chrono`, 262,000 years from now, stop at its end, as every other unit does.
#[must_use]
pub fn shift(anchor: NaiveDate, amount: i32, unit: Unit) -> NaiveDate {
    match unit {
        Unit::CalendarDays => days(anchor, amount.into()),
        Unit::Weeks => days(anchor, i64::from(amount) * 7),
        Unit::Hours => days(anchor, i64::from(amount).div_euclid(24)),
        Unit::Months => months(anchor, amount),
        Unit::WorkingDays => counted(anchor, amount, is_working_day),
        Unit::WorkingDaysWithSaturdays => counted(anchor, amount, is_working_day_or_saturday),
    }
}

/// Whether a day is worked from Monday to Friday and no public holiday.
#[must_use]
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

/// Whether a day may be worked: from Monday to Saturday, and no public holiday.
#[must_use]
pub fn is_working_day_or_saturday(day: NaiveDate) -> bool {
    day.weekday() != Weekday::Sun && !is_holiday(day)
}

/// The day itself when it is worked, else the last one before it that is.
#[must_use]
pub fn last_working_day_on_or_before(day: NaiveDate) -> NaiveDate {
    if is_working_day(day) { day } else { shift(day, -1, Unit::WorkingDays) }
}

/// The day itself when it is worked, else the first one after it that is.
#[must_use]
pub fn first_working_day_on_or_after(day: NaiveDate) -> NaiveDate {
    if is_working_day(day) { day } else { shift(day, 1, Unit::WorkingDays) }
}

/// The age in whole years on a day; none for somebody not born yet. Who is born on 29 February is a year older on 1 March
/// of a common year.
#[must_use]
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> Option<u32> {
    day.years_since(birth)
}

/// The day on which somebody reaches an age: the first on which [`age_on`] says so.
#[must_use]
pub fn birthday(birth: NaiveDate, age: u32) -> NaiveDate {
    let year = i32::try_from(age).ok().and_then(|age| birth.year().checked_add(age));
    let of = |year| birth.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1));
    year.and_then(of).unwrap_or(NaiveDate::MAX)
}

/// The first day of the month after a day's, even when that day is a first.
#[must_use]
pub fn first_of_next_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))).unwrap_or(NaiveDate::MAX)
}

fn days(anchor: NaiveDate, amount: i64) -> NaiveDate {
    let by = Days::new(amount.unsigned_abs());
    if amount < 0 {
        anchor.checked_sub_days(by).unwrap_or(NaiveDate::MIN)
    } else {
        anchor.checked_add_days(by).unwrap_or(NaiveDate::MAX)
    }
}

fn months(anchor: NaiveDate, amount: i32) -> NaiveDate {
    let by = Months::new(amount.unsigned_abs());
    if amount < 0 {
        anchor.checked_sub_months(by).unwrap_or(NaiveDate::MIN)
    } else {
        anchor.checked_add_months(by).unwrap_or(NaiveDate::MAX)
    }
}

/// Goes on day by day until so many days that count have passed.
fn counted(anchor: NaiveDate, amount: i32, counts: fn(NaiveDate) -> bool) -> NaiveDate {
    let step = |day: NaiveDate| if amount < 0 { day.pred_opt() } else { day.succ_opt() };
    let (mut day, mut left) = (anchor, amount.unsigned_abs());
    while left > 0 {
        let Some(next) = step(day) else { break };
        day = next;
        left -= u32::from(counts(day));
    }
    day
}
