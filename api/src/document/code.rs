//! `signatureCodeSend`, and the one-time codes that prove who holds the mailbox: six digits, good for a quarter of an hour and
//! five tries. Whoever has no link, or none that is good, is answered as everybody else.

use crate::auth::{limits, tokens};
use crate::context::{Context, Request};
use crate::document::{link, request};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::mail::Content;
use domain::document::{
    CODE_ATTEMPTS, CODE_LIFETIME, CODE_WINDOW, DocumentState, MOST_CODES, SignatureState,
};
use entity::{document, signature, signature_code};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};
use uuid::Uuid;

/// Tries that an address has within [`CODE_WINDOW`], whatever links it names.
const MOST_TRIES: u32 = 200;

/// Sends a code to whoever holds a link.
///
/// # Errors
/// `RATE_LIMITED`, counted by what was sent as a link, good or not; or the database does not answer.
pub(super) async fn send(request: &Request, token: &str) -> Result<(), Rejection> {
    let context = &request.context;
    let window = CODE_WINDOW.to_std().map_err(Error::internal)?;
    let address = request.caller.address;
    limits::count(context, &format!("signature-code:{address}"), MOST_TRIES, window).await?;
    limits::count(context, &format!("signature-code:{}", tokens::digest(token)), MOST_CODES, window).await?;
    let Some((signature, document)) = open(context, token).await? else { return Ok(()) };
    let (Some(name), Some(email)) = (signature.name.clone(), signature.email.clone()) else { return Ok(()) };
    let tx = context.db.begin().await?;
    let code = make(context, &tx, signature.id).await?;
    let content = Content::SignatureCode {
        person: name.clone(),
        paper: document.title.clone(),
        code,
        valid_until: context.now() + CODE_LIFETIME,
    };
    let key = format!("signature-code:{}", context.new_id());
    request::post(context, &tx, &document, (name, email), content, key).await?;
    tx.commit().await?;
    Ok(())
}

/// The signature that a link asks for.
async fn open(context: &Context, token: &str) -> Result<Option<(signature::Model, document::Model)>, Error> {
    let found = link::find(&context.db.read, token).await?;
    let wanted = |(signature, document): &(signature::Model, document::Model)| {
        signature.state.0 == SignatureState::Requested && document.state.0 == DocumentState::Issued
    };
    Ok(found.filter(wanted))
}

/// A new code, in the place of the one before: in one statement, so that of two that are asked for at once the later stays and
/// neither fails. A failure would tell a good link from one that is not.
async fn make(context: &Context, tx: &Transaction, signature: Uuid) -> Result<String, Error> {
    use signature_code::Column;
    let id = context.new_id();
    let code = format!("{:06}", context.random.bits() % 1_000_000);
    let row = signature_code::ActiveModel {
        id: Set(id),
        signature_id: Set(signature),
        code_hash: Set(digest(id, &code)),
        attempts_left: Set(CODE_ATTEMPTS),
        expires_at: Set(context.now() + CODE_LIFETIME),
        created_at: Set(context.now()),
    };
    let instead = OnConflict::column(Column::SignatureId)
        .update_columns([
            Column::Id,
            Column::CodeHash,
            Column::AttemptsLeft,
            Column::ExpiresAt,
            Column::CreatedAt,
        ])
        .to_owned();
    signature_code::Entity::insert(row).on_conflict(instead).exec_without_returning(tx).await?;
    Ok(code)
}

fn digest(id: Uuid, code: &str) -> String {
    tokens::digest(&format!("{id}:{code}"))
}

/// Forgets the code of a signature; answers whether there was one.
///
/// # Errors
/// The database does not answer.
pub(super) async fn forget(tx: &Transaction, signature: Uuid) -> Result<bool, Error> {
    let rows =
        signature_code::Entity::delete_many().filter(signature_code::Column::SignatureId.eq(signature));
    Ok(rows.exec(tx).await?.rows_affected > 0)
}

/// The signature whose link and code were given. A try is spent first, in a statement of its own: whatever follows, and
/// however many try at once, there are no more than five.
///
/// # Errors
/// `WRONG_CODE`, the same for a link that is not good, a wrong code, one that expired and one that was tried too often;
/// `RATE_LIMITED`; or the database does not answer.
pub(super) async fn prove(request: &Request, token: &str, code: &str) -> Result<Proof, Rejection> {
    let context = &request.context;
    let window = CODE_WINDOW.to_std().map_err(Error::internal)?;
    let address = request.caller.address;
    limits::count(context, &format!("signature-try:{address}"), MOST_TRIES, window).await?;
    let (signature, document) = open(context, token).await?.ok_or_else(wrong)?;
    let left = signature_code::Column::AttemptsLeft;
    let spent = signature_code::Entity::update_many()
        .col_expr(left, Expr::col(left).sub(1))
        .filter(signature_code::Column::SignatureId.eq(signature.id))
        .filter(left.gt(0))
        .filter(signature_code::Column::ExpiresAt.gt(context.now()))
        .exec(&context.db.write)
        .await?;
    if spent.rows_affected == 0 {
        return Err(wrong().into());
    }
    let kept = signature_code::Entity::find()
        .filter(signature_code::Column::SignatureId.eq(signature.id))
        .one(&context.db.write)
        .await?;
    let good = kept.filter(|row| row.code_hash == digest(row.id, code.trim())).ok_or_else(wrong)?;
    Ok(Proof { signature: signature.id, document, code: good.id })
}

/// That somebody holds a link and the mailbox that its code was sent to.
pub(super) struct Proof {
    /// The signature.
    pub(super) signature: Uuid,
    /// Its document, as it stood.
    pub(super) document: document::Model,
    code: Uuid,
}

impl Proof {
    /// Uses the code up, in the transaction of what it proves.
    ///
    /// # Errors
    /// `WRONG_CODE` where another request did so first; or the database does not answer.
    pub(super) async fn use_up(&self, tx: &Transaction) -> Result<(), Rejection> {
        let used = signature_code::Entity::delete_by_id(self.code).exec(tx).await?;
        if used.rows_affected == 1 { Ok(()) } else { Err(wrong().into()) }
    }
}

fn wrong() -> UserError {
    let fr = "Ce code n'est pas le bon, ou ne l'est plus : demandez-en un autre.";
    let en = "This code is not good, or not any more: ask for another.";
    UserError::new(ErrorCode::WrongCode, fr, en).at(&["code"])
}
