//! What a batch of comparisons at one school rests on: its offers, its weights, its hires.

use super::facts::{Numbers, OfferFacts, StudentFacts};
use super::pool::Pool;
use super::types::Match;
use super::{facts, store};
use crate::context::Context;
use domain::matching::eligibility::Check;
use domain::matching::{self, Hires, Offer, Student, Terms, Weights};
use sea_orm::DbErr;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::OwnedRwLockReadGuard;
use uuid::Uuid;

/// What a batch of comparisons at one school rests on.
pub(super) struct Setting {
    /// Its published offers.
    pub(super) pool: OwnedRwLockReadGuard<Pool>,
    weights: Weights,
    hires: Hires,
    ages_withheld: bool,
}

/// Two that are compared. An offer that is not in the pool was read for this.
pub(super) struct Pair<'a> {
    pub(super) student: &'a Student,
    pub(super) offer: &'a Offer,
}

impl Setting {
    /// As it is now, for students of these specialties. Four statements, and those that bring the pool up to date.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn of(
        context: &Context,
        school: Uuid,
        students: &[StudentFacts],
    ) -> Result<Self, DbErr> {
        let db = &context.db.read;
        let changes = store::changes_of(db, school).await?;
        let weights = store::weights(db, school).await?;
        let span = store::span(db, school).await?;
        let mut specialties: Vec<Uuid> = students.iter().map(|facts| facts.row.specialty_id).collect();
        specialties.sort_unstable();
        specialties.dedup();
        let hires = Hires::counted(span, store::hires(db, specialties).await?);
        let pool = context.pools.fresh(db, school, changes).await?;
        Ok(Self { pool, weights, hires, ages_withheld: false })
    }

    /// Takes other weights than the school's as they are now, where some are given.
    pub(super) fn weigh_by(&mut self, weights: Option<Weights>) {
        self.weights = weights.unwrap_or(self.weights);
    }

    /// Compares as for somebody who may not know ages: whatever a student's is decides nothing and is not told.
    pub(super) fn withhold_ages(&mut self) {
        self.ages_withheld = true;
    }

    /// Students, to be compared, by their ids.
    pub(super) fn students(
        &self,
        facts: &[StudentFacts],
        numbers: &mut Numbers<'_>,
    ) -> HashMap<Uuid, Student> {
        let student = |facts| {
            let student = facts::student(facts, numbers);
            if self.ages_withheld { student.without_age() } else { student }
        };
        facts.iter().map(|facts| facts.row.id).zip(facts.iter().map(student)).collect()
    }

    /// What a comparison rests on.
    pub(super) fn terms(&self) -> Terms<'_> {
        Terms { weights: &self.weights, rarities: self.pool.rarities(), hires: &self.hires }
    }

    /// Every reason of a pair, with the names of the skills.
    pub(super) fn explain(&self, pair: &Pair<'_>, numbers: &Numbers<'_>) -> Match {
        let Pair { student, offer } = pair;
        let (shared, lacking): (Vec<_>, Vec<_>) =
            offer.skills.iter().partition(|skill| student.skills.contains(skill));
        let names = |skills: Vec<&matching::Skill>| {
            skills.into_iter().filter_map(|skill| numbers.name(*skill)).map(str::to_owned).collect()
        };
        let mut found = matching::explain(student, offer, self.terms());
        if self.ages_withheld {
            found.checks = found.checks.map(Check::without_age);
        }
        Match::new(found, names(shared), names(lacking))
    }
}

/// Offers that were read, to be compared, by their ids.
pub(super) fn offers(read: &[OfferFacts], numbers: &mut Numbers<'_>) -> HashMap<Uuid, Offer> {
    read.iter().map(|facts| (facts.id, facts::offer(facts, numbers))).collect()
}

/// Students by their schools: a setting is one school's.
pub(super) fn by_school(students: Vec<StudentFacts>) -> HashMap<Uuid, Vec<StudentFacts>> {
    let mut schools: HashMap<Uuid, Vec<StudentFacts>> = HashMap::new();
    for facts in students {
        schools.entry(facts.row.school_id).or_default().push(facts);
    }
    schools
}

/// Compares on a thread where nobody else waits for.
///
/// # Errors
/// It panicked.
pub(super) async fn aside<T: Send + 'static>(
    compare: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Arc<DbErr>> {
    let compared = tokio::task::spawn_blocking(compare).await;
    compared.map_err(|error| Arc::new(DbErr::Custom(format!("a comparison: {error}"))))
}
