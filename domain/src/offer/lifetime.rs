//! Until when an offer is open.

use chrono::{DateTime, TimeDelta, Utc};

/// However often it is extended, an offer is open no longer than this from today.
pub const FARTHEST: TimeDelta = TimeDelta::days(365);

/// What an offer that opens again has left at least: students need the time to see it.
pub const AFTER_REOPENING: TimeDelta = TimeDelta::days(7);

/// When an extended offer expires: a lifetime after it would have, or after now when that is past.
#[must_use]
pub fn extended(now: DateTime<Utc>, expires_at: Option<DateTime<Utc>>, lifetime: TimeDelta) -> DateTime<Utc> {
    let from = expires_at.map_or(now, |end| end.max(now));
    (from + lifetime).min(now + FARTHEST)
}

/// When an offer that opens again expires: when it would have, or [`AFTER_REOPENING`] from now when that is later.
#[must_use]
pub fn reopened(now: DateTime<Utc>, expires_at: Option<DateTime<Utc>>) -> DateTime<Utc> {
    let least = now + AFTER_REOPENING;
    expires_at.map_or(least, |end| end.max(least))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap() + TimeDelta::days(day)
    }

    #[test]
    fn an_extension_counts_from_the_end_or_from_today_and_stops_at_a_year() {
        let lifetime = TimeDelta::days(60);
        assert_eq!(extended(day(10), Some(day(40)), lifetime), day(100));
        assert_eq!(extended(day(50), Some(day(40)), lifetime), day(110));
        assert_eq!(extended(day(0), None, lifetime), day(60));
        assert_eq!(extended(day(0), Some(day(350)), lifetime), day(365));
    }

    #[test]
    fn an_offer_that_opens_again_has_a_week_at_least() {
        assert_eq!(reopened(day(50), Some(day(40))), day(57));
        assert_eq!(reopened(day(10), Some(day(40))), day(40));
    }
}
