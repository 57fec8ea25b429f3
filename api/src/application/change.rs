//! One step of an application along the domain's table: rights, lock, state, history, and telling the other side.

use crate::application::notify;
use crate::application::store::{self, Step};
use crate::company::acting;
use crate::context::{Context, Request};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::history::side_of;
use crate::transition::refused;
use domain::application::{self as states, ApplicationAction};
use domain::notification::NotificationKind;
use domain::policy::Action;
use domain::transition::{self, Party};
use entity::application;
use uuid::Uuid;

/// Asks the policy whether the asker may do this, and answers the application as it stood then.
///
/// # Errors
/// There is none; the policy's denial; or the database does not answer.
pub(super) async fn authorize(
    request: &Request,
    id: Uuid,
    action: ApplicationAction,
) -> Result<application::Model, Error> {
    let (row, subject) = store::with_subject(&request.context.db.read, id).await?;
    request.authorize(Action::Application(action), &subject)?;
    Ok(row)
}

/// A person's step.
///
/// # Errors
/// `INVALID` for a reason that is too long; nobody is signed in.
pub(super) fn step(
    request: &Request,
    action: ApplicationAction,
    reason: Option<String>,
) -> Result<Step, Rejection> {
    let reason = crate::transition::reason(reason)?;
    Ok(Step { action, by: Some(request.actor()?.account), reason })
}

/// Takes a locked application along the table's line for the step's action.
///
/// # Errors
/// `WRONG_STATE`, `REASON_REQUIRED`; or the database does not answer.
pub(super) async fn advance(
    context: &Context,
    tx: &Transaction,
    before: application::Model,
    step: &Step,
) -> Result<application::Model, Rejection> {
    let line = states::transition(step.action);
    let line = line.ok_or_else(|| Error::internal(anyhow::anyhow!("no transition {}", step.action)))?;
    let from = before.status.0;
    let to = transition::apply(line, from, step.reason.as_deref()).map_err(|refusal| refused(&refusal))?;
    let after = store::save(context, tx, before, to).await?;
    store::record(context, tx, [(after.id, Some(from))], to, step).await?;
    Ok(after)
}

/// Tells whoever did not make the step: the company of a student's, the student of a company's, both of staff's.
///
/// # Errors
/// The database does not answer.
pub(super) async fn tell(
    request: &Request,
    tx: &Transaction,
    after: &application::Model,
    reason: Option<&str>,
) -> Result<(), Error> {
    let context = &request.context;
    let by = side_of(request.actor()?.role);
    if by != Party::Student {
        notify::student(context, tx, after, NotificationKind::ApplicationMoved, reason).await?;
    }
    // Staff who stand in for a company without members need not be told of what they did.
    let stands_in = by == Party::School && !acting::has_members(tx, after.company_id).await?;
    if by != Party::Company && !stands_in {
        notify::company(context, tx, after, NotificationKind::ApplicationAnswered, reason).await?;
    }
    Ok(())
}
