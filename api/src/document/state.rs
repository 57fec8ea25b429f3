//! A document as its events make it, locked: the only way to add one more.

use crate::context::Context;
use crate::document::store;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::document::life::{Act, Life, Refusal};
use domain::document::{DocumentAction, DocumentState, SignatureState, SigningParty, of_one_mailbox};
use entity::{Stored, document, document_event, signature};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

/// A document, locked, and its signatures.
#[derive(Debug)]
pub(super) struct State {
    /// The row.
    pub(super) row: document::Model,
    /// Its signatures, in the order of `life`.
    pub(super) signatures: Vec<signature::Model>,
    /// Where it stands.
    pub(super) life: Life,
    last: i32,
}

/// Something to be done to a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Deed {
    /// To which signature, by its place; none for the whole document.
    pub(super) at: Option<usize>,
    /// Why.
    pub(super) reason: Option<String>,
    /// The account; none is a signatory by link, or the platform.
    pub(super) account: Option<Uuid>,
    /// The address that it comes from.
    pub(super) ip: Option<String>,
}

impl State {
    /// Locks a document.
    ///
    /// # Errors
    /// There is none; or the database does not answer.
    pub(super) async fn lock(tx: &Transaction, id: Uuid) -> Result<Self, Error> {
        let row = document::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx).await?;
        let row = row.ok_or(Error::NotFound)?;
        let signatures = store::signatures(tx, id).await?;
        let events = document_event::Entity::find().filter(document_event::Column::DocumentId.eq(id));
        let last = i32::try_from(events.count(tx).await?).map_err(Error::internal)?;
        Ok(Self { life: store::life(&row, &signatures), row, signatures, last })
    }

    /// The place of a signature.
    pub(super) fn place(&self, signature: Uuid) -> Option<usize> {
        self.signatures.iter().position(|row| row.id == signature)
    }

    /// The signature that is wanted next.
    pub(super) fn next(&self) -> Option<(usize, &signature::Model)> {
        let at = self.life.next()?;
        Some((at, self.signatures.get(at)?))
    }

    /// Who signs, by party and address; whoever handed a signature on as well.
    pub(super) fn mailboxes(&self) -> impl Iterator<Item = (SigningParty, &str)> {
        self.signatures.iter().filter_map(|row| Some((row.party.0, row.email.as_deref()?)))
    }

    /// Does something, and keeps that it was done.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOT_YOUR_TURN`, `REASON_REQUIRED`; or the database does not answer.
    pub(super) async fn happen(
        &mut self,
        context: &Context,
        tx: &Transaction,
        action: DocumentAction,
        deed: Deed,
    ) -> Result<(), Rejection> {
        let act = Act { action, at: deed.at, reason: deed.reason.as_deref() };
        let after = self.life.apply(act).map_err(refused)?;
        let at = deed.at.and_then(|at| self.signatures.get(at)).map(|row| row.id);
        if let (DocumentAction::Delegate, Some(at)) = (action, deed.at) {
            self.succeed(context, tx, at).await?;
        }
        self.save(context, tx, after, &deed).await?;
        self.last += 1;
        record(context, tx, self.row.id, (self.last, action, at), deed).await?;
        Ok(())
    }

    /// Another person's signature beside one that is handed on.
    async fn succeed(&mut self, context: &Context, tx: &Transaction, at: usize) -> Result<(), Error> {
        let Some(former) = self.signatures.get(at) else { return Ok(()) };
        let wanted = wanted(context, self.row.id, former.party.0, former.rank);
        let row = wanted.insert(tx).await?;
        self.signatures.insert(at + 1, row);
        Ok(())
    }

    async fn save(
        &mut self,
        context: &Context,
        tx: &Transaction,
        after: Life,
        deed: &Deed,
    ) -> Result<(), Error> {
        for (at, signing) in after.signatures.iter().enumerate() {
            if self.signatures.get(at).is_some_and(|row| row.state.0 != signing.state) {
                self.set(context, tx, at, |row| row.state = Set(Stored(signing.state))).await?;
            }
        }
        let version = self.row.version + 1;
        let mut row = self.row.clone().into_active_model();
        row.state = Set(Stored(after.state));
        if after.state == DocumentState::Void {
            row.void_reason = Set(deed.reason.clone());
        }
        row.version = Set(version);
        row.updated_at = Set(context.now());
        self.row = row.update(tx).await?;
        self.life = after;
        Ok(())
    }

    /// Writes something about a signature that changes nothing of where it stands.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn set(
        &mut self,
        context: &Context,
        tx: &Transaction,
        at: usize,
        change: impl FnOnce(&mut signature::ActiveModel),
    ) -> Result<(), Error> {
        let Some(kept) = self.signatures.get_mut(at) else { return Ok(()) };
        let mut row = kept.clone().into_active_model();
        change(&mut row);
        row.updated_at = Set(context.now());
        *kept = row.update(tx).await?;
        Ok(())
    }
}

/// A signature that nobody was asked for yet.
pub(super) fn wanted(
    context: &Context,
    document: Uuid,
    party: SigningParty,
    rank: i32,
) -> signature::ActiveModel {
    let now = context.now();
    signature::ActiveModel {
        id: Set(context.new_id()),
        document_id: Set(document),
        party: Set(Stored(party)),
        rank: Set(rank),
        name: Set(None),
        email: Set(None),
        state: Set(Stored(SignatureState::Waiting)),
        method: Set(None),
        token_hash: Set(None),
        requested_at: Set(None),
        decided_at: Set(None),
        sha256: Set(None),
        ip: Set(None),
        user_agent: Set(None),
        reason: Set(None),
        delegated_to: Set(None),
        scan_id: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    }
}

/// Refuses signatures of different parties that come from one mailbox.
///
/// # Errors
/// `INVALID`.
pub(super) fn require_mailboxes<'a>(
    signing: impl IntoIterator<Item = (SigningParty, &'a str)>,
    path: &[&str],
) -> Result<(), UserError> {
    let Some((one, other)) = of_one_mailbox(signing) else { return Ok(()) };
    let (one, other) = (one.label(), other.label());
    let fr = format!("Une même adresse signerait pour deux parties : {} et {}.", one.fr, other.fr);
    let en = format!("One address would sign for two parties: {} and {}.", one.en, other.en);
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(path))
}

/// Keeps what happened under its number.
///
/// # Errors
/// The database does not answer.
pub(super) async fn record(
    context: &Context,
    tx: &Transaction,
    document: Uuid,
    (sequence, action, signature): (i32, DocumentAction, Option<Uuid>),
    deed: Deed,
) -> Result<(), Error> {
    let row = document_event::ActiveModel {
        id: Set(context.new_id()),
        document_id: Set(document),
        sequence: Set(sequence),
        action: Set(Stored(action)),
        signature_id: Set(signature),
        account_id: Set(deed.account),
        reason: Set(deed.reason),
        ip: Set(deed.ip),
        at: Set(context.now()),
    };
    row.insert(tx).await?;
    Ok(())
}

/// What a user is told of what the table does not allow.
pub(super) fn refused(refusal: Refusal) -> UserError {
    let code = match refusal {
        Refusal::Document(_) | Refusal::Signature(_) | Refusal::Impossible => ErrorCode::WrongState,
        Refusal::NotInTurn(_) => ErrorCode::NotYourTurn,
        Refusal::InPerson(_) => ErrorCode::Invalid,
        Refusal::ReasonMissing => return UserError::reason_required(),
    };
    let [fr, en] = refusal.text();
    UserError::new(code, fr, en)
}
