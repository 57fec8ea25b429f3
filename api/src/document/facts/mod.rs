//! What papers print of a contract. What the platform knows goes first; what somebody gave for a paper is kept and holds
//! for the next ones (`given`); what can only be supposed, from a step's answers or a profile, is printed where nobody
//! said otherwise.

mod given;
mod known;
mod supposed;
mod tree;

pub(super) use given::{Given, PaperFactsInput, keep};

use crate::context::Request;
use crate::contract::types::Contract;
use crate::error::{Error, Rejection};
use papers::Facts;
use serde_json::Value;

/// What is known of a contract: as it stands, and as somebody supposes.
pub(super) struct Gathered {
    known: Value,
    kept: Vec<(String, Value)>,
    supposed: Value,
}

/// Reads what is known of a contract, for a paper of this reference.
///
/// # Errors
/// The database does not answer.
pub(super) async fn gather(
    request: &Request,
    contract: &Contract,
    reference: &str,
) -> Result<Gathered, Error> {
    let sources = known::read(request, contract).await?;
    let known = known::facts(&sources, reference);
    let supposed = supposed::facts(&sources);
    let kept = given::kept(&request.context.db.read, &contract.row).await?;
    Ok(Gathered { known: tree::of(&known)?, kept, supposed: tree::of(&supposed)? })
}

impl Gathered {
    /// Reads what the input gives, on top of this.
    ///
    /// # Errors
    /// `UNKNOWN` paths, `INVALID` values, facts that are others' to say, facts that the platform knows otherwise.
    pub(super) fn given(
        &self,
        request: &Request,
        contract: &Contract,
        input: PaperFactsInput,
    ) -> Result<Vec<Given>, Rejection> {
        given::read(request, contract, input, &self.known)
    }

    /// Everything, the surest first.
    ///
    /// # Errors
    /// What was kept does not fit any more: a fault of ours.
    pub(super) fn whole(&self, given: &[Given]) -> Result<Facts, Error> {
        let mut whole = self.supposed.clone();
        for (path, value) in &self.kept {
            tree::set(&mut whole, path, value.clone());
        }
        for fact in given {
            tree::set(&mut whole, &fact.path, fact.value.clone());
        }
        tree::cover(&mut whole, &self.known);
        serde_json::from_value(whole).map_err(Error::internal)
    }
}
