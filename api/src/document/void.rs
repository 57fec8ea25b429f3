//! `documentVoid`: a paper that waits for signatures is called back.

use crate::context::Request;
use crate::contract::reopening;
use crate::contract::state::State as ContractState;
use crate::document::state::{self, Deed, State};
use crate::document::{follow, issue, store};
use crate::error::Rejection;
use crate::graphql::user_error::UserError;
use domain::document::life::Refusal;
use domain::document::{DocumentAction, DocumentState};
use domain::policy::Action;
use entity::document;
use uuid::Uuid;

/// Calls a paper back: nobody signs it any more, and whoever signed or was asked to is told why. One that everybody signed is
/// issued anew, or amended; but of a paper that is made elsewhere, a scan that was accepted by mistake is taken back as well, by
/// whoever checks scans, as long as the contract is not active.
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
    let whose = issue::authorize(request, known.contract_id, known.kind.0, DocumentAction::Void).await?;
    let account = request.actor()?.account;
    let reason = crate::transition::reason(reason)?.ok_or_else(UserError::reason_required)?;
    let tx = context.db.begin().await?;
    let contract = ContractState::lock(context, &tx, known.contract_id).await?;
    let mut state = State::lock(&tx, id).await?;
    let (kind, stood) = (state.row.kind.0, state.row.state.0);
    let made_elsewhere = stood == DocumentState::Complete && !kind.is_printed() && !contract.run.is_active;
    if stood != DocumentState::Issued && !made_elsewhere {
        return Err(state::refused(Refusal::Document(stood)).into());
    }
    if made_elsewhere {
        // Whoever checks scans takes back what was accepted.
        request.authorize(Action::Document(DocumentAction::RejectScan), &issue::subject(&whose, kind))?;
    }
    let deed = Deed { reason: Some(reason.clone()), account: Some(account), ..Deed::default() };
    state.happen(context, &tx, DocumentAction::Void, deed).await?;
    follow::after(context, &tx, &mut state).await?;
    if made_elsewhere {
        reopening::after_reissue(context, &tx, contract, kind, (account, &reason)).await?;
    }
    tx.commit().await?;
    Ok(state.row)
}
