//! Who signs, and in which order.

use crate::{Facts, Kind};
use domain::{contract_type::ContractType, locale::Text};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, VariantArray};

/// Who may sign a paper.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    EnumIter,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Party {
    /// The employee.
    Student,
    /// Who may sign for the employer.
    Company,
    /// The tutor in the company.
    CompanyTutor,
    /// The head of department or option.
    DepartmentHead,
    /// The body that runs apprenticeship contracts.
    TrainingCentre,
    /// The school's direction.
    School,
}

impl Party {
    /// Its name, for people.
    pub const fn label(self) -> Text {
        match self {
            Self::Student => Text { fr: "Le salarié", en: "The employee" },
            Self::Company => Text { fr: "L’entreprise", en: "The company" },
            Self::CompanyTutor => Text { fr: "Le tuteur en entreprise", en: "The company tutor" },
            Self::DepartmentHead => {
                Text { fr: "Le responsable de département", en: "The head of department" }
            }
            Self::TrainingCentre => Text { fr: "Le centre de formation", en: "The training centre" },
            Self::School => Text { fr: "L’école", en: "The school" },
        }
    }
}

/// Who signs a paper, in the order of signing: whoever speaks for the school or the training is last.
///
/// Empty for what nobody signs. Sources: Alès's agreement has three signatures, the school's last; INSA's mission
/// sheet those of student, company tutor and department; Enssat's agreement has no original for the student;
/// an apprenticeship's agreement is the training centre's with the company.
pub fn signing_parties(kind: Kind, school: &str, facts: &Facts) -> Vec<Party> {
    use Party::{Company, CompanyTutor, DepartmentHead, School, Student};
    match kind {
        Kind::Quote | Kind::InformationSheet | Kind::CerfaDataSheet => vec![],
        Kind::PriorAgreement
        | Kind::HiringPromise
        | Kind::TerminationNoticeOpco
        | Kind::TerminationNoticeLabour => vec![Company],
        Kind::MissionSheet => match school {
            "INSA-TOULOUSE" => vec![Student, CompanyTutor, DepartmentHead],
            "IMT-ALES" => vec![Student, Company, DepartmentHead],
            _ => vec![Company, DepartmentHead],
        },
        Kind::TrainingAgreement | Kind::Amendment => agreement(school, facts),
        Kind::WithdrawalNotice => match facts.ending.by {
            Some(by) if by != School => vec![by, School],
            _ => vec![School],
        },
    }
}

/// Who signs the training agreement, and so what amends it.
fn agreement(school: &str, facts: &Facts) -> Vec<Party> {
    let apprenticeship = facts.contract.contract_type == Some(ContractType::Apprenticeship);
    match school {
        _ if apprenticeship => vec![Party::Company, Party::TrainingCentre],
        "ENSSAT" => vec![Party::Company, Party::School],
        _ => vec![Party::Student, Party::Company, Party::School],
    }
}
