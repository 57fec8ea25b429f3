//! `offerApprove`: the school's career services publish an offer.

use crate::context::Request;
use crate::error::Rejection;
use crate::notification::tell;
use crate::offer::{change, close};
use chrono::TimeDelta;
use domain::notification::NotificationKind;
use domain::offer::OfferAction;
use entity::offer;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Publishes an offer for its lifetime, and tells its company. What was published before keeps its first day.
///
/// # Errors
/// `WRONG_STATE`, `COMPANY_NOT_VERIFIED`; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    reason: Option<String>,
) -> Result<offer::Model, Rejection> {
    let context = &request.context;
    let (tx, before) = change::hold(request, id, OfferAction::Approve).await?;
    let step = change::step(request, OfferAction::Approve, reason)?;
    let about = tell::About { offer: Some(id), reason: step.reason.clone(), ..tell::About::default() };
    let now = context.now();
    let first = before.published_at.unwrap_or(now);
    let after = change::advance(context, &tx, before, step, |row| {
        row.published_at = Set(Some(first));
        row.expires_at = Set(Some(now + lifetime(request)));
    })
    .await?;
    tell::members(context, &tx, after.company_id, NotificationKind::OfferApproved, &about).await?;
    // While it waited, students may have confirmed and the company lowered its positions.
    let after = close::fill_when_taken(context, &tx, after).await?;
    tx.commit().await?;
    Ok(after)
}

/// How long an offer is open, as configured.
pub(super) fn lifetime(request: &Request) -> TimeDelta {
    TimeDelta::days(i64::from(request.context.config.offers.lifetime_days))
}
