//! `documentSignScanned`, `documentUploadSigned` and `documentScanCheck`: papers signed by hand. A scan is announced for the
//! parties whose signatures it shows, uploaded by ticket, and counts once staff have looked at it.

use crate::context::{Context, Request};
use crate::document::issue::{self, Place};
use crate::document::print::{self, Printed};
use crate::document::state::{self, Deed, State};
use crate::document::{amend, follow, store};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::file::{self, NewTicket, Ticket};
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::document::life::Refusal;
use domain::document::{
    DocumentAction, DocumentKind, DocumentState, ScanState, SignatureMethod, SignatureState, SigningParty,
};
use domain::file::{FileKind, FileSubject};
use entity::{Stored, document, document_scan, stored_file};
use papers::Facts;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QuerySelect};
use uuid::Uuid;

/// Announces the scan of a paper that the platform printed.
///
/// # Errors
/// `NOT_YOUR_TURN` where a party signs before those that it shows; `WRONG_STATE`; the policy's denial; what a ticket refuses.
pub(super) async fn announce(
    request: &Request,
    id: Uuid,
    parties: Vec<SigningParty>,
) -> Result<(document::Model, Ticket), Rejection> {
    request.actor()?;
    let context = &request.context;
    let known = store::find(&context.db.read, id).await?;
    issue::authorize(request, known.contract_id, known.kind.0, DocumentAction::UploadScan).await?;
    let account = request.actor()?.account;
    let tx = context.db.begin().await?;
    let mut state = State::lock(&tx, id).await?;
    let ticket = expect(context, &tx, &mut state, &parties, account).await?;
    tx.commit().await?;
    Ok((state.row, ticket))
}

/// Announces the scan of a paper that is made elsewhere: the document is what the scan shows. A paper that could have been
/// printed here is uploaded by who would issue it: it stands where that one would.
///
/// # Errors
/// `ALREADY_EXISTS` where the platform printed one, or one is signed; `INVALID` for an amendment, which is asked for by
/// `contractAmend`; `WRONG_STATE`, also for a paper that the contract's state has no use for; the policy's denial; what a
/// ticket refuses.
pub(super) async fn upload(
    request: &Request,
    contract: Uuid,
    kind: DocumentKind,
) -> Result<(document::Model, Ticket), Rejection> {
    let action = if kind.is_printed() { DocumentAction::Issue } else { DocumentAction::UploadScan };
    let contract = issue::authorize(request, contract, kind, action).await?;
    issue::require_single(kind)?;
    let context = &request.context;
    let account = request.actor()?.account;
    let reading = contract.reading(request).await?;
    let tx = context.db.begin().await?;
    let row = store::lock_contract(&tx, contract.row.id).await?;
    issue::require_use(row.status.0, kind)?;
    let before = store::revisions(&tx, row.id, kind, 1).await?;
    let waiting = before.iter().find(|row| row.state.0 == DocumentState::Issued && row.file_id.is_none());
    let id = match waiting {
        Some(waiting) => waiting.id,
        None => {
            let id = context.new_id();
            let place = Place { id, reference: issue::reference(&contract, id), kind, number: 1, account };
            let printed = Printed {
                kept: None,
                title: kind.label().fr.to_owned(),
                parties: print::signed_by(kind, &reading.written.procedure),
                facts: Facts::default(),
                on: context.now().date_naive(),
            };
            issue::insert(context, &tx, &row, place, printed, None).await?;
            id
        }
    };
    let mut state = State::lock(&tx, id).await?;
    let ticket = expect(context, &tx, &mut state, &[], account).await?;
    tx.commit().await?;
    Ok((state.row, ticket))
}

/// Expects a scan that shows the signatures of these parties, of all that are left where none is named.
async fn expect(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    parties: &[SigningParty],
    account: Uuid,
) -> Result<Ticket, Rejection> {
    let shown = shown(state, parties)?;
    let deed = Deed { account: Some(account), ..Deed::default() };
    state.happen(context, tx, DocumentAction::UploadScan, deed).await?;
    let row = document_scan::ActiveModel {
        id: Set(context.new_id()),
        document_id: Set(state.row.id),
        state: Set(Stored(ScanState::Pending)),
        uploaded_by: Set(account),
        reason: Set(None),
        checked_by: Set(None),
        checked_at: Set(None),
        sha256: Set(None),
        created_at: Set(context.now()),
    };
    let scan = row.insert(tx).await?;
    for at in shown {
        state.set(context, tx, at, |row| row.scan_id = Set(Some(scan.id))).await?;
    }
    let title = Some(format!("Scan {}", state.row.reference));
    let (subject, kind) = (FileSubject::DocumentScan, FileKind::Other);
    file::ticket(context, tx, NewTicket { subject, subject_id: scan.id, kind, title, by: account }).await
}

/// The places of the signatures that a scan shows: the next ones, none left out.
fn shown(state: &State, parties: &[SigningParty]) -> Result<Vec<usize>, UserError> {
    let open = |at: &usize| {
        let row = state.signatures.get(*at);
        row.is_some_and(|row| matches!(row.state.0, SignatureState::Waiting | SignatureState::Requested))
    };
    let open: Vec<usize> = (0..state.signatures.len()).filter(open).collect();
    let party = |at: &usize| state.signatures.get(*at).map(|row| row.party.0);
    if parties.is_empty() {
        return Ok(open);
    }
    if let Some(other) = parties.iter().find(|wanted| !open.iter().any(|at| party(at) == Some(**wanted))) {
        let label = other.label();
        let (fr, en) = (format!("Rien à signer : {}.", label.fr), format!("Nothing to sign: {}.", label.en));
        return Err(UserError::new(ErrorCode::WrongState, fr, en).at(&["parties"]));
    }
    let shown: Vec<usize> = open.iter().copied().take(parties.len()).collect();
    let skipped = shown.iter().filter_map(party).find(|party| !parties.contains(party));
    match skipped {
        Some(party) => Err(state::refused(Refusal::NotInTurn(party)).at(&["parties"])),
        None => Ok(shown),
    }
}

