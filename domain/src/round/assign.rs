//! Student-proposing deferred acceptance, with positions.
//!
//! Each student asks the preferred offer; an offer keeps the best it has positions for, provisionally, and turns the
//! others away, who ask their next. It ends when nobody is left to ask. The result is stable, and no stable result gives any
//! student a better offer (Gale and Shapley, 1962), so a student gains nothing by ranking otherwise than as preferred (Dubins
//! and Freedman, 1981; Roth, 1982).

use crate::round::input::{Input, Problem};
use crate::round::order::{Tickets, strict};
use std::collections::BinaryHeap;

/// Who is assigned where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The offer of each student, by place; none for whoever gets none.
    pub offer_of: Vec<Option<u32>>,
}

impl Outcome {
    /// The students without an offer, by place.
    pub fn unmatched(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.offer_of).filter(|(_, offer)| offer.is_none()).map(|(student, _)| student)
    }

    /// How many positions of each offer nobody was assigned to.
    #[must_use]
    pub fn unfilled(&self, input: &Input) -> Vec<u32> {
        let mut left: Vec<u32> = input.offers.iter().map(|offer| offer.positions).collect();
        for offer in self.offer_of.iter().flatten() {
            if let Some(left) = left.get_mut(index(*offer)) {
                *left = left.saturating_sub(1);
            }
        }
        left
    }
}

/// An offer that accepts a student who accepts it, and at which place of its order.
#[derive(Clone, Copy, Debug)]
struct Mutual {
    offer: u32,
    rank: u32,
}

/// Computes a round: the same answer to the same input on every machine.
///
/// # Errors
/// The input is none that can be computed.
pub fn assign(input: &Input) -> Result<Outcome, Problem> {
    input.check()?;
    let lists = mutual(input);
    let mut held: Vec<BinaryHeap<(u32, u32)>> = input.offers.iter().map(|_| BinaryHeap::new()).collect();
    let mut next = vec![0_usize; lists.len()];
    let mut offer_of = vec![None; lists.len()];
    let mut asking: Vec<u32> = (0..).zip(&lists).map(|(student, _)| student).collect();
    while let Some(student) = asking.pop() {
        let at = index(student);
        let Some(asked) = lists[at].get(next[at]) else { continue };
        next[at] += 1;
        let seats = &mut held[index(asked.offer)];
        seats.push((asked.rank, student));
        offer_of[at] = Some(asked.offer);
        if seats.len() > index(input.offers[index(asked.offer)].positions)
            && let Some((_, turned_away)) = seats.pop()
        {
            offer_of[index(turned_away)] = None;
            asking.push(turned_away);
        }
    }
    Ok(Outcome { offer_of })
}

/// For each student, the offers of the student's order that accept the student too.
fn mutual(input: &Input) -> Vec<Vec<Mutual>> {
    let tickets = Tickets::draw(input);
    let mut accepting: Vec<Vec<Mutual>> = input.students.iter().map(|_| Vec::new()).collect();
    for (offer, row) in (0..).zip(&input.offers) {
        for (rank, student) in (0..).zip(strict(&row.choices, &tickets.students)) {
            accepting[index(student)].push(Mutual { offer, rank });
        }
    }
    // Offers were taken in order, so that each student's are sorted by offer.
    let lists = input.students.iter().zip(&accepting).map(|(student, accepting)| {
        let order = strict(&student.choices, &tickets.offers).into_iter();
        let find = |offer: u32| accepting.binary_search_by_key(&offer, |mutual| mutual.offer).ok();
        order.filter_map(|offer| find(offer).map(|found| accepting[found])).collect()
    });
    lists.collect()
}

/// A place as an index; the input was checked.
fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
