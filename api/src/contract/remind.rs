//! What the worker does for contracts each day: those that have come to their end, places that were kept long enough, and
//! reminders to whoever must act.

use crate::context::Context;
use crate::contract::state::State;
use crate::contract::store::{CHUNK, Happening};
use crate::contract::{notify, settle};
use crate::document;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use chrono::{Days, NaiveDate};
use domain::contract::place::PlaceStatus;
use domain::contract::reminder::{AHEAD, ReminderStage, stage};
use domain::contract::{ContractAction, ContractStatus, LIVE};
use domain::notification::NotificationKind;
use domain::procedure::DueOn;
use entity::{Stored, contract, contract_deadline, contract_reminder, place_reservation};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use uuid::Uuid;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Contracts that came to their end.
    pub completed: usize,
    /// Places that went on to others.
    pub released: usize,
    /// Steps of which somebody was reminded.
    pub reminded: usize,
}

/// Does what is due today. Each contract is a transaction of its own: what fails is tried again with the job, and what was
/// done is not done again.
///
/// # Errors
/// The database does not answer.
pub async fn run(context: &Context) -> Result<Done, Error> {
    let today = context.now().date_naive();
    let (mut done, mut failed) = (Done::default(), None);
    for id in ended(context, today).await? {
        done.completed += beyond(&mut failed, id, complete(context, id, today).await);
    }
    for id in kept_too_long(context, today).await? {
        done.released += beyond(&mut failed, id, release(context, id).await);
    }
    for (id, steps) in due(context, today).await? {
        done.reminded += beyond(&mut failed, id, remind(context, id, &steps, today).await);
    }
    failed.map_or(Ok(done), Err)
}

/// Goes on to the next contract: one that cannot be read keeps nobody else from being reminded. The first failure is the
/// job's.
fn beyond(failed: &mut Option<Error>, contract: Uuid, count: Result<usize, Error>) -> usize {
    count.unwrap_or_else(|error| {
        tracing::error!(%contract, ?error, "nothing was done today for a contract");
        failed.get_or_insert(error);
        0
    })
}

async fn release(context: &Context, id: Uuid) -> Result<usize, Error> {
    let tx = context.db.begin().await?;
    let state = State::lock(context, &tx, id).await?;
    settle::run(context, &tx, state, None).await.map_err(fault)?;
    tx.commit().await?;
    Ok(1)
}

/// The platform makes no mistake that a user could: one is a fault.
fn fault(rejection: Rejection) -> Error {
    match rejection {
        Rejection::Error(error) => error,
        Rejection::User(errors) => {
            let said = errors.iter().map(|error| error.en.as_str()).collect::<Vec<_>>().join(" ");
            Error::internal(anyhow::anyhow!("the worker was refused: {said}"))
        }
    }
}

async fn ended(context: &Context, today: NaiveDate) -> Result<Vec<Uuid>, Error> {
    let rows = contract::Entity::find()
        .select_only()
        .column(contract::Column::Id)
        .filter(contract::Column::Status.eq(Stored(ContractStatus::Active)))
        .filter(contract::Column::LastDay.lt(today))
        .order_by_asc(contract::Column::Id);
    Ok(rows.into_tuple().all(&context.db.read).await?)
}

async fn complete(context: &Context, id: Uuid, today: NaiveDate) -> Result<usize, Error> {
    let tx = context.db.begin().await?;
    let mut state = State::lock(context, &tx, id).await?;
    // Somebody may have broken it off since it was listed.
    if state.status != ContractStatus::Active || state.row.last_day >= today {
        return Ok(0);
    }
    let what = Happening::by_platform(context, ContractAction::Complete);
    state.happen(context, &tx, what).await.map_err(fault)?;
    notify::sides(context, &tx, &state.row, NotificationKind::ContractEnded, None).await?;
    let why = (None, "Le contrat est arrivé à son terme.");
    document::contract_ended(context, &tx, id, state.status, why).await.map_err(fault)?;
    settle::run(context, &tx, state, None).await.map_err(fault)?;
    tx.commit().await?;
    Ok(1)
}

