//! A company's standing with the schools, and a person's standing in a company.

use strum::{Display, EnumString, VariantArray};

/// Whether a school has verified that a company is what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CompanyStatus {
    /// Known from the hiring history alone: nobody acts for it yet.
    Listed,
    /// Signed up: drafts offers, submits none, sees no student.
    Unverified,
    /// Verified by staff: submits offers and sees the students who let companies see them.
    Verified,
    /// Refused by staff, with the reason.
    Rejected,
}

/// Whether a person may act for a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum MemberStatus {
    /// Asked to join a company that has members already.
    Pending,
    /// The first of its company, or approved by a member.
    Approved,
    /// Refused by a member.
    Refused,
}
