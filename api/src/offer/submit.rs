//! `offerSubmit`: a company hands its draft to the school's career services.

use crate::context::Request;
use crate::error::Rejection;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::offer::change;
use chrono::{DateTime, NaiveDate, Utc};
use domain::offer::OfferAction;
use entity::offer;
use uuid::Uuid;

/// Hands an offer to career services.
///
/// # Errors
/// `COMPANY_NOT_VERIFIED`, `WRONG_STATE`, `INVALID` when it starts in the past; the policy's denial.
pub(super) async fn run(request: &Request, id: Uuid) -> Result<offer::Model, Rejection> {
    let (tx, before) = change::hold(request, id, OfferAction::Submit).await?;
    let start = before.start_on;
    let step = change::step(request, OfferAction::Submit, None)?;
    let after = change::advance(&request.context, &tx, before, step, |_| {}).await?;
    not_past(start, request.context.now())?;
    tx.commit().await?;
    Ok(after)
}

/// Refuses an offer that starts before today: nobody could be hired for it any more.
///
/// # Errors
/// `INVALID` at the start.
pub(super) fn not_past(start: NaiveDate, now: DateTime<Utc>) -> Result<(), UserError> {
    if start >= now.date_naive() {
        return Ok(());
    }
    let fr = "L'offre commence dans le passé.";
    Err(UserError::new(ErrorCode::Invalid, fr, "The offer starts in the past.").at(&["input", "start"]))
}
