//! `signatureRequest`: whoever signs next is sent a link.

use crate::auth::{limits, tokens};
use crate::context::{Context, Request};
use crate::document::state::{Deed, State};
use crate::document::types::SigningParty as GraphParty;
use crate::document::{code, issue, link, state, store};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::mail::{self, Content, Mail, Recipient};
use async_graphql::InputObject;
use domain::document::{CODE_WINDOW, DocumentAction, SignatureState, SigningParty};
use domain::locale::Locale;
use domain::mail::is_address;
use domain::policy;
use entity::{company, contract, document, signature, student};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use uuid::Uuid;

/// Characters of a name or an address at most.
const LONGEST: usize = 200;
/// Links that are asked for within an hour, for the papers of one kind of a contract.
const MOST_REQUESTS: u32 = 20;

/// Who signs for a party.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct SignatoryInput {
    /// For whom.
    pub party: GraphParty,
    /// First and last name.
    pub name: String,
    /// The address that the link and the code are sent to.
    pub email: String,
}

/// Sends the link to whoever signs next; each signature then sends the next one. A link that was sent before is good no
/// more.
///
/// # Errors
/// `FACT_MISSING` where nobody is named for the party; `INVALID` for a person whom another side names, and where one address
/// would sign for two parties; `WRONG_STATE`; the
/// policy's denial; `RATE_LIMITED`.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    signatories: Vec<SignatoryInput>,
) -> Result<document::Model, Rejection> {
    request.actor()?;
    let context = &request.context;
    let known = store::find(&context.db.read, id).await?;
    let contract =
        issue::authorize(request, known.contract_id, known.kind.0, DocumentAction::Request).await?;
    let actor = request.actor()?;
    let parts = policy::parts(actor, &contract.subject());
    let signatories = checked(signatories, &parts)?;
    let window = CODE_WINDOW.to_std().map_err(Error::internal)?;
    // Not by document: one that is issued anew would be sent as often again.
    let subject = format!("signature-request:{}:{}", known.contract_id, known.kind.0);
    limits::count(context, &subject, MOST_REQUESTS, window).await?;
    let tx = context.db.begin().await?;
    let mut state = State::lock(&tx, id).await?;
    if known.sha256.is_none() {
        let fr = "Ce document se fait ailleurs : il n'y a rien à lire ni à signer ici.";
        let en = "This document is made elsewhere: there is nothing here to read and to sign.";
        return Err(UserError::new(ErrorCode::WrongState, fr, en).into());
    }
    for (party, name, email) in signatories {
        let open = |row: &signature::Model| {
            row.party.0 == party && matches!(row.state.0, SignatureState::Waiting | SignatureState::Requested)
        };
        let Some(at) = state.signatures.iter().position(open) else {
            let (fr, en) = ("Cette partie n'a rien à signer.", "This party has nothing to sign.");
            return Err(UserError::new(ErrorCode::WrongState, fr, en).at(&["signatories"]).into());
        };
        state
            .set(context, &tx, at, |row| (row.name, row.email) = (Set(Some(name)), Set(Some(email))))
            .await?;
    }
    state::require_mailboxes(state.mailboxes(), &["signatories", "email"])?;
    let account = Some(actor.account);
    require_open(&state)?;
    ask(context, &tx, &mut state, account).await?;
    tx.commit().await?;
    Ok(state.row)
}

fn require_open(state: &State) -> Result<(), UserError> {
    if state.next().is_some() {
        return Ok(());
    }
    Err(super::state::refused(domain::document::life::Refusal::Document(state.life.state)))
}

fn checked(
    given: Vec<SignatoryInput>,
    parts: &[domain::procedure::Actor],
) -> Result<Vec<(SigningParty, String, String)>, Rejection> {
    let one = |given: SignatoryInput| {
        let party = SigningParty::from(given.party);
        if !party.named_by().iter().any(|by| parts.contains(by)) {
            let fr = "Cette partie nomme elle-même qui signe pour elle.";
            let en = "This party says itself who signs for it.";
            return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["signatories", "party"]));
        }
        let (name, email) = person(&given.name, &given.email)?;
        Ok((party, name, email))
    };
    Ok(given.into_iter().map(one).collect::<Result<_, _>>()?)
}

