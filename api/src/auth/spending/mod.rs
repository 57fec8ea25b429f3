//! Allowances: how many points of cost a caller may spend in a window of time, whatever the number of processes.
//!
//! No request waits for this. Each process counts in memory, and a caller who has spent a tenth of the allowance here
//! since it was last told is settled in SQL within a second ([`settle()`]), which also tells what was spent elsewhere. So
//! a caller who asks little costs no statement at all, and one who asks much from several processes at once gets a
//! tenth of the allowance more per process, and what a second brings, before all of them refuse.
//!
//! Windows begin at whole multiples of their length, so that every process means the same one; nothing is kept of a
//! window that is over.

mod payer;
mod settle;

#[cfg(test)]
mod tests;

pub use payer::{Payer, network};
pub use settle::{keep_settled, settle};

use crate::config::Limits;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Callers counted one by one in a window: about 5 MB. Those who come later share `CROWDS` counts, so that whoever has
/// very many addresses costs no more memory.
const MOST: usize = 50_000;
/// The part of an allowance that is spent before SQL hears of it.
const SHARE: u64 = 10;

/// What a caller has spent and may still spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Points in the window.
    pub limit: u64,
    /// Points that are left, as far as this process knows.
    pub remaining: u64,
    /// When the next window begins, with the whole allowance.
    pub resets_at: DateTime<Utc>,
}

/// Too little is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted {
    /// Seconds until the next window, 1 at least.
    pub retry_after: i64,
}

/// This process's counts.
#[derive(Debug)]
pub struct Spending {
    signed_in: u64,
    anonymous: u64,
    /// In seconds, 1 at least.
    window: i64,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    /// When the window began, in seconds since the epoch.
    start: i64,
    spent: HashMap<Payer, Spent>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Spent {
    /// By every process, as SQL told last.
    settled: u64,
    /// By this one since.
    unsettled: u64,
}

impl Spent {
    fn total(self) -> u64 {
        self.settled.saturating_add(self.unsettled)
    }
}

impl Spending {
    /// Nothing spent yet.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self {
            signed_in: limits.allowance_signed_in,
            anonymous: limits.allowance_anonymous,
            window: i64::try_from(limits.allowance_window.as_secs()).unwrap_or(i64::MAX).max(1),
            counts: Mutex::default(),
        }
    }

    /// Whether anything is left. None where no limit is set.
    ///
    /// # Errors
    /// Nothing is left in this window.
    pub fn look(&self, payer: Payer, now: DateTime<Utc>) -> Result<Option<Allowance>, Exhausted> {
        self.take(payer, 0, now)
    }

    /// Takes the price of an operation, all of it or nothing. None where no limit is set.
    ///
    /// # Errors
    /// Less than that is left in this window.
    pub fn take(
        &self,
        payer: Payer,
        points: u64,
        now: DateTime<Utc>,
    ) -> Result<Option<Allowance>, Exhausted> {
        let Some(limit) = self.limit(payer) else { return Ok(None) };
        let (start, ends) = self.window_of(now);
        let mut counts = self.counts(start);
        let spent = counts.of(payer);
        let total = spent.total();
        if total >= limit || points > limit - total {
            return Err(Exhausted { retry_after: ends.signed_duration_since(now).num_seconds().max(1) });
        }
        spent.unsettled += points;
        Ok(Some(Allowance { limit, remaining: limit - total - points, resets_at: ends }))
    }

    /// Takes what something has cost already, beyond the limit if need be.
    pub fn charge(&self, payer: Payer, points: u64, now: DateTime<Utc>) {
        if points > 0 && self.limit(payer).is_some() {
            let mut counts = self.counts(self.window_of(now).0);
            let spent = counts.of(payer);
            spent.unsettled = spent.unsettled.saturating_add(points);
        }
    }

    /// The points of a window, None where there is no limit.
    fn limit(&self, payer: Payer) -> Option<u64> {
        let limit = if matches!(payer, Payer::Account(_)) { self.signed_in } else { self.anonymous };
        (limit > 0).then_some(limit)
    }

    /// When the window of this moment began, in seconds, and when it ends.
    fn window_of(&self, now: DateTime<Utc>) -> (i64, DateTime<Utc>) {
        let start = now.timestamp() - now.timestamp().rem_euclid(self.window);
        let ends = TimeDelta::try_seconds(self.window)
            .and_then(|window| DateTime::from_timestamp(start, 0)?.checked_add_signed(window));
        (start, ends.unwrap_or(now))
    }

    /// The counts of the window that began then, empty if it is a new one.
    fn counts(&self, start: i64) -> MutexGuard<'_, Counts> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.start != start {
            *counts = Counts { start, spent: HashMap::new() };
        }
        counts
    }

    /// Who has spent enough here to be settled, and how much; sorted, so that two processes that settle the same
    /// callers lock their rows in one order.
    fn due(&self, now: DateTime<Utc>) -> (i64, Vec<(String, Payer, u64)>) {
        let start = self.window_of(now).0;
        let counts = self.counts(start);
        let enough = |payer: Payer| (self.limit(payer).unwrap_or(u64::MAX) / SHARE).max(1);
        let due = counts.spent.iter().filter(|(payer, spent)| spent.unsettled >= enough(**payer));
        let mut due: Vec<_> = due.map(|(payer, spent)| (payer.subject(), *payer, spent.unsettled)).collect();
        drop(counts);
        due.sort();
        (start, due)
    }

    /// Notes that points were written, and what the total is now.
    fn settled(&self, start: i64, payer: Payer, points: u64, total: u64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.start == start
            && let Some(spent) = counts.spent.get_mut(&payer)
        {
            spent.unsettled = spent.unsettled.saturating_sub(points);
            spent.settled = total;
        }
    }
}

impl Counts {
    fn of(&mut self, payer: Payer) -> &mut Spent {
        let full = self.spent.len() >= MOST && !self.spent.contains_key(&payer);
        self.spent.entry(if full { payer.crowd() } else { payer }).or_default()
    }
}
