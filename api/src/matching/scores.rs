//! The scores of many pairs at once: what a matching round orders by.

use super::facts::{Numbers, OfferFacts, StudentFacts};
use super::fit::elsewhere;
use super::parallel::{in_parts, threads_for};
use super::setting::{Setting, aside, offers};
use super::store;
use crate::context::Context;
use crate::error::Error;
use domain::matching::{self, Score, Weights};
use std::collections::HashMap;
use uuid::Uuid;

/// The score of each pair of a student and an offer of a school, whatever the state of the offer, by these weights, or
/// else by the school's as they are now. Pairs of which one is not there are left out. Nobody is asked whether the asker may know:
/// the caller's policy decides.
///
/// Nine statements for up to a thousand students and a thousand offers that are not published any more, two more for each
/// thousand of students and three of such offers; and those that bring the offers in memory up to date.
///
/// # Errors
/// The database does not answer.
pub async fn scores(
    context: &Context,
    school: Uuid,
    pairs: &[(Uuid, Uuid)],
    weights: Option<Weights>,
) -> Result<HashMap<(Uuid, Uuid), Score>, Error> {
    let db = &context.db.read;
    let mut ids: Vec<Uuid> = pairs.iter().map(|(student, _)| *student).collect();
    ids.sort_unstable();
    ids.dedup();
    let schools = context.reference.known(&context.db, context.now()).await?;
    let mut facts = store::students_among(db, &schools, &ids).await?;
    facts.retain(|facts| facts.row.school_id == school);
    let mut setting = Setting::of(context, school, &facts).await?;
    setting.weigh_by(weights);
    let read = store::offers(db, &elsewhere(&setting, pairs.iter().map(|(_, offer)| *offer))).await?;
    let pairs = pairs.to_vec();
    Ok(aside(move || compared(&setting, &facts, &read, &pairs)).await?)
}

fn compared(
    setting: &Setting,
    facts: &[StudentFacts],
    read: &[OfferFacts],
    pairs: &[(Uuid, Uuid)],
) -> HashMap<(Uuid, Uuid), Score> {
    let mut numbers = Numbers::new(setting.pool.skills());
    let students = setting.students(facts, &mut numbers);
    let read = offers(read, &mut numbers);
    let score = |pair: &(Uuid, Uuid)| {
        let student = students.get(&pair.0)?;
        let offer = setting.pool.offer(pair.1).or_else(|| read.get(&pair.1))?;
        Some((*pair, matching::score(student, offer, setting.terms())))
    };
    let parts =
        in_parts(pairs, threads_for(pairs.len()), |part| part.iter().filter_map(score).collect::<Vec<_>>());
    parts.into_iter().flatten().collect()
}
