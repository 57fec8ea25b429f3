//! Removes a demo, and what hangs on it: a real student's application to a demo company cannot outlive the company.

use crate::context::Context;
use crate::error::Error;
use crate::events::Transaction;
use crate::file;
use crate::outbox::{self, Indexed};
use domain::file::FileSubject;
use entity::{
    Stored, access_token, account, account_specialty, alert_queue, application, application_event,
    calendar_feed, company, company_alias, company_member, company_tutor, contract, contract_amendment,
    contract_deadline, contract_event, contract_fact, contract_reminder, document, document_event,
    document_scan, hire, mail_outbox, matching_choice, matching_missed, matching_outcome,
    matching_round_offer, matching_round_student, notification, offer, offer_event, offer_skill,
    offer_specialty, paper_fact, place_capacity, place_reservation, procedure_confirmation, saved_search,
    saved_search_alert, school_anchor, search_outbox, signature, signature_code, stored_file, student,
    student_skill, upload_ticket,
};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

/// How many rows were removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cleared {
    /// Companies.
    pub companies: u64,
    /// Students.
    pub students: u64,
    /// Offers.
    pub offers: u64,
    /// Applications.
    pub applications: u64,
    /// Contracts.
    pub contracts: u64,
    /// Accounts, those of companies and students among them.
    pub accounts: u64,
}

/// Removes everything that is marked as demo, and tells the search engine. All or nothing; where there is no demo,
/// nothing. Skills stay: they are shared words. Whoever joined a demo company keeps the account.
///
/// # Errors
/// The database does not answer; then nothing was removed.
pub async fn run(context: &Context) -> Result<Cleared, Error> {
    let tx = context.db.begin().await?;
    tell(context, &tx).await?;
    let told = Condition::any()
        .add(notification::Column::AccountId.in_subquery(accounts()))
        .add(notification::Column::OfferId.in_subquery(offers()))
        .add(notification::Column::ApplicationId.in_subquery(applications()))
        .add(notification::Column::CompanyId.in_subquery(companies()));
    saved_searches(&tx, told.clone()).await?;
    documents(context, &tx).await?;
    files(context, &tx).await?;
    delete::<mail_outbox::Entity>(&tx, mail_outbox::Column::AccountId.in_subquery(accounts())).await?;
    delete::<notification::Entity>(&tx, told).await?;
    rounds(&tx).await?;
    let contracts = contracts(&tx).await?;
    delete::<application_event::Entity>(
        &tx,
        application_event::Column::ApplicationId.in_subquery(applications()),
    )
    .await?;
    let applications = delete::<application::Entity>(&tx, application_condition()).await?;
    delete::<offer_event::Entity>(&tx, offer_event::Column::OfferId.in_subquery(offers())).await?;
    delete::<offer_skill::Entity>(&tx, offer_skill::Column::OfferId.in_subquery(offers())).await?;
    delete::<offer_specialty::Entity>(&tx, offer_specialty::Column::OfferId.in_subquery(offers())).await?;
    let offers = delete::<offer::Entity>(&tx, offer_condition()).await?;
    delete::<student_skill::Entity>(&tx, student_skill::Column::StudentId.in_subquery(students())).await?;
    let students = delete::<student::Entity>(&tx, student::Column::Demo.eq(true)).await?;
    let (companies, accounts) = people(&tx).await?;
    tx.commit().await?;
    Ok(Cleared { companies, students, offers, applications, contracts, accounts })
}

/// What was searched by the demo's people, and what was told of its offers.
async fn saved_searches(tx: &Transaction, told: Condition) -> Result<(), Error> {
    let told = notification::Entity::find().select_only().column(notification::Column::Id).filter(told);
    let theirs = saved_search::Column::AccountId.in_subquery(accounts());
    let searches = saved_search::Entity::find().select_only().column(saved_search::Column::Id);
    let alerts = Condition::any()
        .add(saved_search_alert::Column::OfferId.in_subquery(offers()))
        .add(saved_search_alert::Column::NotificationId.in_subquery(told.into_query()))
        .add(
            saved_search_alert::Column::SavedSearchId
                .in_subquery(searches.filter(theirs.clone()).into_query()),
        );
    delete::<saved_search_alert::Entity>(tx, alerts).await?;
    delete::<alert_queue::Entity>(tx, alert_queue::Column::OfferId.in_subquery(offers())).await?;
    delete::<saved_search::Entity>(tx, theirs).await?;
    Ok(())
}

