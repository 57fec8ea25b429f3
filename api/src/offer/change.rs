//! One step of an offer along the domain's table: rights, lock, state, history, index.

use crate::context::{Context, Request};
use crate::error::{Error, Rejection};
use crate::events::{Event, Transaction};
use crate::notification::tell;
use crate::offer::store::{self, Step};
use crate::saved_search::alert;
use crate::transition::refused;
use domain::notification::NotificationKind;
use domain::offer::{self as states, OfferAction, OfferStatus};
use domain::policy::Action;
use domain::role::Role;
use domain::transition;
use entity::{Stored, offer};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Asks the policy, begins a transaction, and locks the offer in it: what is read of it from here on is what the
/// change is made to.
///
/// # Errors
/// There is none; the policy's denial; or the database does not answer.
pub(super) async fn hold(
    request: &Request,
    id: Uuid,
    action: OfferAction,
) -> Result<(Transaction, offer::Model), Error> {
    let (_, subject) = store::with_subject(&request.context.db.read, id).await?;
    request.authorize(Action::Offer(action), &subject)?;
    let tx = request.context.db.begin().await?;
    let row = store::lock(&tx, id).await?;
    Ok((tx, row))
}

/// A person's step.
///
/// # Errors
/// `INVALID` for a reason that is too long; nobody is signed in.
pub(super) fn step(
    request: &Request,
    action: OfferAction,
    reason: Option<String>,
) -> Result<Step, Rejection> {
    let reason = crate::transition::reason(reason)?;
    Ok(Step { action, by: Some(request.actor()?.account), reason })
}

/// Takes a locked offer along the table's line for the step's action, with whatever else changes in it.
///
/// # Errors
/// `WRONG_STATE`, `REASON_REQUIRED`, `COMPANY_NOT_VERIFIED`; or the database does not answer.
pub(super) async fn advance(
    context: &Context,
    tx: &Transaction,
    before: offer::Model,
    step: Step,
    change: impl FnOnce(&mut offer::ActiveModel),
) -> Result<offer::Model, Rejection> {
    let line = states::transition(step.action);
    let line = line.ok_or_else(|| Error::internal(anyhow::anyhow!("no transition {}", step.action)))?;
    let from = before.status.0;
    let to = transition::apply(line, from, step.reason.as_deref()).map_err(|refusal| refused(&refusal))?;
    // What the platform opens again was open before; only people's steps put an offer before students.
    if matches!(to, OfferStatus::Pending | OfferStatus::Published) && step.by.is_some() {
        store::require_verified(tx, before.company_id).await?;
    }
    let after = store::save(context, tx, before, |row| {
        row.status = Set(Stored(to));
        change(row);
    })
    .await?;
    store::record(context, tx, &after, Some(from), step).await?;
    if to == OfferStatus::Published && from != to {
        tx.announce([Event::OfferPublished { id: after.id, version: after.version }]);
        alert::enqueue(context, tx, after.id).await?;
    }
    Ok(after)
}

/// Tells the company of a step that career services took on its offer, in their words.
///
/// # Errors
/// The database does not answer.
pub(super) async fn tell_company(
    request: &Request,
    tx: &Transaction,
    offer: &offer::Model,
    words: Option<String>,
) -> Result<(), Error> {
    if request.actor()?.role == Role::CompanyMember {
        return Ok(());
    }
    let about = tell::About { offer: Some(offer.id), reason: words, ..tell::About::default() };
    tell::members(&request.context, tx, offer.company_id, NotificationKind::OfferHandled, &about).await
}
