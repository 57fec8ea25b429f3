//! Academic years, known by the year in which they begin.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An academic year such as 2019-2020; it begins on 1 September.
///
/// Ordered by time, written and read as `"2019-2020"`, stored by its first year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AcademicYear(i32);

/// Why a text or a number is no academic year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AcademicYearError {
    /// Not of the form `2019-2020`.
    #[error("an academic year is written like 2019-2020")]
    Form,
    /// The second year does not follow the first.
    #[error("the second year must be {}, the one after the first", .first + 1)]
    NotConsecutive {
        /// The first year, as given.
        first: i32,
    },
    /// Outside the years that the product knows.
    #[error("the first year must be between {} and {}", AcademicYear::FIRST, AcademicYear::LAST)]
    OutOfRange,
}

impl AcademicYear {
    /// The earliest first year accepted.
    pub const FIRST: i32 = 1990;
    /// The latest first year accepted.
    pub const LAST: i32 = 2099;

    /// The academic year that begins in `first_year`.
    ///
    /// # Errors
    /// [`AcademicYearError::OutOfRange`] outside [`Self::FIRST`] to [`Self::LAST`].
    pub fn starting_in(first_year: i32) -> Result<Self, AcademicYearError> {
        if (Self::FIRST..=Self::LAST).contains(&first_year) {
            Ok(Self(first_year))
        } else {
            Err(AcademicYearError::OutOfRange)
        }
    }

    /// The academic year of a date: 1 September begins a new one, 31 August ends it.
    ///
    /// The schools' own starts differ (1 September at Alès, the middle or end of September elsewhere), but no
    /// contract of a new year begins before September, and contracts end in August or September of the next.
    ///
    /// # Errors
    /// [`AcademicYearError::OutOfRange`] for a date of another century.
    pub fn of_date(date: NaiveDate) -> Result<Self, AcademicYearError> {
        const SEPTEMBER: u32 = 9;
        Self::starting_in(if date.month() < SEPTEMBER { date.year() - 1 } else { date.year() })
    }

    /// The calendar year in which it begins: 2019 for 2019-2020.
    pub const fn first_year(self) -> i32 {
        self.0
    }

    /// The year before, none for the earliest.
    pub fn previous(self) -> Option<Self> {
        Self::starting_in(self.0 - 1).ok()
    }

    /// The year after, none for the latest.
    pub fn next(self) -> Option<Self> {
        Self::starting_in(self.0 + 1).ok()
    }

    /// Every year from this one to `last`, both included; none when `last` is earlier.
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0, self.0 + 1)
    }
}

impl FromStr for AcademicYear {
    type Err = AcademicYearError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (first, second) = text.split_once('-').ok_or(AcademicYearError::Form)?;
        let (first, second) = (four_digits(first)?, four_digits(second)?);
        if second != first + 1 {
            return Err(AcademicYearError::NotConsecutive { first });
        }
        Self::starting_in(first)
    }
}

impl TryFrom<String> for AcademicYear {
    type Error = AcademicYearError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AcademicYear> for String {
    fn from(year: AcademicYear) -> Self {
        year.to_string()
    }
}

fn four_digits(text: &str) -> Result<i32, AcademicYearError> {
    if text.len() != 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(AcademicYearError::Form);
    }
    text.parse().map_err(|_| AcademicYearError::Form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, proptest};

    #[test]
    fn only_two_consecutive_years_are_read() {
        assert_eq!("2019-2020".parse(), AcademicYear::starting_in(2019));
        for text in
            ["", "2019", "2019/2020", "2019-20", " 2019-2020", "2019-2020 ", "+201-+202", "２０１９-2020"]
        {
            assert_eq!(text.parse::<AcademicYear>(), Err(AcademicYearError::Form), "{text}");
        }
        assert_eq!(
            "2019-2021".parse::<AcademicYear>(),
            Err(AcademicYearError::NotConsecutive { first: 2019 })
        );
        assert_eq!("1989-1990".parse::<AcademicYear>(), Err(AcademicYearError::OutOfRange));
        assert_eq!("2100-2101".parse::<AcademicYear>(), Err(AcademicYearError::OutOfRange));
        assert!("1990-1991".parse::<AcademicYear>().is_ok() && "2099-2100".parse::<AcademicYear>().is_ok());
    }

    #[test]
    fn a_year_begins_on_the_first_of_september() {
        let year_of = |month, day| {
            let date = NaiveDate::from_ymd_opt(2020, month, day).expect("a date");
            AcademicYear::of_date(date).map(AcademicYear::first_year)
        };
        assert_eq!(year_of(8, 31), Ok(2019));
        assert_eq!(year_of(9, 1), Ok(2020));
        assert_eq!(year_of(1, 1), Ok(2019));
    }

    #[test]
    fn years_follow_each_other() {
        let year = |first| AcademicYear::starting_in(first).expect("a known year");
        let all: Vec<_> = year(2015).through(year(2017)).map(AcademicYear::first_year).collect();
        assert_eq!(all, [2015, 2016, 2017]);
        assert_eq!(year(2017).through(year(2015)).count(), 0);
        assert_eq!((year(1990).previous(), year(2099).next()), (None, None));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(first in AcademicYear::FIRST..=AcademicYear::LAST) {
            let year = AcademicYear::starting_in(first).expect("in range");
            assert_eq!(year.to_string().parse(), Ok(year));
        }

        #[test]
        fn what_is_read_was_written_so(text in any::<String>()) {
            if let Ok(year) = text.parse::<AcademicYear>() {
                assert_eq!(year.to_string(), text);
            }
        }
    }
}
