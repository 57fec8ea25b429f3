//! What may be handed in as a ranking: some ranked strictly, from 1 and without gaps, and an acceptable tail without ranks.

use std::collections::HashSet;
use std::hash::Hash;

/// Choices that somebody hands in at most.
pub const LONGEST: usize = 200;

/// One choice: whom, and at which rank; without one it is of the tail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice<Who> {
    /// Whom.
    pub who: Who,
    /// The rank, from 1.
    pub rank: Option<i32>,
}

/// What is wrong with a ranking, and with which of its choices, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There are more than [`LONGEST`].
    TooMany,
    /// Somebody is chosen twice.
    ChosenTwice(usize),
    /// Two have the same rank.
    SameRank(usize),
    /// Ranks begin at 1 and leave none out; this one is too high or too low.
    Gap(usize),
}

/// Everything that is wrong with a ranking in itself; nothing when it may be handed in.
pub fn faults<Who: Copy + Eq + Hash>(choices: &[Choice<Who>]) -> Vec<Fault> {
    if choices.len() > LONGEST {
        return vec![Fault::TooMany];
    }
    let (mut chosen, mut ranks, mut found) = (HashSet::new(), HashSet::new(), Vec::new());
    let ranked = choices.iter().filter(|choice| choice.rank.is_some()).count();
    for (at, choice) in choices.iter().enumerate() {
        if !chosen.insert(choice.who) {
            found.push(Fault::ChosenTwice(at));
        }
        let Some(rank) = choice.rank else { continue };
        if !ranks.insert(rank) {
            found.push(Fault::SameRank(at));
        } else if !usize::try_from(rank).is_ok_and(|rank| (1..=ranked).contains(&rank)) {
            found.push(Fault::Gap(at));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(choices: &[(u8, Option<i32>)]) -> Vec<Fault> {
        faults(&choices.iter().map(|(who, rank)| Choice { who: *who, rank: *rank }).collect::<Vec<_>>())
    }

    #[test]
    fn ranks_in_any_order_and_a_tail_are_fine_and_so_is_nothing() {
        assert_eq!(of(&[(7, Some(2)), (8, None), (9, Some(1)), (4, None)]), []);
        assert_eq!(of(&[]), []);
    }

    #[test]
    fn each_fault_is_named_with_its_choice() {
        assert_eq!(of(&[(7, Some(1)), (8, Some(1))]), [Fault::SameRank(1)]);
        assert_eq!(of(&[(7, Some(1)), (7, None)]), [Fault::ChosenTwice(1)]);
        assert_eq!(of(&[(7, Some(1)), (8, Some(3))]), [Fault::Gap(1)]);
        for rank in [0, -1, i32::MIN, i32::MAX] {
            assert_eq!(of(&[(7, Some(rank))]), [Fault::Gap(0)]);
        }
        let many: Vec<_> = (0..=LONGEST).map(|who| Choice { who, rank: None }).collect();
        assert_eq!(faults(&many), [Fault::TooMany]);
    }
}
