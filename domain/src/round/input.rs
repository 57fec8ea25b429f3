//! What a result is computed from: who takes part, what each ranked, and the seed of the lottery.

use crate::round::lottery::{Seed, hex};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use uuid::Uuid;

/// The rules by which a result is computed: another version may answer otherwise to the same input.
pub const ENGINE: &str = "deferred-acceptance/1";

/// How well a student and an offer fit, in millionths: a whole number, so that no machine rounds it otherwise.
pub type Score = u32;

/// One of the other side that is acceptable, and not ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its place in the other side's list.
    pub who: u32,
    /// How well the two fit.
    pub score: Score,
}

/// Whom somebody accepts. Whoever is in neither list is not accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Those ranked, the preferred first, by their places in the other side's list.
    pub ranked: Vec<u32>,
    /// Those acceptable after them, in the order of their places: the score sorts them, then the lottery.
    pub tail: Vec<Candidate>,
}

/// An offer of the round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: Uuid,
    /// How many students it takes, at least 1.
    pub positions: u32,
    /// Which students its company accepts.
    pub choices: Choices,
}

/// A student of the round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Student {
    /// The profile's id.
    pub id: Uuid,
    /// Which offers the student accepts.
    pub choices: Choices,
}

/// A whole round, as it is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The lottery's seed.
    pub seed: Seed,
    /// The offers, in the order of their ids.
    pub offers: Vec<Offer>,
    /// The students, in the order of their ids.
    pub students: Vec<Student>,
}

/// What makes an input none that can be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Ids are not in order, or one is there twice.
    #[error("the ids of the {0} are not in strict order")]
    Ids(&'static str),
    /// An offer takes nobody.
    #[error("offer {0} has no position")]
    NoPosition(Uuid),
    /// Somebody chose one that is not there, one twice, or has an unsorted tail.
    #[error("the choices of {0} name somebody who is not there, or somebody twice, or are out of order")]
    Choices(Uuid),
}

impl Input {
    /// Checks what [`Input`] says of itself.
    ///
    /// # Errors
    /// The first problem met.
    pub fn check(&self) -> Result<(), Problem> {
        if !self.offers.is_sorted_by(|a, b| a.id < b.id) {
            return Err(Problem::Ids("offers"));
        }
        if !self.students.is_sorted_by(|a, b| a.id < b.id) {
            return Err(Problem::Ids("students"));
        }
        for offer in &self.offers {
            if offer.positions == 0 {
                return Err(Problem::NoPosition(offer.id));
            }
            check_choices(offer.id, &offer.choices, self.students.len())?;
        }
        self.students
            .iter()
            .try_for_each(|student| check_choices(student.id, &student.choices, self.offers.len()))
    }

    /// The first part of [`Input::text`]: by which rules, the seed, and who takes part.
    #[must_use]
    pub fn roster(&self) -> String {
        let mut text = format!("engine {ENGINE}\nseed {}\n", self.seed);
        for (place, offer) in self.offers.iter().enumerate() {
            line(&mut text, format_args!("offer {place} {} {}", offer.id, offer.positions));
        }
        for (place, student) in self.students.iter().enumerate() {
            line(&mut text, format_args!("student {place} {}", student.id));
        }
        text
    }

    /// The input as a text that people can read and programs compare: a line for the engine and the seed, one for
    /// each offer with its positions, one for each student, then everybody's choices, by place. A tail comes after
    /// `|`, each with its score in millionths.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.roster();
        for (place, offer) in self.offers.iter().enumerate() {
            line(&mut text, format_args!("offer {place} chooses{}", Listed(&offer.choices)));
        }
        for (place, student) in self.students.iter().enumerate() {
            line(&mut text, format_args!("student {place} chooses{}", Listed(&student.choices)));
        }
        text
    }

    /// Whether a text of [`Input::text`] speaks of the same offers, positions and students under the same seed.
    #[must_use]
    pub fn is_roster_of(&self, text: &str) -> bool {
        let is_choice = |line: &&str| line.contains(" chooses");
        text.lines().take_while(|line| !is_choice(line)).eq(self.roster().lines())
    }

    /// The SHA-256 of [`Input::text`], in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        hex(&Sha256::digest(self.text().as_bytes()))
    }
}

fn check_choices(id: Uuid, choices: &Choices, others: usize) -> Result<(), Problem> {
    let mut named: Vec<u32> = choices.ranked.clone();
    named.extend(choices.tail.iter().map(|candidate| candidate.who));
    let sorted = choices.tail.is_sorted_by(|a, b| a.who < b.who);
    named.sort_unstable();
    let once = named.is_sorted_by(|a, b| a < b);
    let there = named.last().is_none_or(|last| usize::try_from(*last).is_ok_and(|last| last < others));
    if sorted && once && there { Ok(()) } else { Err(Problem::Choices(id)) }
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _written = writeln!(text, "{arguments}");
}

/// Choices as they are written: ` 3 1 | 0:812000 4:20000`.
struct Listed<'a>(&'a Choices);

impl std::fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.ranked.iter().try_for_each(|who| write!(f, " {who}"))?;
        if !self.0.tail.is_empty() {
            f.write_str(" |")?;
        }
        self.0.tail.iter().try_for_each(|candidate| write!(f, " {}:{}", candidate.who, candidate.score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::testing::{input, ranked, with_tail};

    #[test]
    fn an_input_reads_as_text_and_any_change_changes_its_digest() {
        let input = input(&[(2, with_tail(&[1], &[(0, 812_000)]))], &[ranked(&[0]), ranked(&[])]);
        let expected = "engine deferred-acceptance/1\nseed 00000000000000000000000000000007\n\
             offer 0 00000000-0000-0000-0000-000000000001 2\n\
             student 0 00000000-0000-0001-0000-000000000001\n\
             student 1 00000000-0000-0001-0000-000000000002\n\
             offer 0 chooses 1 | 0:812000\nstudent 0 chooses 0\nstudent 1 chooses\n";
        assert_eq!(input.text(), expected);
        assert_eq!(input.check(), Ok(()));
        let mut other = input.clone();
        other.offers[0].choices.tail[0].score += 1;
        assert_ne!(input.digest(), other.digest());
        assert!(input.is_roster_of(&other.text()));
        other.offers[0].positions = 1;
        assert!(!input.is_roster_of(&other.text()));
        assert_eq!(input.digest().len(), 64);
    }

    #[test]
    fn what_cannot_be_computed_is_said() {
        let good = input(&[(1, ranked(&[0]))], &[ranked(&[0])]);
        let mut none = good.clone();
        none.offers[0].positions = 0;
        assert_eq!(none.check(), Err(Problem::NoPosition(good.offers[0].id)));
        for choices in [ranked(&[1]), ranked(&[0, 0]), with_tail(&[0], &[(0, 1)])] {
            let mut bad = good.clone();
            bad.students[0].choices = choices;
            assert_eq!(bad.check(), Err(Problem::Choices(good.students[0].id)));
        }
        let mut twice = good.clone();
        twice.students.push(good.students[0].clone());
        assert_eq!(twice.check(), Err(Problem::Ids("students")));
    }
}
