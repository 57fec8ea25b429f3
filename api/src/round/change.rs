//! What every step of a round begins with: rights, and whether its state allows it.

use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::round::store;
use crate::transition::refused;
use domain::policy::Action;
use domain::round::status::{RoundAction, RoundStatus, apply};
use entity::matching_round;
use uuid::Uuid;

/// Asks the policy whether the asker may do this, and answers the round as it stood then.
///
/// # Errors
/// There is none; the policy's denial; or the database does not answer.
pub(super) async fn authorize(
    request: &Request,
    id: Uuid,
    action: RoundAction,
) -> Result<matching_round::Model, Error> {
    let db = &request.context.db.read;
    let actor = request.actor()?;
    let row = store::find(db, id).await?;
    let takes_part = store::takes_part(db, actor, id).await?;
    request.authorize(Action::Round(action), &store::subject(&row, takes_part))?;
    Ok(row)
}

/// The state that follows.
///
/// # Errors
/// `WRONG_STATE`, `REASON_REQUIRED`.
pub(super) fn advance(
    row: &matching_round::Model,
    action: RoundAction,
    reason: Option<&str>,
) -> Result<RoundStatus, Rejection> {
    apply(action, row.status.0, reason).map_err(|refusal| refused(&refusal).into())
}

/// A round in which nobody could be assigned anything.
pub(super) fn empty() -> UserError {
    let fr = "Le tour n'a pas d'offre, ou pas d'étudiant, qui puisse y prendre part.";
    UserError::new(ErrorCode::EmptyRound, fr, "The round has no offer, or no student, that can take part.")
}
