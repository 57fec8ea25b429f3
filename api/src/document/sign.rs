//! `documentSign`, `signatureRefuse` and `signatureDelegate`: what whoever holds a link and its code decides.

use crate::context::Request;
use crate::document::code::{self, Proof};
use crate::document::state::{Deed, State};
use crate::document::{UserAgent, amend, follow, request, state, store};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::file;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::document::{DocumentAction, SignatureMethod};
use entity::{Stored, document, signature, stored_file};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

/// What is decided.
#[derive(Clone, Debug)]
pub(super) enum Decision {
    /// Yes.
    Sign,
    /// No, and why.
    Refuse(Option<String>),
    /// Another person of the party decides: name and address.
    Delegate(String, String),
}

/// Takes a decision, and keeps what shows it: who, how, when, from where, and on which bytes.
///
/// # Errors
/// `WRONG_CODE`; `REASON_REQUIRED`; `INVALID` person; `WRONG_STATE`, `NOT_YOUR_TURN` where things changed meanwhile;
/// `RATE_LIMITED`; the database or the disk does not answer.
pub(super) async fn run(
    request: &Request,
    token: &str,
    code: &str,
    decision: Decision,
    agent: UserAgent,
) -> Result<(signature::Model, document::Model), Rejection> {
    let context = &request.context;
    let decision = checked(decision)?;
    let proof = code::prove(request, token, code).await?;
    require_bytes(request, &proof.document).await?;
    let tx = context.db.begin().await?;
    let signs = matches!(decision, Decision::Sign);
    amend::lock(context, &tx, &proof.document, |row| signs && row.id == proof.signature).await?;
    let mut state = State::lock(&tx, proof.document.id).await?;
    proof.use_up(&tx).await?;
    let at = state.place(proof.signature).ok_or(Error::NotFound)?;
    decide(request, &tx, &mut state, at, decision, agent).await?;
    follow::after(context, &tx, &mut state).await?;
    let answer = answer(&state, &proof);
    tx.commit().await?;
    answer.ok_or(Error::NotFound).map_err(Into::into)
}

fn answer(state: &State, proof: &Proof) -> Option<(signature::Model, document::Model)> {
    let signature = state.signatures.iter().find(|row| row.id == proof.signature)?;
    Some((signature.clone(), state.row.clone()))
}

/// Whoever could not decide is told so before the code is spent.
fn checked(decision: Decision) -> Result<Decision, Rejection> {
    Ok(match decision {
        Decision::Sign => Decision::Sign,
        Decision::Refuse(reason) => {
            let reason = crate::transition::reason(reason)?.ok_or_else(UserError::reason_required)?;
            Decision::Refuse(Some(reason))
        }
        Decision::Delegate(name, email) => {
            let (name, email) = request::person(&name, &email)?;
            Decision::Delegate(name, email)
        }
    })
}

/// What is signed is what was issued, to the byte.
async fn require_bytes(request: &Request, document: &document::Model) -> Result<(), Error> {
    let context = &request.context;
    let lost = || Error::internal(anyhow::anyhow!("document {} without its file", document.id));
    let id = document.file_id.ok_or_else(lost)?;
    let row = stored_file::Entity::find_by_id(id).one(&context.db.read).await?.ok_or_else(lost)?;
    if document.sha256.as_deref() != Some(&row.sha256) {
        return Err(lost());
    }
    file::read(context, &row).await.map(drop)
}

async fn decide(
    request: &Request,
    tx: &Transaction,
    state: &mut State,
    at: usize,
    decision: Decision,
    UserAgent(agent): UserAgent,
) -> Result<(), Rejection> {
    let context = &request.context;
    let (now, ip) = (context.now(), request.caller.address.to_string());
    let (action, reason) = match &decision {
        Decision::Sign => (DocumentAction::Sign, None),
        Decision::Refuse(reason) => (DocumentAction::Refuse, reason.clone()),
        Decision::Delegate(..) => (DocumentAction::Delegate, None),
    };
    if let Decision::Delegate(_, email) = &decision {
        require_another(state, at, email)?;
    }
    let deed = Deed { at: Some(at), reason: reason.clone(), account: None, ip: Some(ip.clone()) };
    state.happen(context, tx, action, deed).await?;
    let (sha256, successor) = (state.row.sha256.clone(), state.signatures.get(at + 1).map(|row| row.id));
    let kept = |row: &mut signature::ActiveModel| {
        (row.decided_at, row.ip, row.user_agent) = (Set(Some(now)), Set(Some(ip)), Set(agent));
        row.reason = Set(reason);
        match action {
            DocumentAction::Sign => {
                (row.method, row.sha256) = (Set(Some(Stored(SignatureMethod::Click))), Set(sha256));
            }
            DocumentAction::Delegate => (row.delegated_to, row.token_hash) = (Set(successor), Set(None)),
            _ => row.token_hash = Set(None),
        }
    };
    state.set(context, tx, at, kept).await?;
    if let Decision::Delegate(name, email) = decision {
        let named = |row: &mut signature::ActiveModel| {
            (row.name, row.email) = (Set(Some(name)), Set(Some(email)));
        };
        state.set(context, tx, at + 1, named).await?;
    }
    Ok(())
}

/// Nobody hands a signature to themselves, nor to whoever signs for another party.
fn require_another(state: &State, at: usize, email: &str) -> Result<(), UserError> {
    let Some(own) = state.signatures.get(at) else { return Ok(()) };
    if own.email.as_ref().is_some_and(|own| own.trim().eq_ignore_ascii_case(email)) {
        let fr = "Cette adresse signe déjà ce document.";
        let en = "This address signs the document already.";
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["email"]));
    }
    state::require_mailboxes(state.mailboxes().chain([(own.party.0, email)]), &["email"])
}

/// The document of a link, and the signature that it stands for.
///
/// # Errors
/// The database does not answer.
pub(super) async fn read(
    request: &Request,
    token: &str,
) -> Result<Option<(signature::Model, document::Model)>, Error> {
    super::link::find(&request.context.db.read, token).await
}

/// The school of a document, by its code.
///
/// # Errors
/// The database does not answer.
pub(super) async fn school(request: &Request, document: &document::Model) -> Result<(String, String), Error> {
    let row = store::contract(&request.context.db.read, document.contract_id).await?;
    let schools = request.schools().await?;
    let school = schools.school(row.school_id);
    Ok(school.map(|row| (row.code.clone(), row.name.clone())).unwrap_or_default())
}
