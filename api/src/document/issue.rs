//! `documentGenerate`, `documentReissue` and what is made elsewhere: a paper becomes a document of a contract.

use crate::context::{Context, Request};
use crate::contract::reopening;
use crate::contract::state::State as ContractState;
use crate::contract::tutor;
use crate::contract::types::Contract;
use crate::document::amend::{self, Touched};
use crate::document::facts::{self, PaperFactsInput};
use crate::document::print::{self, Printed};
use crate::document::state::{self, Deed, State};
use crate::document::{follow, presses, store};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::file::{self, NewFile};
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::student::birth_date;
use domain::contract::{ContractStatus, LIVE};
use domain::document::life::Life;
use domain::document::{DocumentAction, DocumentKind, DocumentState, SigningParty};
use domain::file::{FileKind, FileSubject};
use domain::policy::{Action, Subject};
use entity::{Stored, contract_amendment, document};
use papers::Facts;
use papers::facts::{Amendment, Change};
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// What is to be issued.
pub(super) struct Wanted {
    /// What.
    pub(super) kind: DocumentKind,
    /// Its number, where a contract has several.
    pub(super) number: i32,
    /// What somebody gives for it to print.
    pub(super) input: PaperFactsInput,
    /// Why those before hold no more; none where there are none.
    pub(super) reason: Option<String>,
    /// What it changes, for an amendment.
    pub(super) amendment: Option<Amending>,
}

/// An amendment that is to be printed.
pub(super) struct Amending {
    /// What the paper says of itself.
    pub(super) printed: Amendment,
    /// What it changes, as the paper says it.
    pub(super) changes: Vec<Change>,
    /// The same, to be held against other amendments.
    pub(super) touched: Touched,
    /// What will change; nothing where it is kept already.
    pub(super) row: Option<contract_amendment::ActiveModel>,
}

/// What the policy decides on, for a document of this kind.
pub(super) fn subject(contract: &Contract, kind: DocumentKind) -> Subject {
    Subject::Document { contract: Box::new(contract.subject()), kind }
}

/// Reads a contract for somebody who may do this with a document of this kind.
///
/// # Errors
/// There is none; the policy's denial; or the database does not answer.
pub(super) async fn authorize(
    request: &Request,
    contract: Uuid,
    kind: DocumentKind,
    action: DocumentAction,
) -> Result<Contract, Error> {
    request.actor()?;
    let contract = Contract::load(request, contract).await?.ok_or(Error::NotFound)?;
    request.authorize(Action::Document(action), &subject(&contract, kind))?;
    Ok(contract)
}

/// Issues the first paper of a kind for a contract.
///
/// # Errors
/// `ALREADY_EXISTS` where one holds; what [`run`] refuses.
pub(super) async fn first(
    request: &Request,
    contract: Uuid,
    kind: DocumentKind,
    input: PaperFactsInput,
) -> Result<document::Model, Rejection> {
    let contract = authorize(request, contract, kind, DocumentAction::Issue).await?;
    if !kind.is_printed() {
        let fr = "Ce document se fait ailleurs : déposez-le une fois signé.";
        let en = "This document is made elsewhere: upload it once it is signed.";
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["kind"]).into());
    }
    require_single(kind)?;
    run(request, &contract, Wanted { kind, number: 1, input, reason: None, amendment: None }).await
}

/// Issues a document anew, after a change: those before hold no more, their signatories are told, and steps that signed them
/// are to be done again.
///
/// # Errors
/// `REASON_REQUIRED`; `WRONG_STATE` for a signed paper that an active contract rests on; what [`run`] refuses; the policy's
/// denial.
pub(super) async fn again(
    request: &Request,
    id: Uuid,
    reason: Option<String>,
    input: PaperFactsInput,
) -> Result<document::Model, Rejection> {
    request.actor()?;
    let known = store::find(&request.context.db.read, id).await?;
    let kind = known.kind.0;
    let contract = authorize(request, known.contract_id, kind, DocumentAction::Void).await?;
    let reason = crate::transition::reason(reason)?.ok_or_else(UserError::reason_required)?;
    if !kind.is_printed() {
        let fr = "Ce document se fait ailleurs : déposez-le de nouveau.";
        return Err(UserError::new(
            ErrorCode::Invalid,
            fr,
            "This document is made elsewhere: upload it again.",
        )
        .into());
    }
    let amendment = amend::printed(&request.context, &known, &contract).await?;
    let wanted = Wanted { kind, number: known.number, input, reason: Some(reason), amendment };
    run(request, &contract, wanted).await
}

