//! What follows when something happened to a contract: its place, its status, the hire that it becomes, its deadlines, and
//! who is told. Called once at the end of every change, in its transaction.

use crate::context::Context;
use crate::contract::state::{State, Taken};
use crate::contract::store::{self, Happening};
use crate::contract::{deadline, eligible, notify, pay, place, terms, tutor};
use crate::error::Rejection;
use crate::events::Transaction;
use crate::hiring::record;
use domain::contract::{ContractAction, ContractStatus, PREPARED};
use domain::notification::NotificationKind;
use domain::procedure::{Actor, EventKind, Phase, Procedure, Run, StepStatus};
use entity::{Stored, contract, offer};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use uuid::Uuid;

/// Draws what follows, and writes the contract under its next version; `by` is the account that need not be told.
///
/// # Errors
/// `NO_PLACE`, `NOT_ELIGIBLE`, `PAY_TOO_LOW` and `FACT_MISSING` for what would make a contract active that may not be yet; or the database does not answer.
pub(crate) async fn run(
    context: &Context,
    tx: &Transaction,
    mut state: State,
    by: Option<Uuid>,
) -> Result<contract::Model, Rejection> {
    place::follow(context, tx, &mut state).await?;
    let hire = advance(context, tx, &mut state).await?;
    deadline::keep(context, tx, &state).await?;
    let status = state.status;
    let row = state.row.clone();
    let after = store::save(context, tx, row, |row| {
        row.status = Set(Stored(status));
        if let Some(hire) = hire {
            row.hire_id = Set(hire);
        }
    });
    let after = after.await?;
    notify::of_steps(context, tx, &state, by).await?;
    Ok(after)
}

/// Takes a contract that is prepared as far as its steps allow; answers what its hire came to be, where that changed.
async fn advance(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
) -> Result<Option<Option<Uuid>>, Rejection> {
    match state.status {
        ContractStatus::Withdrawn => forget_hire(context, tx, state).await,
        status if !PREPARED.contains(&status) => Ok(None),
        _ if state.run.ready_to_activate => activate(context, tx, state).await,
        status => {
            let signing = only_signatures_left(&state.written.procedure, &state.run);
            let action = match (status, signing) {
                (ContractStatus::Preparing, true) => ContractAction::MakeReady,
                (ContractStatus::ToSign, false) => ContractAction::ReturnToPreparing,
                _ => return Ok(None),
            };
            state.happen(context, tx, Happening::by_platform(context, action)).await?;
            Ok(None)
        }
    }
}

async fn activate(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
) -> Result<Option<Option<Uuid>>, Rejection> {
    place::require(tx, state).await?;
    eligible::require(context, tx, state).await?;
    pay::require(context, tx, &state.row).await?;
    tutor::require_named(&state.written.procedure, &state.row)?;
    let (by, on) = (Actor::CareerServices, context.now().date_naive());
    let step = Taken { kind: EventKind::Activated, by, recorded_by: by, account: None, on };
    state.take(context, tx, step).await?;
    let place = match state.row.offer_id {
        Some(offer) => offer::Entity::find_by_id(offer).one(tx).await?.map(|row| (row.postcode, row.city)),
        None => None,
    };
    // A demo's contract is no hire: the history has no mark for such, and its figures are published.
    let is_hire = !state.row.demo && terms::is_recorded(context, state.row.first_day);
    let hire = match is_hire {
        false => None,
        true => Some(record::of_contract(context, tx, &state.row, place.unwrap_or_default()).await?),
    };
    notify::sides(context, tx, &state.row, NotificationKind::ContractActive, None).await?;
    Ok(Some(hire))
}

/// Whoever never began was not hired.
async fn forget_hire(
    context: &Context,
    tx: &Transaction,
    state: &State,
) -> Result<Option<Option<Uuid>>, Rejection> {
    let Some(hire) = state.row.hire_id else { return Ok(None) };
    record::forget(context, tx, hire).await?;
    Ok(Some(None))
}

/// Whether nothing but signatures is to be done before the contract is active.
fn only_signatures_left(procedure: &Procedure, run: &Run) -> bool {
    let done = |status| matches!(status, StepStatus::Done | StepStatus::DoesNotApply);
    let mut left = procedure
        .steps
        .iter()
        .zip(&run.steps)
        .filter(|(step, now)| step.phase == Phase::Preparing && step.is_required() && !done(now.status))
        .map(|(step, _)| step)
        .peekable();
    left.peek().is_some() && left.all(|step| !step.signs.is_empty())
}
