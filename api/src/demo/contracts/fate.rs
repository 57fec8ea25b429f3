//! What becomes of a contract.

use chrono::TimeDelta;
use strum::VariantArray;

/// What becomes of a contract, as far as now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub(super) enum Fate {
    /// Everything before it is active was done; it has begun.
    Active,
    /// A little was done, for next year.
    Begun,
    /// A validator refused a step.
    Refused,
    /// It has begun before what comes first was done.
    Overdue,
    /// One thing is left to do: where that is a signature, it is to sign.
    AllButLast,
    /// Half of it was done, for next year.
    Halfway,
    /// Given up before the start.
    Withdrawn,
    /// It was active, and its last day has passed.
    Completed,
    /// It was active, and was broken off.
    Terminated,
    /// Its option has no place left, where places are counted; else more than half was done.
    Waiting,
}

impl Fate {
    /// When it is opened, before now.
    pub(super) fn opened(self) -> TimeDelta {
        TimeDelta::days(match self {
            Self::Begun | Self::Halfway | Self::Refused | Self::Waiting => 25,
            Self::Withdrawn => 35,
            Self::AllButLast => 40,
            Self::Overdue => 50,
            Self::Active => 70,
            Self::Terminated => 100,
            Self::Completed => 425,
        })
    }

    /// When its first day was, before now; none is next year.
    pub(super) fn began(self) -> Option<TimeDelta> {
        match self {
            Self::Overdue => Some(TimeDelta::days(12)),
            Self::Active => Some(TimeDelta::days(25)),
            Self::Terminated => Some(TimeDelta::days(60)),
            Self::Completed => Some(TimeDelta::days(380)),
            Self::Begun
            | Self::Halfway
            | Self::Refused
            | Self::Waiting
            | Self::Withdrawn
            | Self::AllButLast => None,
        }
    }

    /// Whether the tutors are named.
    pub(super) fn has_tutors(self) -> bool {
        matches!(self, Self::Active | Self::Terminated | Self::Completed | Self::AllButLast | Self::Halfway)
    }
}
