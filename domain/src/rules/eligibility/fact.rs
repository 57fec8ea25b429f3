//! What is known of a candidate.

use crate::locale::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use strum::{Display, EnumString, VariantArray};

/// Something that conditions ask about a candidate, their studies or their employer. Its name is stored, and written in
/// the files of conditions and procedures: it does not change.
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
pub enum Fact {
    /// The birth date: a date, of which every other fact is a yes or a no.
    BirthDate,
    /// The contract's first day: a date too.
    ContractStart,
    /// Admitted to the last year of the degree.
    AdmittedToFinalYear,
    /// Selected by the school, or accepted to the programme.
    SelectedBySchool,
    /// Holds a qualification of two years after the baccalaureate at least.
    TwoYearsOfHigherEducation,
    /// Has found a company.
    CompanyFound,
    /// A national of France or of another country of the European Economic Area, who needs no permit to work.
    EeaNational,
    /// Has handed in a residence permit that allows work.
    WorkPermitProvided,
    /// Has handed in a residence permit that allows work as the main activity.
    MainActivityPermitProvided,
    /// The internship of the second year lasted more than 3 months.
    LongSecondYearInternship,
    /// A ground is declared on which the limit of age does not apply.
    AgeLimitWaived,
    /// Registered as a jobseeker.
    Jobseeker,
    /// Leaves school, or a subsidised or work-study contract, or is an employee: need not be registered.
    JobseekerRegistrationNotNeeded,
    /// Receives RSA, ASS or AAH, or comes from a CUI.
    BenefitHolder,
    /// Attended the school's information meeting.
    InformationMeetingAttended,
    /// The compulsory stay abroad is validated.
    StayAbroadValidated,
    /// A resit is outstanding that rules the contract out.
    BlockingResit,
    /// A mobility abroad is begun in the last two semesters.
    MobilityAbroadBegun,
    /// Came for a double degree from another school.
    IncomingDoubleDegree,
    /// That school's consent is handed in.
    HomeSchoolConsent,
    /// The TOEIC is validated.
    ToeicValidated,
    /// Holds a scholarship.
    ScholarshipHolder,
    /// The head of department has approved.
    DepartmentHeadApproval,
    /// The employer is under French law.
    EmployerUnderFrenchLaw,
    /// The employer is liable to fund continuing training.
    EmployerFundsTraining,
    /// The employer is a local authority, a public administrative body or a chamber.
    PublicEmployer,
}

/// What is known of a candidate; what is not there is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// First day of the contract.
    pub start: Option<NaiveDate>,
    /// Every other fact that is known. An answer to one of the two dates says nothing.
    pub answers: BTreeMap<Fact, bool>,
}

impl Fact {
    /// Whether it is a date, of which there is no yes or no.
    #[must_use]
    pub const fn is_date(self) -> bool {
        matches!(self, Self::BirthDate | Self::ContractStart)
    }

    /// Its name, for people.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::BirthDate => both("date de naissance", "birth date"),
            Self::ContractStart => both("début du contrat", "start of the contract"),
            Self::AdmittedToFinalYear => both("admission en dernière année", "admission to the last year"),
            Self::SelectedBySchool => both("admission par l'école", "selection by the school"),
            Self::TwoYearsOfHigherEducation => both("niveau bac+2", "two years after the baccalaureate"),
            Self::CompanyFound => both("entreprise trouvée", "company found"),
            Self::EeaNational => {
                both("nationalité de l'Espace économique européen", "nationality of the EEA")
            }
            Self::WorkPermitProvided => {
                both("titre de séjour permettant de travailler", "residence permit that allows work")
            }
            Self::MainActivityPermitProvided => both(
                "titre de séjour permettant de travailler à titre principal",
                "residence permit that allows work as the main activity",
            ),
            Self::LongSecondYearInternship => {
                both("stage de 2e année de plus de 3 mois", "2nd-year internship of over 3 months")
            }
            Self::AgeLimitWaived => both("cas sans limite d'âge", "ground without a limit of age"),
            Self::Jobseeker => both("inscription comme demandeur d'emploi", "registration as a jobseeker"),
            Self::JobseekerRegistrationNotNeeded => {
                both("dispense d'inscription comme demandeur d'emploi", "no registration needed")
            }
            Self::BenefitHolder => both("RSA, ASS, AAH ou sortie de CUI", "RSA, ASS, AAH or end of a CUI"),
            Self::InformationMeetingAttended => {
                both("présence à la réunion d'information", "attendance at the information meeting")
            }
            Self::StayAbroadValidated => both("séjour international validé", "stay abroad validated"),
            Self::BlockingResit => both("rattrapage à passer", "outstanding resit"),
            Self::MobilityAbroadBegun => both("mobilité engagée à l'étranger", "mobility begun abroad"),
            Self::IncomingDoubleDegree => both("double diplôme entrant", "incoming double degree"),
            Self::HomeSchoolConsent => both("accord de l'établissement d'origine", "home school's consent"),
            Self::ToeicValidated => both("TOEIC validé", "TOEIC validated"),
            Self::ScholarshipHolder => both("bourse", "scholarship"),
            Self::DepartmentHeadApproval => {
                both("accord du responsable de département", "head of department's approval")
            }
            Self::EmployerUnderFrenchLaw => both("employeur de droit français", "employer under French law"),
            Self::EmployerFundsTraining => {
                both("employeur assujetti au financement de la formation", "employer liable to fund training")
            }
            Self::PublicEmployer => both("employeur public", "public employer"),
        }
    }
}

impl Facts {
    /// Whether a fact is so, if that is known; of a date it never is.
    #[must_use]
    pub fn is(&self, fact: Fact) -> Option<bool> {
        self.answers.get(&fact).copied().filter(|_| !fact.is_date())
    }

    /// Whether a fact is known, dates included.
    #[must_use]
    pub fn knows(&self, fact: Fact) -> bool {
        match fact {
            Fact::BirthDate => self.birth_date.is_some(),
            Fact::ContractStart => self.start.is_some(),
            other => self.answers.contains_key(&other),
        }
    }

    /// The same with one more fact.
    #[must_use]
    pub fn with(mut self, fact: Fact, is_so: bool) -> Self {
        self.answers.insert(fact, is_so);
        self
    }
}

const fn both(fr: &'static str, en: &'static str) -> Text {
    Text { fr, en }
}
