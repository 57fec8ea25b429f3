//! Papers that print what changes, or are issued anew: those before hold no more, and steps that signed them are to be done
//! again.

use crate::context::Context;
use crate::contract::settle;
use crate::contract::state::{State, Taken};
use crate::document;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::contract::PREPARED;
use domain::document::DocumentKind;
use domain::procedure::{Actor, EventKind, Paper, Refusal, Step};
use entity::{Stored, contract};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Days or pay of a locked contract change: nobody signs, or has signed, what is no longer agreed.
///
/// # Errors
/// `REASON_REQUIRED` where a paper holds no more and nobody says why; or the database does not answer.
pub(super) async fn after_change(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    (account, reason): (Uuid, &str),
) -> Result<(), Rejection> {
    let void = document::void_printing(context, tx, state.row.id, (account, reason)).await?;
    let procedure = &state.written.procedure;
    let signed_here = |step: &Step| signs(step, &void);
    // A work contract that was handed in as a file says what was agreed before.
    let handed_in = |step: &Step| {
        let kinds = papers_of(step).filter_map(DocumentKind::of);
        let elsewhere = kinds.into_iter().any(|kind| !kind.is_printed() && kind.prints_terms());
        elsewhere && document::ready::is_handed_in(procedure, step)
    };
    let steps = procedure.steps.iter().filter(|step| signed_here(step) || handed_in(step));
    let steps: Vec<String> = steps.map(|step| step.key.clone()).collect();
    reopen(context, tx, state, steps, reason).await.map(drop)
}

/// Why papers that print another birth date hold no more.
const BORN: &str = "La date de naissance a changé.";

/// A student who is locked was born on another day than papers say: those of contracts that are prepared hold no more. Pay and
/// eligibility are asked again before such a contract is active; an active one stands as it was signed.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn after_birth_date(
    context: &Context,
    tx: &Transaction,
    student: Uuid,
    account: Uuid,
) -> Result<(), Rejection> {
    let prepared = contract::Entity::find()
        .filter(contract::Column::StudentId.eq(student))
        .filter(contract::Column::Status.is_in(PREPARED.iter().copied().map(Stored)))
        .order_by_asc(contract::Column::SpecialtyId)
        .order_by_asc(contract::Column::Id);
    for row in prepared.all(tx).await.map_err(Error::from)? {
        let mut state = State::lock(context, tx, row.id).await?;
        if PREPARED.contains(&state.status) {
            after_change(context, tx, &mut state, (account, BORN)).await?;
            // In any case: a paper that is being printed with the date of before must not be issued.
            settle::run(context, tx, state, Some(account)).await?;
        }
    }
    Ok(())
}

/// Why papers that print other answers hold no more; papers and the mails about them are in French.
const OTHERWISE: &str = "Une étape a été refaite avec d'autres réponses.";

/// A step of a locked contract was done again with other answers: mission sheet and agreement that print those of before
/// commit nobody any more.
///
/// # Errors
/// The database does not answer.
pub(super) async fn after_answers(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    account: Uuid,
) -> Result<(), Rejection> {
    let by = (account, OTHERWISE);
    let void = document::void_kinds(context, tx, state.row.id, DocumentKind::commits_tutor, by).await?;
    if state.run.is_active {
        return Ok(());
    }
    let steps = state.written.procedure.steps.iter().filter(|step| signs(step, &void));
    let steps = steps.map(|step| step.key.clone()).collect();
    reopen(context, tx, state, steps, OTHERWISE).await.map(drop)
}

/// A signed paper of a locked contract was issued anew: the steps that rest on the signatures of the one before are to be
/// done again, and people are told.
///
/// # Errors
/// `WRONG_STATE` once the contract is active, which rests on them; or the database does not answer.
pub(crate) async fn after_reissue(
    context: &Context,
    tx: &Transaction,
    mut state: State,
    kind: DocumentKind,
    (account, reason): (Uuid, &str),
) -> Result<(), Rejection> {
    let steps = state.written.procedure.steps.iter().filter(|step| signs(step, &[kind]));
    let steps = steps.map(|step| step.key.clone()).collect();
    if reopen(context, tx, &mut state, steps, reason).await? {
        settle::run(context, tx, state, Some(account)).await?;
    }
    Ok(())
}

/// Whether a step signs papers of these kinds.
fn signs(step: &Step, kinds: &[DocumentKind]) -> bool {
    step.signs.iter().filter_map(|paper| DocumentKind::of(*paper)).any(|kind| kinds.contains(&kind))
}

/// The papers that a step signs or brings about.
fn papers_of(step: &Step) -> impl Iterator<Item = Paper> {
    step.signs.iter().copied().chain(step.produces.iter().map(|produced| produced.paper))
}

/// Opens those of these steps again that are done; answers whether there were any.
async fn reopen(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    steps: Vec<String>,
    reason: &str,
) -> Result<bool, Rejection> {
    let (by, on) = (Actor::CareerServices, context.now().date_naive());
    let mut any = false;
    for step in steps {
        let kind = EventKind::Reopened { step, reason: reason.to_owned() };
        // The platform does it, for the desk.
        let again = Taken { kind, by, recorded_by: by, account: None, on };
        match state.tried(context, &again) {
            Ok(_) => {
                state.take(context, tx, again).await?;
                any = true;
            }
            Err(Refusal::AlreadyActive) => return Err(active().into()),
            Err(Refusal::ReasonMissing) => return Err(UserError::reason_required().into()),
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
