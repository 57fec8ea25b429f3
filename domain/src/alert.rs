//! Alerts of saved searches: how often, how many at a time, and what they say.

use crate::locale::Locale;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::hash::Hash;
use strum::{Display, EnumString, VariantArray};

/// Saved searches that a person has at most.
pub const MOST_SEARCHES: u64 = 20;
/// Offers that one alert shows at most, and those of a day where each offer is told of at once.
pub const MOST_OFFERS: usize = 10;
/// Offers of one company among them at most.
pub const MOST_OF_COMPANY: usize = 2;

/// When a person is told of new offers that a saved search finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AlertFrequency {
    /// Never: the search is only kept.
    None,
    /// As soon as they are published: within a day 10 at most, and 2 of a company. The others are counted in the last alert.
    AtOnce,
    /// Once a day, all that came since the day before.
    Daily,
}

/// Which of these offers an alert shows, in their order: [`MOST_OFFERS`] at most, [`MOST_OF_COMPANY`] of each company,
/// those included that were shown `before`. The others are only counted, so that one company that publishes fifty does
/// not hide what the rest published.
pub fn shown_after<Company: Hash + Eq>(
    before: impl IntoIterator<Item = Company>,
    companies: impl IntoIterator<Item = Company>,
) -> Vec<bool> {
    let mut of_company: HashMap<Company, usize> = HashMap::new();
    let mut all = 0;
    for company in before {
        *of_company.entry(company).or_default() += 1;
        all += 1;
    }
    let show = |company| {
        let count = of_company.entry(company).or_default();
        let room = all < MOST_OFFERS && *count < MOST_OF_COMPANY;
        if room {
            all += 1;
            *count += 1;
        }
        room
    };
    companies.into_iter().map(show).collect()
}

/// What an alert says: how many new offers a search found.
#[must_use]
pub fn sentence(search: &str, offers: u64, locale: Locale) -> String {
    match (locale, offers) {
        (Locale::Fr, 0 | 1) => format!("Une nouvelle offre pour « {search} »."),
        (Locale::Fr, many) => format!("{many} nouvelles offres pour « {search} »."),
        (Locale::En, 0 | 1) => format!("One new offer for “{search}”."),
        (Locale::En, many) => format!("{many} new offers for “{search}”."),
    }
}

/// The next time it is this hour in Paris, after `now`; `hour` is 0 to 23.
///
/// Paris is an hour ahead of UTC, and two in summer: from the last Sunday of March, 01:00 UTC, to the last Sunday of
/// October, 01:00 UTC (directive 2000/84/EC). Where the clock skips the hour, it is the hour after.
#[must_use]
pub fn next_in_paris(hour: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    let today = (now + ahead(now)).date_naive();
    let later = [0, 1, 2].into_iter().filter_map(|days| at_hour(today + TimeDelta::days(days), hour));
    later.filter(|time| *time > now).min().unwrap_or(now + TimeDelta::days(1))
}

/// What clocks in Paris show at a moment.
#[must_use]
pub fn in_paris(at: DateTime<Utc>) -> NaiveDateTime {
    (at + ahead(at)).naive_utc()
}

/// The moment when it is this hour in Paris on a day.
fn at_hour(day: NaiveDate, hour: u32) -> Option<DateTime<Utc>> {
    let on_clock = day.and_hms_opt(hour, 0, 0)?.and_utc();
    // By the offset of that moment itself: of two candidates the summer's is the earlier.
    let summer = on_clock - SUMMER;
    Some(if ahead(summer) == SUMMER { summer } else { on_clock - WINTER })
}

const WINTER: TimeDelta = TimeDelta::hours(1);
const SUMMER: TimeDelta = TimeDelta::hours(2);

/// How far Paris is ahead of UTC.
fn ahead(now: DateTime<Utc>) -> TimeDelta {
    use chrono::Datelike;
    let change = |month| last_sunday(now.year(), month).and_then(|day| day.and_hms_opt(1, 0, 0));
    let (Some(spring), Some(autumn)) = (change(3), change(10)) else { return WINTER };
    if (spring.and_utc()..autumn.and_utc()).contains(&now) { SUMMER } else { WINTER }
}

/// The last Sunday of a month that has 31 days.
fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    use chrono::Datelike;
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    Some(last - TimeDelta::days(i64::from(last.weekday().num_days_from_sunday())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn an_hour_in_paris_is_another_in_utc_in_summer() {
        let cases = [
            ("2026-07-01T04:59:59Z", "2026-07-01T05:00:00Z"),
            ("2026-07-01T05:00:00Z", "2026-07-02T05:00:00Z"),
            ("2026-12-01T05:00:00Z", "2026-12-01T06:00:00Z"),
            // The clock goes forward on 29 March 2026, and back on 25 October.
            ("2026-03-28T07:00:00Z", "2026-03-29T05:00:00Z"),
            ("2026-10-24T06:00:00Z", "2026-10-25T06:00:00Z"),
            // Late in the evening of UTC it is the next day in Paris.
            ("2026-07-01T23:30:00Z", "2026-07-02T05:00:00Z"),
        ];
        for (now, next) in cases {
            assert_eq!(next_in_paris(7, at(now)), at(next), "{now}");
        }
        assert_eq!(next_in_paris(2, at("2026-03-28T12:00:00Z")), at("2026-03-29T01:00:00Z"), "skipped");
        assert_eq!(
            next_in_paris(2, at("2026-10-24T12:00:00Z")),
            at("2026-10-25T00:00:00Z"),
            "the first of two"
        );
    }

    #[test]
    fn alerts_are_sentences() {
        assert_eq!(sentence("Embarqué", 1, Locale::Fr), "Une nouvelle offre pour « Embarqué ».");
        assert_eq!(sentence("Embarqué", 12, Locale::En), "12 new offers for “Embarqué”.");
    }

    #[test]
    fn a_company_has_two_places_of_ten() {
        assert_eq!(shown_after([], ["a", "a", "a", "b"]), [true, true, false, true]);
        assert_eq!(shown_after([], 0..11).iter().filter(|shown| **shown).count(), MOST_OFFERS);
        assert_eq!(shown_after(["a", "b"], ["a", "a", "b"]), [true, false, true], "after others");
        assert_eq!(shown_after(0..MOST_OFFERS, [100]), [false]);
    }

    proptest! {
        #[test]
        fn no_alert_is_longer_or_more_of_one_company(companies in vec(0..8_u8, 0..40)) {
            let shown = shown_after([], companies.iter().copied());
            prop_assert_eq!(shown.len(), companies.len());
            let of = |company| companies.iter().zip(&shown).filter(|(one, shown)| **one == company && **shown).count();
            prop_assert!((0..8).all(|company| of(company) <= MOST_OF_COMPANY));
            prop_assert!(shown.iter().filter(|shown| **shown).count() <= MOST_OFFERS);
            prop_assert!(companies.is_empty() || shown[0], "the first is always shown");
        }

        #[test]
        fn the_next_time_is_within_a_day_and_an_hour(seconds in 1_700_000_000..2_000_000_000_i64, hour in 0..24_u32) {
            let now = DateTime::from_timestamp(seconds, 0).expect("a time");
            let next = next_in_paris(hour, now);
            prop_assert!(next > now && next - now <= TimeDelta::hours(25));
            prop_assert!(next_in_paris(hour, next) - next >= TimeDelta::hours(22));
        }
    }
}
