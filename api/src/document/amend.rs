//! `contractAmend`: a change of an active contract, which holds once its paper is signed by all.

use crate::context::{Context, Request};
use crate::contract::amend::{self as contracts, Proposed};
use crate::contract::tutor::{self, CompanyTutorInput};
use crate::contract::types::Contract;
use crate::document::facts::PaperFactsInput;
use crate::document::issue::{self, Amending, Wanted};
use crate::document::store;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::scalars::{Date, Euro};
use crate::graphql::user_error::{ErrorCode, UserError};
use async_graphql::InputObject;
use chrono::NaiveDate;
use domain::document::{DocumentAction, DocumentKind, DocumentState, MOST_AMENDMENTS, SignatureState};
use domain::locale::Locale;
use domain::mail::day;
use domain::money::Cents;
use entity::{Stored, company_tutor, contract_amendment, document, signature};
use papers::facts::{Amendment, Change};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use uuid::Uuid;

/// What an amendment changes; what is left out stays.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct ContractAmendInput {
    /// The day from which it holds.
    pub from: Date,
    /// Last day of work.
    pub end: Option<Date>,
    /// Gross pay a month.
    pub gross_monthly_pay: Option<Euro>,
    /// Who follows the student in the company.
    pub company_tutor: Option<CompanyTutorInput>,
    /// What the paper prints that the platform does not know.
    #[graphql(default)]
    pub facts: PaperFactsInput,
}

/// Issues the paper of an amendment.
///
/// # Errors
/// `WRONG_STATE` without a signed agreement, or for a contract that is not active; `INVALID` where nothing changes;
/// `REASON_REQUIRED`; what no contract may come to be ([`contracts::check`]); what [`issue::run`] refuses; the policy's
/// denial.
pub(super) async fn run(
    request: &Request,
    contract: Uuid,
    input: ContractAmendInput,
    reason: Option<String>,
) -> Result<document::Model, Rejection> {
    let kind = DocumentKind::Amendment;
    let contract = issue::authorize(request, contract, kind, DocumentAction::Issue).await?;
    let reason = crate::transition::reason(reason)?.ok_or_else(UserError::reason_required)?;
    let context = &request.context;
    let account = request.actor()?.account;
    let input = checked(context, &contract, input, account).await?;
    let agreement =
        store::complete(&context.db.read, contract.row.id, DocumentKind::TrainingAgreement).await?;
    let agreement = agreement.ok_or_else(no_agreement)?;
    let number = latest(&context.db.read, contract.row.id).await?.map_or(1, |row| row.number + 1);
    if number > MOST_AMENDMENTS {
        let (fr, en) = ("Ce contrat a trop d'avenants.", "This contract has too many amendments.");
        return Err(UserError::new(ErrorCode::WrongState, fr, en).into());
    }
    let (changes, touched) = (changes(&contract, &input), Touched::by(&input));
    let printed = Amendment {
        number: u16::try_from(number).ok(),
        of: Some(agreement.reference),
        of_date: Some(agreement.issued_on),
        from: Some(input.from.0),
        reason: Some(reason.clone()),
    };
    let row = contract_amendment::ActiveModel {
        id: Set(context.new_id()),
        contract_id: Set(contract.row.id),
        number: Set(number),
        document_id: Set(None),
        from_day: Set(input.from.0),
        last_day: Set(input.end.map(|day| day.0)),
        gross_monthly_pay: Set(input.gross_monthly_pay.as_ref().map(|pay| pay.0.0)),
        company_tutor_id: Set(None),
        company_tutor: Set(kept(input.company_tutor.as_ref())?),
        reason: Set(reason),
        requested_by: Set(account),
        effective_at: Set(None),
        created_at: Set(context.now()),
    };
    let amending = Amending { printed, changes, touched, row: Some(row) };
    let wanted = Wanted { kind, number, input: input.facts, reason: None, amendment: Some(amending) };
    issue::run(request, &contract, wanted).await
}

/// What an amendment changes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touched {
    end: bool,
    pay: bool,
    tutor: bool,
}

impl Touched {
    fn by(input: &ContractAmendInput) -> Self {
        Self {
            end: input.end.is_some(),
            pay: input.gross_monthly_pay.is_some(),
            tutor: input.company_tutor.is_some(),
        }
    }

    fn of(row: &contract_amendment::Model) -> Self {
        Self {
            end: row.last_day.is_some(),
            pay: row.gross_monthly_pay.is_some(),
            tutor: row.company_tutor.is_some() || row.company_tutor_id.is_some(),
        }
    }

    fn meets(self, other: Self) -> bool {
        (self.end && other.end) || (self.pay && other.pay) || (self.tutor && other.tutor)
    }
}

