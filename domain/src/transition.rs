//! What a transition table is made of: offers and applications each have one.

use strum::Display;

/// On whose behalf something is done. Policy says which of these an actor is, for a given subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Party {
    /// An approved member of the company concerned.
    Company,
    /// The school's career services.
    School,
    /// The student concerned.
    Student,
    /// The platform itself: expiry, and what follows from another transition.
    Platform,
}

/// Whether whoever acts must, may or cannot say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing is asked.
    None,
    /// Kept when given.
    Optional,
    /// Refused without.
    Required,
}

/// One line of a transition table: who may take which states where.
#[derive(Debug)]
pub struct Transition<Action: 'static, Status: 'static> {
    /// What is done.
    pub action: Action,
    /// From which states.
    pub from: &'static [Status],
    /// To which.
    pub to: Status,
    /// By whom.
    pub by: &'static [Party],
    /// With what reason.
    pub reason: Reason,
}

/// Why a transition is not possible. Rights are not checked here: policy has said yes before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal<Status> {
    /// The action does not leave this state; the states that it leaves are named.
    #[error("not possible from this state")]
    WrongState {
        /// Where the subject stands.
        status: Status,
        /// From where the action is possible.
        accepted: Vec<Status>,
    },
    /// The action needs a reason.
    #[error("a reason is required")]
    ReasonRequired,
}

/// Checks one line of a table against a state and a reason, and answers the state that follows.
///
/// # Errors
/// The state is not one the line leaves, or its reason is missing or blank.
pub fn apply<Action, Status: Copy + PartialEq>(
    line: &Transition<Action, Status>,
    status: Status,
    reason: Option<&str>,
) -> Result<Status, Refusal<Status>> {
    if !line.from.contains(&status) {
        return Err(Refusal::WrongState { status, accepted: line.from.to_vec() });
    }
    let blank = reason.is_none_or(|reason| reason.trim().is_empty());
    if line.reason == Reason::Required && blank {
        return Err(Refusal::ReasonRequired);
    }
    Ok(line.to)
}
