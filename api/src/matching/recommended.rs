//! `Student.recommendedOffers`: the best of all eligible offers, exactly.

use super::connection::{MatchConnection, Position, connection};
use super::facts::{Numbers, StudentFacts};
use super::parallel::{in_parts, threads_for};
use super::pool::Posted;
use super::setting::{Pair, Setting, aside, by_school};
use super::store;
use super::types::{Found, Match};
use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::Page;
use crate::loaders::{Batch, Rows};
use crate::offer::types::Offer;
use crate::student::types::Student;
use async_graphql::Context;
use async_graphql::dataloader::Loader;
use chrono::{DateTime, Utc};
use domain::matching::ranking::{Best, Places, best, merge};
use domain::matching::{Student as Compared, Terms};
use domain::policy::Action;
use futures_util::future::try_join_all;
use sea_orm::DbErr;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// The offers that suit a student best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Recommended {
    /// The student.
    pub student: Uuid,
    /// Which places.
    pub places: Places,
}

/// A page of the offers that suit a student best; `None` for whoever may not know.
///
/// # Errors
/// A wrong page; or the database does not answer.
pub(crate) async fn page(
    ctx: &Context<'_>,
    student: &Student,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Option<MatchConnection<Offer>>, Error> {
    let page = Page::<Position>::new(first, after)?;
    let request = Request::of(ctx)?;
    if !request.may(Action::ReadPrivate, &student.subject()) {
        return Ok(None);
    }
    let key = Recommended { student: student.row.id, places: Position::places(&page) };
    let found = request.loaders.one(key).await?.unwrap_or_default();
    let offers = found.ranked.iter().map(|(ranked, _)| Offer::load(request, ranked.id));
    let offers = try_join_all(offers).await?;
    Ok(Some(connection(&page, &found, offers)))
}

impl Loader<Recommended> for Rows {
    type Value = Arc<Found>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[Recommended]) -> Batch<Recommended, Self::Value> {
        let context = &self.context;
        let ids: Vec<Uuid> = keys.iter().map(|key| key.student).collect();
        let schools = context.reference.known(&context.db, context.now()).await?;
        let facts = store::students_among(&self.db, &schools, &ids).await?;
        let mut answers = HashMap::new();
        for (school, facts) in by_school(facts) {
            let setting = Setting::of(context, school, &facts).await?;
            let (keys, now) = (keys.to_vec(), context.now());
            answers.extend(aside(move || of_school(&setting, &facts, &keys, now)).await?);
        }
        Ok(answers)
    }
}

fn of_school(
    setting: &Setting,
    facts: &[StudentFacts],
    keys: &[Recommended],
    now: DateTime<Utc>,
) -> HashMap<Recommended, Arc<Found>> {
    let mut numbers = Numbers::new(setting.pool.skills());
    let students = setting.students(facts, &mut numbers);
    let of_school = keys.iter().filter_map(|key| Some((key, students.get(&key.student)?)));
    let answered = of_school.map(|(key, student)| {
        let offers = setting.pool.open_to(student, now);
        let best = ranked(&offers, student, setting.terms(), key.places, threads_for(offers.len()));
        let explained = best.ranked.iter().filter_map(|ranked| {
            let offer = setting.pool.offer(ranked.id)?;
            let fit: Match = setting.explain(&Pair { student, offer }, &numbers);
            Some((*ranked, fit))
        });
        let found = Found { ranked: explained.collect(), eligible: best.eligible };
        (*key, Arc::new(found))
    });
    answered.collect()
}

/// The best of these offers, by so many threads.
fn ranked<'a>(
    offers: &[&'a Posted],
    student: &'a Compared,
    terms: Terms<'_>,
    places: Places,
    threads: usize,
) -> Best {
    let pair = |posted: &&'a Posted| (posted.id, student, &posted.offer);
    merge(in_parts(offers, threads, |part| best(part.iter().map(pair), terms, places)), places)
}

#[cfg(test)]
mod tests;
