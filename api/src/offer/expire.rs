//! Expiry: the worker closes the offers whose time has run out.

use crate::context::Context;
use crate::error::{Error, Rejection};
use crate::notification::tell;
use crate::offer::store::{self, Step};
use crate::offer::{change, close};
use domain::notification::NotificationKind;
use domain::offer::{OfferAction, OfferStatus};
use entity::{Stored, offer};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Offers read at a time.
const BATCH: u64 = 100;

/// Expires every published offer that is due, each in a transaction of its own, and answers how many. Run twice, or
/// by two processes at once, it does the same: an offer is looked at again once it is locked.
///
/// # Errors
/// The database does not answer; what was expired before stays so.
pub async fn run(context: &Context) -> Result<u64, Error> {
    let mut expired = 0;
    loop {
        let due = due(context).await?;
        for offer in &due {
            expired += u64::from(expire(context, *offer).await?);
        }
        if due.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(expired);
        }
    }
}

async fn due(context: &Context) -> Result<Vec<Uuid>, Error> {
    let rows = offer::Entity::find()
        .select_only()
        .column(offer::Column::Id)
        .filter(offer::Column::Status.eq(Stored(OfferStatus::Published)))
        .filter(offer::Column::ExpiresAt.lte(context.now()))
        .order_by_asc(offer::Column::ExpiresAt)
        .order_by_asc(offer::Column::Id)
        .limit(BATCH);
    Ok(rows.into_tuple().all(&context.db.read).await?)
}

async fn expire(context: &Context, id: Uuid) -> Result<bool, Error> {
    let tx = context.db.begin().await?;
    let before = store::lock(&tx, id).await?;
    let due = before.expires_at.is_some_and(|end| end <= context.now());
    if before.status.0 != OfferStatus::Published || !due {
        return Ok(false);
    }
    let step = Step { action: OfferAction::Expire, by: None, reason: None };
    let after = change::advance(context, &tx, before, step, |_| {}).await.map_err(fault)?;
    close::settle(context, &tx, &after, None).await?;
    let about = tell::About { offer: Some(id), ..tell::About::default() };
    tell::members(context, &tx, after.company_id, NotificationKind::OfferExpired, &about).await?;
    tx.commit().await?;
    Ok(true)
}

/// No user asked for this, so that none is to blame.
fn fault(rejection: Rejection) -> Error {
    match rejection {
        Rejection::User(errors) => Error::internal(anyhow::anyhow!("an offer did not expire: {errors:?}")),
        Rejection::Error(error) => error,
    }
}
