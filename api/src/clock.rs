//! Time, as the context tells it, and ids that sort by it.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use uuid::Uuid;

/// Where the time comes from: the system, or a test that moves it.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    /// Microseconds since the epoch, moved by hand.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until [`Clock::advance`].
    #[must_use]
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start.timestamp_micros()))))
    }

    /// Now, to the microsecond: what PostgreSQL keeps, so that a time read back is the time written.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System => system_now(),
            Source::Manual(micros) => {
                DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or_default()
            }
        }
    }

    /// Moves a manual clock; the system's does not move for anyone.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Manual(micros) = &self.0 {
            micros.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the context's clock")]
fn system_now() -> DateTime<Utc> {
    let now = Utc::now();
    now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::System => "Clock(system)",
            Source::Manual(_) => "Clock(manual)",
        })
    }
}

/// Makes ids: UUID version 7, strictly increasing within the process, so that rows created in one go keep
/// their order and a list sorted by id is sorted by creation.
#[derive(Debug, Default)]
pub struct Ids {
    /// Milliseconds since the epoch, shifted by the 12 bits of a counter.
    last: AtomicU64,
}

impl Ids {
    /// The next id. `random` fills what the time leaves open.
    pub fn next(&self, now: DateTime<Utc>, random: u64) -> Uuid {
        let floor = u64::try_from(now.timestamp_millis()).unwrap_or(0) << 12;
        let previous = self
            .last
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(floor.max(last + 1)))
            .unwrap_or(floor);
        let stamp = floor.max(previous + 1);
        let (millis, counter) = (stamp >> 12, stamp & 0xfff);
        Uuid::from_u64_pair((millis << 16) | 0x7000 | counter, (random & (u64::MAX >> 2)) | (1 << 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_7_and_strictly_increase_even_when_time_stands_still() {
        let clock = Clock::manual(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let ids = Ids::default();
        let made: Vec<Uuid> = (0..10_000).map(|random| ids.next(clock.now(), random)).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn a_manual_clock_moves_by_hand() {
        let clock = Clock::manual(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        clock.advance(TimeDelta::days(60));
        assert_eq!(clock.now().timestamp(), 1_800_000_000 + 60 * 86_400);
    }
}
