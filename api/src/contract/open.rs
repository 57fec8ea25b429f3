//! `contractOpen`: of a confirmed application comes a contract, which runs its school's procedure from then on.

use crate::application::types::Application;
use crate::context::{Context, Request};
use crate::contract::procedures::{self, Written};
use crate::contract::state::State;
use crate::contract::store::{self, Happening};
use crate::contract::{notify, pay, settle, terms};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::scalars::{Date, Euro};
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::idempotency::{self, Key};
use crate::student::types::ContractType;
use async_graphql::InputObject;
use domain::application::ApplicationStatus;
use domain::contract::{ContractAction, ContractStatus};
use domain::notification::NotificationKind;
use domain::policy::Action;
use domain::procedure::Actor;
use domain::transition::Refusal;
use entity::{Stored, application, contract, student};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, QuerySelect, SqlErr};
use std::sync::Arc;
use uuid::Uuid;

/// What was agreed; what is left out is taken from the offer. A student says only what the offer leaves open.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ContractOpenInput {
    /// Which kind of contract.
    pub contract_type: Option<ContractType>,
    /// First day of work.
    pub start: Option<Date>,
    /// Last day of work.
    pub end: Option<Date>,
    /// Gross pay a month, at the beginning.
    pub gross_monthly_pay: Option<Euro>,
}

/// Opens the contract of an application, once.
///
/// # Errors
/// `WRONG_STATE` for an application that is not confirmed; `ALREADY_EXISTS`; `NO_PROCEDURE` where the school has none for
/// this kind of contract; `INVALID`, `RULE_NOT_KEPT` and `PAY_TOO_LOW` for what was agreed; the policy's denial; a key
/// used for another input.
pub(super) async fn run(
    request: &Request,
    application: Uuid,
    input: ContractOpenInput,
    key: Option<String>,
) -> Result<contract::Model, Rejection> {
    let actor = request.actor()?;
    let known = Application::load(request, application).await?.ok_or(Error::NotFound)?;
    request.authorize(Action::Contract(ContractAction::Open), &known.subject(request).await?)?;
    let key = Key::of(request, "contractOpen", key, &format!("{application} {input:?}"))?;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let id = context.new_id();
    if let Some(first) = idempotency::claim(context, &tx, key.as_ref(), id).await? {
        return Ok(store::find(&tx, first).await?);
    }
    let application = confirmed(&tx, application).await?;
    let terms = terms::agreed(&tx, &application, input, actor.role).await?;
    terms::require_recent(context, terms.first_day, actor.role)?;
    let by = (actor.account, Actor::of(actor.role));
    let row = on_terms(context, &tx, (id, application), terms, by).await?;
    tx.commit().await?;
    Ok(row)
}

/// Opens the contract of a locked, confirmed application on these terms, under this id, by this account.
///
/// # Errors
/// As [`run`], but for the policy.
pub(super) async fn on_terms(
    context: &Context,
    tx: &Transaction,
    (id, application): (Uuid, application::Model),
    terms: terms::Terms,
    (account, side): (Uuid, Actor),
) -> Result<contract::Model, Rejection> {
    let schools = context.reference.get(&context.db, context.now()).await?;
    let school = schools.school(application.school_id).map(|row| row.code.clone()).unwrap_or_default();
    let student = student::Entity::find_by_id(application.student_id).one(tx).await?;
    let student =
        student.ok_or_else(|| Error::internal(anyhow::anyhow!("an application without student")))?;
    pay::check(&student, &terms, &school, terms.first_day)?;
    let written = in_force(context, tx, &application, &terms).await?;
    let row = New { id, application, student, terms, written, by: account };
    let row = insert(context, tx, row).await?;
    let opened = Happening::by(context, ContractAction::Open, account, Some(side));
    store::record(context, tx, id, 1, opened).await?;
    let mut state = State::of(context, tx, row).await?;
    state.before = None;
    notify::sides(context, tx, &state.row, NotificationKind::ContractOpened, None).await?;
    settle::run(context, tx, state, Some(account)).await
}

/// An application, locked, so that it is not cancelled meanwhile.
///
/// # Errors
/// `WRONG_STATE` for one that is not confirmed; or the database does not answer.
pub(super) async fn confirmed(tx: &Transaction, id: Uuid) -> Result<application::Model, Rejection> {
    let row = application::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx).await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.status.0 == ApplicationStatus::Confirmed {
        return Ok(row);
    }
    let accepted = vec![ApplicationStatus::Confirmed];
    Err(crate::transition::refused(&Refusal::WrongState { status: row.status.0, accepted }).into())
}

async fn in_force(
    context: &Context,
    db: &impl ConnectionTrait,
    application: &application::Model,
    terms: &terms::Terms,
) -> Result<Arc<Written>, Rejection> {
    let school = application.school_id;
    let found = procedures::in_force(context, db, school, terms.contract_type, terms.year).await?;
    found.ok_or_else(|| {
        let label = terms.contract_type.label();
        let fr = format!("L'école n'a pas de procédure pour ce type de contrat : {}.", label.fr);
        let en = format!("The school has no procedure for this kind of contract: {}.", label.en);
        UserError::new(ErrorCode::NoProcedure, fr, en).at(&["input", "contractType"]).into()
    })
}

struct New {
    id: Uuid,
    application: application::Model,
    student: student::Model,
    terms: terms::Terms,
    written: Arc<Written>,
    by: Uuid,
}

async fn insert(context: &Context, tx: &Transaction, new: New) -> Result<contract::Model, Rejection> {
    let now = context.now();
    let row = contract::ActiveModel {
        id: Set(new.id),
        application_id: Set(new.application.id),
        student_id: Set(new.student.id),
        company_id: Set(new.application.company_id),
        school_id: Set(new.application.school_id),
        specialty_id: Set(new.student.specialty_id),
        offer_id: Set(new.application.offer_id),
        contract_type: Set(Stored(new.terms.contract_type)),
        academic_year: Set(new.terms.year.first_year()),
        status: Set(Stored(ContractStatus::Preparing)),
        first_day: Set(new.terms.first_day),
        last_day: Set(new.terms.last_day),
        gross_monthly_pay: Set(new.terms.gross_monthly_pay.0),
        procedure_version_id: Set(new.written.row.id),
        company_tutor_id: Set(None),
        school_tutor_id: Set(None),
        hire_id: Set(None),
        demo: Set(new.application.demo),
        opened_by: Set(new.by),
        version: Set(0),
        created_at: Set(now),
        updated_at: Set(now),
    };
    row.insert(tx).await.map_err(already_open)
}

/// The database's unique index is what keeps two racing requests from both opening.
fn already_open(error: DbErr) -> Rejection {
    if !matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
        return error.into();
    }
    let fr = "Cette candidature a déjà son contrat.";
    UserError::new(ErrorCode::AlreadyExists, fr, "This application has its contract already.")
        .at(&["application"])
        .into()
}
