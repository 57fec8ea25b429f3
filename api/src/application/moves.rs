//! The steps that change nothing but the application: `applicationProcess`, `Postpone`, `Pool`, `Accept`, `Refuse`
//! by the company, `Decline` and `Withdraw` by the student.

use crate::application::{change, store};
use crate::context::Request;
use crate::error::Rejection;
use domain::application::ApplicationAction;
use entity::application;
use uuid::Uuid;

/// Takes a step and tells the other side. A company may accept more students than it has positions, since some
/// decline: it is the confirmation that takes a position.
///
/// # Errors
/// `WRONG_STATE`, `REASON_REQUIRED`; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    action: ApplicationAction,
    reason: Option<String>,
) -> Result<application::Model, Rejection> {
    change::authorize(request, id, action).await?;
    let step = change::step(request, action, reason)?;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let before = store::lock(&tx, id).await?;
    let after = change::advance(context, &tx, before, &step).await?;
    change::tell(request, &tx, &after, step.reason.as_deref()).await?;
    tx.commit().await?;
    Ok(after)
}
