//! Percentages, exact to the ten-thousandth of a percent.

use super::rounding::divide_half_even;
use crate::money::Cents;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A percentage of 0 to 1,000, with at most four decimals: `"65"`, `"29.5654"`. Held in ten-thousandths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Percent(u32);

/// Why a text is no percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PercentError {
    /// Not of the form `29.5654`.
    #[error("a percentage is written like 65 or 29.5654: digits, and at most four decimals after a point")]
    Form,
    /// More than a thousand.
    #[error("a percentage is 1000 at most")]
    TooLarge,
}

impl Percent {
    /// The most: ten times the whole.
    pub const MOST: Self = Self(1_000 * Self::UNIT);
    /// The whole.
    pub const WHOLE: Self = Self(100 * Self::UNIT);
    const UNIT: u32 = 10_000;
    const DECIMALS: usize = 4;

    /// From ten-thousandths of a percent; none above [`Self::MOST`].
    #[must_use]
    pub fn from_ten_thousandths(value: u32) -> Option<Self> {
        (value <= Self::MOST.0).then_some(Self(value))
    }

    /// In ten-thousandths of a percent.
    #[must_use]
    pub const fn ten_thousandths(self) -> u32 {
        self.0
    }

    /// This part of an amount, to the cent, a half to the even one. It stops at the largest amount that can be held.
    #[must_use]
    pub fn of(self, amount: Cents) -> Cents {
        let part = divide_half_even(i128::from(amount.0) * i128::from(self.0), i128::from(Self::WHOLE.0));
        Cents(i64::try_from(part).unwrap_or(if part < 0 { i64::MIN } else { i64::MAX }))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / Self::UNIT, self.0 % Self::UNIT);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let decimals = format!("{rest:0width$}", width = Self::DECIMALS);
        write!(f, "{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl FromStr for Percent {
    type Err = PercentError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(decimals) || decimals.len() > Self::DECIMALS {
            return Err(PercentError::Form);
        }
        let read = format!("{whole}{decimals:0<width$}", width = Self::DECIMALS);
        let value = read.parse().map_err(|_| PercentError::TooLarge)?;
        Self::from_ten_thousandths(value).ok_or(PercentError::TooLarge)
    }
}

impl TryFrom<String> for Percent {
    type Error = PercentError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Percent> for String {
    fn from(percent: Percent) -> Self {
        percent.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    #[test]
    fn percentages_are_read_exactly() {
        for (text, value) in [("65", 650_000), ("29.5654", 295_654), ("0.5", 5_000), ("1000", 10_000_000)] {
            assert_eq!(text.parse(), Ok(Percent(value)), "{text}");
        }
        for text in ["", ".5", "5.", "1.00001", "-1", "+1", "1e2", "1,5", "٣"] {
            assert_eq!(text.parse::<Percent>(), Err(PercentError::Form), "{text}");
        }
        for text in ["1000.0001", "99999999999999999999"] {
            assert_eq!(text.parse::<Percent>(), Err(PercentError::TooLarge), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in 0..=Percent::MOST.0) {
            prop_assert_eq!(Percent(value).to_string().parse(), Ok(Percent(value)));
        }

        #[test]
        fn no_text_crashes_it(text in any::<String>()) {
            prop_assert!(text.parse::<Percent>().is_err() || text.starts_with(|c: char| c.is_ascii_digit()));
        }

        #[test]
        fn a_part_is_within_half_a_cent(value in 0..=Percent::MOST.0, cents in -10_000_000..10_000_000_i64) {
            let part = i128::from(Percent(value).of(Cents(cents)).0);
            let exact = i128::from(cents) * i128::from(value);
            prop_assert!((part * 1_000_000 - exact).abs() <= 500_000);
            prop_assert_eq!(Percent::WHOLE.of(Cents(cents)), Cents(cents));
        }
    }
}