/// Gathers, prints and issues.
///
/// # Errors
/// `FACT_MISSING` for each fact that is, and for a tutor whom the paper commits and nobody named; `WRONG_STATE` for a paper that
/// the contract's state has no use for, where it changed meanwhile, and where another amendment changes the same;
/// `ALREADY_EXISTS`; `RATE_LIMITED`; what facts refuse; the database or the disk does not answer.
pub(super) async fn run(
    request: &Request,
    contract: &Contract,
    wanted: Wanted,
) -> Result<document::Model, Rejection> {
    let context = &request.context;
    let account = request.actor()?.account;
    require_use(contract.row.status.0, wanted.kind)?;
    let reading = contract.reading(request).await?;
    if wanted.kind.commits_tutor() {
        tutor::require_named(&reading.written.procedure, &contract.row)?;
    }
    presses::count(context, account, contract.row.id).await?;
    let id = context.new_id();
    let reference = reference(contract, id);
    let birth = facts::birth_date(&wanted.input);
    let gathered = facts::gather(request, contract, &reference, birth).await?;
    let given = gathered.given(request, contract, wanted.input)?;
    let mut facts: Facts = gathered.whole(&given)?;
    let mut amended = None;
    if let Some(amending) = wanted.amendment {
        (facts.amendment, facts.changes) = (amending.printed, amending.changes);
        amended = Some((amending.touched, amending.row));
    }
    let schools = request.schools().await?;
    let school = schools.school(contract.row.school_id).map(|row| row.code.clone()).unwrap_or_default();
    let printed = print::run(context, wanted.kind, &school, &reading.written.procedure, facts).await?;
    let tx = context.db.begin().await?;
    if let Some(birth) = birth {
        birth_date::complete(context, &tx, contract.row.student_id, birth).await?;
    }
    // What is issued anew may open steps again, which is more to lock.
    let stands = match wanted.reason {
        Some(_) => Some(ContractState::lock(context, &tx, contract.row.id).await?),
        None => None,
    };
    let row = match &stands {
        Some(state) => state.row.clone(),
        None => store::lock_contract(&tx, contract.row.id).await?,
    };
    if row.version != contract.row.version {
        let fr = "Le contrat a changé entre-temps : recommencez.";
        return Err(
            UserError::new(ErrorCode::WrongState, fr, "The contract changed meanwhile: try again.").into()
        );
    }
    if let Some((touched, _)) = &amended {
        amend::require_none_pending(&tx, row.id, wanted.number, touched).await?;
    }
    facts::keep(context, &tx, &row, &given, account).await?;
    let place = Place { id, reference, kind: wanted.kind, number: wanted.number, account };
    let issued = insert(context, &tx, &row, place, printed, wanted.reason.clone()).await?;
    if let Some((state, reason)) = stands.zip(wanted.reason) {
        reopening::after_reissue(context, &tx, state, wanted.kind, (account, &reason)).await?;
    }
    if let Some(amended) = amended.and_then(|(_, row)| row) {
        amend::keep(&tx, amended, issued.id).await?;
    }
    tx.commit().await?;
    Ok(issued)
}

/// A document's place among those of its contract.
pub(super) struct Place {
    /// Its id.
    pub(super) id: Uuid,
    /// What it prints to be found by.
    pub(super) reference: String,
    /// What it is.
    pub(super) kind: DocumentKind,
    /// Its number.
    pub(super) number: i32,
    /// Who issues it.
    pub(super) account: Uuid,
}

/// What a paper prints to be found by: the year, and the random end of the document's id.
pub(super) fn reference(contract: &Contract, id: Uuid) -> String {
    let digits = id.simple().to_string().to_uppercase();
    let end: String = digits.chars().skip(digits.len().saturating_sub(12)).collect();
    format!("TRP-{}-{end}", contract.row.academic_year)
}

/// Refuses the kinds of which a contract has several: each has a number, which says what it changes.
///
/// # Errors
/// `INVALID`.
pub(super) fn require_single(kind: DocumentKind) -> Result<(), UserError> {
    if !kind.is_numbered() {
        return Ok(());
    }
    let (fr, en) =
        ("Un avenant se demande par contractAmend.", "An amendment is asked for by contractAmend.");
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["kind"]))
}

