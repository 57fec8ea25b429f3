//! How long a large matching round takes: `cargo run --release -p domain --example round_speed`.
//!
//! By default 100,000 students with 20 choices each, half of them ranked, and 25,000 offers of one to five positions that
//! accept all who chose them, half of them ranked. Arguments: students, choices, offers.
//!
//! Without arguments and optimised, it ends with 1 when the assignment takes longer than [`LIMIT`]. The proof is no part of
//! that: it is printed by itself.

#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use domain::round::assign::assign;
use domain::round::check::check;
use domain::round::explain::explain;
use domain::round::input::{Candidate, Choices, Input, Offer, Student};
use domain::round::lottery::Seed;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What the assignment of 100,000 students with 20 choices each may take.
const LIMIT: Duration = Duration::from_secs(2);

/// splitmix64, so that every machine computes the same round.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end.max(1))).unwrap_or(0)
    }

    /// Half of these ranked in any order, half in the tail with any score.
    fn choices(&mut self, mut of: Vec<u32>) -> Choices {
        for at in (1..of.len()).rev() {
            let with = self.below(u32::try_from(at + 1).unwrap_or(u32::MAX));
            of.swap(at, usize::try_from(with).unwrap_or(0));
        }
        let mut tail = of.split_off(of.len() / 2);
        tail.sort_unstable();
        let tail = tail.into_iter().map(|who| Candidate { who, score: self.below(10_001) }).collect();
        Choices { ranked: of, tail }
    }
}

fn round(students: u32, choices: u32, offers: u32) -> Input {
    let mut dice = Dice(2026);
    let mut chosen_by: Vec<Vec<u32>> = (0..offers).map(|_| Vec::new()).collect();
    let students = (0..students).map(|student| {
        let mut wanted = std::collections::BTreeSet::new();
        while wanted.len() < usize::try_from(choices.min(offers)).unwrap_or(0) {
            // Some offers are wanted by many: the lower half of the range twice as often.
            let end = if dice.below(3) == 0 { offers } else { offers.div_ceil(2) };
            wanted.insert(dice.below(end));
        }
        for offer in &wanted {
            chosen_by[usize::try_from(*offer).unwrap_or(0)].push(student);
        }
        Student {
            id: Uuid::from_u128(u128::from(student) + 1),
            choices: dice.choices(wanted.into_iter().collect()),
        }
    });
    let students: Vec<Student> = students.collect();
    let offers = chosen_by.into_iter().zip(1_u128..).map(|(students, number)| Offer {
        id: Uuid::from_u128((1 << 64) | number),
        positions: 1 + dice.below(5),
        choices: dice.choices(students),
    });
    Input { seed: Seed(2026_u128.to_be_bytes()), offers: offers.collect(), students }
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    let took = begun.elapsed();
    println!("{what:<30} {:>8.1} ms", took.as_secs_f64() * 1_000.0);
    (done, took)
}

fn main() -> ExitCode {
    let given: Vec<u32> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let at = |place: usize, otherwise: u32| given.get(place).copied().unwrap_or(otherwise);
    let (input, _) = timed("make the round", || round(at(0, 100_000), at(1, 20), at(2, 25_000)));
    let (outcome, took) = match timed("assign (deferred acceptance)", || assign(&input)) {
        (Ok(outcome), took) => (outcome, took),
        (Err(problem), _) => {
            println!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let (report, proof) = timed("prove (every pair, apart)", || check(&input, &outcome.offer_of));
    let (missed, _) = timed("explain", || explain(&input, &outcome));
    let (digest, _) = timed("digest", || input.digest());
    println!("digest {digest}");
    println!("without an offer: {}", outcome.unmatched().count());
    println!("positions left: {}", outcome.unfilled(&input).iter().sum::<u32>());
    println!("offers missed: {}", missed.iter().map(Vec::len).sum::<usize>());
    println!("blocking pairs: {}", report.blocking.len());
    println!("assignment and proof: {:.1} ms", (took + proof).as_secs_f64() * 1_000.0);
    // Another round, or a program that is not optimised, has no limit.
    let limited = given.is_empty() && !cfg!(debug_assertions);
    if limited && took > LIMIT {
        println!("the assignment took longer than {} s", LIMIT.as_secs());
        return ExitCode::FAILURE;
    }
    if report.stable() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
