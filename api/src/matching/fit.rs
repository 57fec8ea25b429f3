//! `Offer.fit`: how well an offer suits the student who asks.

use super::facts::{Numbers, StudentFacts};
use super::setting::{Pair, Setting, aside, by_school, offers};
use super::store;
use super::types::Match;
use crate::context::Request;
use crate::error::Error;
use crate::loaders::{Batch, Rows};
use crate::matching::facts::OfferFacts;
use async_graphql::dataloader::Loader;
use domain::role::Role;
use sea_orm::DbErr;
use std::collections::HashMap;
use uuid::Uuid;

/// A student and an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FitOf {
    /// The student.
    pub student: Uuid,
    /// The offer.
    pub offer: Uuid,
}

/// How well an offer suits the one who asks; `None` unless that is a student.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn of_asker(request: &Request, offer: Uuid) -> Result<Option<Match>, Error> {
    let asker = request.caller.actor.as_ref().filter(|actor| actor.role == Role::Student);
    let Some(student) = asker.and_then(|actor| actor.student) else { return Ok(None) };
    request.loaders.one(FitOf { student, offer }).await
}

impl Loader<FitOf> for Rows {
    type Value = Match;
    type Error = std::sync::Arc<DbErr>;

    async fn load(&self, keys: &[FitOf]) -> Batch<FitOf, Self::Value> {
        let context = &self.context;
        let mut ids: Vec<Uuid> = keys.iter().map(|key| key.student).collect();
        ids.sort_unstable();
        ids.dedup();
        let schools = context.reference.known(&context.db, context.now()).await?;
        let facts = store::students_among(&self.db, &schools, &ids).await?;
        let mut answers = HashMap::new();
        for (school, facts) in by_school(facts) {
            let setting = Setting::of(context, school, &facts).await?;
            let elsewhere = elsewhere(&setting, keys.iter().map(|key| key.offer));
            let read = store::offers(&self.db, &elsewhere).await?;
            let keys = keys.to_vec();
            answers.extend(aside(move || of_school(&setting, &facts, &read, &keys)).await?);
        }
        Ok(answers)
    }
}

/// The offers that are not among the published ones of the school, each once.
pub(super) fn elsewhere(setting: &Setting, offers: impl Iterator<Item = Uuid>) -> Vec<Uuid> {
    let mut elsewhere: Vec<Uuid> = offers.filter(|id| setting.pool.offer(*id).is_none()).collect();
    elsewhere.sort_unstable();
    elsewhere.dedup();
    elsewhere
}

fn of_school(
    setting: &Setting,
    facts: &[StudentFacts],
    read: &[OfferFacts],
    keys: &[FitOf],
) -> HashMap<FitOf, Match> {
    let mut numbers = Numbers::new(setting.pool.skills());
    let students = setting.students(facts, &mut numbers);
    let read = offers(read, &mut numbers);
    let pairs = keys.iter().filter_map(|key| {
        let student = students.get(&key.student)?;
        let offer = setting.pool.offer(key.offer).or_else(|| read.get(&key.offer))?;
        Some((*key, Pair { student, offer }))
    });
    pairs.map(|(key, pair)| (key, setting.explain(&pair, &numbers))).collect()
}
