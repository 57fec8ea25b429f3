//! `companyVerify` and `companyReject`: a school's career services decide whether a company is what it says.

use crate::company::store;
use crate::context::Request;
use crate::error::Rejection;
use crate::events::Event;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::notification::tell;
use crate::outbox::{self, Indexed};
use domain::company::CompanyStatus;
use domain::notification::NotificationKind;
use domain::policy::{Action, Subject};
use entity::{Stored, company};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is.
    Verify,
    /// It is not, for this reason.
    Reject(String),
}

/// Decides on a company; deciding the same again changes nothing.
///
/// # Errors
/// `REASON_REQUIRED`; `WRONG_STATE` for a company that nobody acts for; the policy's denial.
pub async fn run(request: &Request, id: Uuid, decision: Decision) -> Result<company::Model, Rejection> {
    request.authorize(Action::Verify, &Subject::Company { company: id })?;
    let (status, reason, kind) = match decision {
        Decision::Verify => (CompanyStatus::Verified, None, NotificationKind::CompanyVerified),
        Decision::Reject(reason) if reason.trim().is_empty() => {
            return Err(UserError::reason_required().into());
        }
        Decision::Reject(reason) => {
            (CompanyStatus::Rejected, Some(reason), NotificationKind::CompanyRejected)
        }
    };
    let context = &request.context;
    let tx = context.db.begin().await?;
    let before = store::lock(&tx, id).await?;
    if before.status.0 == CompanyStatus::Listed {
        let fr = "Personne n'agit encore pour cette entreprise : elle vient de l'historique des embauches.";
        let en = "Nobody acts for this company yet: it comes from the hiring history.";
        return Err(UserError::new(ErrorCode::WrongState, fr, en).into());
    }
    if before.status.0 == status && before.status_reason == reason {
        return Ok(before);
    }
    let after = store::save(context, &tx, before, |row| {
        row.status = Set(Stored(status));
        row.status_reason = Set(reason.clone());
    })
    .await?;
    tx.announce(store::accounts(&tx, id).await?.into_iter().map(Event::AccountChanged));
    let about = tell::About { company: Some(id), reason, ..tell::About::default() };
    tell::members(context, &tx, id, kind, &about).await?;
    outbox::changed(context, &tx, Indexed::Company, [(after.id, after.version)]).await?;
    tx.commit().await?;
    Ok(after)
}
