//! What people are told.

use strum::{Display, EnumString, VariantArray};

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum NotificationKind {
    /// To the offer's company: career services published it.
    OfferApproved,
    /// To the offer's company: career services rejected it.
    OfferRejected,
    /// To the offer's company: career services extended, filled or cancelled it.
    OfferHandled,
    /// To the offer's company: it expired.
    OfferExpired,
    /// To the company: somebody applied.
    ApplicationReceived,
    /// To the student: the application moved.
    ApplicationMoved,
    /// To the student: the offer closed, and the application with it.
    ApplicationSettled,
    /// To the company: the student confirmed, declined, withdrew or cancelled.
    ApplicationAnswered,
    /// To the company's members: a school verified it.
    CompanyVerified,
    /// To the company's members: a school rejected it.
    CompanyRejected,
    /// To the company's members: somebody asks to join.
    MemberWaiting,
    /// To the person: a member approved.
    MemberApproved,
    /// To the person: a member refused.
    MemberRefused,
    /// To the student: the school confirmed the profile.
    StudentConfirmed,
    /// To the student: the school refused the profile.
    StudentRejected,
    /// To the students and companies of a matching round: it is open to rankings.
    RoundOpened,
    /// To the students and companies of a matching round: its deadlines moved.
    RoundMoved,
    /// To the students and companies of a matching round: its results are there.
    RoundPublished,
    /// To the students and companies of a matching round: it was given up.
    RoundCancelled,
    /// To the person: new offers that a saved search finds.
    SavedSearchMatched,
    /// To the sides of a contract: it was opened.
    ContractOpened,
    /// To whoever must act: a step of a contract is open to them.
    ContractStepOpen,
    /// To whoever did a step of a contract: it was refused or reopened, and is to be done again.
    ContractStepReturned,
    /// To whoever must act: a step of a contract is due soon, or late.
    ContractDeadline,
    /// To the sides of a contract: it is active.
    ContractActive,
    /// To the sides of a contract: it was withdrawn, broken off, or has come to its end.
    ContractEnded,
    /// To the sides of a contract: what it says changed.
    ContractChanged,
    /// To the sides of a contract: no place of the option is left, and it waits for one.
    ContractWaiting,
    /// To the sides of a contract: a place of the option was freed, and is reserved.
    ContractPlaceReserved,
    /// To the school's tutor: named for a contract.
    ContractTutorNamed,
}