/// What was uploaded to the demo's applications and contracts, or by its people.
async fn files(context: &Context, tx: &Transaction) -> Result<(), Error> {
    let of_applications = Condition::all()
        .add(stored_file::Column::SubjectKind.eq(Stored(FileSubject::Application)))
        .add(stored_file::Column::SubjectId.in_subquery(applications()));
    let of_contracts = Condition::all()
        .add(stored_file::Column::SubjectKind.eq(Stored(FileSubject::Contract)))
        .add(stored_file::Column::SubjectId.in_subquery(contract_ids()));
    let theirs = stored_file::Column::UploadedBy.in_subquery(accounts());
    let files = Condition::any().add(of_applications).add(of_contracts).add(theirs);
    file::remove(context, tx, files).await?;
    delete::<upload_ticket::Entity>(tx, upload_ticket::Column::AccountId.in_subquery(accounts())).await?;
    Ok(())
}

/// What matching rounds hold of the demo's offers and students; the rounds stay.
async fn rounds(tx: &Transaction) -> Result<(), Error> {
    let missed = Condition::any()
        .add(matching_missed::Column::StudentId.in_subquery(students()))
        .add(matching_missed::Column::OfferId.in_subquery(offers()));
    delete::<matching_missed::Entity>(tx, missed).await?;
    let outcomes = Condition::any()
        .add(matching_outcome::Column::StudentId.in_subquery(students()))
        .add(matching_outcome::Column::OfferId.in_subquery(offers()));
    delete::<matching_outcome::Entity>(tx, outcomes).await?;
    let choices = Condition::any()
        .add(matching_choice::Column::StudentId.in_subquery(students()))
        .add(matching_choice::Column::OfferId.in_subquery(offers()));
    delete::<matching_choice::Entity>(tx, choices).await?;
    let gone = matching_round_student::Column::StudentId.in_subquery(students());
    delete::<matching_round_student::Entity>(tx, gone).await?;
    let gone = matching_round_offer::Column::OfferId.in_subquery(offers());
    delete::<matching_round_offer::Entity>(tx, gone).await?;
    Ok(())
}

/// The documents of the demo's contracts, and what was given for them to print.
async fn documents(context: &Context, tx: &Transaction) -> Result<(), Error> {
    let gone = || {
        let rows = document::Entity::find().select_only().column(document::Column::Id);
        rows.filter(document::Column::ContractId.in_subquery(contract_ids())).into_query()
    };
    let scans = document_scan::Entity::find().select_only().column(document_scan::Column::Id);
    let scans = scans.filter(document_scan::Column::DocumentId.in_subquery(gone())).into_query();
    let of = |kind, ids| {
        Condition::all()
            .add(stored_file::Column::SubjectKind.eq(Stored(kind)))
            .add(stored_file::Column::SubjectId.in_subquery(ids))
    };
    let theirs =
        Condition::any().add(of(FileSubject::Document, gone())).add(of(FileSubject::DocumentScan, scans));
    file::remove(context, tx, theirs).await?;
    let signatures = signature::Entity::find().select_only().column(signature::Column::Id);
    let signatures = signatures.filter(signature::Column::DocumentId.in_subquery(gone())).into_query();
    delete::<signature_code::Entity>(tx, signature_code::Column::SignatureId.in_subquery(signatures)).await?;
    delete::<document_event::Entity>(tx, document_event::Column::DocumentId.in_subquery(gone())).await?;
    delete::<signature::Entity>(tx, signature::Column::DocumentId.in_subquery(gone())).await?;
    delete::<document_scan::Entity>(tx, document_scan::Column::DocumentId.in_subquery(gone())).await?;
    let amended = contract_amendment::Column::ContractId.in_subquery(contract_ids());
    delete::<contract_amendment::Entity>(tx, amended).await?;
    delete::<document::Entity>(tx, document::Column::ContractId.in_subquery(contract_ids())).await?;
    delete::<paper_fact::Entity>(tx, paper_fact::Column::SetBy.in_subquery(accounts())).await?;
    Ok(())
}

/// The contracts that the demo's applications became, their people, and what the demo's desks set for them.
async fn contracts(tx: &Transaction) -> Result<u64, Error> {
    delete::<notification::Entity>(tx, notification::Column::ContractId.in_subquery(contract_ids())).await?;
    delete::<place_reservation::Entity>(
        tx,
        place_reservation::Column::ContractId.in_subquery(contract_ids()),
    )
    .await?;
    delete::<contract_reminder::Entity>(
        tx,
        contract_reminder::Column::ContractId.in_subquery(contract_ids()),
    )
    .await?;
    delete::<contract_deadline::Entity>(
        tx,
        contract_deadline::Column::ContractId.in_subquery(contract_ids()),
    )
    .await?;
    delete::<contract_fact::Entity>(tx, contract_fact::Column::ContractId.in_subquery(contract_ids()))
        .await?;
    delete::<contract_event::Entity>(tx, contract_event::Column::ContractId.in_subquery(contract_ids()))
        .await?;
    let these = contract::Column::ApplicationId.in_subquery(applications());
    let contracts = delete::<contract::Entity>(tx, these).await?;
    delete::<company_tutor::Entity>(tx, company_tutor::Column::CompanyId.in_subquery(companies())).await?;
    delete::<calendar_feed::Entity>(tx, calendar_feed::Column::AccountId.in_subquery(accounts())).await?;
    delete::<school_anchor::Entity>(tx, school_anchor::Column::SetBy.in_subquery(accounts())).await?;
    delete::<place_capacity::Entity>(tx, place_capacity::Column::SetBy.in_subquery(accounts())).await?;
    let confirmed = procedure_confirmation::Column::ConfirmedBy.in_subquery(accounts());
    delete::<procedure_confirmation::Entity>(tx, confirmed).await?;
    Ok(contracts)
}

