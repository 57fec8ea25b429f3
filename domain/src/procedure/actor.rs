//! Who acts in a procedure.

use crate::locale::Text;
use crate::role::Role;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantArray};

/// Somebody who has something to do in a procedure. A file names them in lower case: `career_services`.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Display,
    EnumString,
    VariantArray,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Actor {
    /// The student of the contract.
    Student,
    /// The company of the contract: any approved member.
    Company,
    /// The student's tutor in the company.
    CompanyTutor,
    /// The school's desk for these contracts.
    CareerServices,
    /// Head of the student's department, option or programme.
    DepartmentHead,
    /// The student's tutor at the school.
    SchoolTutor,
    /// The school's direction: signs for it.
    Direction,
    /// The school's social service: receives copies.
    SocialService,
    /// The student's own school, of a double degree.
    HomeSchool,
    /// The body that runs apprenticeship contracts.
    TrainingCentre,
    /// The skills operator that pays the training.
    Opco,
}

impl Actor {
    /// Whether there is a kind of account for it. For the others career services record what they did.
    #[must_use]
    pub const fn has_accounts(self) -> bool {
        !matches!(
            self,
            Self::CompanyTutor | Self::Direction | Self::SocialService | Self::HomeSchool | Self::Opco
        )
    }

    /// What a person with an account of this role is in a contract that concerns them. An administrator does what career
    /// services do.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        match role {
            Role::Student => Self::Student,
            Role::CompanyMember => Self::Company,
            Role::CareerServices | Role::Admin => Self::CareerServices,
            Role::DepartmentHead => Self::DepartmentHead,
            Role::SchoolTutor => Self::SchoolTutor,
            Role::TrainingCentre => Self::TrainingCentre,
        }
    }

    /// Its name, for people.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::Student => Text { fr: "étudiant", en: "student" },
            Self::Company => Text { fr: "entreprise", en: "company" },
            Self::CompanyTutor => Text { fr: "tuteur entreprise", en: "company tutor" },
            Self::CareerServices => Text { fr: "service des contrats", en: "career services" },
            Self::DepartmentHead => Text { fr: "responsable de département", en: "head of department" },
            Self::SchoolTutor => Text { fr: "tuteur école", en: "school tutor" },
            Self::Direction => Text { fr: "direction de l'école", en: "school's direction" },
            Self::SocialService => Text { fr: "service social", en: "social service" },
            Self::HomeSchool => Text { fr: "école d'origine", en: "home school" },
            Self::TrainingCentre => Text { fr: "CFA", en: "training centre" },
            Self::Opco => Text { fr: "OPCO", en: "skills operator (OPCO)" },
        }
    }
}
