//! What follows when something happened to a document: the next signature is asked for, people are told, an amendment comes
//! to hold.

use crate::context::Context;
use crate::document::state::{Deed, State};
use crate::document::{amend, request, store};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::mail::{self, Content, Mail, Recipient};
use domain::contract::ContractStatus;
use domain::document::{DocumentAction, DocumentKind, DocumentState, SignatureState};
use entity::{Stored, document, signature};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Where a document stands that holds, or is to.
const VALID: &[DocumentState] = &[DocumentState::Issued, DocumentState::Complete];

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

/// A contract has ended: nobody signs any more what is not signed. Of one that was withdrawn, what everybody signed holds no
/// more either; what was broken off did hold.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn contract_ended(
    context: &Context,
    tx: &Transaction,
    contract: Uuid,
    status: ContractStatus,
    by: (Option<Uuid>, &str),
) -> Result<(), Rejection> {
    let mut rows = in_states(tx, contract, VALID).await?;
    let never_began = status == ContractStatus::Withdrawn;
    rows.retain(|row| row.state.0 == DocumentState::Issued || (never_began && row.kind.0.prints_terms()));
    let states = if never_began { VALID } else { &[DocumentState::Issued] };
    void(context, tx, rows, states, by).await
}

/// Pay or days of a contract have changed: the papers that print them hold no more, and those who signed or were asked to are
/// told why, as when a paper is issued anew. Papers out for signature always; complete ones until the contract is active,
/// since after that an amendment alone changes it. The contract is locked by the caller, and read as it is in the
/// transaction. Answers the kinds of what was void, each once, so that the steps that wait for them can be opened again.
///
/// # Errors
/// `REASON_REQUIRED` for a blank reason where there is something to void; there is no such contract; or the database does
/// not answer.
pub async fn void_printing(
    context: &Context,
    tx: &Transaction,
    contract: Uuid,
    by: (Uuid, &str),
) -> Result<Vec<DocumentKind>, Rejection> {
    void_kinds(context, tx, contract, DocumentKind::prints_terms, by).await
}

/// The same, of papers of some kinds.
///
/// # Errors
/// As [`void_printing`].
pub(crate) async fn void_kinds(
    context: &Context,
    tx: &Transaction,
    contract: Uuid,
    prints: impl Fn(DocumentKind) -> bool,
    by: (Uuid, &str),
) -> Result<Vec<DocumentKind>, Rejection> {
    let row = store::contract(tx, contract).await?;
    let states: &[DocumentState] = match row.status.0 {
        ContractStatus::Preparing | ContractStatus::ToSign => VALID,
        _ => &[DocumentState::Issued],
    };
    let mut rows = in_states(tx, contract, states).await?;
    rows.retain(|row| prints(row.kind.0));
    let mut kinds: Vec<DocumentKind> = rows.iter().map(|row| row.kind.0).collect();
    kinds.sort_unstable();
    kinds.dedup();
    void(context, tx, rows, states, (Some(by.0), by.1)).await?;
    Ok(kinds)
}

/// The documents of a contract that stand so, oldest first: they are locked in this order.
async fn in_states(
    tx: &Transaction,
    contract: Uuid,
    states: &[DocumentState],
) -> Result<Vec<document::Model>, Error> {
    let rows = document::Entity::find()
        .filter(document::Column::ContractId.eq(contract))
        .filter(document::Column::State.is_in(states.iter().copied().map(Stored)))
        .order_by_asc(document::Column::Id);
    Ok(rows.all(tx).await?)
}

/// Voids documents that stand so when they are locked: the last may have signed meanwhile. Those who signed or were asked to
/// are told.
async fn void(
    context: &Context,
    tx: &Transaction,
    rows: Vec<document::Model>,
    states: &[DocumentState],
    (account, reason): (Option<Uuid>, &str),
) -> Result<(), Rejection> {
    for row in rows {
        let mut state = State::lock(tx, row.id).await?;
        if !states.contains(&state.row.state.0) {
            continue;
        }
        let deed = Deed { reason: Some(reason.to_owned()), account, ..Deed::default() };
        state.happen(context, tx, DocumentAction::Void, deed).await?;
        after(context, tx, &mut state).await?;
    }
    Ok(())
}
