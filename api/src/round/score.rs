//! How well students and offers fit: what sorts the unranked tails of a round.

use crate::context::Context;
use crate::error::Error;
use crate::matching;
use domain::round::input::Score;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The scores of pairs of a student and an offer of a school, as they are now. A pair that is not in the answer scores
/// nothing: one of them is no more.
///
/// # Errors
/// The database does not answer.
pub(super) async fn of_pairs(
    context: &Context,
    school: Uuid,
    pairs: HashSet<(Uuid, Uuid)>,
) -> Result<HashMap<(Uuid, Uuid), Score>, Error> {
    if pairs.is_empty() {
        return Ok(HashMap::new());
    }
    let pairs: Vec<(Uuid, Uuid)> = pairs.into_iter().collect();
    let scores = matching::scores(context, school, &pairs).await?;
    Ok(scores.into_iter().map(|(pair, score)| (pair, Score::from(score.value.parts()))).collect())
}
