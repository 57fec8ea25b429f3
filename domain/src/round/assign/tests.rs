//! Deferred acceptance against instances worked by hand, and against every stable matching of small random rounds.

use super::*;
use crate::round::check::check;
use crate::round::input::Choices;
use crate::round::testing::{Dice, input, ranked, with_tail};
use proptest::prelude::{any, proptest};
use std::collections::BTreeSet;

fn result(input: &Input) -> Vec<Option<u32>> {
    let outcome = assign(input).unwrap();
    assert!(check(input, &outcome.offer_of).stable(), "{input:?} {outcome:?}");
    outcome.offer_of
}

/// The first example of Gale and Shapley (1962). Everybody's first choice is another, so that nobody is turned away:
/// students get their first choices, and offers their last.
#[test]
fn gale_and_shapley_three_by_three() {
    let offers = [(1, ranked(&[1, 2, 0])), (1, ranked(&[2, 0, 1])), (1, ranked(&[0, 1, 2]))];
    let students = [ranked(&[0, 1, 2]), ranked(&[1, 2, 0]), ranked(&[2, 0, 1])];
    assert_eq!(result(&input(&offers, &students)), [Some(0), Some(1), Some(2)]);
}

/// Worked by hand. 0 and 1 ask X, 2 asks Y. X likes 1 more, and turns 0 away; 0 asks Y, which likes 0 more than 2 and turns 2
/// away; 2 asks X, which likes 2 most and turns 1 away; 1 asks Z. So one refusal travels round.
#[test]
fn a_chain_of_refusals_ends_where_it_began() {
    let [x, y, z] = [0, 1, 2];
    let offers = [(1, ranked(&[2, 1, 0])), (1, ranked(&[0, 2, 1])), (1, ranked(&[0, 1, 2]))];
    let students = [ranked(&[x, y, z]), ranked(&[x, z, y]), ranked(&[y, x, z])];
    assert_eq!(result(&input(&offers, &students)), [Some(y), Some(z), Some(x)]);
}

/// Worked by hand. X has two positions and likes 3, 2, 1, 0; Y one, and likes 0, 1. All ask X: it keeps 3 and 2. 0 and 1 ask
/// Y: it keeps 0. 1 has nobody left. Z, whom nobody chose, stays with its two positions.
#[test]
fn positions_are_filled_by_those_liked_most_and_what_nobody_chose_stays_empty() {
    let offers = [(2, ranked(&[3, 2, 1, 0])), (1, ranked(&[0, 1])), (2, ranked(&[0, 1, 2, 3]))];
    let students = [ranked(&[0, 1]), ranked(&[0, 1]), ranked(&[0]), ranked(&[0])];
    let input = input(&offers, &students);
    assert_eq!(result(&input), [Some(1), None, Some(0), Some(0)]);
    let outcome = assign(&input).unwrap();
    assert_eq!(outcome.unmatched().collect::<Vec<_>>(), [1]);
    assert_eq!(outcome.unfilled(&input), [0, 0, 2]);
}

/// Worked by hand: 0 is alone in choosing X, and X does not accept 0; Y accepts 1, who does not want Y.
#[test]
fn nobody_is_assigned_to_whom_they_did_not_accept() {
    let offers = [(5, ranked(&[1])), (5, ranked(&[1]))];
    let students = [ranked(&[0]), ranked(&[])];
    assert_eq!(result(&input(&offers, &students)), [None, None]);
    assert_eq!(result(&input(&[], &[ranked(&[])])), [None]);
    assert_eq!(result(&input(&[(1, ranked(&[]))], &[])), []);
}

/// Worked by hand: X ranks 2 alone, and accepts 0 (0.4) and 1 (0.9) after. All want X alone. With one position 2 has it; with
/// two, 1 too, who fits better than 0.
#[test]
fn the_tail_comes_after_the_ranked_and_by_score() {
    let students = [ranked(&[0]), ranked(&[0]), ranked(&[0])];
    let with = |positions| input(&[(positions, with_tail(&[2], &[(0, 400_000), (1, 900_000)]))], &students);
    assert_eq!(result(&with(1)), [None, None, Some(0)]);
    assert_eq!(result(&with(2)), [None, Some(0), Some(0)]);
    assert_eq!(result(&with(3)), [Some(0), Some(0), Some(0)]);
}

