//! Contracts as `tremplin demo` has them: the same changes by the same engine, one after the other, at the times that the
//! context tells. Nobody is told of what never happened, and no hire is recorded.

use crate::application::cancel;
use crate::context::Context;
use crate::contract::state::{State, Taken};
use crate::contract::store::{self, Happening};
use crate::contract::{eligible, facts, open, settle, terms};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::UserError;
use domain::contract::{ContractAction, academic_year};
use domain::contract_type::ContractType;
use domain::money::Cents;
use domain::procedure::{Actor, EventKind, FactValue, Inputs, Refusing, Run, Step, StepRun, StepStatus};
use domain::rules::eligibility::Fact;
use entity::{contract, notification};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// The facts that rule a contract out where they are so; every other is wanted.
const UNWANTED: &[Fact] = &[
    Fact::BlockingResit,
    Fact::MobilityAbroadBegun,
    Fact::PublicEmployer,
    Fact::ScholarshipHolder,
    Fact::LongSecondYearInternship,
];

/// What is agreed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Agreed {
    /// The confirmed application.
    pub(crate) application: Uuid,
    /// Which kind of contract.
    pub(crate) contract_type: ContractType,
    /// First day of work.
    pub(crate) first_day: chrono::NaiveDate,
    /// Last day of work.
    pub(crate) last_day: chrono::NaiveDate,
    /// Gross pay a month.
    pub(crate) gross_monthly_pay: Cents,
}

/// Who takes part, and what they write.
pub(crate) trait Players {
    /// The account that acts as this actor; of those without one, whoever stands in.
    fn account(&self, actor: Actor) -> Uuid;
    /// What is given for a step.
    fn inputs(&self, step: &Step) -> Inputs;
}

/// How far the next thing may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Whatever comes next.
    None,
    /// Not what would make the contract active.
    NotActive,
}

/// Opens a contract, by its student.
///
/// # Errors
/// What the rules of contracts refuse: a fault of the demo's plan; or the database does not answer.
pub(crate) async fn open(context: &Context, agreed: Agreed, by: Uuid) -> Result<Uuid, Error> {
    let tx = context.db.begin().await?;
    let id = context.new_id();
    let year = academic_year(agreed.first_day).map_err(Error::internal)?;
    let terms = terms::Terms {
        contract_type: agreed.contract_type,
        first_day: agreed.first_day,
        last_day: agreed.last_day,
        gross_monthly_pay: agreed.gross_monthly_pay,
        year,
    };
    let application = open::confirmed(&tx, agreed.application).await.map_err(fault)?;
    let opened = open::on_terms(context, &tx, (id, application), terms, (by, Actor::Student)).await;
    opened.map_err(fault)?;
    close(tx, id).await?;
    Ok(id)
}

/// Does the first thing that is to be done: answers a question, does a step, agrees to it. Answers whether there was one
/// within the bound.
///
/// # Errors
/// As [`open()`].
pub(crate) async fn next(
    context: &Context,
    id: Uuid,
    players: &(impl Players + Sync),
    bound: Bound,
) -> Result<bool, Error> {
    let tx = context.db.begin().await?;
    let mut state = State::lock(context, &tx, id).await?;
    let Some(taken) = first(context, &state, players) else { return Ok(false) };
    let leads_to = state.tried(context, &taken).map_err(|refusal| refused(&state, &taken, refusal.code()))?;
    if bound == Bound::NotActive && leads_to.ready_to_activate {
        return Ok(false);
    }
    if leads_to.ready_to_activate && !state.run.is_active {
        know(context, &tx, &mut state, players).await?;
    }
    let by = taken.account;
    state.take(context, &tx, taken).await.map_err(fault)?;
    settle::run(context, &tx, state, by).await.map_err(fault)?;
    close(tx, id).await?;
    Ok(true)
}

/// Whether a step waits for somebody to agree to it, who may refuse as well.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn awaits_validation(context: &Context, id: Uuid) -> Result<bool, Error> {
    let tx = context.db.begin().await?;
    let state = State::lock(context, &tx, id).await?;
    Ok(refusable(&state).is_some())
}

/// Refuses the step that waits to be agreed to.
///
/// # Errors
/// There is none; otherwise as [`open()`].
pub(crate) async fn refuse(
    context: &Context,
    id: Uuid,
    players: &(impl Players + Sync),
    reason: &str,
) -> Result<(), Error> {
    let tx = context.db.begin().await?;
    let mut state = State::lock(context, &tx, id).await?;
    let (step, by) =
        refusable(&state).ok_or_else(|| Error::internal(anyhow::anyhow!("nothing to refuse in {id}")))?;
    let kind = EventKind::Refused { step, reason: reason.to_owned(), inputs: Inputs::new() };
    let taken = recorded(context, &state, players, kind, by);
    let account = taken.account;
    state.take(context, &tx, taken).await.map_err(fault)?;
    settle::run(context, &tx, state, account).await.map_err(fault)?;
    close(tx, id).await
}

/// Names the tutors.
///
/// # Errors
/// As [`open()`].
pub(crate) async fn tutors(
    context: &Context,
    id: Uuid,
    players: &(impl Players + Sync),
    (company_tutor, school_tutor): (Uuid, Uuid),
) -> Result<(), Error> {
    let tx = context.db.begin().await?;
    let mut state = State::lock(context, &tx, id).await?;
    let named = [
        (ContractAction::AssignTutor, Actor::Company),
        (ContractAction::AssignSchoolTutor, Actor::CareerServices),
    ];
    for (action, actor) in named {
        let what = Happening::by(context, action, players.account(actor), Some(actor));
        state.happen(context, &tx, what).await.map_err(fault)?;
    }
    state.row = store::save(context, &tx, state.row, |row| {
        row.company_tutor_id = Set(Some(company_tutor));
        row.school_tutor_id = Set(Some(school_tutor));
    })
    .await?;
    settle::run(context, &tx, state, None).await.map_err(fault)?;
    close(tx, id).await
}

