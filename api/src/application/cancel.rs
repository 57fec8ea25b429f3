//! `applicationCancel`: an accepted or confirmed application falls through.

use crate::application::{change, store};
use crate::context::Request;
use crate::error::Rejection;
use crate::offer;
use domain::application::{ApplicationAction, ApplicationStatus};
use entity::application;
use uuid::Uuid;

/// Cancels an application, for a reason that both sides read. A confirmed one frees its position: an offer that the
/// platform had filled opens again.
///
/// # Errors
/// `WRONG_STATE`, `REASON_REQUIRED`; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    reason: Option<String>,
) -> Result<application::Model, Rejection> {
    let known = change::authorize(request, id, ApplicationAction::Cancel).await?;
    let step = change::step(request, ApplicationAction::Cancel, reason)?;
    let context = &request.context;
    let tx = context.db.begin().await?;
    // The offer first, then the application: the order in which a confirmation locks them.
    let offer = match known.offer_id {
        Some(offer) => Some(offer::store::lock(&tx, offer).await?),
        None => None,
    };
    let before = store::lock(&tx, id).await?;
    let was_confirmed = before.status.0 == ApplicationStatus::Confirmed;
    let after = change::advance(context, &tx, before, &step).await?;
    change::tell(request, &tx, &after, step.reason.as_deref()).await?;
    if let Some(offer) = offer.filter(|_| was_confirmed) {
        offer::close::reopen_when_freed(context, &tx, offer).await?;
    }
    tx.commit().await?;
    Ok(after)
}
