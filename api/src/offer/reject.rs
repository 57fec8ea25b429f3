//! `offerReject`: the school's career services do not publish an offer, and say why.

use crate::context::Request;
use crate::error::Rejection;
use crate::notification::tell;
use crate::offer::change;
use domain::notification::NotificationKind;
use domain::offer::OfferAction;
use entity::offer;
use uuid::Uuid;

/// Rejects an offer, and tells its company why; the company may correct it and submit it again.
///
/// # Errors
/// `WRONG_STATE`, `REASON_REQUIRED`; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    reason: Option<String>,
) -> Result<offer::Model, Rejection> {
    let context = &request.context;
    let (tx, before) = change::hold(request, id, OfferAction::Reject).await?;
    let step = change::step(request, OfferAction::Reject, reason)?;
    let about = tell::About { offer: Some(id), reason: step.reason.clone(), ..tell::About::default() };
    let after = change::advance(context, &tx, before, step, |_| {}).await?;
    tell::members(context, &tx, after.company_id, NotificationKind::OfferRejected, &about).await?;
    tx.commit().await?;
    Ok(after)
}
