//! What a thread may take of a core over time. Low priority alone is not enough: where cores are few, one that is always busy
//! slows down whoever shares the machine's caches and wakes up beside it, whatever the scheduler does.

use std::time::{Duration, Instant};

/// So much time of a core at once, and then a share of one for as long as there is work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ration {
    /// What may be taken without a rest.
    pub(crate) at_once: Duration,
    /// The share of a core after that: more than 0, at most 1.
    pub(crate) share: f64,
}

/// What one thread has taken of its ration.
#[derive(Debug)]
pub(super) struct Taken {
    ration: Ration,
    /// Time of a core that was taken and not made up for yet.
    owed: Duration,
    seen: Instant,
}

impl Taken {
    pub(super) fn nothing(ration: Ration, now: Instant) -> Self {
        Self { ration, owed: Duration::ZERO, seen: now }
    }

    /// Counts what was just taken, and says how long to rest after it.
    pub(super) fn take(&mut self, took: Duration, now: Instant) -> Duration {
        let elapsed = now.saturating_duration_since(self.seen);
        self.seen = now;
        self.owed = (self.owed + took).saturating_sub(elapsed.mul_f64(self.ration.share));
        self.owed.saturating_sub(self.ration.at_once).div_f64(self.ration.share)
    }
}

/// The time of a core that this thread has taken since it began. Elsewhere than on Linux: the time.
pub(super) fn spent(since: Instant) -> Duration {
    #[cfg(target_os = "linux")]
    {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        let (seconds, nanoseconds) = (now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs());
        let _ = since;
        Duration::from_secs(seconds) + Duration::from_nanos(nanoseconds)
    }
    #[cfg(not(target_os = "linux"))]
    since.elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATION: Ration = Ration { at_once: Duration::from_millis(100), share: 0.2 };

    fn ms(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    #[test]
    fn a_burst_needs_no_rest_and_endless_work_gets_its_share() {
        let start = Instant::now();
        let (mut taken, mut now, mut worked, mut rested) =
            (Taken::nothing(RATION, start), start, Duration::ZERO, Duration::ZERO);
        for number in 1..=1000 {
            now += ms(2);
            let rest = taken.take(ms(2), now);
            now += rest;
            (worked, rested) = (worked + ms(2), rested + rest);
            // 62 times 2 ms, less a fifth of them meanwhile, are less than 100 ms.
            assert_eq!(rest.is_zero(), number <= 62, "{number}: {rest:?}");
        }
        let share = worked.as_secs_f64() / (worked + rested).as_secs_f64();
        assert!((0.20..0.22).contains(&share), "{share}");
    }

    #[test]
    fn what_was_taken_is_made_up_for_by_time() {
        let start = Instant::now();
        let mut taken = Taken::nothing(RATION, start);
        assert_eq!(taken.take(ms(100), start), ms(0));
        assert_eq!(taken.take(ms(1), start), ms(5));
        // Half a second is worth 100 ms of a core: a burst is free again but for the millisecond.
        assert_eq!(taken.take(ms(99), start + ms(500)), ms(0));
        assert_eq!(taken.take(ms(2), start + ms(500)), ms(10));
    }
}