/// Between equals the lowest ticket wins, and another seed may draw otherwise.
#[test]
fn the_seed_decides_between_equals() {
    let students = [ranked(&[0]), ranked(&[0])];
    let mut round = input(&[(1, with_tail(&[], &[(0, 5), (1, 5)]))], &students);
    let mut winners = BTreeSet::new();
    for seed in 0..32_u128 {
        round.seed.0 = seed.to_be_bytes();
        let lowest = round.students.iter().enumerate().min_by_key(|(_, row)| round.seed.ticket(row.id));
        let got = result(&round);
        let winner = got.iter().position(Option::is_some);
        assert_eq!(winner, lowest.map(|(place, _)| place));
        winners.insert(winner);
    }
    assert_eq!(winners.len(), 2);
}

/// Every assignment of small rounds, stable or not.
fn every_assignment(students: usize, offers: u32) -> Vec<Vec<Option<u32>>> {
    let answers: Vec<Option<u32>> = (0..offers).map(Some).chain([None]).collect();
    (0..students).fold(vec![vec![]], |all, _| {
        let longer = |one: &Vec<Option<u32>>| {
            answers.iter().map(|answer| [one.as_slice(), &[*answer]].concat()).collect::<Vec<_>>()
        };
        all.iter().flat_map(longer).collect()
    })
}

fn every_stable(input: &Input) -> Vec<Vec<Option<u32>>> {
    let offers = u32::try_from(input.offers.len()).unwrap();
    let mut all = every_assignment(input.students.len(), offers);
    all.retain(|one| check(input, one).stable());
    all
}

/// How good an answer is to a student: the lowest is best, and none is worst.
fn place(input: &Input, student: usize, answer: Option<u32>) -> usize {
    let order = strict(&input.students[student].choices, &Tickets::draw(input).offers);
    answer.and_then(|offer| order.iter().position(|one| *one == offer)).unwrap_or(order.len())
}

#[test]
fn of_all_stable_matchings_each_student_gets_the_best() {
    let mut several = 0;
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let (students, offers) = (1 + dice.below(4), 1 + dice.below(3));
        let input = dice.round(students, offers);
        let got = result(&input);
        let stable = every_stable(&input);
        assert!(stable.contains(&got), "{input:?}");
        several += usize::from(stable.len() > 1);
        for other in stable {
            for student in 0..input.students.len() {
                let (own, others) =
                    (place(&input, student, got[student]), place(&input, student, other[student]));
                assert!(own <= others, "student {student} of {input:?}");
            }
        }
    }
    assert!(several > 5, "too few rounds have more than one stable matching: {several}");
}

/// The rural hospitals theorem (Roth, 1986): the same students have an offer in every stable matching, each offer takes as
/// many, and one with a position left takes the very same.
#[test]
fn every_stable_matching_fills_the_same() {
    for seed in 1_000..1_300 {
        let input = Dice(seed).round(4, 3);
        let facts = |one: &Vec<Option<u32>>| {
            let matched: Vec<bool> = one.iter().map(Option::is_some).collect();
            let left = Outcome { offer_of: one.clone() }.unfilled(&input);
            let at_open: Vec<Option<u32>> =
                one.iter().map(|offer| offer.filter(|offer| left[*offer as usize] > 0)).collect();
            (matched, left, at_open)
        };
        let all: Vec<_> = every_stable(&input).iter().map(facts).collect();
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{input:?}");
    }
}

/// Whatever a student hands in instead of the true order, the true order gives no worse.
#[test]
fn no_student_gains_by_ranking_otherwise() {
    let lists: Vec<Vec<u32>> = (0..4_u32.pow(3))
        .map(|code| [code % 4, code / 4 % 4, code / 16].into_iter().filter(|offer| *offer < 3).collect())
        .filter(|list: &Vec<u32>| list.iter().collect::<BTreeSet<_>>().len() == list.len())
        .collect();
    for seed in 2_000..2_150 {
        let truth = Dice(seed).round(5, 3);
        let honest = result(&truth);
        for (student, got) in honest.iter().enumerate() {
            for list in &lists {
                let mut other = truth.clone();
                other.students[student].choices = Choices { ranked: list.clone(), tail: vec![] };
                let lied = result(&other)[student];
                let accepted = place(&truth, student, lied);
                assert!(place(&truth, student, *got) <= accepted, "student {student}: {list:?} in {truth:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn a_result_is_stable_and_the_same_again(seed in any::<u64>(), students in 0_u32..40, offers in 0_u32..12) {
        let input = Dice(seed).round(students, offers);
        let got = result(&input);
        assert_eq!(got, result(&input));
    }
}
