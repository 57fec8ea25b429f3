//! `contractWithdraw` and `contractTerminate`: a contract is given up before its first day, or broken off after.

use crate::application::cancel;
use crate::context::Request;
use crate::contract::state::State;
use crate::contract::store::Happening;
use crate::contract::{change, notify, settle};
use crate::document;
use crate::error::Rejection;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::contract::{ContractAction, PREPARED};
use domain::notification::NotificationKind;
use entity::contract;
use uuid::Uuid;

/// Ends a contract, and with it the application that it came of: the student is free to apply again, and the offer has its
/// position back before the start, and whenever the contract never was active. A place that it held goes to whoever waits.
///
/// # Errors
/// `CONTRACT_BEGUN` for a withdrawal from the first day on, `CONTRACT_NOT_BEGUN` for a termination before it;
/// `REASON_REQUIRED`; `WRONG_STATE`; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    action: ContractAction,
    reason: Option<String>,
) -> Result<contract::Model, Rejection> {
    let known = change::authorize(request, id, action).await?;
    let reason = crate::transition::reason(reason)?;
    let account = request.actor()?.account;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let mut state = State::lock(context, &tx, id).await?;
    let what = Happening {
        reason: reason.clone(),
        ..Happening::by(context, action, account, change::side(request, &known)?)
    };
    let never_active = PREPARED.contains(&state.status);
    let before_start = context.now().date_naive() < state.row.first_day;
    state.happen(context, &tx, what).await?;
    if before_start != (action == ContractAction::Withdraw) {
        return Err(wrong_time(before_start).into());
    }
    let (application, words) = (state.row.application_id, reason.unwrap_or_default());
    let kind = NotificationKind::ContractEnded;
    notify::sides(context, &tx, &state.row, kind, Some(&words)).await?;
    document::contract_ended(context, &tx, id, state.status, (Some(account), &words)).await?;
    let row = settle::run(context, &tx, state, Some(account)).await?;
    let frees_position = before_start || never_active;
    cancel::with_contract(context, &tx, application, (account, words), frees_position).await?;
    tx.commit().await?;
    Ok(row)
}

fn wrong_time(before_start: bool) -> UserError {
    if before_start {
        let fr = "Le contrat n'a pas commencé : il se retire, il ne se rompt pas.";
        let en = "The contract has not begun: it is withdrawn, not broken off.";
        UserError::new(ErrorCode::ContractNotBegun, fr, en)
    } else {
        let fr = "Le contrat a commencé : il se rompt, il ne se retire pas.";
        UserError::new(
            ErrorCode::ContractBegun,
            fr,
            "The contract has begun: it is broken off, not withdrawn.",
        )
    }
}
