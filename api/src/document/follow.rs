//! What follows when something happened to a document: the next signature is asked for, people are told, an amendment comes
//! to hold.

use crate::context::Context;
use crate::document::state::{Deed, State};
use crate::document::{amend, request};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::mail::{self, Content, Mail, Recipient};
use domain::document::{DocumentAction, DocumentState, SignatureState};
use entity::{Stored, document, signature};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Draws what follows.
///
/// # Errors
/// The database does not answer.
pub(super) async fn after(context: &Context, tx: &Transaction, state: &mut State) -> Result<(), Rejection> {
    match state.row.state.0 {
        DocumentState::Issued => {
            let next = state.next().map(|(_, row)| row);
            let known = next.is_some_and(|row| row.name.is_some() && row.email.is_some());
            // What is made elsewhere is not signed here.
            let waits = next.is_some_and(|row| row.state.0 == SignatureState::Waiting);
            if known && waits && state.row.sha256.is_some() {
                request::ask(context, tx, state, None).await?;
            }
            Ok(())
        }
        DocumentState::Complete => {
            tell(context, tx, state, "signé par toutes les parties", |_| true).await?;
            amend::complete(context, tx, &state.row).await
        }
        DocumentState::Refused => {
            tell(context, tx, state, "refusé par l'une des parties", was_asked).await?;
            issuer(context, tx, state, "refusé par l'une des parties").await
        }
        DocumentState::Void => {
            tell(context, tx, state, "annulé : il n'engage plus personne", was_asked).await
        }
    }
}

fn was_asked(row: &signature::Model) -> bool {
    row.requested_at.is_some() || row.method.is_some()
}

fn reason(state: &State) -> Option<String> {
    let refused = state.signatures.iter().find(|row| row.state.0 == SignatureState::Refused);
    state.row.void_reason.clone().or_else(|| refused.and_then(|row| row.reason.clone()))
}

fn told(context: &Context, state: &State, person: &str, words: &str) -> Content {
    Content::PaperTold {
        person: person.to_owned(),
        paper: state.row.title.clone(),
        state: words.to_owned(),
        reason: reason(state),
        link: context.config.server.address(),
    }
}

/// Writes to those who sign.
async fn tell(
    context: &Context,
    tx: &Transaction,
    state: &State,
    words: &str,
    whom: impl Fn(&signature::Model) -> bool,
) -> Result<(), Rejection> {
    for row in state.signatures.iter().filter(|row| whom(row)) {
        let (Some(name), Some(email)) = (row.name.clone(), row.email.clone()) else { continue };
        let key = format!("document:{}:{}:{}", state.row.id, state.row.state.0, row.id);
        let content = told(context, state, &name, words);
        request::post(context, tx, &state.row, (name, email), content, key).await?;
    }
    Ok(())
}

/// Writes to whoever issued it.
async fn issuer(context: &Context, tx: &Transaction, state: &State, words: &str) -> Result<(), Rejection> {
    let Some(account) = state.row.issued_by else { return Ok(()) };
    account_told(context, tx, state, account, words, reason(state)).await
}

/// Writes to somebody with an account.
///
/// # Errors
/// The database does not answer.
pub(super) async fn account_told(
    context: &Context,
    tx: &Transaction,
    state: &State,
    account: Uuid,
    words: &str,
    why: Option<String>,
) -> Result<(), Rejection> {
    let named = entity::account::Entity::find_by_id(account).one(tx).await?;
    let person = named.map(|row| row.name).unwrap_or_default();
    let mut content = told(context, state, &person, words);
    if let Content::PaperTold { reason, .. } = &mut content {
        *reason = why;
    }
    let key = format!("document:{}:{}", state.row.id, context.new_id());
    mail::queue(context, tx, Mail { to: Recipient::Account(account), content, key, not_after: None }).await?;
    Ok(())
}

/// A contract has ended: nobody signs any more what is not signed.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn contract_ended(
    context: &Context,
    tx: &Transaction,
    contract: Uuid,
    (account, reason): (Uuid, &str),
) -> Result<(), Rejection> {
    let open = document::Entity::find()
        .filter(document::Column::ContractId.eq(contract))
        .filter(document::Column::State.eq(Stored(DocumentState::Issued)))
        .order_by_asc(document::Column::Id)
        .all(tx)
        .await
        .map_err(Error::from)?;
    for row in open {
        let mut state = State::lock(tx, row.id).await?;
        let deed = Deed { reason: Some(reason.to_owned()), account: Some(account), ..Deed::default() };
        state.happen(context, tx, DocumentAction::Void, deed).await?;
        after(context, tx, &mut state).await?;
    }
    Ok(())
}