/// Refuses an amendment of what an amendment of another number is about to change: each prints what was agreed before it, and
/// the one signed last would undo the other. The contract is locked by the caller.
///
/// # Errors
/// `WRONG_STATE`; or the database does not answer.
pub(super) async fn require_none_pending(
    tx: &Transaction,
    contract: Uuid,
    number: i32,
    touched: &Touched,
) -> Result<(), Rejection> {
    // One that was issued anew keeps its number.
    let issued = document::Entity::find()
        .select_only()
        .column(document::Column::Number)
        .filter(document::Column::ContractId.eq(contract))
        .filter(document::Column::Kind.eq(Stored(DocumentKind::Amendment)))
        .filter(document::Column::State.eq(Stored(DocumentState::Issued)));
    let pending = contract_amendment::Entity::find()
        .filter(contract_amendment::Column::ContractId.eq(contract))
        .filter(contract_amendment::Column::Number.ne(number))
        .filter(contract_amendment::Column::Number.in_subquery(issued.into_query()));
    let mut pending = pending.all(tx).await?.into_iter();
    let Some(other) = pending.find(|row| touched.meets(Touched::of(row))) else { return Ok(()) };
    let number = other.number;
    let fr = format!(
        "L'avenant n° {number}, qui change la même chose, attend encore des signatures : annulez-le d'abord (documentVoid)."
    );
    let en = format!(
        "Amendment no. {number}, which changes the same, still waits for signatures: void it first (documentVoid)."
    );
    Err(UserError::new(ErrorCode::WrongState, fr, en).into())
}

fn no_agreement() -> UserError {
    let fr = "Il n'y a pas encore de convention signée à modifier.";
    UserError::new(ErrorCode::WrongState, fr, "There is no signed agreement to be amended yet.")
}

/// The person named, with the amendment: other contracts may have them too, and nobody has signed yet.
fn kept(tutor: Option<&CompanyTutorInput>) -> Result<Option<String>, Error> {
    tutor.map(serde_json::to_string).transpose().map_err(Error::internal)
}

async fn checked(
    context: &Context,
    contract: &Contract,
    mut input: ContractAmendInput,
    account: Uuid,
) -> Result<ContractAmendInput, Rejection> {
    let mut tutor = None;
    if let Some(named) = input.company_tutor.take() {
        let mut named = tutor::checked(context, named)?;
        let person = tutor::named(context, &context.db.read, &contract.row, &named, account).await?;
        // What is printed is what will be.
        named.name.clone_from(&person.name);
        (input.company_tutor, tutor) = (Some(named), Some(person));
    }
    if changes(contract, &input).is_empty() {
        let (fr, en) = ("Rien ne change.", "Nothing changes.");
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "end"]).into());
    }
    let proposed = Proposed {
        from: input.from.0,
        last_day: input.end.as_ref().map(|day| day.0),
        gross_monthly_pay: input.gross_monthly_pay.as_ref().map(|pay| pay.0),
        tutor: tutor.as_ref(),
    };
    contracts::check(context, &context.db.read, &contract.row, proposed).await?;
    Ok(input)
}

/// What changes, as the paper says it.
fn changes(contract: &Contract, input: &ContractAmendInput) -> Vec<Change> {
    let row = &contract.row;
    let day = |on: NaiveDate| day(on, Locale::Fr);
    let euros = |cents: Cents| format!("{} € bruts par mois", cents.to_string().replace('.', ","));
    let end = input.end.as_ref().map(|end| ("Dernier jour du contrat", day(row.last_day), day(end.0)));
    let before = Cents(row.gross_monthly_pay);
    let pay = input.gross_monthly_pay.as_ref().map(|pay| ("Rémunération", euros(before), euros(pay.0)));
    let tutor = input.company_tutor.as_ref().map(|tutor| {
        let former = contract.tutor.as_ref().map_or("", |row| row.name.as_str());
        ("Tuteur en entreprise", former.to_owned(), tutor.name.trim().to_owned())
    });
    let all = [end, pay, tutor].into_iter().flatten().filter(|(_, before, after)| before != after);
    all.map(|(what, before, after)| Change { what: what.to_owned(), before, after }).collect()
}

async fn latest(
    db: &impl ConnectionTrait,
    contract: Uuid,
) -> Result<Option<contract_amendment::Model>, Error> {
    let rows = contract_amendment::Entity::find()
        .filter(contract_amendment::Column::ContractId.eq(contract))
        .order_by_desc(contract_amendment::Column::Number);
    Ok(rows.one(db).await?)
}

