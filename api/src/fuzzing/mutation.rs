//! Mutations of seeds, drawn from a seed themselves.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// What is likely to matter somewhere.
const TOKENS: [&str; 28] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "...",
    "\"",
    "\"\"\"",
    "@include(if: true)",
    "fragment F on Query ",
    "...F",
    "query Q ",
    "mutation ",
    "$v",
    ": ",
    "null",
    "-1",
    "99999999999999999999",
    "\u{feff}",
    "\u{0}",
    "\u{1F600}",
    "\r\n",
    ",",
    ";",
    "\\u0000",
    "#",
    "=cmd()",
];

/// Mutated inputs, without an end.
pub(super) struct Mutations<'a> {
    seeds: &'a [Vec<u8>],
    random: StdRng,
}

impl<'a> Mutations<'a> {
    pub(super) fn of(seeds: &'a [Vec<u8>], seed: u64) -> Self {
        Self { seeds, random: StdRng::seed_from_u64(seed) }
    }

    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { self.random.random_range(0..end) }
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len() + 1);
        let until = at + self.below(bytes.len() + 1 - at);
        match self.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 => drop(bytes.drain(at..until)),
            2 => {
                let piece = bytes[at..until].repeat(1 + self.below(8));
                bytes.splice(at..at, piece);
            }
            3 => {
                let other = self.below(self.seeds.len());
                let from = self.below(self.seeds[other].len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&self.seeds[other][from..]);
            }
            4 => {
                let byte = u8::try_from(self.below(256)).unwrap_or_default();
                bytes.insert(at, byte);
            }
            _ => {
                let token = TOKENS[self.below(TOKENS.len())];
                bytes.splice(at..at, token.bytes());
            }
        }
        bytes.truncate(16 * 1024);
    }
}

impl Iterator for Mutations<'_> {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let seed = self.below(self.seeds.len());
        let mut bytes = self.seeds.get(seed)?.clone();
        for _ in 0..=self.below(6) {
            self.mutate(&mut bytes);
        }
        Some(bytes)
    }
}