/// A name and an address as they are kept.
///
/// # Errors
/// `INVALID`.
pub(super) fn person(name: &str, email: &str) -> Result<(String, String), UserError> {
    let (name, email) = (name.trim().to_owned(), email.trim().to_owned());
    let fits = |text: &str| (1..=LONGEST).contains(&text.chars().count()) && !text.contains(char::is_control);
    if !fits(&name) {
        let (fr, en) =
            ("Un nom de 1 à 200 caractères est attendu.", "A name of 1 to 200 characters is expected.");
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["name"]));
    }
    if !fits(&email) || !is_address(&email) {
        let (fr, en) = ("Une adresse électronique est attendue.", "A mail address is expected.");
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["email"]));
    }
    Ok((name, email))
}

/// Sends a link to whoever signs next; nothing where nobody does.
///
/// # Errors
/// `FACT_MISSING` where nobody is named; or the database does not answer.
pub(super) async fn ask(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    account: Option<Uuid>,
) -> Result<(), Rejection> {
    let Some((at, signature)) = state.next() else { return Ok(()) };
    let (Some(name), Some(email)) = (signature.name.clone(), signature.email.clone()) else {
        return Err(unnamed(signature.party.0).into());
    };
    let id = signature.id;
    let (token, now) = (link::new(context), context.now());
    state
        .happen(context, tx, DocumentAction::Request, Deed { at: Some(at), account, ..Deed::default() })
        .await?;
    let hash = tokens::digest(&token);
    let sent = |row: &mut signature::ActiveModel| {
        (row.token_hash, row.requested_at) = (Set(Some(hash)), Set(Some(now)));
    };
    state.set(context, tx, at, sent).await?;
    code::forget(tx, id).await?;
    let content = Content::SignatureRequest {
        person: name.clone(),
        paper: state.row.title.clone(),
        contract: whose(tx, state.row.contract_id).await?,
        due: None,
        link: link::address(context, &token),
    };
    let key = format!("signature:{id}:{}", context.new_id());
    post(context, tx, &state.row, (name, email), content, key).await
}

fn unnamed(party: SigningParty) -> UserError {
    let label = party.label();
    let fr = format!("Indiquez qui signe, nom et adresse : {}.", label.fr);
    let en = format!("Say who signs, name and address: {}.", label.en);
    UserError::new(ErrorCode::FactMissing, fr, en).at(&["signatories", &party.to_string()])
}

/// A contract as its people call it: student and company.
async fn whose(tx: &Transaction, id: Uuid) -> Result<String, Error> {
    let lost = || Error::internal(anyhow::anyhow!("contract {id} without its people"));
    let row = contract::Entity::find_by_id(id).one(tx).await?.ok_or_else(lost)?;
    let company = company::Entity::find_by_id(row.company_id).one(tx).await?.ok_or_else(lost)?;
    let student = student::Entity::find_by_id(row.student_id).one(tx).await?.ok_or_else(lost)?;
    Ok(format!("{} – {}", student.name, company.name))
}

/// Queues a mail to somebody who may have no account. Papers are in French, and so are mails about them. The people of a
/// demo do not exist: nothing is sent to their addresses.
///
/// # Errors
/// The database does not answer.
pub(super) async fn post(
    context: &Context,
    tx: &Transaction,
    row: &document::Model,
    (name, email): (String, String),
    content: Content,
    key: String,
) -> Result<(), Rejection> {
    if row.demo && context.config.mail.url.is_some() {
        return Ok(());
    }
    let not_after = match &content {
        Content::SignatureCode { valid_until, .. } => Some(*valid_until),
        _ => None,
    };
    let to = Recipient::Address { email, name, locale: Locale::Fr };
    mail::queue(context, tx, Mail { to, content, key, not_after }).await?;
    Ok(())
}