/// Refuses the upload of a scan that is not expected any more: it was checked, its document is no longer to be signed, or
/// another was announced for its signatures. What was uploaded all the same could never be accepted.
///
/// # Errors
/// `WRONG_STATE`; or the database does not answer.
pub(crate) async fn require_pending(tx: &impl ConnectionTrait, id: Uuid) -> Result<(), Rejection> {
    let scan = store::scan(tx, id).await?;
    let document = store::find(tx, scan.document_id).await?;
    if document.state.0 != DocumentState::Issued {
        return Err(state::refused(Refusal::Document(document.state.0)).into());
    }
    let shown = store::signatures(tx, document.id).await?.iter().any(|row| row.scan_id == Some(id));
    if scan.state.0 == ScanState::Pending && shown { Ok(()) } else { Err(checked_already().into()) }
}

/// What staff found on a scan.
#[derive(Clone, Debug)]
pub(super) struct Check {
    /// Whether it is the paper, signed.
    pub(super) accept: bool,
    /// Why not.
    pub(super) reason: Option<String>,
}

/// Accepts or rejects a scan.
///
/// # Errors
/// `REASON_REQUIRED` to reject; `WRONG_STATE` before it is uploaded, once it was checked, and where another scan was
/// announced for the same signatures; the policy's denial.
pub(super) async fn check(request: &Request, id: Uuid, check: Check) -> Result<document::Model, Rejection> {
    request.actor()?;
    let context = &request.context;
    let known = store::scan(&context.db.read, id).await?;
    let whose = store::find(&context.db.read, known.document_id).await?;
    let action = if check.accept { DocumentAction::AcceptScan } else { DocumentAction::RejectScan };
    issue::authorize(request, whose.contract_id, whose.kind.0, action).await?;
    let account = request.actor()?.account;
    let reason = crate::transition::reason(check.reason)?;
    let tx = context.db.begin().await?;
    amend::lock(context, &tx, &whose, |row| check.accept && row.scan_id == Some(id)).await?;
    let mut state = State::lock(&tx, whose.id).await?;
    let scan = document_scan::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(&tx).await?;
    let scan = scan.filter(|scan| scan.state.0 == ScanState::Pending).ok_or_else(checked_already)?;
    let file = store::file_of_scan(&tx, id).await?.ok_or_else(not_there)?;
    let found = if check.accept { ScanState::Accepted } else { ScanState::Rejected };
    let (uploader, sha256) = (scan.uploaded_by, check.accept.then(|| file.sha256.clone()));
    let mut row = scan.into_active_model();
    (row.state, row.checked_by) = (Set(Stored(found)), Set(Some(account)));
    (row.checked_at, row.reason, row.sha256) = (Set(Some(context.now())), Set(reason.clone()), Set(sha256));
    row.update(&tx).await?;
    if check.accept {
        accept(context, &tx, &mut state, (id, &file), account).await?;
    } else {
        let deed = Deed { reason: reason.clone(), account: Some(account), ..Deed::default() };
        state.happen(context, &tx, DocumentAction::RejectScan, deed).await?;
        let words = "votre numérisation n'est pas acceptée";
        follow::account_told(context, &tx, &state, uploader, words, reason).await?;
    }
    tx.commit().await?;
    Ok(state.row)
}

async fn accept(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    (scan, file): (Uuid, &stored_file::Model),
    account: Uuid,
) -> Result<(), Rejection> {
    if state.row.file_id.is_none() {
        let mut row = state.row.clone().into_active_model();
        (row.file_id, row.sha256) = (Set(Some(file.id)), Set(Some(file.sha256.clone())));
        state.row = row.update(tx).await.map_err(Error::from)?;
    }
    let shown: Vec<usize> = (0..state.signatures.len()).filter(|at| is_shown(state, *at, scan)).collect();
    if shown.is_empty() {
        return Err(checked_already().into());
    }
    for at in shown {
        let deed = Deed { at: Some(at), account: Some(account), ..Deed::default() };
        state.happen(context, tx, DocumentAction::AcceptScan, deed).await?;
        let (now, sha256) = (context.now(), file.sha256.clone());
        let kept = |row: &mut entity::signature::ActiveModel| {
            row.method = Set(Some(Stored(SignatureMethod::Scan)));
            (row.decided_at, row.sha256) = (Set(Some(now)), Set(Some(sha256)));
        };
        state.set(context, tx, at, kept).await?;
    }
    follow::after(context, tx, state).await
}

fn is_shown(state: &State, at: usize, scan: Uuid) -> bool {
    state.signatures.get(at).is_some_and(|row| row.scan_id == Some(scan))
}

fn checked_already() -> UserError {
    let fr = "Cette numérisation n'est plus attendue : elle est contrôlée, ou une autre l'a remplacée.";
    let en = "This scan is not expected any more: it was checked, or another took its place.";
    UserError::new(ErrorCode::WrongState, fr, en).at(&["scan"])
}

fn not_there() -> UserError {
    let (fr, en) = ("Rien n'a encore été déposé.", "Nothing was uploaded yet.");
    UserError::new(ErrorCode::WrongState, fr, en).at(&["scan"])
}
