//! What a client is told whose change was under way when the database went away: nobody here knows whether the last
//! statement, which may have been the one that makes the change hold, was done.

use async_graphql::ServerError;
use async_graphql::parser::types::OperationType;

use crate::db::Trouble;

const DOUBT: &str = " The change may or may not have been made: ask again with the same idempotency key, or look before you do.";

/// Says so in the errors of a mutation that tell of a database which did not answer.
pub(super) fn tell(kind: OperationType, errors: &mut [ServerError]) {
    if kind != OperationType::Mutation {
        return;
    }
    for error in errors.iter_mut().filter(|error| is_unanswered(error)) {
        error.message.push_str(DOUBT);
    }
}

fn is_unanswered(error: &ServerError) -> bool {
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    code.is_some_and(|code| *code == async_graphql::Value::from(Trouble::Unanswered.code()))
}
