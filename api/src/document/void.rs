//! `documentVoid`: a paper that waits for signatures is called back.

use crate::context::Request;
use crate::document::state::{self, Deed, State};
use crate::document::{follow, issue, store};
use crate::error::Rejection;
use crate::graphql::user_error::UserError;
use domain::document::life::Refusal;
use domain::document::{DocumentAction, DocumentState};
use entity::document;
use uuid::Uuid;

/// Calls a paper back: nobody signs it any more, and whoever signed or was asked to is told why. One that everybody signed is
/// issued anew, or amended.
///
/// # Errors
/// `REASON_REQUIRED`; `WRONG_STATE` for a paper that waits for no signature; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    reason: Option<String>,
) -> Result<document::Model, Rejection> {
    request.actor()?;
    let context = &request.context;
    let known = store::find(&context.db.read, id).await?;
    issue::authorize(request, known.contract_id, known.kind.0, DocumentAction::Void).await?;
    let account = request.actor()?.account;
    let reason = crate::transition::reason(reason)?.ok_or_else(UserError::reason_required)?;
    let tx = context.db.begin().await?;
    store::lock_contract(&tx, known.contract_id).await?;
    let mut state = State::lock(&tx, id).await?;
    if state.row.state.0 != DocumentState::Issued {
        return Err(state::refused(Refusal::Document(state.row.state.0)).into());
    }
    let deed = Deed { reason: Some(reason), account: Some(account), ..Deed::default() };
    state.happen(context, &tx, DocumentAction::Void, deed).await?;
    follow::after(context, &tx, &mut state).await?;
    tx.commit().await?;
    Ok(state.row)
}
