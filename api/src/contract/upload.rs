//! `contractFileUploadTicket`: the files that a contract's steps ask for, uploaded before the step is done.

use crate::context::Request;
use crate::contract::change;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::file::{self, NewTicket, Ticket};
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::file::{FileKind, FileSubject};
use domain::procedure::{EventKind, Value};
use entity::stored_file;
use sea_orm::EntityTrait;
use uuid::Uuid;

/// Gives a ticket for one file of a contract.
///
/// # Errors
/// `TOO_MANY_FILES`, those of [`file::ticket`]; the policy's denial.
pub(super) async fn run(request: &Request, id: Uuid, title: Option<String>) -> Result<Ticket, Rejection> {
    change::parts(request, id).await?;
    let by = request.actor()?.account;
    let context = &request.context;
    let tx = context.db.begin().await?;
    file::require_room(&tx, FileSubject::Contract, id).await?;
    let (subject, kind) = (FileSubject::Contract, FileKind::Other);
    let ticket = file::ticket(context, &tx, NewTicket { subject, subject_id: id, kind, title, by }).await?;
    tx.commit().await?;
    Ok(ticket)
}

/// Refuses files that were not uploaded to this contract.
///
/// # Errors
/// `INVALID`, for each input; or the database does not answer.
pub(super) async fn require(tx: &Transaction, contract: Uuid, kind: &EventKind) -> Result<(), Rejection> {
    let (EventKind::Completed { inputs, .. } | EventKind::Refused { inputs, .. }) = kind else {
        return Ok(());
    };
    let mut errors = Vec::new();
    for (key, value) in inputs {
        if let Value::File(id) = value
            && !belongs(tx, contract, *id).await?
        {
            errors.push(not_there(key));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

async fn belongs(tx: &Transaction, contract: Uuid, id: Uuid) -> Result<bool, Error> {
    let row = stored_file::Entity::find_by_id(id).one(tx).await?;
    Ok(row.is_some_and(|row| row.subject_kind.0 == FileSubject::Contract && row.subject_id == contract))
}

fn not_there(key: &str) -> UserError {
    let fr = "Déposez d'abord ce fichier sur le contrat, par contractFileUploadTicket.";
    let en = "Upload this file to the contract first, by contractFileUploadTicket.";
    UserError::new(ErrorCode::Invalid, fr, en).at(&["inputs", key])
}
