//! `applicationConfirm`: the student says yes to a company that accepted. A position is taken, and the student's
//! other applications end.

use crate::application::{change, settle, store};
use crate::context::Request;
use crate::error::Rejection;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::offer;
use domain::application::{ApplicationAction, ApplicationStatus};
use domain::offer::OfferStatus;
use entity::{application, offer as offers};
use uuid::Uuid;

/// Confirms an accepted application. An acceptance outlives the expiry of its offer. With the last position the
/// offer is filled, and its other open applications are settled.
///
/// # Errors
/// `WRONG_STATE`; `NO_POSITION_LEFT`; `OFFER_NOT_OPEN` while career services decide on the offer again;
/// `ALREADY_EXISTS` when the student has confirmed another; the policy's denial.
pub(super) async fn run(request: &Request, id: Uuid) -> Result<application::Model, Rejection> {
    let known = change::authorize(request, id, ApplicationAction::Confirm).await?;
    let step = change::step(request, ApplicationAction::Confirm, None)?;
    let context = &request.context;
    let tx = context.db.begin().await?;
    // The student, then the offer, then applications: whoever else counts its positions waits here.
    store::lock_student(&tx, known.student_id).await?;
    let offer = match known.offer_id {
        Some(offer) => Some(offer::store::lock(&tx, offer).await?),
        None => None,
    };
    let mut live = store::lock_live(&tx, known.student_id, known.offer_id).await?;
    let before = store::lock(&tx, id).await?;
    if let Some(offer) = &offer {
        require_position(&before, offer, &live)?;
    }
    live.retain(|row| row.student_id == known.student_id && row.id != id);
    let after = change::advance(context, &tx, before, &step).await?;
    require_first(&live)?;
    change::tell(request, &tx, &after, None).await?;
    settle::supersede(context, &tx, live).await?;
    if let Some(offer) = offer {
        offer::close::fill_when_taken(context, &tx, offer).await?;
    }
    tx.commit().await?;
    Ok(after)
}

/// Whether the offer has a position for this application: it may have been filled since the company accepted.
fn require_position(
    before: &application::Model,
    offer: &offers::Model,
    live: &[application::Model],
) -> Result<(), UserError> {
    let confirmed = |row: &&application::Model| {
        row.offer_id == Some(offer.id) && row.status.0 == ApplicationStatus::Confirmed
    };
    let taken = u64::try_from(live.iter().filter(confirmed).count()).unwrap_or(u64::MAX);
    // Settled with the offer that another student filled: that is what happened, not a wrong state.
    let settled = before.status.0 == ApplicationStatus::Cancelled && offer.status.0 == OfferStatus::Filled;
    let waits = before.status.0 == ApplicationStatus::Accepted;
    if settled || (waits && (offer.status.0 == OfferStatus::Filled || offer::store::is_taken(offer, taken))) {
        let fr = "Tous les postes de l'offre sont pris.";
        return Err(UserError::new(ErrorCode::NoPositionLeft, fr, "Every position of the offer is taken."));
    }
    if !waits || matches!(offer.status.0, OfferStatus::Published | OfferStatus::Expired) {
        return Ok(());
    }
    let fr = "L'offre a changé : l'école doit l'approuver de nouveau avant que vous confirmiez.";
    let en = "The offer has changed: the school must approve it again before you confirm.";
    Err(UserError::new(ErrorCode::OfferNotOpen, fr, en))
}

/// A student has one contract at a time.
///
/// # Errors
/// `ALREADY_EXISTS` when one of these is confirmed.
pub(super) fn require_first(others: &[application::Model]) -> Result<(), UserError> {
    if others.iter().all(|row| row.status.0 != ApplicationStatus::Confirmed) {
        return Ok(());
    }
    let fr = "Vous avez confirmé une autre candidature ; annulez-la d'abord.";
    Err(UserError::new(
        ErrorCode::AlreadyExists,
        fr,
        "You have confirmed another application; cancel it first.",
    ))
}
