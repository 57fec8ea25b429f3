//! What an amendment changes of an active contract, once everybody signed it.

use crate::context::Context;
use crate::contract::state::State;
use crate::contract::store::{self, Happening};
use crate::contract::{notify, settle};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use domain::contract::{ContractAction, ContractStatus};
use domain::notification::NotificationKind;
use entity::contract_amendment;
use sea_orm::ActiveValue::Set;
use serde_json::json;
use uuid::Uuid;

/// Locks a contract before one of its documents is: changes of contracts lock in this order.
///
/// # Errors
/// There is none; or the database does not answer.
pub(crate) async fn lock(context: &Context, tx: &Transaction, contract: Uuid) -> Result<(), Error> {
    State::lock(context, tx, contract).await.map(drop)
}

/// Changes the contract; answers whether it did. One that ended meanwhile stays as it ended.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn apply(
    context: &Context,
    tx: &Transaction,
    amended: &contract_amendment::Model,
) -> Result<bool, Rejection> {
    let mut state = State::lock(context, tx, amended.contract_id).await?;
    if state.status != ContractStatus::Active {
        return Ok(false);
    }
    let what = Happening {
        reason: Some(amended.reason.clone()),
        detail: Some(json!({ "amendment": amended.number, "from": amended.from_day }).to_string()),
        ..Happening::by_platform(context, ContractAction::Amend)
    };
    state.happen(context, tx, what).await?;
    let row = store::save(context, tx, state.row.clone(), |row| {
        if let Some(day) = amended.last_day {
            row.last_day = Set(day);
        }
        if let Some(pay) = amended.gross_monthly_pay {
            row.gross_monthly_pay = Set(pay);
        }
        if let Some(tutor) = amended.company_tutor_id {
            row.company_tutor_id = Set(Some(tutor));
        }
    });
    state.dated(row.await?)?;
    let kind = NotificationKind::ContractChanged;
    notify::sides(context, tx, &state.row, kind, Some(&amended.reason)).await?;
    settle::run(context, tx, state, None).await?;
    Ok(true)
}
