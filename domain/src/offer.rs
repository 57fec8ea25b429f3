//! An offer's states, and the one table of what leads from one to another.

pub mod lifetime;
pub mod likeness;
pub mod substance;

use crate::transition::Party::{Company, Platform, School};
use crate::transition::Reason::{None, Optional, Required};
use crate::transition::{Party, Reason, Transition};
use strum::{Display, EnumString, VariantArray};

/// Where an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum OfferStatus {
    /// Being written; only its company sees it.
    Draft,
    /// Submitted: career services decide.
    Pending,
    /// Open to students.
    Published,
    /// Every position is taken.
    Filled,
    /// Taken back.
    Cancelled,
    /// Its time ran out.
    Expired,
    /// Refused by career services; its company may correct and submit it again.
    Rejected,
}

impl OfferStatus {
    /// Whether students may apply.
    #[must_use]
    pub fn is_open(self) -> bool {
        self == Self::Published
    }

    /// Whether anyone may read it. What was published once stays readable by its link: no dead links.
    #[must_use]
    pub fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Filled | Self::Expired)
    }
}

/// What is done to an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum OfferAction {
    /// Written.
    Create,
    /// Changed where it stands.
    Edit,
    /// Handed to career services.
    Submit,
    /// Published by career services.
    Approve,
    /// Refused by career services.
    Reject,
    /// Changed in substance after publication: career services decide again.
    Revise,
    /// Given more time.
    Extend,
    /// Closed since every position is taken.
    Fill,
    /// Open again, since a confirmed application fell through.
    Reopen,
    /// Taken back.
    Cancel,
    /// Closed since its time ran out.
    Expire,
}

/// Where work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum RemotePolicy {
    /// On site.
    None,
    /// Some days a week.
    Partial,
    /// Wholly.
    Full,
}

use OfferStatus::{Cancelled, Draft, Expired, Filled, Pending, Published, Rejected};

/// The table. `Create` has no line: there is no state before it.
pub const TRANSITIONS: &[Transition<OfferAction, OfferStatus>] = &[
    line(OfferAction::Submit, &[Draft, Rejected], Pending, &[Company], None),
    line(OfferAction::Approve, &[Pending], Published, &[School], Optional),
    line(OfferAction::Reject, &[Pending], Rejected, &[School], Required),
    line(OfferAction::Revise, &[Published], Pending, &[Company], Optional),
    line(OfferAction::Extend, &[Published, Expired], Published, &[Company, School], Optional),
    line(OfferAction::Fill, &[Published, Expired], Filled, &[Company, School, Platform], Optional),
    line(OfferAction::Reopen, &[Filled], Published, &[Platform], Optional),
    line(
        OfferAction::Cancel,
        &[Draft, Pending, Published, Expired, Rejected],
        Cancelled,
        &[Company, School],
        Required,
    ),
    line(OfferAction::Expire, &[Published], Expired, &[Platform], None),
];

/// The states in which an edit leaves the offer where it is.
pub const EDITABLE: &[OfferStatus] = &[Draft, Pending, Published, Rejected];

const fn line(
    action: OfferAction,
    from: &'static [OfferStatus],
    to: OfferStatus,
    by: &'static [Party],
    reason: Reason,
) -> Transition<OfferAction, OfferStatus> {
    Transition { action, from, to, by, reason }
}

/// The table's line for an action; `None` for those that change no state (`Create`, `Edit`).
#[must_use]
pub fn transition(action: OfferAction) -> Option<&'static Transition<OfferAction, OfferStatus>> {
    TRANSITIONS.iter().find(|line| line.action == action)
}

/// Who may do this: the table's parties; writing and editing are the company's.
#[must_use]
pub fn parties(action: OfferAction) -> &'static [Party] {
    transition(action).map_or(&[Company], |line| line.by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transition::{Refusal, apply};

    #[test]
    fn every_action_but_create_and_edit_has_exactly_one_line() {
        for action in OfferAction::VARIANTS {
            let lines = TRANSITIONS.iter().filter(|line| line.action == *action).count();
            let expected = usize::from(!matches!(action, OfferAction::Create | OfferAction::Edit));
            assert_eq!(lines, expected, "{action}");
        }
    }

    #[test]
    fn every_state_is_reached_and_cancelled_is_final() {
        for status in OfferStatus::VARIANTS {
            let reached = *status == Draft || TRANSITIONS.iter().any(|line| line.to == *status);
            assert!(reached, "{status}");
        }
        assert!(TRANSITIONS.iter().all(|line| !line.from.contains(&Cancelled)));
    }

    #[test]
    fn a_rejection_needs_a_reason() {
        let line = transition(OfferAction::Reject).unwrap();
        assert_eq!(apply(line, Pending, Some("  ")), Err(Refusal::ReasonRequired));
        assert_eq!(apply(line, Pending, Some("no pay named")), Ok(Rejected));
        assert!(matches!(apply(line, Draft, Some("x")), Err(Refusal::WrongState { .. })));
    }
}
