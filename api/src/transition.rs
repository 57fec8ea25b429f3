//! From the domain's transition tables to what a user is told, and the reasons that people give.

use crate::graphql::user_error::{ErrorCode, UserError};
use domain::transition::Refusal;
use std::fmt::Display;

/// Characters in a reason at most.
pub const LONGEST_REASON: usize = 2_000;

/// What a user is told of a transition that is not possible; a wrong state names the states that would do.
pub fn refused<Status: Display>(refusal: &Refusal<Status>) -> UserError {
    match refusal {
        Refusal::WrongState { status, accepted } => {
            let accepted = accepted.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            UserError::new(
                ErrorCode::WrongState,
                format!("Impossible à l'état {status} ; possible à l'état : {accepted}."),
                format!("Not possible in the state {status}; possible in: {accepted}."),
            )
        }
        Refusal::ReasonRequired => UserError::reason_required(),
    }
}

/// A reason as it is kept: trimmed; a blank one is none.
///
/// # Errors
/// `INVALID` when it is longer than [`LONGEST_REASON`].
pub fn reason(given: Option<String>) -> Result<Option<String>, UserError> {
    let trimmed = given.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if trimmed.as_ref().is_some_and(|text| text.chars().count() > LONGEST_REASON) {
        let fr = format!("Le motif compte {LONGEST_REASON} caractères au plus.");
        let en = format!("A reason has {LONGEST_REASON} characters at most.");
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["reason"]));
    }
    Ok(trimmed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::locale::Locale;
    use domain::offer::OfferStatus;

    #[test]
    fn a_wrong_state_names_those_that_would_do() {
        let refusal = Refusal::WrongState {
            status: OfferStatus::Draft,
            accepted: vec![OfferStatus::Published, OfferStatus::Expired],
        };
        let error = refused(&refusal);
        assert_eq!(error.code, ErrorCode::WrongState);
        assert_eq!(
            error.message(Locale::En),
            "Not possible in the state DRAFT; possible in: PUBLISHED, EXPIRED."
        );
    }

    #[test]
    fn a_blank_reason_is_none_and_a_novel_is_refused() {
        assert_eq!(reason(Some(" \n".into())), Ok(None));
        assert_eq!(reason(Some(" no pay named ".into())), Ok(Some("no pay named".into())));
        assert_eq!(reason(Some("é".repeat(LONGEST_REASON))).map(|kept| kept.is_some()), Ok(true));
        assert_eq!(reason(Some("é".repeat(LONGEST_REASON + 1))).unwrap_err().code, ErrorCode::Invalid);
    }
}
