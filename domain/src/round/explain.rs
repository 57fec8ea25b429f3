//! Why a student did not get an offer that the student prefers to what was assigned.

use crate::round::assign::Outcome;
use crate::round::input::{Choices, Input};
use crate::round::order::{Tickets, strict};
use std::cmp::Reverse;
use strum::{Display, EnumString, VariantArray};

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// Every position went to an applicant whom the company ranked higher.
    RankedHigher,
    /// The company ranked neither: every position went to an applicant who fits better.
    BetterScore,
    /// The company ranked neither, both fit alike, and the lottery decided.
    Lottery,
    /// The company did not accept the student.
    NotAccepted,
}

/// An offer that a student prefers to what was assigned, and did not get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The offer, by place.
    pub offer: u32,
    /// Its place in the student's order, from 1.
    pub preference: u32,
    /// Why not.
    pub reason: Reason,
}

/// For each student, by place, the offers preferred to what was assigned. Of an outcome of [`super::assign::assign`]: each of
/// them turned the student away.
#[must_use]
pub fn explain(input: &Input, outcome: &Outcome) -> Vec<Vec<Missed>> {
    let tickets = Tickets::draw(input);
    let last = last_taken(input, outcome, &tickets);
    let students = (0..).zip(input.students.iter().zip(&outcome.offer_of));
    students
        .map(|(student, (row, got))| {
            let order = strict(&row.choices, &tickets.offers);
            let better = (1..).zip(order).take_while(|(_, offer)| Some(*offer) != *got);
            let missed = better.filter_map(|(preference, offer)| {
                let reason = reason(input, &last, offer, student)?;
                Some(Missed { offer, preference, reason })
            });
            missed.collect()
        })
        .collect()
}

/// Of each offer, the student it likes least among those it took.
fn last_taken(input: &Input, outcome: &Outcome, tickets: &Tickets) -> Vec<Option<u32>> {
    let last = (0..).zip(&input.offers).map(|(offer, row)| {
        let order = strict(&row.choices, &tickets.students);
        let took = |student: &u32| {
            usize::try_from(*student).ok().and_then(|student| outcome.offer_of.get(student))
                == Some(&Some(offer))
        };
        order.into_iter().rev().find(took)
    });
    last.collect()
}

fn reason(input: &Input, last: &[Option<u32>], offer: u32, student: u32) -> Option<Reason> {
    let place = usize::try_from(offer).ok()?;
    let choices = &input.offers.get(place)?.choices;
    let Some(own) = standing(choices, student) else { return Some(Reason::NotAccepted) };
    let taken = standing(choices, (*last.get(place)?)?)?;
    Some(match (own, taken) {
        (Standing::Tail(own), Standing::Tail(taken)) if own == taken => Reason::Lottery,
        (Standing::Tail(_), Standing::Tail(_)) => Reason::BetterScore,
        _ => Reason::RankedHigher,
    })
}

enum Standing {
    Ranked,
    Tail(Reverse<u32>),
}

fn standing(choices: &Choices, student: u32) -> Option<Standing> {
    if choices.ranked.contains(&student) {
        return Some(Standing::Ranked);
    }
    let found = choices.tail.binary_search_by_key(&student, |candidate| candidate.who).ok()?;
    choices.tail.get(found).map(|candidate| Standing::Tail(Reverse(candidate.score)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::assign::assign;
    use crate::round::testing::{input, ranked, with_tail};

    /// One position each. Offer 0 ranks student 1 alone, and accepts 0 and 2 after; offer 1 accepts 0 and 2, who fit alike;
    /// offer 2 accepts nobody but 2.
    #[test]
    fn each_missed_offer_has_its_reason() {
        let input = input(
            &[
                (1, with_tail(&[1], &[(0, 5), (2, 5)])),
                (1, with_tail(&[], &[(0, 400), (2, 900)])),
                (1, ranked(&[2])),
            ],
            &[ranked(&[0, 1, 2]), ranked(&[0]), ranked(&[1])],
        );
        let outcome = assign(&input).unwrap();
        assert_eq!(outcome.offer_of, [None, Some(0), Some(1)]);
        let told = explain(&input, &outcome);
        let expected = [Reason::RankedHigher, Reason::BetterScore, Reason::NotAccepted];
        assert_eq!(told[0].iter().map(|missed| missed.reason).collect::<Vec<_>>(), expected);
        assert_eq!(told[0].iter().map(|missed| missed.preference).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(told[1].is_empty() && told[2].is_empty());
    }

    #[test]
    fn between_equals_it_was_the_lottery() {
        let input = input(&[(1, with_tail(&[], &[(0, 7), (1, 7)]))], &[ranked(&[0]), ranked(&[0])]);
        let outcome = assign(&input).unwrap();
        let loser = usize::from(outcome.offer_of[0].is_some());
        let told = explain(&input, &outcome);
        assert_eq!(told[loser], [Missed { offer: 0, preference: 1, reason: Reason::Lottery }]);
    }
}
