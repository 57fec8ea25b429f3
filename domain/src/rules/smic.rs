//! The minimum wage.

use super::pay::data;
use super::rounding::divide_half_even;
use super::series::{NotKnown, Series};
use crate::money::Cents;
use chrono::NaiveDate;

/// The minimum wage of a day, gross.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Smic {
    /// An hour.
    pub hourly: Cents,
    /// A month of 35 hours a week, to the cent.
    pub monthly: Cents,
    /// Since when.
    pub from: NaiveDate,
    /// Whether the day is after the one until which it is known.
    pub projected: bool,
}

/// The hourly minimum wage by date.
#[must_use]
pub fn series() -> &'static Series<Cents> {
    &data().smic
}

/// The minimum wage of a day.
///
/// # Errors
/// [`NotKnown`] before 2015.
pub fn on(day: NaiveDate) -> Result<Smic, NotKnown> {
    let known = series().at("the minimum wage", day)?;
    let hourly = *known.value;
    Ok(Smic { hourly, monthly: monthly(hourly), from: known.from, projected: known.projected })
}

/// What an hourly wage makes in a month of 35 hours a week: hour x 35 x 52 / 12, to the cent, a half to the even one.
///
/// It is the formula behind the 1,466.62 that Enssat prints for 2016; 151.67 hours, as its footnote says, give 1,466.65.
#[must_use]
pub fn monthly(hourly: Cents) -> Cents {
    let cents = divide_half_even(i128::from(hourly.0) * 35 * 52, 12);
    Cents(i64::try_from(cents).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Result<Smic, NotKnown> {
        super::on(text.parse().unwrap())
    }

    #[test]
    fn every_value_of_the_series_is_found() {
        assert!(series().is_sound());
        let values: Vec<i64> = series().values().iter().map(|dated| dated.value.0).collect();
        let expected = [
            961, 967, 976, 988, 1003, 1015, 1025, 1048, 1057, 1085, 1107, 1127, 1152, 1165, 1188, 1202, 1231,
        ];
        assert_eq!(values, expected);
        let of = |day| on(day).unwrap().hourly.0;
        assert_eq!((of("2015-01-01"), of("2021-09-30"), of("2021-10-01")), (961, 1025, 1048));
        assert_eq!(
            (of("2024-10-31"), of("2025-12-31"), of("2026-05-31"), of("2026-06-01")),
            (1165, 1188, 1202, 1231)
        );
    }

    #[test]
    fn the_month_is_as_printed() {
        assert_eq!(on("2016-09-01").unwrap().monthly.to_string(), "1466.62");
    }

    #[test]
    fn what_is_not_known_is_said() {
        assert!(on("2014-12-31").is_err());
        assert!(!on("2026-12-31").unwrap().projected && on("2027-01-01").unwrap().projected);
    }
}
