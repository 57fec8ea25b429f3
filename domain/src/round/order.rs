//! From choices to a strict order: those ranked, then the acceptable tail by score and lottery.

use crate::round::input::{Candidate, Choices, Input};
use crate::round::lottery::Ticket;
use std::cmp::Reverse;

/// What everybody drew, by place.
pub(super) struct Tickets {
    pub(super) offers: Vec<Ticket>,
    pub(super) students: Vec<Ticket>,
}

impl Tickets {
    pub(super) fn draw(input: &Input) -> Self {
        Self {
            offers: input.offers.iter().map(|offer| input.seed.ticket(offer.id)).collect(),
            students: input.students.iter().map(|student| input.seed.ticket(student.id)).collect(),
        }
    }
}

/// Everybody somebody accepts, the preferred first; `tickets` are those of the other side.
pub(super) fn strict(choices: &Choices, tickets: &[Ticket]) -> Vec<u32> {
    let mut tail: Vec<&Candidate> = choices.tail.iter().collect();
    tail.sort_by_cached_key(|candidate| {
        (Reverse(candidate.score), ticket(tickets, candidate.who), candidate.who)
    });
    choices.ranked.iter().copied().chain(tail.into_iter().map(|candidate| candidate.who)).collect()
}

fn ticket(tickets: &[Ticket], who: u32) -> Option<&Ticket> {
    usize::try_from(who).ok().and_then(|who| tickets.get(who))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::testing::with_tail;

    #[test]
    fn the_ranked_come_first_then_the_score_then_the_lowest_ticket() {
        let tickets = [[9; 32], [3; 32], [5; 32], [1; 32], [0; 32]];
        let choices = with_tail(&[4, 0], &[(1, 10), (2, 700), (3, 10)]);
        assert_eq!(strict(&choices, &tickets), [4, 0, 2, 3, 1]);
    }
}
