//! `applicationCancel`: an accepted or confirmed application falls through.

use crate::application::store::Step;
use crate::application::{change, store};
use crate::context::{Context, Request};
use crate::contract::store::of_application;
use crate::error::Rejection;
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::offer;
use domain::application::{ApplicationAction, ApplicationStatus};
use entity::application;
use uuid::Uuid;

/// Cancels an application, for a reason that both sides read. A confirmed one frees its position: an offer that the
/// platform had filled opens again.
///
/// # Errors
/// `WRONG_STATE`, also once its contract is opened; `REASON_REQUIRED`; the policy's denial.
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
    require_no_contract(&tx, id).await?;
    let was_confirmed = before.status.0 == ApplicationStatus::Confirmed;
    let after = change::advance(context, &tx, before, &step).await?;
    change::tell(request, &tx, &after, step.reason.as_deref()).await?;
    if let Some(offer) = offer.filter(|_| was_confirmed) {
        offer::close::reopen_when_freed(context, &tx, offer).await?;
    }
    tx.commit().await?;
    Ok(after)
}

/// A confirmed application ends with its contract, not before it.
async fn require_no_contract(tx: &Transaction, id: Uuid) -> Result<(), Rejection> {
    if of_application(tx, id).await?.is_none() {
        return Ok(());
    }
    let fr = "Le contrat de cette candidature est ouvert : retirez le contrat.";
    let en = "The contract of this application is open: withdraw the contract.";
    Err(UserError::new(ErrorCode::WrongState, fr, en).into())
}

/// Cancels the application of a contract that ends, whose sides are told of that. Its position is free
/// again where nobody took it up.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn with_contract(
    context: &Context,
    tx: &Transaction,
    id: Uuid,
    (account, reason): (Uuid, String),
    frees_position: bool,
) -> Result<(), Rejection> {
    let known = store::with_subject(tx, id).await?.0;
    let offer = match known.offer_id {
        Some(offer) => Some(offer::store::lock(tx, offer).await?),
        None => None,
    };
    let before = store::lock(tx, id).await?;
    if before.status.0 != ApplicationStatus::Confirmed {
        return Ok(());
    }
    let step = Step { action: ApplicationAction::Cancel, by: Some(account), reason: Some(reason) };
    change::advance(context, tx, before, &step).await?;
    if let Some(offer) = offer.filter(|_| frees_position) {
        offer::close::reopen_when_freed(context, tx, offer).await?;
    }
    Ok(())
}
