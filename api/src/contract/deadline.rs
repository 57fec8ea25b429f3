//! When steps are due, kept beside the events that say so: for lists, reminders and calendars, which ask SQL.

use crate::context::Context;
use crate::contract::state::State;
use crate::error::Error;
use crate::events::Transaction;
use chrono::NaiveDate;
use domain::contract::LIVE;
use domain::procedure::{Anchor, DueOn, Procedure, StepRun, StepStatus};
use entity::contract_deadline;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A deadline as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    step: String,
    due_on: Option<NaiveDate>,
    missing: Option<String>,
    pending: bool,
}

/// Writes the deadlines that a contract's events make, where they are not what is there.
///
/// # Errors
/// The database does not answer.
pub(super) async fn keep(context: &Context, tx: &Transaction, state: &State) -> Result<(), Error> {
    let alive = LIVE.contains(&state.status);
    let mut wanted: Vec<Kept> =
        state.run.steps.iter().filter_map(|step| kept(&state.written.procedure, step, alive)).collect();
    wanted.sort();
    let this = contract_deadline::Column::ContractId.eq(state.row.id);
    let there = contract_deadline::Entity::find()
        .filter(this.clone())
        .order_by_asc(contract_deadline::Column::Step)
        .all(tx)
        .await?;
    let mut there: Vec<Kept> = there
        .into_iter()
        .map(|row| Kept { step: row.step, due_on: row.due_on, missing: row.missing, pending: row.pending })
        .collect();
    there.sort();
    if there == wanted {
        return Ok(());
    }
    contract_deadline::Entity::delete_many().filter(this).exec(tx).await?;
    if wanted.is_empty() {
        return Ok(());
    }
    let rows = wanted.into_iter().map(|kept| contract_deadline::ActiveModel {
        id: Set(context.new_id()),
        contract_id: Set(state.row.id),
        step: Set(kept.step),
        due_on: Set(kept.due_on),
        missing: Set(kept.missing),
        pending: Set(kept.pending),
    });
    contract_deadline::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

fn kept(procedure: &Procedure, step: &StepRun, alive: bool) -> Option<Kept> {
    let due_on = match step.due_on {
        DueOn::NoDeadline => return None,
        DueOn::ToBeDated => None,
        DueOn::On(day) => Some(day),
    };
    let counts = counts(step)?;
    let missing = if due_on.is_none() { missing(procedure, &step.key) } else { None };
    Some(Kept { step: step.key.clone(), due_on, missing, pending: counts && alive })
}

/// Whether a step's deadline counts still; `None` for a step that does not apply.
pub(super) fn counts(step: &StepRun) -> Option<bool> {
    match step.status {
        StepStatus::DoesNotApply => None,
        StepStatus::Done => Some(false),
        // What may turn out not to apply is not late.
        StepStatus::Blocked | StepStatus::Open | StepStatus::AwaitingValidation => {
            Some(step.unanswered.is_empty())
        }
    }
}

/// The key of what a deadline waits for: a day of the school's year, or another step.
pub(super) fn missing(procedure: &Procedure, step: &str) -> Option<String> {
    match &procedure.step(step)?.due.as_ref()?.anchor {
        Anchor::Calendar(key) | Anchor::Completion(key) => Some(key.clone()),
        Anchor::Start | Anchor::End => None,
    }
}
