//! The checker against matchings that are wrong in a known way.

use super::*;
use crate::round::assign::assign;
use crate::round::testing::{Dice, input, ranked, with_tail};
use proptest::prelude::{any, proptest};

fn pair(student: u32, offer: u32) -> Pair {
    Pair { student, offer }
}

/// Two students and two offers who all agree: 0 with 0, 1 with 1. Crosswise, both pairs would rather.
#[test]
fn pairs_who_would_rather_have_each_other_are_found() {
    let offers = [(1, ranked(&[0, 1])), (1, ranked(&[1, 0]))];
    let input = input(&offers, &[ranked(&[0, 1]), ranked(&[1, 0])]);
    assert!(check(&input, &[Some(0), Some(1)]).stable());
    let report = check(&input, &[Some(1), Some(0)]);
    assert_eq!(report.blocking, [pair(0, 0), pair(1, 1)]);
    assert!(!report.stable() && report.not_accepted.is_empty() && report.over_capacity.is_empty());
    assert_eq!(check(&input, &[Some(0), None]).blocking, [pair(1, 1)]);
    assert_eq!(check(&input, &[None, None]).blocking.len(), 4);
}

#[test]
fn a_score_and_a_ticket_block_as_a_rank_does() {
    let students = [ranked(&[0]), ranked(&[0])];
    let better = input(&[(1, with_tail(&[], &[(0, 8), (1, 9)]))], &students);
    assert_eq!(check(&better, &[Some(0), None]).blocking, [pair(1, 0)]);
    assert!(check(&better, &[None, Some(0)]).stable());
    let equal = input(&[(1, with_tail(&[], &[(0, 8), (1, 8)]))], &students);
    let outcomes = [[Some(0), None], [None, Some(0)]].map(|one| check(&equal, &one).stable());
    assert_eq!(outcomes.iter().filter(|stable| **stable).count(), 1);
}

#[test]
fn what_was_not_accepted_or_is_too_many_is_found() {
    let offers = [(1, ranked(&[0, 1])), (2, ranked(&[]))];
    let input = input(&offers, &[ranked(&[0]), ranked(&[0, 1])]);
    let both = check(&input, &[Some(0), Some(0)]);
    assert_eq!((both.over_capacity, both.blocking), (vec![0], vec![]));
    // The company of 1 accepts nobody, and student 0 does not accept it either; a position of 0 stays free.
    let refused = check(&input, &[Some(1), Some(1)]);
    assert_eq!(refused.not_accepted, [pair(0, 1), pair(1, 1)]);
    assert_eq!(refused.blocking, [pair(0, 0), pair(1, 0)]);
    assert_eq!(check(&input, &[Some(0), Some(7)]).not_accepted, [pair(1, 7)]);
    assert!(check(&input, &[Some(0)]).other_students);
    assert!(check(&input, &[Some(0), None, None]).other_students);
}

proptest! {
    /// In any other stable matching the same students have an offer and each offer takes as many: so whoever is moved
    /// alone, it shows.
    #[test]
    fn whoever_is_moved_alone_it_shows(seed in any::<u64>(), students in 1_u32..9, offers in 1_u32..5) {
        let input = Dice(seed).round(students, offers);
        let good = assign(&input).unwrap().offer_of;
        for student in 0..good.len() {
            for answer in (0..=offers).map(Some).chain([None]).filter(|answer| *answer != good[student]) {
                let mut bad = good.clone();
                bad[student] = answer;
                assert!(!check(&input, &bad).stable(), "student {student} to {answer:?} in {input:?}");
            }
        }
    }

    /// Without the offer that they had, they would rather have it, and it has a position for them.
    #[test]
    fn a_planted_pair_is_named(seed in any::<u64>(), students in 1_u32..25, offers in 1_u32..8) {
        let input = Dice(seed).round(students, offers);
        let good = assign(&input).unwrap().offer_of;
        for (student, offer) in (0_u32..).zip(&good) {
            let Some(offer) = *offer else { continue };
            let mut bad = good.clone();
            bad[student as usize] = None;
            assert!(check(&input, &bad).blocking.contains(&pair(student, offer)));
        }
    }

    /// Two who swap: either it shows, or nobody would rather have it otherwise, by the definition written out.
    #[test]
    fn the_definition_written_out_says_the_same(seed in any::<u64>(), students in 2_u32..7, offers in 1_u32..4) {
        let mut dice = Dice(seed);
        let input = dice.round(students, offers);
        let any: Vec<Option<u32>> = (0..students).map(|_| Some(dice.below(offers + 1)).filter(|one| *one < offers)).collect();
        assert_eq!(check(&input, &any).stable(), by_definition(&input, &any), "{any:?} in {input:?}");
    }
}

/// Whoever comes first in this list is liked most; who is not in it is not accepted.
fn liked(choices: &Choices, id_of: impl Fn(u32) -> Uuid, seed: impl Fn(Uuid) -> [u8; 32]) -> Vec<u32> {
    let mut tail = choices.tail.clone();
    tail.sort_by(|a, b| b.score.cmp(&a.score).then(seed(id_of(a.who)).cmp(&seed(id_of(b.who)))));
    choices.ranked.iter().copied().chain(tail.iter().map(|one| one.who)).collect()
}

fn by_definition(input: &Input, offer_of: &[Option<u32>]) -> bool {
    let ticket = |id| input.seed.ticket(id);
    let of_student = |student: u32| {
        liked(&input.students[student as usize].choices, |offer| input.offers[offer as usize].id, ticket)
    };
    let of_offer = |offer: u32| {
        liked(&input.offers[offer as usize].choices, |student| input.students[student as usize].id, ticket)
    };
    let at = |list: &[u32], who: u32| list.iter().position(|one| *one == who);
    let seated =
        |offer: u32| (0_u32..).zip(offer_of).filter(move |(_, at)| **at == Some(offer)).map(|(who, _)| who);
    let accepted = (0_u32..).zip(offer_of).all(|(student, offer)| {
        offer.is_none_or(|offer| of_student(student).contains(&offer) && of_offer(offer).contains(&student))
    });
    let fits =
        (0_u32..).zip(&input.offers).all(|(offer, row)| seated(offer).count() <= row.positions as usize);
    let pairs = (0..input.students.len())
        .flat_map(|student| (0..input.offers.len()).map(move |offer| (student, offer)));
    let blocks = |(student, offer): (usize, usize)| {
        let (student, offer) = (u32::try_from(student).unwrap(), u32::try_from(offer).unwrap());
        let (own, its) = (of_student(student), of_offer(offer));
        let (Some(wish), Some(rank)) = (at(&own, offer), at(&its, student)) else { return false };
        let got = offer_of[student as usize].and_then(|got| at(&own, got));
        let free = seated(offer).count() < input.offers[offer as usize].positions as usize;
        let better = seated(offer).any(|other| at(&its, other).is_none_or(|other| rank < other));
        got.is_none_or(|got| wish < got) && (free || better)
    };
    accepted && fits && !pairs.into_iter().any(blocks)
}
