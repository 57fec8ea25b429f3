//! Amounts of money, exact to the cent.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An amount in euro cents, written with two decimals: `"1466.62"`. It may be negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cents(pub i64);

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CentsError {
    /// Not of the form `1466.62`.
    #[error("an amount is written like 1466.62: digits, a point, two decimals")]
    Form,
    /// More than the product can hold.
    #[error("the amount is too large")]
    TooLarge,
}

impl Cents {
    /// The sum, none when it is too large to hold.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, none when it is too large to hold.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The multiple, none when it is too large to hold.
    pub fn checked_mul(self, factor: i64) -> Option<Self> {
        self.0.checked_mul(factor).map(Self)
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl FromStr for Cents {
    type Err = CentsError;

    /// Reads an amount with two decimals or none; no sign but `-`, no space, no comma.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (sign, amount) = text.strip_prefix('-').map_or((1, text), |amount| (-1, amount));
        let (euros, cents) = amount.split_once('.').unwrap_or((amount, "00"));
        let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if euros.is_empty() || cents.len() != 2 || !all_digits(euros) || !all_digits(cents) {
            return Err(CentsError::Form);
        }
        // Signed before it is added up, since the least amount has no positive counterpart.
        let euros: i128 = euros.parse().map_err(|_| CentsError::TooLarge)?;
        let cents: i128 = cents.parse().map_err(|_| CentsError::Form)?;
        let total = euros.checked_mul(100).and_then(|e| e.checked_add(cents)).ok_or(CentsError::TooLarge)?;
        i64::try_from(sign * total).map(Self).map_err(|_| CentsError::TooLarge)
    }
}

impl TryFrom<String> for Cents {
    type Error = CentsError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Cents> for String {
    fn from(amount: Cents) -> Self {
        amount.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, proptest};

    #[test]
    fn amounts_are_read_exactly() {
        let amounts = [("1466.62", 146_662), ("0.05", 5), ("-0.05", -5), ("7000", 700_000)];
        for (text, cents) in amounts {
            assert_eq!(text.parse(), Ok(Cents(cents)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "-", ".50", "1.", "1.5", "1.505", "1,50", "+1.00", " 1.00", "1e3", "--1.00", "1.-5"]
        {
            assert_eq!(text.parse::<Cents>(), Err(CentsError::Form), "{text}");
        }
        for text in ["92233720368547758.08", &"9".repeat(60)] {
            assert_eq!(text.parse::<Cents>(), Err(CentsError::TooLarge), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(cents in any::<i64>()) {
            assert_eq!(Cents(cents).to_string().parse(), Ok(Cents(cents)));
        }

        #[test]
        fn no_text_crashes_it(text in any::<String>()) {
            assert!(text.parse::<Cents>().is_err() || text.contains(|c: char| c.is_ascii_digit()));
        }
    }

    #[test]
    fn sums_do_not_overflow_in_silence() {
        assert_eq!(Cents(1).checked_add(Cents(2)), Some(Cents(3)));
        assert_eq!(Cents(i64::MAX).checked_add(Cents(1)), None);
        assert_eq!(Cents(i64::MIN).checked_sub(Cents(1)), None);
        assert_eq!(Cents(i64::MAX).checked_mul(2), None);
    }
}
