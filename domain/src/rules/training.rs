//! How much of a professionalisation contract is training: 15 to 25 % of its working time, and 150 hours at least.
//!
//! The share is training hours over 1,607 hours a year, prorated by days. Outside the bounds there is a warning and no
//! refusal: a branch agreement may allow more, and Alès's 480 hours exceed a quarter.

use super::duration::Span;
use super::source::cited::TRAINING;
use super::{Finding, Percent, Words, divide_half_even};
use crate::calendar::{Unit, shift};

/// The hours of a year of full-time work.
pub const HOURS_OF_A_YEAR: u32 = 1_607;
/// The least hours.
pub const LEAST_HOURS: u32 = 150;
const LEAST_PERCENT: i128 = 15;
const MOST_PERCENT: i128 = 25;

/// The share of training in a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingShare {
    /// The share, to the ten-thousandth of a percent; none above 1,000 percent.
    pub share: Option<Percent>,
    /// What is to be said of the share, then of the hours.
    pub findings: Vec<Finding>,
}

/// The share of so many hours of training in a contract, whose last day is not before its first.
#[must_use]
pub fn check(hours: u32, contract: Span) -> TrainingShare {
    let Span { start, end } = contract;
    let days = i128::from(end.signed_duration_since(start).num_days()) + 1;
    let year = i128::from(shift(start, 12, Unit::Months).signed_duration_since(start).num_days());
    // hours / (1,607 x days / year), in one fraction so that nothing is rounded before the comparison.
    let (dividend, divisor) = (i128::from(hours) * year, i128::from(HOURS_OF_A_YEAR) * days);
    let share = divide_half_even(dividend * i128::from(Percent::WHOLE.ten_thousandths()), divisor);
    let share = u32::try_from(share).ok().and_then(Percent::from_ten_thousandths);
    let hundredths = dividend * 100;
    let within = (divisor * LEAST_PERCENT..=divisor * MOST_PERCENT).contains(&hundredths);
    TrainingShare { share, findings: vec![of_share(share, within), of_hours(hours)] }
}

fn of_share(share: Option<Percent>, within: bool) -> Finding {
    const RULE: &str = "TRAINING_SHARE";
    let share = share.map_or_else(|| format!("> {}", Percent::MOST), |share| share.to_string());
    let sentence = Words::new(
        format!("La formation fait {share} % de la durée du contrat, pour 15 à 25 % prévus."),
        format!("Training is {share}% of the contract; 15 to 25% are provided for."),
    );
    if within {
        return Finding::met(RULE, &TRAINING, sentence);
    }
    let acknowledged = Words::new(
        "Un accord de branche permet une autre part, ou l'OPCO l'accepte.",
        "A branch agreement allows another share, or the OPCO accepts it.",
    );
    Finding::warning(RULE, &TRAINING, sentence, acknowledged)
}

fn of_hours(hours: u32) -> Finding {
    const RULE: &str = "TRAINING_HOURS";
    let sentence = Words::new(
        format!("{hours} heures de formation, pour {LEAST_HOURS} au moins."),
        format!("{hours} hours of training; {LEAST_HOURS} at least are provided for."),
    );
    if hours >= LEAST_HOURS {
        return Finding::met(RULE, &TRAINING, sentence);
    }
    let acknowledged =
        Words::new("L'OPCO accepte une formation plus courte.", "The OPCO accepts a shorter training.");
    Finding::warning(RULE, &TRAINING, sentence, acknowledged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Outcome;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn of(hours: u32, start: &str, end: &str) -> (String, Vec<Outcome>) {
        let contract = Span { start: start.parse().unwrap(), end: end.parse().unwrap() };
        let TrainingShare { share, findings } = check(hours, contract);
        (share.unwrap().to_string(), findings.into_iter().map(|finding| finding.outcome).collect())
    }

    #[test]
    fn the_schools_hours_have_their_share() {
        use Outcome::{Met, Warning};
        assert_eq!(of(400, "2020-09-28", "2021-09-30"), ("24.6882".to_owned(), vec![Met, Met]));
        assert_eq!(of(480, "2025-09-01", "2026-08-28"), ("30.1169".to_owned(), vec![Warning, Met]));
        assert_eq!(of(149, "2025-09-01", "2026-02-28").1, [Met, Warning]);
        assert_eq!(of(200, "2025-09-01", "2026-08-31").1, [Warning, Met]);
        assert_eq!(check(u32::MAX, Span { start: Default::default(), end: Default::default() }).share, None);
    }

    proptest! {
        #[test]
        fn the_bounds_are_those_of_the_share(hours in 0..1_200_u32, length in 150_u64..400) {
            let start = chrono::NaiveDate::default();
            let checked = check(hours, Span { start, end: start + chrono::Days::new(length) });
            let share = checked.share.unwrap().ten_thousandths();
            // Beside a bound itself, where the exact fraction decides and not the rounded one.
            if (150_001..250_000).contains(&share) {
                prop_assert_eq!(checked.findings[0].outcome, Outcome::Met);
            } else if !(149_999..=250_001).contains(&share) {
                prop_assert_eq!(checked.findings[0].outcome, Outcome::Warning);
            }
            prop_assert_eq!(checked.findings[1].outcome == Outcome::Met, hours >= 150);
        }

        #[test]
        fn more_hours_are_a_larger_share(hours in 0..1_300_u32, length in 30_u64..400) {
            let start = chrono::NaiveDate::default();
            let contract = Span { start, end: start + chrono::Days::new(length) };
            prop_assert!(check(hours, contract).share < check(hours + 1, contract).share);
        }

        #[test]
        fn a_year_is_1607_hours_and_a_longer_contract_a_smaller_share(hours in 1..1_300_u32, start in 0_u64..6_000, length in 30_u64..400) {
            let start = chrono::NaiveDate::default() + chrono::Days::new(start);
            let share = |end| check(hours, Span { start, end }).share;
            let year = share(start + chrono::Months::new(12) - chrono::Days::new(1)).unwrap();
            // To the ten-thousandth of a percent: so many halves of it, times the hours, is all that rounding may take.
            let off = i64::from(year.ten_thousandths()) * 1_607 - i64::from(hours) * 1_000_000;
            prop_assert!(off.abs() * 2 <= 1_607, "{}", off);
            let end = start + chrono::Days::new(length);
            prop_assert!(share(end) > share(end + chrono::Days::new(1)));
        }
    }
}
