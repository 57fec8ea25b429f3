//! `signOut`: the token that asks is revoked at once.

use crate::auth::tokens;
use crate::context::Request;
use crate::error::Error;
use domain::policy::{Action, Subject};

/// Signs out.
///
/// # Errors
/// Nobody is signed in; or the database does not answer.
pub async fn run(request: &Request) -> Result<(), Error> {
    request.authorize(Action::UseAccount, &Subject::Platform)?;
    match request.caller.token {
        Some(token) => tokens::revoke(&request.context, token).await,
        None => Err(Error::Unauthenticated),
    }
}
