//! Values that change by date.

use super::source::Source;
use chrono::NaiveDate;
use serde::Deserialize;

/// A value that changes by date: each holds from its day to the day before the next.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series<V> {
    /// The last day for which the last value is known to hold.
    pub known_until: NaiveDate,
    /// Where they come from.
    pub source: Source,
    values: Vec<Dated<V>>,
}

/// A value, and the first day on which it holds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated<V> {
    /// The first day.
    pub from: NaiveDate,
    /// The value.
    pub value: V,
}

/// The value of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known<'a, V> {
    /// The value.
    pub value: &'a V,
    /// The first day on which it held.
    pub from: NaiveDate,
    /// Whether the day is after the one until which it is known.
    pub projected: bool,
}

/// A day before the first known value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what} is not known on {day}; accepted: from {first} on")]
pub struct NotKnown {
    /// Of what.
    pub what: &'static str,
    /// The day asked for.
    pub day: NaiveDate,
    /// The first day known.
    pub first: NaiveDate,
}

impl<V> Series<V> {
    /// The value of a day; `what` names the series in the error.
    ///
    /// # Errors
    /// [`NotKnown`] before the first value.
    pub fn at(&self, what: &'static str, day: NaiveDate) -> Result<Known<'_, V>, NotKnown> {
        let after = self.values.partition_point(|dated| dated.from <= day);
        let held = after.checked_sub(1).and_then(|last| self.values.get(last));
        let first = self.values.first().map_or(NaiveDate::MAX, |dated| dated.from);
        let held = held.ok_or(NotKnown { what, day, first })?;
        Ok(Known { value: &held.value, from: held.from, projected: day > self.known_until })
    }

    /// The days on which what [`Self::at`] answers changes: of each value the first, and the day from which it is projected.
    pub fn changes(&self) -> impl Iterator<Item = NaiveDate> {
        self.values.iter().map(|dated| dated.from).chain(self.known_until.succ_opt())
    }

    /// Every value, the earliest first.
    #[must_use]
    pub fn values(&self) -> &[Dated<V>] {
        &self.values
    }

    /// Whether there is a value, each follows the one before, and the last is known for its own first day.
    #[cfg(test)]
    pub(super) fn is_sound(&self) -> bool {
        self.values.is_sorted_by(|one, next| one.from < next.from)
            && self.values.last().is_some_and(|last| last.from <= self.known_until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert_eq, proptest};

    fn series(days: &[u64], known_for: u64) -> Series<u64> {
        let epoch = NaiveDate::default();
        let day = |after: u64| epoch + chrono::Days::new(after);
        let values = days.iter().map(|after| Dated { from: day(*after), value: *after }).collect();
        let known_until = day(days.last().unwrap() + known_for);
        Series { known_until, source: super::super::source::cited::OF_USER, values }
    }

    proptest! {
        #[test]
        fn the_last_value_that_began_holds(
            days in proptest::collection::btree_set(0_u64..1_000, 1..20), known_for in 0_u64..50, asked in 0_u64..1_200
        ) {
            let days: Vec<u64> = days.into_iter().collect();
            let series = series(&days, known_for);
            assert!(series.is_sound());
            let day = NaiveDate::default() + chrono::Days::new(asked);
            let expected = days.iter().rfind(|from| **from <= asked);
            let answer = series.at("it", day);
            prop_assert_eq!(answer.ok().map(|known| known.value), expected);
            prop_assert_eq!(answer.is_err(), asked < days[0]);
            if let Ok(known) = answer {
                prop_assert_eq!(known.projected, asked > days.last().unwrap() + known_for);
            }
        }

        #[test]
        fn it_changes_on_no_other_day(asked in 1_u64..200) {
            let series = series(&[0, 30, 100], 50);
            let day = NaiveDate::default() + chrono::Days::new(asked);
            let seen = |day| series.at("it", day).map(|known| (*known.value, known.projected)).unwrap();
            let changed = seen(day) != seen(day.pred_opt().unwrap());
            prop_assert_eq!(changed, series.changes().any(|change| change == day));
        }
    }

    #[test]
    fn before_the_first_value_the_error_says_from_when_on() {
        let error = series(&[10], 0).at("the wage", NaiveDate::default()).unwrap_err();
        assert_eq!(error.to_string(), "the wage is not known on 1970-01-01; accepted: from 1970-01-11 on");
    }
}
