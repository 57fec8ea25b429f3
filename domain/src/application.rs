//! An application's states, and the one table of what leads from one to another.

use crate::offer::OfferStatus;
use crate::transition::Party::{Company, Platform, School, Student};
use crate::transition::Reason::{None, Optional, Required};
use crate::transition::{Party, Reason, Transition};
use strum::{Display, EnumString, VariantArray};

/// Where an application stands. `Accepted` is the company's word, `Confirmed` the student's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ApplicationStatus {
    /// Sent.
    New,
    /// The company is looking at it.
    Processing,
    /// Put off by the company.
    Postponed,
    /// Kept by the company for another post.
    Pool,
    /// The company wants the student.
    Accepted,
    /// The student said yes: a position is taken.
    Confirmed,
    /// The student said no to an acceptance.
    Declined,
    /// The company said no.
    Refused,
    /// Taken back by the student before an answer.
    Withdrawn,
    /// Fell through after an acceptance, or ended with its offer.
    Cancelled,
    /// The student was hired elsewhere.
    Obsolete,
}

/// What is done to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ApplicationAction {
    /// Sent.
    Submit,
    /// Taken up.
    Process,
    /// Put off.
    Postpone,
    /// Kept for another post.
    Pool,
    /// Accepted by the company.
    Accept,
    /// Refused by the company.
    Refuse,
    /// Confirmed by the student.
    Confirm,
    /// Declined by the student.
    Decline,
    /// Taken back by the student.
    Withdraw,
    /// An accepted or confirmed one falls through.
    Cancel,
    /// Ended with its offer.
    Settle,
    /// Ended since the student confirmed another.
    Supersede,
}

use ApplicationStatus::{
    Accepted, Cancelled, Confirmed, Declined, New, Obsolete, Pool, Postponed, Processing, Refused, Withdrawn,
};

/// Open: somebody has still to answer.
pub const OPEN: &[ApplicationStatus] = &[New, Processing, Postponed, Pool, Accepted];

/// Live: open or confirmed. A student has at most one live application to an offer; the database's partial
/// unique indexes name the same states.
pub const LIVE: &[ApplicationStatus] = &[New, Processing, Postponed, Pool, Accepted, Confirmed];

/// Whether an application waits at career services: somebody has still to answer, and nobody acts for the company.
#[must_use]
pub fn waits_at_career_services(status: ApplicationStatus, company_has_members: bool) -> bool {
    OPEN.contains(&status) && !company_has_members
}

/// The table. `Submit` has no line: there is no state before it.
pub const TRANSITIONS: &[Transition<ApplicationAction, ApplicationStatus>] = &[
    line(ApplicationAction::Process, &[New, Postponed, Pool], Processing, &[Company], Optional),
    line(ApplicationAction::Postpone, &[New, Processing], Postponed, &[Company], Optional),
    line(ApplicationAction::Pool, &[New, Processing, Postponed], Pool, &[Company], Optional),
    line(ApplicationAction::Accept, &[New, Processing, Postponed, Pool], Accepted, &[Company], Optional),
    line(ApplicationAction::Refuse, &[New, Processing, Postponed, Pool], Refused, &[Company], Required),
    line(ApplicationAction::Confirm, &[Accepted], Confirmed, &[Student], None),
    line(ApplicationAction::Decline, &[Accepted], Declined, &[Student], Optional),
    line(ApplicationAction::Withdraw, &[New, Processing, Postponed, Pool], Withdrawn, &[Student], Optional),
    line(ApplicationAction::Cancel, &[Accepted, Confirmed], Cancelled, &[Company, School, Student], Required),
    line(ApplicationAction::Settle, OPEN, Cancelled, &[Platform], Required),
    line(ApplicationAction::Supersede, OPEN, Obsolete, &[Platform], None),
];

const fn line(
    action: ApplicationAction,
    from: &'static [ApplicationStatus],
    to: ApplicationStatus,
    by: &'static [Party],
    reason: Reason,
) -> Transition<ApplicationAction, ApplicationStatus> {
    Transition { action, from, to, by, reason }
}

/// The table's line for an action; `None` for `Submit`.
#[must_use]
pub fn transition(
    action: ApplicationAction,
) -> Option<&'static Transition<ApplicationAction, ApplicationStatus>> {
    TRANSITIONS.iter().find(|line| line.action == action)
}

/// Who may do this: the table's parties; submitting is the student's.
#[must_use]
pub fn parties(action: ApplicationAction) -> &'static [Party] {
    transition(action).map_or(&[Student], |line| line.by)
}

/// Which applications end when their offer comes to stand so. A company's acceptance outlives an expiry: the
/// student may still confirm it. What ends keeps nobody waiting.
#[must_use]
pub fn settled_by(offer: OfferStatus) -> &'static [ApplicationStatus] {
    match offer {
        OfferStatus::Filled | OfferStatus::Cancelled => OPEN,
        OfferStatus::Expired => &[New, Processing, Postponed, Pool],
        OfferStatus::Draft | OfferStatus::Pending | OfferStatus::Published | OfferStatus::Rejected => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_but_submit_has_exactly_one_line() {
        for action in ApplicationAction::VARIANTS {
            let lines = TRANSITIONS.iter().filter(|line| line.action == *action).count();
            assert_eq!(lines, usize::from(*action != ApplicationAction::Submit), "{action}");
        }
    }

    #[test]
    fn what_is_not_live_is_final() {
        for line in TRANSITIONS {
            assert!(line.from.iter().all(|status| LIVE.contains(status)), "{}", line.action);
        }
    }

    #[test]
    fn only_the_student_confirms_and_only_the_company_accepts() {
        assert_eq!(parties(ApplicationAction::Confirm), [Student]);
        assert_eq!(parties(ApplicationAction::Accept), [Company]);
    }

    #[test]
    fn only_what_is_open_and_has_nobody_to_answer_waits_at_career_services() {
        assert!(waits_at_career_services(New, false));
        assert!(!waits_at_career_services(New, true));
        assert!(!waits_at_career_services(Refused, false));
    }

    #[test]
    fn an_acceptance_outlives_the_expiry_of_its_offer() {
        assert!(!settled_by(OfferStatus::Expired).contains(&Accepted));
        assert!(settled_by(OfferStatus::Filled).contains(&Accepted));
    }
}
