//! What every change of a contract begins with: rights.

use crate::company::loader::HasMembers;
use crate::context::Request;
use crate::contract::types::Contract;
use crate::error::Error;
use domain::contract::ContractAction;
use domain::policy::{self, Action};
use domain::procedure::Actor;
use uuid::Uuid;

/// Asks the policy whether the asker may do this, and answers the contract as it stood then.
///
/// # Errors
/// There is none; the policy's denial; or the database does not answer.
pub(super) async fn authorize(
    request: &Request,
    id: Uuid,
    action: ContractAction,
) -> Result<Contract, Error> {
    request.actor()?;
    let contract = Contract::load(request, id).await?.ok_or(Error::NotFound)?;
    let has_members = request.loaders.one(HasMembers(contract.row.company_id)).await?.unwrap_or(false);
    request.authorize(Action::Contract(action), &contract.subject_of(has_members))?;
    Ok(contract)
}

/// The actors of the procedure that the asker is, one at least.
///
/// # Errors
/// There is no such contract; the asker is none of them; or the database does not answer.
pub(super) async fn parts(request: &Request, id: Uuid) -> Result<Vec<Actor>, Error> {
    let actor = request.actor()?;
    let contract = Contract::load(request, id).await?.ok_or(Error::NotFound)?;
    let subject = contract.subject();
    let parts = policy::parts(actor, &subject);
    let first = parts.first().copied().ok_or(Error::Forbidden)?;
    request.authorize(Action::Step(first), &subject)?;
    Ok(parts)
}

/// As whom the asker does what is no step: the first of the actors that they are.
///
/// # Errors
/// Nobody is signed in.
pub(super) fn side(request: &Request, contract: &Contract) -> Result<Option<Actor>, Error> {
    Ok(policy::parts(request.actor()?, &contract.subject()).first().copied())
}
