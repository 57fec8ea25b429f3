//! What an upload still needs once its bytes are there: said for each sort of thing, in the transaction that records it.

use crate::document;
use crate::error::Rejection;
use crate::file::store;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::file::{FileSubject, MOST_OF_APPLICATION, MOST_OF_CONTRACT};
use entity::upload_ticket;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Checks what may have changed since the ticket was given, before the file is recorded.
///
/// # Errors
/// What the user is told instead; the database does not answer.
pub(super) async fn settle(
    tx: &impl ConnectionTrait,
    ticket: &upload_ticket::Model,
) -> Result<(), Rejection> {
    match ticket.subject_kind.0 {
        FileSubject::Application => require_room(tx, FileSubject::Application, ticket.subject_id).await,
        FileSubject::Contract => require_room(tx, FileSubject::Contract, ticket.subject_id).await,
        // The platform prints these itself.
        FileSubject::Document => require_room(tx, FileSubject::Document, ticket.subject_id).await,
        FileSubject::DocumentScan => {
            require_room(tx, FileSubject::DocumentScan, ticket.subject_id).await?;
            document::require_pending(tx, ticket.subject_id).await
        }
    }
}

/// Requires that a thing has not as many files as it may have.
///
/// # Errors
/// `TOO_MANY_FILES`; the database does not answer.
pub(crate) async fn require_room(
    tx: &impl ConnectionTrait,
    subject: FileSubject,
    id: Uuid,
) -> Result<(), Rejection> {
    let most = match subject {
        FileSubject::Application => MOST_OF_APPLICATION,
        FileSubject::Contract => MOST_OF_CONTRACT,
        FileSubject::Document | FileSubject::DocumentScan => 1,
    };
    if store::count(tx, subject, id).await? < most {
        return Ok(());
    }
    let (fr, en) = (format!("Il y a déjà {most} fichiers."), format!("There are {most} files already."));
    Err(UserError::new(ErrorCode::TooManyFiles, fr, en).into())
}