/// Ends a contract: given up or broken off by the company, or come to its last day.
///
/// # Errors
/// As [`open()`].
pub(crate) async fn end(
    context: &Context,
    id: Uuid,
    players: &(impl Players + Sync),
    (action, reason): (ContractAction, &str),
) -> Result<(), Error> {
    let tx = context.db.begin().await?;
    let mut state = State::lock(context, &tx, id).await?;
    let account = players.account(Actor::Company);
    let what = match action {
        ContractAction::Complete => Happening::by_platform(context, action),
        _ => Happening {
            reason: Some(reason.to_owned()),
            ..Happening::by(context, action, account, Some(Actor::Company))
        },
    };
    state.happen(context, &tx, what).await.map_err(fault)?;
    let (application, before_start) =
        (state.row.application_id, context.now().date_naive() < state.row.first_day);
    settle::run(context, &tx, state, Some(account)).await.map_err(fault)?;
    if action != ContractAction::Complete {
        let words = (account, reason.to_owned());
        cancel::with_contract(context, &tx, application, words, before_start).await.map_err(fault)?;
    }
    close(tx, id).await
}

/// The first thing to do, by whoever it is for.
fn first(context: &Context, state: &State, players: &impl Players) -> Option<Taken> {
    let procedure = &state.written.procedure;
    let unanswered = procedure.facts.iter().find(|fact| !state.run.answers.contains_key(&fact.key));
    if let Some(fact) = unanswered {
        let value = FactValue::Boolean(false);
        let by = fact.stated_by.first().copied()?;
        let kind = EventKind::Stated { fact: fact.key.clone(), value };
        return Some(recorded(context, state, players, kind, by));
    }
    let to_do = |(step, now): &(&Step, &StepRun)| step.is_required() && !now.waiting_for.is_empty();
    let (step, now) = procedure.steps.iter().zip(&state.run.steps).find(to_do)?;
    let by = now.waiting_for.first().copied()?;
    let key = step.key.clone();
    let kind = match now.status {
        StepStatus::AwaitingValidation => EventKind::Validated { step: key },
        _ => EventKind::Completed { step: key, inputs: players.inputs(step) },
    };
    Some(recorded(context, state, players, kind, by))
}

/// A step that waits for validators who may refuse it, and the first of them.
fn refusable(state: &State) -> Option<(String, Actor)> {
    let pairs = state.written.procedure.steps.iter().zip(&state.run.steps);
    let mut waiting = pairs.filter(|(step, now)| {
        now.status == StepStatus::AwaitingValidation && matches!(step.refusal, Refusing::ByValidators { .. })
    });
    let (step, now) = waiting.next()?;
    // The last of them: where the desk agrees first, it is the department that refuses.
    Some((step.key.clone(), now.waiting_for.last().copied()?))
}

/// By the actor, or by the desk where the actor has no account.
fn recorded(context: &Context, state: &State, players: &impl Players, kind: EventKind, by: Actor) -> Taken {
    let is_there = by.has_accounts() && !state.facts.absent.contains(&by);
    let recorded_by = if is_there { by } else { Actor::CareerServices };
    let on = context.now().date_naive();
    Taken { kind, by, recorded_by, account: Some(players.account(recorded_by)), on }
}

/// The desk says what the school's conditions ask, as it has to be for a contract.
async fn know(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    players: &(impl Players + Sync),
) -> Result<(), Error> {
    let mut missing: Vec<Fact> = Vec::new();
    for finding in eligible::open(context, tx, state).await? {
        missing.extend(finding.missing.into_iter().filter(|fact| !fact.is_date()));
    }
    missing.sort_unstable();
    missing.dedup();
    let stated: Vec<(Fact, bool)> =
        missing.into_iter().map(|fact| (fact, !UNWANTED.contains(&fact))).collect();
    if stated.is_empty() {
        return Ok(());
    }
    let desk = players.account(Actor::CareerServices);
    facts::state_facts(context, tx, state, &stated, desk).await.map_err(fault)
}

/// Nobody is told.
async fn close(tx: Transaction, id: Uuid) -> Result<(), Error> {
    let told = notification::Entity::delete_many().filter(notification::Column::ContractId.eq(id));
    told.exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// A contract, and where its events say that it stands.
#[derive(Debug)]
pub struct Folded {
    /// The row.
    pub row: contract::Model,
    /// Its status, by its events.
    pub status: domain::contract::ContractStatus,
    /// Where it stands in its procedure, by its events.
    pub run: Run,
}

/// Folds what happened to a contract.
///
/// # Errors
/// Its events make no history; or the database does not answer.
pub async fn folded(context: &Context, id: Uuid) -> Result<Folded, Error> {
    let tx = context.db.begin().await?;
    let state = State::lock(context, &tx, id).await?;
    Ok(Folded { row: state.row, status: state.status, run: state.run })
}

fn refused(state: &State, taken: &Taken, code: &str) -> Error {
    let id = state.row.id;
    Error::internal(anyhow::anyhow!(
        "the demo plans what contract {id} does not allow ({code}): {:?}",
        taken.kind
    ))
}

/// What is refused to the demo is a fault of its plan.
fn fault(rejection: Rejection) -> Error {
    match rejection {
        Rejection::Error(error) => error,
        Rejection::User(errors) => {
            let said = errors.iter().map(|error: &UserError| error.en.as_str()).collect::<Vec<_>>().join(" ");
            Error::internal(anyhow::anyhow!("the demo was refused: {said}"))
        }
    }
}
