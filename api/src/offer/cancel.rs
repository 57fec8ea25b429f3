//! `offerCancel`: an offer is taken back.

use crate::context::Request;
use crate::error::Rejection;
use crate::offer::{change, close};
use domain::offer::OfferAction;
use entity::offer;
use uuid::Uuid;

/// Takes an offer back for good, and settles its open applications: their students read the reason.
///
/// # Errors
/// `WRONG_STATE`, `REASON_REQUIRED`; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    reason: Option<String>,
) -> Result<offer::Model, Rejection> {
    let context = &request.context;
    let (tx, before) = change::hold(request, id, OfferAction::Cancel).await?;
    let step = change::step(request, OfferAction::Cancel, reason)?;
    let words = step.reason.clone();
    let after = change::advance(context, &tx, before, step, |_| {}).await?;
    close::settle(context, &tx, &after, words.as_deref()).await?;
    change::tell_company(request, &tx, &after, words).await?;
    tx.commit().await?;
    Ok(after)
}
