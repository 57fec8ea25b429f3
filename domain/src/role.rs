//! What a person is on the platform. One account has one role.

use strum::{Display, EnumString, VariantArray};

/// The role of an account. Staff roles are scoped to a school, and department heads to specialties in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Searches and applies.
    Student,
    /// Acts for one company, once a member of it approved.
    CompanyMember,
    /// A school's desk for these contracts: moderates, verifies, records.
    CareerServices,
    /// Head of a department or option: sees what concerns its specialties.
    DepartmentHead,
    /// Follows apprentices and students under contract.
    SchoolTutor,
    /// Runs apprenticeship contracts for a school.
    TrainingCentre,
    /// Runs the platform: what career services may, in every school.
    Admin,
}

impl Role {
    /// Whether an account of this role belongs to a school.
    #[must_use]
    pub fn needs_school(self) -> bool {
        matches!(self, Self::CareerServices | Self::DepartmentHead | Self::SchoolTutor | Self::TrainingCentre)
    }

    /// Whether such accounts are created by `tremplin user create`, not by signing up.
    #[must_use]
    pub fn is_staff(self) -> bool {
        self.needs_school() || self == Self::Admin
    }
}
