//! Reading and changing contracts. Every change of one is made with its row locked.

use crate::context::Context;
use crate::error::Error;
use crate::events::{Event, Transaction};
use chrono::NaiveDate;
use domain::contract::ContractAction;
use domain::policy::Subject;
use domain::procedure::Actor;
use entity::{Stored, company_tutor, contract, contract_event};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

/// Rows that a statement names at a time: it binds 32,766 values at most on SQLite.
pub(super) const CHUNK: usize = 2_000;

/// A contract.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<contract::Model, Error> {
    contract::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)
}

/// A contract, locked until the transaction ends against other changes.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn lock(tx: &Transaction, id: Uuid) -> Result<contract::Model, Error> {
    let row = contract::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    row.one(tx).await?.ok_or(Error::NotFound)
}

/// The contract of an application, where there is one.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn of_application(
    db: &impl ConnectionTrait,
    application: Uuid,
) -> Result<Option<contract::Model>, Error> {
    let rows = contract::Entity::find().filter(contract::Column::ApplicationId.eq(application));
    Ok(rows.one(db).await?)
}

/// What the policy decides on, for a tutor and a company that has members or none.
pub(super) fn subject(
    row: &contract::Model,
    tutor: Option<&company_tutor::Model>,
    company_has_members: bool,
) -> Subject {
    Subject::Contract {
        student: row.student_id,
        company: row.company_id,
        school: row.school_id,
        specialty: row.specialty_id,
        contract_type: row.contract_type.0,
        company_has_members,
        company_tutor: tutor.and_then(|tutor| tutor.account_id),
        school_tutor: row.school_tutor_id,
    }
}

/// What happened to a contract, oldest first.
///
/// # Errors
/// The database does not answer.
pub(super) async fn events(
    db: &impl ConnectionTrait,
    contract: Uuid,
) -> Result<Vec<contract_event::Model>, Error> {
    let rows = contract_event::Entity::find()
        .filter(contract_event::Column::ContractId.eq(contract))
        .order_by_asc(contract_event::Column::Sequence);
    Ok(rows.all(db).await?)
}

/// Writes a changed contract under its next version.
///
/// # Errors
/// The database does not answer.
pub(super) async fn save(
    context: &Context,
    tx: &Transaction,
    before: contract::Model,
    change: impl FnOnce(&mut contract::ActiveModel),
) -> Result<contract::Model, Error> {
    let version = before.version + 1;
    let mut row = before.into_active_model();
    change(&mut row);
    row.version = Set(version);
    row.updated_at = Set(context.now());
    let after = row.update(tx).await?;
    tx.announce([Event::ContractChanged { id: after.id, version }]);
    Ok(after)
}

/// Something that happened to a contract, to be written.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    /// What.
    pub(super) action: ContractAction,
    /// On which step.
    pub(super) step: Option<String>,
    /// Who acted; none is the platform.
    pub(super) party: Option<Actor>,
    /// Who recorded it.
    pub(super) recorded_by: Option<Actor>,
    /// The account; none is the platform.
    pub(super) account: Option<Uuid>,
    /// Why.
    pub(super) reason: Option<String>,
    /// What exactly, as JSON.
    pub(super) detail: Option<String>,
    /// The day on which it happened.
    pub(super) on: NaiveDate,
}

impl Happening {
    /// Something that the platform does today.
    pub(super) fn by_platform(context: &Context, action: ContractAction) -> Self {
        let on = context.now().date_naive();
        Self {
            action,
            step: None,
            party: None,
            recorded_by: None,
            account: None,
            reason: None,
            detail: None,
            on,
        }
    }

    /// Something that somebody does today, as this actor.
    pub(super) fn by(context: &Context, action: ContractAction, account: Uuid, party: Option<Actor>) -> Self {
        Self { account: Some(account), party, recorded_by: party, ..Self::by_platform(context, action) }
    }
}

/// Writes what happened to a locked contract under the next number.
///
/// # Errors
/// The database does not answer.
pub(super) async fn record(
    context: &Context,
    tx: &Transaction,
    contract: Uuid,
    sequence: i32,
    what: Happening,
) -> Result<contract_event::Model, Error> {
    let row = contract_event::ActiveModel {
        id: Set(context.new_id()),
        contract_id: Set(contract),
        sequence: Set(sequence),
        action: Set(Stored(what.action)),
        step: Set(what.step),
        party: Set(what.party.map(Stored)),
        recorded_by: Set(what.recorded_by.map(Stored)),
        account_id: Set(what.account),
        reason: Set(what.reason),
        detail: Set(what.detail),
        happened_on: Set(what.on),
        at: Set(context.now()),
    };
    Ok(row.insert(tx).await?)
}
