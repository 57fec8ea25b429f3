//! Ending many applications at once: those to an offer that closes, and those of a student who is hired elsewhere.

use crate::application::notify;
use crate::application::store::{self, Step};
use crate::context::Context;
use crate::error::Error;
use crate::events::Transaction;
use domain::application::{ApplicationAction, ApplicationStatus};
use domain::notification::NotificationKind;
use domain::transition::PlatformReason;
use entity::{Stored, application};
use uuid::Uuid;

/// Ends the applications to an offer that stand so, and tells their students; `words` are those of whoever closed
/// the offer.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn of_offer(
    context: &Context,
    tx: &Transaction,
    offer: Uuid,
    statuses: &[ApplicationStatus],
    because: PlatformReason,
    words: Option<&str>,
) -> Result<(), Error> {
    let rows = store::lock_of_offer(tx, offer, statuses).await?;
    let reason = Some(because.kept(words));
    for row in end(context, tx, rows, ApplicationAction::Settle, reason).await? {
        notify::student(context, tx, &row, NotificationKind::ApplicationSettled, words).await?;
    }
    Ok(())
}

/// Ends locked applications since their student confirmed another, and tells their companies.
///
/// # Errors
/// The database does not answer.
pub(super) async fn supersede(
    context: &Context,
    tx: &Transaction,
    rows: Vec<application::Model>,
) -> Result<(), Error> {
    for row in end(context, tx, rows, ApplicationAction::Supersede, None).await? {
        notify::company(context, tx, &row, NotificationKind::ApplicationAnswered, None).await?;
    }
    Ok(())
}

async fn end(
    context: &Context,
    tx: &Transaction,
    mut rows: Vec<application::Model>,
    action: ApplicationAction,
    reason: Option<String>,
) -> Result<Vec<application::Model>, Error> {
    let line = domain::application::transition(action);
    let line = line.ok_or_else(|| Error::internal(anyhow::anyhow!("no transition {action}")))?;
    rows.retain(|row| line.from.contains(&row.status.0));
    store::save_all(context, tx, &rows, line.to).await?;
    let left = rows.iter().map(|row| (row.id, Some(row.status.0)));
    store::record(context, tx, left, line.to, &Step { action, by: None, reason }).await?;
    for row in &mut rows {
        row.status = Stored(line.to);
    }
    Ok(rows)
}
