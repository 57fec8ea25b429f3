//! Papers that print what changes: they hold no more, and steps that signed them are to be done again.

use crate::context::Context;
use crate::contract::state::{State, Taken};
use crate::document;
use crate::error::Rejection;
use crate::events::Transaction;
use domain::document::DocumentKind;
use domain::procedure::{Actor, EventKind, Step};
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
    let written = Arc::clone(&state.written);
    let kinds = |step: &&Step| {
        let mut signed = step.signs.iter().filter_map(|paper| DocumentKind::of(*paper));
        signed.any(|kind| void.contains(&kind))
    };
    let (by, on) = (Actor::CareerServices, context.now().date_naive());
    for step in written.procedure.steps.iter().filter(kinds) {
        let kind = EventKind::Reopened { step: step.key.clone(), reason: reason.to_owned() };
        // The platform does it, for the desk.
        let again = Taken { kind, by, recorded_by: by, account: None, on };
        if state.tried(context, &again).is_ok() {
            state.take(context, tx, again).await?;
        }
    }
    Ok(())
}
