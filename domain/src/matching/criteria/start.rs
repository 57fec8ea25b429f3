//! How soon after the student is available the contract begins.

use super::plural;
use crate::locale::Locale;
use crate::matching::Value;
use chrono::NaiveDate;

/// A student may become available so many days after the start: at a school's usual dates a contract begins up to two
/// months before the training (Enssat, 2016).
pub(in crate::matching) const EARLY: u32 = 61;
/// So many days after the student is available are as good as none.
const SOON: u32 = 31;
/// So many days after that are no good at all.
const WAIT: u32 = 150;

/// What was found: days from when the student is available to the start, negative when it begins before; `None` where
/// it is not known when the student is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found(Option<i64>);

pub(super) fn value(available: Option<NaiveDate>, start: NaiveDate) -> (Value, Found) {
    let Some(available) = available else { return (Value::NEUTRAL, Found(None)) };
    let days = start.signed_duration_since(available).num_days();
    let far = u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX);
    let value = if days < 0 {
        Value::of(u64::from(EARLY.saturating_sub(far)), u64::from(EARLY))
    } else {
        Value::of(u64::from(WAIT.saturating_sub(far.saturating_sub(SOON))), u64::from(WAIT))
    };
    (value, Found(Some(days)))
}

impl Found {
    pub(super) fn sentence(self, locale: Locale) -> String {
        let days = self.0.unwrap_or_default();
        let far = u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX);
        let s = plural(far, locale);
        match (locale, self.0) {
            (Locale::Fr, None) => "La date de disponibilité n'est pas connue.".to_owned(),
            (Locale::En, None) => "The date of availability is not known.".to_owned(),
            (Locale::Fr, Some(0)) => "Début le jour même de la disponibilité.".to_owned(),
            (Locale::En, Some(0)) => "Begins on the very day of availability.".to_owned(),
            (Locale::Fr, Some(..0)) => format!("Début {far} jour{s} avant la disponibilité."),
            (Locale::En, Some(..0)) => format!("Begins {far} day{s} before availability."),
            (Locale::Fr, Some(_)) => format!("Début {far} jour{s} après la disponibilité."),
            (Locale::En, Some(_)) => format!("Begins {far} day{s} after availability."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_soon_and_half_a_year_is_late() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let parts = |start| value(Some(day(9, 1)), start).0.parts();
        assert_eq!([parts(day(9, 1)), parts(day(10, 2))], [10_000, 10_000]);
        assert_eq!(parts(day(12, 16)), 5_000);
        assert_eq!([parts(day(7, 2)), parts(day(6, 1))], [0, 0]);
        assert!(parts(day(8, 1)) > 4_000 && parts(day(8, 1)) < 5_000);
        assert_eq!(value(None, day(9, 1)).0, Value::NEUTRAL);
    }

    #[test]
    fn every_sentence_is_in_both_languages() {
        let cases = [
            (None, "La date de disponibilité n'est pas connue.", "The date of availability is not known."),
            (Some(0), "Début le jour même de la disponibilité.", "Begins on the very day of availability."),
            (Some(-1), "Début 1 jour avant la disponibilité.", "Begins 1 day before availability."),
            (Some(-20), "Début 20 jours avant la disponibilité.", "Begins 20 days before availability."),
            (Some(1), "Début 1 jour après la disponibilité.", "Begins 1 day after availability."),
            (Some(30), "Début 30 jours après la disponibilité.", "Begins 30 days after availability."),
        ];
        for (days, fr, en) in cases {
            assert_eq!([Locale::Fr, Locale::En].map(|locale| Found(days).sentence(locale)), [fr, en]);
        }
    }
}