/// A notice of the end is made once that is over, everything else as long as the contract lives.
///
/// # Errors
/// `WRONG_STATE`.
pub(super) fn require_use(status: ContractStatus, kind: DocumentKind) -> Result<(), UserError> {
    let fits = match kind {
        DocumentKind::WithdrawalNotice => status == ContractStatus::Withdrawn,
        DocumentKind::TerminationNoticeOpco | DocumentKind::TerminationNoticeLabour => {
            status == ContractStatus::Terminated
        }
        DocumentKind::Amendment => status == ContractStatus::Active,
        _ => LIVE.contains(&status),
    };
    if fits {
        return Ok(());
    }
    let fr = format!("Un contrat à l'état {status} n'a pas l'usage de ce document.");
    let en = format!("A contract in the state {status} has no use for this document.");
    Err(UserError::new(ErrorCode::WrongState, fr, en).at(&["kind"]))
}

/// Writes a document of a locked contract, with the signatures that it wants; those before it hold no more.
///
/// # Errors
/// `ALREADY_EXISTS` where one holds and there is no reason to void it; `INVALID` where one address would sign for two parties;
/// or the database does not answer.
pub(super) async fn insert(
    context: &Context,
    tx: &Transaction,
    contract: &entity::contract::Model,
    place: Place,
    printed: Printed,
    reason: Option<String>,
) -> Result<document::Model, Rejection> {
    let signatories: Vec<_> =
        printed.parties.iter().map(|party| (*party, signatory(&printed.facts, *party))).collect();
    let mailboxes = signatories.iter().filter_map(|(party, (_, email))| Some((*party, email.as_deref()?)));
    state::require_mailboxes(mailboxes, &["input", "facts"])?;
    let before = store::revisions(tx, contract.id, place.kind, place.number).await?;
    for former in before.iter().filter(|row| row.state.0 != DocumentState::Void) {
        let Some(reason) = reason.clone() else { return Err(exists().into()) };
        let mut state = State::lock(tx, former.id).await?;
        let deed = Deed { reason: Some(reason), account: Some(place.account), ..Deed::default() };
        state.happen(context, tx, DocumentAction::Void, deed).await?;
        follow::after(context, tx, &mut state).await?;
    }
    let life = Life::issued(&printed.parties);
    let now = context.now();
    let row = document::ActiveModel {
        id: Set(place.id),
        contract_id: Set(contract.id),
        kind: Set(Stored(place.kind)),
        number: Set(place.number),
        revision: Set(before.last().map_or(1, |row| row.revision + 1)),
        supersedes: Set(before.last().map(|row| row.id)),
        reference: Set(place.reference),
        title: Set(printed.title.clone()),
        file_id: Set(printed.kept.as_ref().map(|kept| kept.id)),
        sha256: Set(printed.kept.as_ref().map(|kept| kept.sha256.clone())),
        state: Set(Stored(life.state)),
        void_reason: Set(None),
        issued_on: Set(printed.on),
        issued_by: Set(Some(place.account)),
        demo: Set(contract.demo),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = row.insert(tx).await?;
    if let Some(kept) = printed.kept.clone() {
        let (subject, by) = (FileSubject::Document, None);
        let new = NewFile {
            subject,
            subject_id: row.id,
            kind: FileKind::Other,
            title: Some(printed.title.clone()),
            by,
        };
        file::record(context, tx, kept, new).await?;
    }
    for (rank, (party, (name, email))) in (0..).zip(signatories) {
        let mut wanted = state::wanted(context, row.id, party, rank);
        (wanted.name, wanted.email) = (Set(name), Set(email));
        wanted.insert(tx).await?;
    }
    let deed = Deed { account: Some(place.account), ..Deed::default() };
    state::record(context, tx, row.id, (1, DocumentAction::Issue, None), deed).await?;
    Ok(row)
}

fn exists() -> UserError {
    let fr = "Ce document existe déjà : établissez-le de nouveau par documentReissue.";
    let en = "There is this document already: issue it anew by documentReissue.";
    UserError::new(ErrorCode::AlreadyExists, fr, en).at(&["kind"])
}

/// Who signs for a party, by name and address, as far as the facts say.
fn signatory(facts: &Facts, party: SigningParty) -> (Option<String>, Option<String>) {
    let of = |person: &papers::facts::Person| (person.name.clone(), person.mail.clone());
    match party {
        SigningParty::Student => {
            let names = [facts.student.first_name.as_deref(), facts.student.last_name.as_deref()];
            let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
            (Some(name).filter(|name| !name.is_empty()), facts.student.mail.clone())
        }
        SigningParty::Company => of(&facts.company.signatory),
        SigningParty::CompanyTutor => (facts.company_tutor.name.clone(), facts.company_tutor.mail.clone()),
        SigningParty::DepartmentHead => of(&facts.department_head),
        SigningParty::TrainingCentre => of(&facts.training_centre.signatory),
        SigningParty::School => of(&facts.school.signatory),
    }
}
