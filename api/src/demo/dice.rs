//! Chance, by a seed: the same seed throws the same dice.

use crate::clock::Ids;
use crate::random::Random;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// Everything that is drawn in one run.
#[derive(Debug)]
pub(super) struct Dice(Random);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(Random::seeded(seed))
    }

    /// 64 random bits.
    pub(super) fn bits(&self) -> u64 {
        self.0.bits()
    }

    /// A number from 0 to `end`, exclusive; 0 where there is none.
    pub(super) fn below(&self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.bits() % end).unwrap_or(0)
    }

    /// A number from `least` to `most`, both included.
    pub(super) fn range(&self, least: i32, most: i32) -> i32 {
        let span = usize::try_from(most - least).unwrap_or(0) + 1;
        least + i32::try_from(self.below(span)).unwrap_or(0)
    }

    /// Yes, so many times in a hundred.
    pub(super) fn percent(&self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of these, of which there is at least one.
    pub(super) fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// So many of these at most, each once, in the order in which they were drawn.
    pub(super) fn draw<T: Copy>(&self, from: &[T], most: usize) -> Vec<T> {
        let mut left = from.to_vec();
        let count = most.min(left.len());
        (0..count).map(|_| left.swap_remove(self.below(left.len()))).collect()
    }

    /// A moment from `from` to before `to`, on a full second; `from` where there is none between.
    pub(super) fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
        let seconds = usize::try_from((to - from).num_seconds()).unwrap_or(0);
        from + TimeDelta::seconds(i64::try_from(self.below(seconds)).unwrap_or(0))
    }

    /// A moment so many days ago, from `least` to `most`.
    pub(super) fn ago(&self, now: DateTime<Utc>, least: i64, most: i64) -> DateTime<Utc> {
        self.between(now - TimeDelta::days(most), now - TimeDelta::days(least))
    }

    /// An id of a row that came then, so that a list sorted by id is sorted by creation as it is for every row.
    pub(super) fn id(&self, at: DateTime<Utc>) -> Uuid {
        Ids::default().next(at, self.bits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_throw_alike_and_others_do_not() {
        let throws = |seed| {
            let dice = Dice::new(seed);
            (0..20).map(|_| dice.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(throws(7), throws(7));
        assert_ne!(throws(7), throws(8));
    }

    #[test]
    fn what_is_drawn_is_drawn_once() {
        let mut drawn = Dice::new(1).draw(&[1, 2, 3], 9);
        drawn.sort_unstable();
        assert_eq!(drawn, [1, 2, 3]);
    }

    #[test]
    fn ids_are_version_7_of_their_time() {
        let (dice, at) = (Dice::new(1), DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let (old, new) = (dice.id(at), dice.id(at + TimeDelta::seconds(1)));
        assert!(old < new && old.get_version_num() == 7);
    }
}
