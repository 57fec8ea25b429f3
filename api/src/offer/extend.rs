//! `offerExtend`: an offer is open for another lifetime.

use crate::context::Request;
use crate::error::Rejection;
use crate::offer::approve::lifetime;
use crate::offer::change;
use domain::offer::OfferAction;
use domain::offer::lifetime::extended;
use entity::offer;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Extends an offer that is published, or opens again one that expired; at most a year from today.
///
/// # Errors
/// `WRONG_STATE`, `COMPANY_NOT_VERIFIED`; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    reason: Option<String>,
) -> Result<offer::Model, Rejection> {
    let context = &request.context;
    let (tx, before) = change::hold(request, id, OfferAction::Extend).await?;
    let step = change::step(request, OfferAction::Extend, reason)?;
    let words = step.reason.clone();
    let until = extended(context.now(), before.expires_at, lifetime(request));
    let after = change::advance(context, &tx, before, step, |row| row.expires_at = Set(Some(until))).await?;
    change::tell_company(request, &tx, &after, words).await?;
    tx.commit().await?;
    Ok(after)
}
