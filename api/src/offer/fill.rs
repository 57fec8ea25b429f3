//! `offerFill`: whoever answers for an offer says that its positions are taken, here or elsewhere.

use crate::context::Request;
use crate::error::Rejection;
use crate::offer::{change, close};
use domain::offer::OfferAction;
use entity::offer;
use uuid::Uuid;

/// Closes an offer as filled, and settles its open applications. What was filled by hand stays so: no cancelled
/// application opens it again.
///
/// # Errors
/// `WRONG_STATE`; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    reason: Option<String>,
) -> Result<offer::Model, Rejection> {
    let context = &request.context;
    let (tx, before) = change::hold(request, id, OfferAction::Fill).await?;
    let step = change::step(request, OfferAction::Fill, reason)?;
    let words = step.reason.clone();
    let after = change::advance(context, &tx, before, step, |_| {}).await?;
    close::settle(context, &tx, &after, words.as_deref()).await?;
    change::tell_company(request, &tx, &after, words).await?;
    tx.commit().await?;
    Ok(after)
}
