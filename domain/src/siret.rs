//! The identity of a company's establishment.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A SIRET: the 14 digits of an establishment, whose check digit is right.
///
/// The first nine are the company (SIREN), the next four the establishment, the last the check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

/// What is wrong with a text that should be a SIRET.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SiretError {
    /// It holds something else than digits and spaces.
    #[error("a SIRET holds digits only, not {0:?}")]
    NotADigit(char),
    /// It has another number of digits than 14.
    #[error("a SIRET has 14 digits, not {0}")]
    Length(usize),
    /// The check digit does not fit, most often because of a mistyped digit.
    #[error("the check digit is wrong: one of the digits is mistyped")]
    Checksum,
    /// Fourteen zeros, which pass the check but belong to nobody.
    #[error("a SIRET of zeros belongs to no establishment")]
    Zeros,
}

const DIGITS: usize = 14;
const SIREN_DIGITS: usize = 9;
/// La Poste numbers its many establishments without a Luhn digit.
const LA_POSTE: &str = "356000000";

impl Siret {
    /// The 14 digits, without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The company's own number: the first nine digits.
    pub fn siren(&self) -> &str {
        &self.0[..SIREN_DIGITS]
    }
}

impl FromStr for Siret {
    type Err = SiretError;

    /// Reads a SIRET, with or without spaces between its digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(other) = digits.chars().find(|c| !c.is_ascii_digit()) {
            return Err(SiretError::NotADigit(other));
        }
        if digits.len() != DIGITS {
            return Err(SiretError::Length(digits.len()));
        }
        if digits.bytes().all(|digit| digit == b'0') {
            return Err(SiretError::Zeros);
        }
        if luhn_sum(&digits).is_multiple_of(10) || is_la_poste(&digits) {
            Ok(Self(digits))
        } else {
            Err(SiretError::Checksum)
        }
    }
}

/// The sum of the Luhn check: from the right, every second digit counts double, its two figures added.
fn luhn_sum(digits: &str) -> u32 {
    let weighted = |(position, digit): (usize, u32)| match (position % 2, digit * 2) {
        (0, _) => digit,
        (_, double @ 0..=9) => double,
        (_, double) => double - 9,
    };
    digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().map(weighted).sum()
}

fn is_la_poste(digits: &str) -> bool {
    let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).sum();
    digits.starts_with(LA_POSTE) && sum.is_multiple_of(5)
}

impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Siret {
    type Error = SiretError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Siret> for String {
    fn from(siret: Siret) -> Self {
        siret.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, proptest};

    /// IMT Mines Alès's, printed on its agreements.
    const ALES: &str = "18009202500113";

    #[test]
    fn spaces_are_left_out() {
        let siret: Siret = " 180 092 025\u{a0}00113 ".parse().expect("a SIRET");
        assert_eq!((siret.as_str(), siret.siren()), (ALES, "180092025"));
    }

    #[test]
    fn the_error_says_what_is_wrong() {
        let error = |text: &str| text.parse::<Siret>().expect_err("not a SIRET");
        assert_eq!(error(""), SiretError::Length(0));
        assert_eq!(error("180092025"), SiretError::Length(9));
        assert_eq!(error("1800920250011O"), SiretError::NotADigit('O'));
        assert_eq!(error("18009202500114"), SiretError::Checksum);
        assert_eq!(error("00000000000000"), SiretError::Zeros);
    }

    #[test]
    fn la_poste_has_a_rule_of_its_own() {
        // Neither check digit is Luhn's; both digit sums are multiples of five.
        assert!("35600000000015".parse::<Siret>().is_ok());
        assert_eq!("18009202500116".parse::<Siret>(), Err(SiretError::Checksum));
        assert_eq!("35600000000016".parse::<Siret>(), Err(SiretError::Checksum));
        assert!("35600000000048".parse::<Siret>().is_ok(), "its head office passes the ordinary check");
    }

    proptest! {
        #[test]
        fn one_mistyped_digit_is_always_seen(place in 0..DIGITS, change in 1..10u32) {
            let mut digits: Vec<u32> = ALES.chars().filter_map(|c| c.to_digit(10)).collect();
            digits[place] = (digits[place] + change) % 10;
            let mistyped: String = digits.iter().filter_map(|d| char::from_digit(*d, 10)).collect();
            assert_eq!(mistyped.parse::<Siret>(), Err(SiretError::Checksum));
        }

        #[test]
        fn no_text_crashes_it(text in any::<String>()) {
            if let Ok(siret) = text.parse::<Siret>() {
                assert_eq!(siret.to_string().parse(), Ok(siret));
            }
        }
    }
}
