//! `studentConfirm` and `studentReject`: career services say whether somebody is a student of the school.

use crate::context::Request;
use crate::error::Rejection;
use crate::graphql::user_error::UserError;
use crate::notification::tell;
use crate::outbox::{self, Indexed};
use crate::student::store;
use domain::notification::NotificationKind;
use domain::policy::Action;
use domain::student::StudentStatus;
use entity::{Stored, student};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is one.
    Confirm,
    /// It is not, for this reason.
    Reject(String),
}

/// Decides on a student; deciding the same again changes nothing.
///
/// # Errors
/// `REASON_REQUIRED`; the policy's denial.
pub async fn run(request: &Request, id: Uuid, decision: Decision) -> Result<student::Model, Rejection> {
    let context = &request.context;
    let tx = context.db.begin().await?;
    let before = store::lock_for(request, &tx, id, Action::Verify).await?;
    let (status, reason, kind) = match decision {
        Decision::Confirm => (StudentStatus::Confirmed, None, NotificationKind::StudentConfirmed),
        Decision::Reject(reason) if reason.trim().is_empty() => {
            return Err(UserError::reason_required().into());
        }
        Decision::Reject(reason) => {
            (StudentStatus::Rejected, Some(reason), NotificationKind::StudentRejected)
        }
    };
    if before.status.0 == status && before.status_reason == reason {
        return Ok(before);
    }
    let after = store::save(context, &tx, before, |row| {
        row.status = Set(Stored(status));
        row.status_reason = Set(reason.clone());
    })
    .await?;
    let about = tell::About { reason, ..tell::About::default() };
    tell::accounts(context, &tx, [after.account_id], kind, &about).await?;
    outbox::changed(context, &tx, Indexed::Student, [(after.id, after.version)]).await?;
    tx.commit().await?;
    Ok(after)
}
