//! A student's standing with the school, and who finds the profile.

use strum::{Display, EnumString, VariantArray};

/// Who finds a student's profile; the student chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum StudentVisibility {
    /// The student, and the career services that confirm it; an application still shows it to its company.
    Hidden,
    /// The school's staff.
    Staff,
    /// The school's staff, and verified companies once the school confirmed the student.
    Companies,
}

/// Whether the school confirmed that this is one of its students.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum StudentStatus {
    /// Signed up, not yet confirmed: applies to nothing, found by no company.
    Unconfirmed,
    /// Confirmed by the school.
    Confirmed,
    /// Refused by the school, with the reason.
    Rejected,
}
