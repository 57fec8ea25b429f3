//! How well students and offers fit: what sorts the unranked tails of a round.
//!
//! A result must not be computed again until it pleases. So a round's weights are those of the moment it was opened, and
//! its scores those of the moment it was closed: they are kept with the choices that they sort. What is computed of an open
//! round, to look at, takes the scores as they are.

use crate::context::Context;
use crate::error::Error;
use crate::events::Transaction;
use crate::matching;
use crate::round::store::{self, CHUNK, Pair};
use domain::round::input::Score;
use entity::{matching_choice, matching_round};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// The scores of unranked choices: those that are kept, and of the others as they are now. A pair that is not in the answer
/// scores nothing: one of them is no more.
///
/// # Errors
/// The database does not answer.
pub(super) async fn of_tails(
    context: &Context,
    round: &matching_round::Model,
    tails: &[&matching_choice::Model],
) -> Result<HashMap<Pair, Score>, Error> {
    let kept = tails.iter().filter_map(|choice| Some((store::pair(choice), kept(choice)?)));
    let mut scores: HashMap<Pair, Score> = kept.collect();
    let others = tails.iter().filter(|choice| choice.score.is_none()).map(|choice| store::pair(choice));
    scores.extend(of_pairs(context, round, others.collect()).await?);
    Ok(scores)
}

fn kept(choice: &matching_choice::Model) -> Option<Score> {
    choice.score.and_then(|score| Score::try_from(score).ok())
}

/// Keeps the scores of a round's unranked choices as they are now, where none is kept, and answers how many. The round is
/// locked: nobody ranks meanwhile. One statement for each score that occurs, two thousand choices at most each.
///
/// # Errors
/// The database does not answer.
pub(super) async fn keep(
    context: &Context,
    tx: &Transaction,
    round: &matching_round::Model,
) -> Result<usize, Error> {
    let tails = store::tails_without_score(tx, round.id).await?;
    let scores = of_pairs(context, round, tails.iter().map(store::pair).collect()).await?;
    let mut by_score: BTreeMap<i32, Vec<Uuid>> = BTreeMap::new();
    for choice in &tails {
        let score = scores.get(&store::pair(choice)).copied().unwrap_or(0);
        by_score.entry(i32::try_from(score).unwrap_or(i32::MAX)).or_default().push(choice.id);
    }
    for (score, ids) in &by_score {
        for chunk in ids.chunks(CHUNK) {
            matching_choice::Entity::update_many()
                .col_expr(matching_choice::Column::Score, Expr::value(*score))
                .filter(matching_choice::Column::Id.is_in(chunk.iter().copied()))
                .exec(tx)
                .await?;
        }
    }
    Ok(tails.len())
}

/// The scores of pairs of a round as they are now, by the round's weights.
async fn of_pairs(
    context: &Context,
    round: &matching_round::Model,
    pairs: HashSet<Pair>,
) -> Result<HashMap<Pair, Score>, Error> {
    if pairs.is_empty() {
        return Ok(HashMap::new());
    }
    let pairs: Vec<Pair> = pairs.into_iter().collect();
    let weights = round.weights.map(|weights| weights.0);
    let scores = matching::scores(context, round.school_id, &pairs, weights).await?;
    Ok(scores.into_iter().map(|(pair, score)| (pair, Score::from(score.value.parts()))).collect())
}
