use uuid::Uuid;

use super::{JudgedQuery, JudgedSet, Manner, RECALLED, ndcg, recall};
use crate::{Change, Engine, Error, Kind, Query};

/// How well one engine answers a judged set.
#[derive(Debug)]
pub struct Report {
    /// The engine's name.
    pub engine: &'static str,
    /// The answers, in the order of the set.
    pub answers: Vec<Answer>,
}

/// How well a query is answered.
#[derive(Debug)]
pub struct Answer {
    /// What was typed.
    pub text: String,
    /// What it tries.
    pub manner: Manner,
    /// How many offers were found.
    pub total: u64,
    /// The first results in order, each with its grade, 0 for what was not judged.
    pub found: Vec<(Uuid, u8)>,
    /// nDCG of the first 10; `None` for nonsense.
    pub ndcg: Option<f64>,
    /// Recall of the first 20; `None` for nonsense.
    pub recall: Option<f64>,
}

/// Fills an engine with the offers of a set, asks it every query, and measures. The engine is left with the offers: give
/// one of its own indexes.
///
/// # Errors
/// Any [`Error`] of the engine.
pub async fn evaluate(engine: &dyn Engine, set: &JudgedSet) -> Result<Report, Error> {
    engine.prepare().await?;
    let changes = set.offers.values().map(|offer| Change::Upsert(offer.clone().into())).collect();
    engine.write(Kind::Offer, changes).await?;
    engine.flush().await?;
    let mut answers = Vec::with_capacity(set.queries.len());
    for query in &set.queries {
        answers.push(ask(engine, query).await?);
    }
    Ok(Report { engine: engine.name(), answers })
}

async fn ask(engine: &dyn Engine, query: &JudgedQuery) -> Result<Answer, Error> {
    let asked = Query { text: query.text.clone(), limit: RECALLED, ..Query::new(Kind::Offer) };
    let page = engine.search(&asked).await?;
    let grade = |id: &Uuid| query.grades.get(id).copied().unwrap_or(0);
    let found: Vec<(Uuid, u8)> = page.hits.iter().map(|hit| (hit.id, grade(&hit.id))).collect();
    let grades: Vec<u8> = found.iter().map(|(_, grade)| *grade).collect();
    let judged: Vec<u8> = query.grades.values().copied().collect();
    Ok(Answer {
        text: query.text.clone(),
        manner: query.manner,
        total: page.total,
        ndcg: ndcg(&grades, &judged),
        recall: recall(&grades, &judged),
        found,
    })
}

impl Report {
    /// Mean nDCG@10 of the queries that have an answer.
    #[must_use]
    pub fn ndcg(&self) -> f64 {
        mean(self.answers.iter().filter_map(|answer| answer.ndcg))
    }

    /// Mean recall@20 of the same.
    #[must_use]
    pub fn recall(&self) -> f64 {
        mean(self.answers.iter().filter_map(|answer| answer.recall))
    }

    /// Share of the queries that have an answer, and to which nothing was found.
    #[must_use]
    pub fn zero_results(&self) -> f64 {
        let answerable = self.answers.iter().filter(|answer| answer.manner != Manner::Nonsense);
        mean(answerable.map(|answer| if answer.total == 0 { 1.0 } else { 0.0 }))
    }

    /// Nonsense to which something was found.
    pub fn fooled(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|answer| answer.manner == Manner::Nonsense && answer.total > 0)
    }

    /// The answers, the worst first, nonsense left out.
    #[must_use]
    pub fn worst_first(&self) -> Vec<&Answer> {
        let mut answers: Vec<&Answer> = self.answers.iter().filter(|answer| answer.ndcg.is_some()).collect();
        answers.sort_by(|one, other| one.ndcg.partial_cmp(&other.ndcg).unwrap_or(std::cmp::Ordering::Equal));
        answers
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    if count == 0 { 0.0 } else { sum / f64::from(count) }
}