/// Companies and accounts, when nothing else refers to them any more.
async fn people(tx: &Transaction) -> Result<(u64, u64), Error> {
    let membership = Condition::any()
        .add(company_member::Column::AccountId.in_subquery(accounts()))
        .add(company_member::Column::CompanyId.in_subquery(companies()));
    delete::<company_member::Entity>(tx, membership).await?;
    delete::<hire::Entity>(tx, hire::Column::CompanyId.in_subquery(companies())).await?;
    delete::<company_alias::Entity>(tx, company_alias::Column::CompanyId.in_subquery(companies())).await?;
    delete::<access_token::Entity>(tx, access_token::Column::AccountId.in_subquery(accounts())).await?;
    delete::<account_specialty::Entity>(tx, account_specialty::Column::AccountId.in_subquery(accounts()))
        .await?;
    let accounts = delete::<account::Entity>(tx, account::Column::Demo.eq(true)).await?;
    let companies = delete::<company::Entity>(tx, company::Column::Demo.eq(true)).await?;
    Ok((companies, accounts))
}

/// Queues for the search engine what is about to go: it will find no row, and forget it.
async fn tell(context: &Context, tx: &Transaction) -> Result<(), Error> {
    use Indexed::{Company, Hire, Offer, Student};
    let of_companies = hire::Entity::find().select_only().columns([hire::Column::Id, hire::Column::Version]);
    let of_companies = of_companies.filter(hire::Column::CompanyId.in_subquery(companies()));
    let demo = company::Entity::find().select_only().columns([company::Column::Id, company::Column::Version]);
    let demo = demo.filter(company::Column::Demo.eq(true));
    let open = offer::Entity::find().select_only().columns([offer::Column::Id, offer::Column::Version]);
    let open = open.filter(offer_condition());
    let found =
        student::Entity::find().select_only().columns([student::Column::Id, student::Column::Version]);
    let found = found.filter(student::Column::Demo.eq(true));
    let rows: [(Indexed, Vec<(Uuid, i64)>); 4] = [
        (Offer, open.into_tuple().all(tx).await?),
        (Company, demo.into_tuple().all(tx).await?),
        (Hire, of_companies.into_tuple().all(tx).await?),
        (Student, found.into_tuple().all(tx).await?),
    ];
    for (kind, rows) in rows {
        // What waits to be told of them says less than that they are gone, and a second demo of the same seed has the same ids.
        for rows in rows.chunks(1_000) {
            let of = search_outbox::Column::EntityId.is_in(rows.iter().map(|(id, _)| *id));
            delete::<search_outbox::Entity>(tx, of).await?;
        }
        outbox::changed(context, tx, kind, rows.into_iter().map(|(id, version)| (id, version + 1))).await?;
    }
    Ok(())
}

async fn delete<E: EntityTrait>(
    db: &impl ConnectionTrait,
    these: impl sea_orm::sea_query::IntoCondition,
) -> Result<u64, Error> {
    Ok(E::delete_many().filter(these).exec(db).await?.rows_affected)
}

fn accounts() -> SelectStatement {
    ids::<account::Entity>(account::Column::Id, account::Column::Demo.eq(true))
}

fn companies() -> SelectStatement {
    ids::<company::Entity>(company::Column::Id, company::Column::Demo.eq(true))
}

fn students() -> SelectStatement {
    ids::<student::Entity>(student::Column::Id, student::Column::Demo.eq(true))
}

fn offers() -> SelectStatement {
    ids::<offer::Entity>(offer::Column::Id, offer_condition())
}

fn contract_ids() -> SelectStatement {
    ids::<contract::Entity>(contract::Column::Id, contract::Column::ApplicationId.in_subquery(applications()))
}

fn applications() -> SelectStatement {
    ids::<application::Entity>(application::Column::Id, application_condition())
}

/// An offer of a demo company, whoever wrote it.
fn offer_condition() -> Condition {
    Condition::any().add(offer::Column::CompanyId.in_subquery(companies()))
}

/// An application by or to anybody of the demo.
fn application_condition() -> Condition {
    Condition::any()
        .add(application::Column::StudentId.in_subquery(students()))
        .add(application::Column::CompanyId.in_subquery(companies()))
}

fn ids<E: EntityTrait>(id: E::Column, these: impl sea_orm::sea_query::IntoCondition) -> SelectStatement {
    E::find().select_only().column(id).filter(these).into_query()
}
