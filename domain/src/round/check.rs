//! The proof that goes with each result. It shares no code with the algorithm: it builds its own view of what everybody
//! prefers from the raw input, draws the lottery by itself, and looks at every pair that both sides accept.

use crate::round::input::{Choices, Input};
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use uuid::Uuid;

/// A student and an offer, by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The student.
    pub student: u32,
    /// The offer.
    pub offer: u32,
}

/// What is wrong with a result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Pairs who would both rather have each other than what they got.
    pub blocking: Vec<Pair>,
    /// Assignments that the student or the company did not accept, or to an offer that is not there.
    pub not_accepted: Vec<Pair>,
    /// Offers with more students than positions, by place.
    pub over_capacity: Vec<u32>,
    /// Whether the result speaks of other students than the input.
    pub other_students: bool,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn stable(&self) -> bool {
        *self == Self::default()
    }
}

/// What somebody drew in the lottery.
type Drawn = [u8; 32];

/// How much somebody likes one of the other side: the lowest is liked most.
type Liking<'a> = (bool, usize, Reverse<u32>, Option<&'a Drawn>, u32);

/// Whom somebody accepts, in the order of their places, and how much each is liked.
type Likes<'a> = Vec<(u32, Liking<'a>)>;

/// What one side likes, by place.
type View<'a> = Vec<Likes<'a>>;

/// Looks for everything that can be wrong with a result: `offer_of` says each student's offer, by place.
#[must_use]
pub fn check(input: &Input, offer_of: &[Option<u32>]) -> Report {
    let draw = |id: Uuid| Drawn::from(Sha256::digest(format!("{}:{}", input.seed, id.hyphenated())));
    let offer_draws: Vec<Drawn> = input.offers.iter().map(|offer| draw(offer.id)).collect();
    let student_draws: Vec<Drawn> = input.students.iter().map(|student| draw(student.id)).collect();
    let students: View = input.students.iter().map(|student| view(&student.choices, &offer_draws)).collect();
    let offers: View = input.offers.iter().map(|offer| view(&offer.choices, &student_draws)).collect();
    let seated = seated(input, offer_of);
    Report {
        blocking: blocking(input, &students, &offers, offer_of, &seated),
        not_accepted: not_accepted(&students, &offers, offer_of),
        over_capacity: (0..)
            .zip(input.offers.iter().zip(&seated))
            .filter(|(_, (offer, seated))| seated.len() as u64 > u64::from(offer.positions))
            .map(|(place, _)| place)
            .collect(),
        other_students: offer_of.len() != input.students.len(),
    }
}

fn view<'a>(choices: &Choices, draws: &'a [Drawn]) -> Likes<'a> {
    let ranked = choices.ranked.iter().enumerate();
    let ranked = ranked.map(|(place, who)| (*who, (false, place, Reverse(0), None, *who)));
    let tail = choices.tail.iter().map(|candidate| {
        let drawn = draws.get(candidate.who as usize);
        (candidate.who, (true, 0, Reverse(candidate.score), drawn, candidate.who))
    });
    let mut likes: Likes<'a> = ranked.chain(tail).collect();
    likes.sort_unstable_by_key(|(who, _)| *who);
    likes
}

/// How much one of the other side is liked; none for whoever is not accepted.
fn liking<'a, 'b>(likes: &'b Likes<'a>, who: u32) -> Option<&'b Liking<'a>> {
    let found = likes.binary_search_by_key(&who, |(other, _)| *other).ok()?;
    likes.get(found).map(|(_, liking)| liking)
}

/// The students at each offer.
fn seated(input: &Input, offer_of: &[Option<u32>]) -> Vec<Vec<u32>> {
    let mut seated = vec![Vec::new(); input.offers.len()];
    for (student, offer) in (0_u32..).zip(offer_of) {
        if let Some(seats) = offer.and_then(|offer| seated.get_mut(offer as usize)) {
            seats.push(student);
        }
    }
    seated
}

fn not_accepted(students: &View<'_>, offers: &View<'_>, offer_of: &[Option<u32>]) -> Vec<Pair> {
    let accepts = |view: &View<'_>, who: u32, other: u32| {
        view.get(who as usize).is_some_and(|likes| liking(likes, other).is_some())
    };
    let pairs =
        (0_u32..).zip(offer_of).filter_map(|(student, offer)| Some(Pair { student, offer: (*offer)? }));
    pairs
        .filter(|pair| {
            !accepts(students, pair.student, pair.offer) || !accepts(offers, pair.offer, pair.student)
        })
        .collect()
}

fn blocking(
    input: &Input,
    students: &View<'_>,
    offers: &View<'_>,
    offer_of: &[Option<u32>],
    seated: &[Vec<u32>],
) -> Vec<Pair> {
    let mut found = Vec::new();
    for (student, likes) in (0_u32..).zip(students) {
        let got = offer_of.get(student as usize).copied().flatten();
        // An offer that the student does not accept is worse than none.
        let got = got.and_then(|offer| liking(likes, offer));
        for (offer, liked) in likes {
            let better = got.is_none_or(|got| liked < got);
            if better && offer_wants(input, offers, seated, *offer, student) {
                found.push(Pair { student, offer: *offer });
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether an offer would take a student: it accepts the student, and has a position free or held by somebody it likes less,
/// or does not accept at all.
fn offer_wants(input: &Input, offers: &View<'_>, seated: &[Vec<u32>], offer: u32, student: u32) -> bool {
    let Some(likes) = offers.get(offer as usize) else { return false };
    let Some(liked) = liking(likes, student) else { return false };
    let seats = &seated[offer as usize];
    if seats.contains(&student) {
        return false;
    }
    let free = (seats.len() as u64) < u64::from(input.offers[offer as usize].positions);
    free || seats.iter().any(|other| liking(likes, *other).is_none_or(|other| liked < other))
}

#[cfg(test)]
mod tests;
