//! What follows when an offer closes, and when its positions are taken or freed.

use crate::application::settle;
use crate::context::Context;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::offer::change;
use crate::offer::store::{self, Step};
use domain::application::settled_by;
use domain::offer::lifetime::reopened;
use domain::offer::{OfferAction, OfferStatus};
use domain::transition::PlatformReason;
use entity::offer;
use sea_orm::ActiveValue::Set;

/// Ends the applications that an offer's closing ends, and tells their students; `words` are those of whoever
/// closed it.
///
/// # Errors
/// The database does not answer.
pub(super) async fn settle(
    context: &Context,
    tx: &Transaction,
    offer: &offer::Model,
    words: Option<&str>,
) -> Result<(), Error> {
    let because = match offer.status.0 {
        OfferStatus::Filled => PlatformReason::OfferFilled,
        OfferStatus::Cancelled => PlatformReason::OfferCancelled,
        OfferStatus::Expired => PlatformReason::OfferExpired,
        OfferStatus::Draft | OfferStatus::Pending | OfferStatus::Published | OfferStatus::Rejected => {
            return Ok(());
        }
    };
    settle::of_offer(context, tx, offer.id, settled_by(offer.status.0), because, words).await
}

/// Closes a locked offer when as many students have confirmed as it has positions, and settles the rest.
///
/// # Errors
/// The offer stands where it cannot be filled; or the database does not answer.
pub(crate) async fn fill_when_taken(
    context: &Context,
    tx: &Transaction,
    offer: offer::Model,
) -> Result<offer::Model, Rejection> {
    if !store::is_taken(&offer, store::confirmed(tx, offer.id).await?) {
        return Ok(offer);
    }
    let reason = Some(PlatformReason::PositionsTaken.kept(None));
    let step = Step { action: OfferAction::Fill, by: None, reason };
    let filled = change::advance(context, tx, offer, step, |_| {}).await?;
    settle(context, tx, &filled, None).await?;
    Ok(filled)
}

/// Opens a locked offer again when the platform had filled it and a position became free. What a person closed
/// stays closed.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn reopen_when_freed(
    context: &Context,
    tx: &Transaction,
    offer: offer::Model,
) -> Result<(), Rejection> {
    let free = !store::is_taken(&offer, store::confirmed(tx, offer.id).await?);
    let by_platform = store::filled_by(tx, offer.id).await?.is_none();
    if offer.status.0 != OfferStatus::Filled || !free || !by_platform {
        return Ok(());
    }
    let until = reopened(context.now(), offer.expires_at);
    let step = Step {
        action: OfferAction::Reopen,
        by: None,
        reason: Some(PlatformReason::PositionFreed.kept(None)),
    };
    change::advance(context, tx, offer, step, |row| row.expires_at = Set(Some(until))).await?;
    Ok(())
}
