//! From what was handed in to what is computed: who can still be assigned, and whom each accepts of those.

use crate::context::{Context, Request};
use crate::error::Error;
use crate::reference::Schools;
use crate::round::facts::{Offers, Students};
use crate::round::{score, store};
use domain::round::input::{Candidate, Choices, Input, Offer, Score, Student};
use domain::round::lottery::Seed;
use domain::round::status::Side;
use entity::{matching_choice, matching_round};
use sea_orm::ConnectionTrait;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Who can be assigned now, in the order of ids.
#[derive(Debug, Default)]
pub(super) struct Roster {
    /// Offers, and their positions.
    pub(super) offers: Offers,
    /// Students.
    pub(super) students: Students,
}

impl Roster {
    /// Reads who of a round can be assigned; `locked` keeps them as they are until the transaction ends, the students
    /// first, as those who confirm lock them.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn read(
        context: &Context,
        db: &impl ConnectionTrait,
        round: Uuid,
        locked: bool,
    ) -> Result<Self, Error> {
        let students: Vec<Uuid> =
            store::students(db, round).await?.iter().map(|row| row.student_id).collect();
        let offers: Vec<Uuid> = store::offers(db, round).await?.iter().map(|row| row.offer_id).collect();
        let mut students = Students::read(db, &students, locked).await?;
        let mut offers = Offers::read(db, &offers, locked).await?;
        let mut rows = std::mem::take(&mut students.rows);
        rows.retain(|row| students.is_available(row));
        rows.sort_unstable_by_key(|row| row.id);
        students.rows = rows;
        let mut rows = std::mem::take(&mut offers.rows);
        rows.retain(|row| Offers::is_open(context, row) && offers.positions_left(row) > 0);
        rows.sort_unstable_by_key(|row| row.id);
        offers.rows = rows;
        Ok(Self { offers, students })
    }

    /// Whether nobody could be assigned anything.
    pub(super) fn is_empty(&self) -> bool {
        self.offers.rows.is_empty() || self.students.rows.is_empty()
    }

    /// Whether both can be assigned, and the offer is still for the student's specialty.
    pub(super) fn suits(&self, schools: &Schools, student: Uuid, offer: Uuid) -> bool {
        let student = self.students.rows.binary_search_by_key(&student, |row| row.id);
        let is_there = self.offers.rows.binary_search_by_key(&offer, |row| row.id).is_ok();
        let Some(student) = student.ok().filter(|_| is_there) else { return false };
        let specialty = self.students.rows[student].specialty_id;
        let parent = schools.specialty(specialty).and_then(|row| row.parent_id);
        self.offers.is_for(offer, specialty, parent)
    }

    /// The input without anybody's choices.
    pub(super) fn input(&self, seed: Seed) -> Input {
        let offers = self.offers.rows.iter().map(|row| Offer {
            id: row.id,
            positions: self.offers.positions_left(row),
            choices: Choices::default(),
        });
        let students =
            self.students.rows.iter().map(|row| Student { id: row.id, choices: Choices::default() });
        Input { seed, offers: offers.collect(), students: students.collect() }
    }
}

/// The input of a round as it stands: rankings and scores, once it is closed, are those that it was closed with.
///
/// # Errors
/// The database does not answer.
pub(super) async fn input(
    request: &Request,
    round: &matching_round::Model,
    roster: &Roster,
    seed: Seed,
) -> Result<Input, Error> {
    let db = &request.context.db.read;
    let schools = request.schools().await?;
    let mut wishes = store::choices(db, round.id, Side::Student).await?;
    wishes.retain(|choice| roster.suits(&schools, choice.student_id, choice.offer_id));
    let mut answers = store::choices(db, round.id, Side::Offer).await?;
    // A company accepts only those who chose its offer.
    let chosen: HashSet<(Uuid, Uuid)> =
        wishes.iter().map(|choice| (choice.student_id, choice.offer_id)).collect();
    answers.retain(|choice| chosen.contains(&(choice.student_id, choice.offer_id)));
    let tails: Vec<_> = wishes.iter().chain(&answers).filter(|choice| choice.rank.is_none()).collect();
    let scores = score::of_tails(&request.context, round, &tails).await?;
    let mut input = roster.input(seed);
    let (students, offers) =
        (places(input.students.iter().map(|one| one.id)), places(input.offers.iter().map(|one| one.id)));
    fill(&mut input, &students, &offers, &wishes, &scores, Side::Student);
    fill(&mut input, &students, &offers, &answers, &scores, Side::Offer);
    Ok(input)
}

fn places(ids: impl Iterator<Item = Uuid>) -> HashMap<Uuid, u32> {
    ids.zip(0..).collect()
}

/// Puts one side's choices in, the ranked by rank, the tail by place. What was left out above leaves gaps in the ranks,
/// which keep their order.
fn fill(
    input: &mut Input,
    students: &HashMap<Uuid, u32>,
    offers: &HashMap<Uuid, u32>,
    rows: &[matching_choice::Model],
    scores: &HashMap<(Uuid, Uuid), Score>,
    side: Side,
) {
    let mut rows: Vec<&matching_choice::Model> = rows.iter().collect();
    rows.sort_unstable_by_key(|row| (row.rank, row.student_id, row.offer_id));
    for row in rows {
        let (Some(student), Some(offer)) = (students.get(&row.student_id), offers.get(&row.offer_id)) else {
            continue;
        };
        let (own, who) = match side {
            Side::Student => (input.students.get_mut(at(*student)).map(|one| &mut one.choices), *offer),
            Side::Offer => (input.offers.get_mut(at(*offer)).map(|one| &mut one.choices), *student),
        };
        let Some(choices) = own else { continue };
        if row.rank.is_some() {
            choices.ranked.push(who);
        } else {
            let score = scores.get(&(row.student_id, row.offer_id)).copied().unwrap_or(0);
            choices.tail.push(Candidate { who, score });
        }
    }
}

fn at(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
