//! Rounds for tests: written in a line, or made from a generator.

use crate::round::input::{Candidate, Choices, Input, Offer, Student};
use crate::round::lottery::Seed;
use uuid::Uuid;

/// Some ranked, nobody else accepted.
pub(crate) fn ranked(order: &[u32]) -> Choices {
    with_tail(order, &[])
}

/// Some ranked, then others by score.
pub(crate) fn with_tail(order: &[u32], tail: &[(u32, u32)]) -> Choices {
    let tail = tail.iter().map(|(who, score)| Candidate { who: *who, score: *score }).collect();
    Choices { ranked: order.to_vec(), tail }
}

/// A round of offers, with their positions, and students.
pub(crate) fn input(offers: &[(u32, Choices)], students: &[Choices]) -> Input {
    let offers = (1..).zip(offers).map(|(number, (positions, choices))| Offer {
        id: Uuid::from_u128(number),
        positions: *positions,
        choices: choices.clone(),
    });
    let students = (1..).zip(students).map(|(number, choices)| Student {
        id: Uuid::from_u128((1 << 64) | number),
        choices: choices.clone(),
    });
    let seed = Seed(7_u128.to_be_bytes());
    Input { seed, offers: offers.collect(), students: students.collect() }
}

/// A small generator (splitmix64): the same rounds for the same seed everywhere.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((z ^ (z >> 31)) % u64::from(end.max(1))).unwrap_or(0)
    }

    /// Some of `others`: ranked in any order, a tail with few different scores, and some not accepted.
    fn choices(&mut self, others: u32) -> Choices {
        let mut all: Vec<u32> = (0..others).collect();
        for at in (1..others).rev() {
            let with = self.below(at + 1);
            all.swap(at as usize, with as usize);
        }
        // Mostly everybody: where much is refused there is little to choose.
        let kept = if self.below(3) > 0 { others } else { self.below(others + 1) };
        all.truncate(kept as usize);
        let split = self.below(kept + 1) as usize;
        let mut tail: Vec<(u32, u32)> =
            all.split_off(split).into_iter().map(|who| (who, self.below(3))).collect();
        tail.sort_unstable();
        with_tail(&all, &tail)
    }

    /// A round of this many students and offers, of one to three positions.
    pub(crate) fn round(&mut self, students: u32, offers: u32) -> Input {
        let offers_made: Vec<_> = (0..offers)
            .map(|_| (1 + self.below(5) / 3 + self.below(5) / 4, self.choices(students)))
            .collect();
        let students: Vec<_> = (0..students).map(|_| self.choices(offers)).collect();
        let mut made = input(&offers_made, &students);
        made.seed = Seed(u128::from(self.below(u32::MAX)).to_be_bytes());
        made
    }
}
