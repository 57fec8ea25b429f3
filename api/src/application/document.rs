//! `applicationDocumentUploadTicket`: a student attaches a file to an application, while it is live.

use crate::application::store;
use crate::context::Request;
use crate::error::Rejection;
use crate::file::{self, NewTicket, Ticket};
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::application::LIVE;
use domain::file::{FileKind, FileSubject};
use domain::policy::Action;
use uuid::Uuid;

/// Gives a ticket for one file of an application.
///
/// # Errors
/// `WRONG_STATE` once the application has ended, `TOO_MANY_FILES`, those of [`file::ticket`]; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    kind: FileKind,
    title: Option<String>,
) -> Result<Ticket, Rejection> {
    let context = &request.context;
    let tx = context.db.begin().await?;
    let (row, subject) = store::with_subject(&tx, id).await?;
    let by = request.authorize(Action::Attach, &subject)?.account;
    if !LIVE.contains(&row.status.0) {
        let fr = "La candidature est close : plus rien ne s'y ajoute.";
        let en = "The application has ended: nothing is added to it any more.";
        return Err(UserError::new(ErrorCode::WrongState, fr, en).at(&["applicationId"]).into());
    }
    file::require_room(&tx, FileSubject::Application, id).await?;
    let new = NewTicket { subject: FileSubject::Application, subject_id: id, kind, title, by };
    let ticket = file::ticket(context, &tx, new).await?;
    tx.commit().await?;
    Ok(ticket)
}
