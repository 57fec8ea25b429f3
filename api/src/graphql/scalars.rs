//! The scalars of the API beyond those of GraphQL: each parses strictly and says what it expects.

use async_graphql::{InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike, NaiveDate};
use std::str::FromStr;

fn parse_text<T>(value: Value, expected: &str) -> InputValueResult<T>
where
    T: FromStr + InputType,
    T::Err: std::fmt::Display,
{
    match value {
        Value::String(text) => text
            .parse()
            .map_err(|error: T::Err| InputValueError::custom(format!("{text:?}: {error}; {expected}"))),
        other => Err(InputValueError::expected_type(other)),
    }
}

macro_rules! text_scalar {
    ($(#[$doc:meta])* $name:ident, $graphql:literal, $inner:ty, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub $inner);

        impl FromStr for $name {
            type Err = <$inner as FromStr>::Err;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        $(#[$doc])*
        #[Scalar(name = $graphql)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                parse_text(value, $expected)
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.to_string())
            }
        }
    };
}

text_scalar!(
    /// An academic year, named by both of its years: `"2019-2020"`.
    AcademicYear, "AcademicYear", domain::academic_year::AcademicYear, "expected two consecutive years, as \"2019-2020\""
);
text_scalar!(
    /// The number of a company's establishment: 14 digits, the last a check digit.
    Siret, "Siret", domain::siret::Siret, "expected the 14 digits of a SIRET"
);
text_scalar!(
    /// An amount of money in euros, as a string with two decimals: `"1466.62"`.
    Euro, "Euro", domain::money::Cents, "expected an amount with two decimals, as \"1466.62\""
);

/// The years that a day may be of. What is agreed, done and taught lies well within; what lies far outside no
/// database keeps as the other does.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A day of the Gregorian calendar, of the years 1900 to 2200: `"2026-09-01"`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub NaiveDate);

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let day: NaiveDate = text.parse().map_err(|error: chrono::ParseError| error.to_string())?;
        if YEARS.contains(&day.year()) {
            return Ok(Self(day));
        }
        Err(format!("the year {} is not within {} to {}", day.year(), YEARS.start(), YEARS.end()))
    }
}

/// A day of the Gregorian calendar, of the years 1900 to 2200: `"2026-09-01"`.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        parse_text(value, "expected a day, as \"2026-09-01\"")
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A moment in UTC, to the microsecond: `"2026-09-01T08:30:00.000000Z"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateTime(pub chrono::DateTime<chrono::Utc>);

/// A moment in UTC, to the microsecond: `"2026-09-01T08:30:00.000000Z"`.
#[Scalar(name = "DateTime")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => chrono::DateTime::parse_from_rfc3339(text)
                .map(|time| Self(time.to_utc()))
                .map_err(|error| InputValueError::custom(format!("{text:?}: {error}; expected RFC 3339"))),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(chrono::SecondsFormat::Micros, true))
    }
}

impl AcademicYear {
    /// From the first year, as stored.
    ///
    /// # Errors
    /// A fault of ours: what is stored was checked before.
    pub fn stored(first_year: i32) -> Result<Self, crate::error::Error> {
        domain::academic_year::AcademicYear::starting_in(first_year)
            .map(Self)
            .map_err(crate::error::Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_of_years_that_every_database_keeps() {
        for day in ["1900-01-01", "2026-09-01", "2200-12-31"] {
            let read = <Date as ScalarType>::parse(Value::from(day)).unwrap();
            assert_eq!(ScalarType::to_value(&read), Value::from(day));
        }
        for day in ["1899-12-31", "2201-01-01", "-4800-01-01", "+294277-01-01", "0000-01-01", "2026-02-30"] {
            let error = <Date as ScalarType>::parse(Value::from(day)).unwrap_err();
            assert!(format!("{error:?}").contains("expected a day, as"), "{error:?}");
        }
    }
}
