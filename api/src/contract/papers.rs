//! Papers that print what changes, or are issued anew: those before hold no more, and steps that signed them are to be done
//! again.

use crate::context::Context;
use crate::contract::settle;
use crate::contract::state::{State, Taken};
use crate::document;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::document::DocumentKind;
use domain::procedure::{Actor, EventKind, Refusal, Step};
use std::sync::Arc;
use uuid::Uuid;

/// Days or pay of a locked contract change: nobody signs, or has signed, what is no longer agreed.
///
/// # Errors
/// `REASON_REQUIRED` where a paper holds no more and nobody says why; or the database does not answer.
pub(super) async fn follow(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    (account, reason): (Uuid, &str),
) -> Result<(), Rejection> {
    let void = document::void_printing(context, tx, state.row.id, (account, reason)).await?;
    reopen(context, tx, state, &void, reason).await.map(drop)
}

/// Locks a contract a paper of which is issued anew.
///
/// # Errors
/// There is none; or the database does not answer.
pub(crate) async fn lock(context: &Context, tx: &Transaction, contract: Uuid) -> Result<State, Error> {
    State::lock(context, tx, contract).await
}

/// A signed paper of a locked contract was issued anew: the steps that rest on the signatures of the one before are to be
/// done again, and people are told.
///
/// # Errors
/// `WRONG_STATE` once the contract is active, which rests on them; or the database does not answer.
pub(crate) async fn reissued(
    context: &Context,
    tx: &Transaction,
    mut state: State,
    kind: DocumentKind,
    (account, reason): (Uuid, &str),
) -> Result<(), Rejection> {
    if reopen(context, tx, &mut state, &[kind], reason).await? {
        settle::run(context, tx, state, Some(account)).await?;
    }
    Ok(())
}

/// Opens the steps again that signed papers of these kinds; answers whether there were any.
async fn reopen(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    void: &[DocumentKind],
    reason: &str,
) -> Result<bool, Rejection> {
    let written = Arc::clone(&state.written);
    let signs = |step: &&Step| {
        let mut signed = step.signs.iter().filter_map(|paper| DocumentKind::of(*paper));
        signed.any(|kind| void.contains(&kind))
    };
    let (by, on) = (Actor::CareerServices, context.now().date_naive());
    let mut any = false;
    for step in written.procedure.steps.iter().filter(signs) {
        let kind = EventKind::Reopened { step: step.key.clone(), reason: reason.to_owned() };
        // The platform does it, for the desk.
        let again = Taken { kind, by, recorded_by: by, account: None, on };
        match state.tried(context, &again) {
            Ok(_) => {
                state.take(context, tx, again).await?;
                any = true;
            }
            Err(Refusal::AlreadyActive) => return Err(active().into()),
            // It is to be done in any case.
            Err(_) => {}
        }
    }
    Ok(any)
}

fn active() -> UserError {
    let fr = "Le contrat est actif sur la foi de ce document signé : un avenant le change.";
    let en = "The contract is active on the strength of this signed paper: an amendment changes it.";
    UserError::new(ErrorCode::WrongState, fr, en)
}