async fn of(
    db: &impl ConnectionTrait,
    document: &document::Model,
) -> Result<Option<contract_amendment::Model>, Error> {
    if document.kind.0 != DocumentKind::Amendment {
        return Ok(None);
    }
    let rows = contract_amendment::Entity::find()
        .filter(contract_amendment::Column::ContractId.eq(document.contract_id))
        .filter(contract_amendment::Column::Number.eq(document.number));
    Ok(rows.one(db).await?)
}

/// What the paper of an amendment prints, to be issued anew; nothing for other papers. One that holds already is amended
/// by another. What it changes is held to the contract as it is by now.
///
/// # Errors
/// `WRONG_STATE` once it holds; `INVALID` where nothing changes any more; what no contract may come to be
/// ([`contracts::check`]); or the database does not answer.
pub(super) async fn printed(
    context: &Context,
    known: &document::Model,
    contract: &Contract,
) -> Result<Option<Amending>, Rejection> {
    let db = &context.db.read;
    let Some(row) = of(db, known).await? else { return Ok(None) };
    if row.effective_at.is_some() {
        let fr = "Cet avenant s'applique déjà : demandez-en un autre.";
        return Err(UserError::new(
            ErrorCode::WrongState,
            fr,
            "This amendment holds already: ask for another.",
        )
        .into());
    }
    let agreement = store::complete(db, known.contract_id, DocumentKind::TrainingAgreement).await?;
    let agreement = agreement.ok_or_else(no_agreement)?;
    let tutor = match (contracts::person(&row)?, row.company_tutor_id) {
        (None, Some(id)) => company_tutor::Entity::find_by_id(id).one(db).await?.map(named),
        (person, _) => person,
    };
    let input = ContractAmendInput {
        from: Date(row.from_day),
        end: row.last_day.map(Date),
        gross_monthly_pay: row.gross_monthly_pay.map(|cents| Euro(Cents(cents))),
        company_tutor: tutor,
        facts: PaperFactsInput::default(),
    };
    let input = checked(context, contract, input, row.requested_by).await?;
    let printed = Amendment {
        number: u16::try_from(row.number).ok(),
        of: Some(agreement.reference),
        of_date: Some(agreement.issued_on),
        from: Some(row.from_day),
        reason: Some(row.reason),
    };
    let (changes, touched) = (changes(contract, &input), Touched::by(&input));
    Ok(Some(Amending { printed, changes, touched, row: None }))
}

fn named(row: company_tutor::Model) -> CompanyTutorInput {
    CompanyTutorInput {
        name: row.name,
        job_title: row.job_title,
        email: row.email,
        phone: row.phone,
        birth_year: row.birth_year,
        diploma: row.diploma,
        engineer: row.engineer,
        experience_years: row.experience_years,
        engineer_months: row.engineer_months,
        employer: row.employer,
    }
}

/// Keeps what an amendment will change, with its paper.
///
/// # Errors
/// The database does not answer.
pub(super) async fn keep(
    tx: &Transaction,
    mut row: contract_amendment::ActiveModel,
    document: Uuid,
) -> Result<(), Error> {
    row.document_id = Set(Some(document));
    row.insert(tx).await?;
    Ok(())
}

/// Locks what a document changes when it is complete, before the document is; `signed` tells which of the signatures that are
/// wanted are given by what follows.
///
/// # Errors
/// The database does not answer.
pub(super) async fn lock(
    context: &Context,
    tx: &Transaction,
    document: &document::Model,
    signed: impl Fn(&signature::Model) -> bool,
) -> Result<(), Error> {
    match of(tx, document).await? {
        Some(row) => {
            let wanted = |row: &&signature::Model| {
                matches!(row.state.0, SignatureState::Waiting | SignatureState::Requested)
            };
            let will_hold = store::signatures(tx, document.id).await?.iter().filter(wanted).all(signed);
            contracts::lock(context, tx, &row, will_hold).await
        }
        None => Ok(()),
    }
}

/// A document is complete: what it amends changes.
///
/// # Errors
/// What the contract may not come to be by now; or the database does not answer.
pub(super) async fn complete(
    context: &Context,
    tx: &Transaction,
    document: &document::Model,
) -> Result<(), Rejection> {
    let Some(row) = of(tx, document).await? else { return Ok(()) };
    if row.effective_at.is_some() {
        return Ok(());
    }
    if let Some(contract) = contracts::apply(context, tx, &row).await? {
        let names = row.company_tutor.is_some();
        let mut row = row.into_active_model();
        row.effective_at = Set(Some(context.now()));
        if names {
            row.company_tutor_id = Set(contract.company_tutor_id);
        }
        row.update(tx).await.map_err(Error::from)?;
    }
    Ok(())
}