/// The contracts whose place was kept, while something that was refused was to be done again, for as long as it is.
async fn kept_too_long(context: &Context, today: NaiveDate) -> Result<Vec<Uuid>, Error> {
    let rows = place_reservation::Entity::find()
        .select_only()
        .column(place_reservation::Column::ContractId)
        .filter(place_reservation::Column::Status.ne(Stored(PlaceStatus::Released)))
        .filter(place_reservation::Column::HeldUntil.lt(today))
        .order_by_asc(place_reservation::Column::Id);
    Ok(rows.into_tuple().all(&context.db.read).await?)
}

/// The steps that are due within a week or late, and of which nobody was reminded yet at this stage, by contract.
async fn due(context: &Context, today: NaiveDate) -> Result<BTreeMap<Uuid, BTreeSet<String>>, Error> {
    let horizon = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    let rows: Vec<(Uuid, String, NaiveDate)> = contract_deadline::Entity::find()
        .select_only()
        .columns([
            contract_deadline::Column::ContractId,
            contract_deadline::Column::Step,
            contract_deadline::Column::DueOn,
        ])
        .filter(contract_deadline::Column::Pending.eq(true))
        .filter(contract_deadline::Column::DueOn.lte(horizon))
        .into_tuple()
        .all(&context.db.read)
        .await?;
    let mut due: BTreeMap<Uuid, BTreeSet<String>> = BTreeMap::new();
    for chunk in rows.chunks(CHUNK) {
        let contracts: HashSet<Uuid> = chunk.iter().map(|row| row.0).collect();
        let sent = contract_reminder::Entity::find()
            .filter(contract_reminder::Column::ContractId.is_in(contracts))
            .all(&context.db.read)
            .await?;
        let sent: HashSet<(Uuid, String, NaiveDate, ReminderStage)> =
            sent.into_iter().map(|row| (row.contract_id, row.step, row.due_on, row.stage.0)).collect();
        for (contract, step, day) in chunk {
            let Some(stage) = stage(*day, today) else { continue };
            if !sent.contains(&(*contract, step.clone(), *day, stage)) {
                due.entry(*contract).or_default().insert(step.clone());
            }
        }
    }
    Ok(due)
}

/// Reminds those who must act on these steps of a contract; answers how many steps that was. Nobody is reminded of a step
/// that others block.
async fn remind(
    context: &Context,
    id: Uuid,
    steps: &BTreeSet<String>,
    today: NaiveDate,
) -> Result<usize, Error> {
    let tx = context.db.begin().await?;
    let state = State::lock(context, &tx, id).await?;
    let mut reminded = 0;
    for step in state.run.steps.iter().filter(|step| steps.contains(&step.key)) {
        let DueOn::On(due_on) = step.due_on else { continue };
        let Some(stage) = stage(due_on, today) else { continue };
        if step.recorders.is_empty() || !LIVE.contains(&state.status) {
            continue;
        }
        if first(context, &tx, (id, &step.key, due_on, stage)).await? {
            let people = notify::people(&tx, &state.row, &step.recorders).await?;
            notify::told(context, &tx, &state, step, NotificationKind::ContractDeadline, people).await?;
            reminded += 1;
        }
    }
    tx.commit().await?;
    Ok(reminded)
}

/// Writes that a reminder is sent; false when it was before.
async fn first(
    context: &Context,
    tx: &Transaction,
    (contract, step, due_on, stage): (Uuid, &str, NaiveDate, ReminderStage),
) -> Result<bool, Error> {
    use contract_reminder::Column;
    let row = contract_reminder::ActiveModel {
        id: Set(context.new_id()),
        contract_id: Set(contract),
        step: Set(step.to_owned()),
        due_on: Set(due_on),
        stage: Set(Stored(stage)),
        sent_at: Set(context.now()),
    };
    let sent = OnConflict::columns([Column::ContractId, Column::Step, Column::DueOn, Column::Stage])
        .do_nothing()
        .to_owned();
    let insert = contract_reminder::Entity::insert(row)
        .on_conflict(sent)
        .try_insert()
        .exec_without_returning(tx)
        .await?;
    Ok(matches!(insert, TryInsertResult::Inserted(rows) if rows > 0))
}
