//! The papers that steps produce.

use super::actor::Actor;
use crate::locale::Text;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantArray};

/// A kind of paper. A file names them in lower case: `training_agreement`.
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
pub enum Paper {
    /// Price and hours announced to the company.
    Quote,
    /// The company's signed promise, which reserves a place at the school.
    PriorAgreement,
    /// Another school's form of that promise.
    HiringPromise,
    /// The data needed to issue the agreement.
    InformationSheet,
    /// The work entrusted to the student.
    MissionSheet,
    /// Between school, company and student.
    TrainingAgreement,
    /// A change of a signed agreement.
    Amendment,
    /// What the CERFA form is filled from.
    CerfaDataSheet,
    /// The work contract itself, signed.
    SignedCerfa,
    /// The OPCO's answer.
    FundingDecision,
    /// What goes to the OPCO: agreement, programme, calendar, signed CERFA.
    OpcoFile,
    /// The programme of the training, and its calendar.
    ProgrammeAndCalendar,
    /// The consent of the home school to a double degree's contract.
    HomeSchoolConsent,
    /// The training centre's proof that the contract is registered.
    Registration,
    /// The form for the aid to hire a jobseeker.
    AidForm,
    /// The student's report on the company project.
    CompanyProjectReport,
    /// The company tutor's marks.
    TutorAssessment,
    /// Signed at every class.
    AttendanceLog,
    /// What the final-year project is about.
    ProjectSheet,
    /// A report of a sick leave, an accident, a termination.
    IncidentReport,
}

impl Paper {
    /// Its name, for people.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::Quote => Text { fr: "devis", en: "quote" },
            Self::PriorAgreement => Text { fr: "accord préalable", en: "prior agreement" },
            Self::HiringPromise => Text { fr: "promesse d'embauche", en: "hiring promise" },
            Self::InformationSheet => Text { fr: "fiche de renseignements", en: "information sheet" },
            Self::MissionSheet => Text { fr: "fiche mission", en: "mission sheet" },
            Self::TrainingAgreement => Text { fr: "convention de formation", en: "training agreement" },
            Self::Amendment => Text { fr: "avenant", en: "amendment" },
            Self::CerfaDataSheet => Text { fr: "données du CERFA", en: "CERFA data sheet" },
            Self::SignedCerfa => Text { fr: "CERFA signé", en: "signed CERFA form" },
            Self::FundingDecision => Text { fr: "décision de prise en charge", en: "funding decision" },
            Self::OpcoFile => Text { fr: "dossier OPCO", en: "file for the OPCO" },
            Self::ProgrammeAndCalendar => {
                Text { fr: "programme et calendrier", en: "programme and calendar" }
            }
            Self::HomeSchoolConsent => {
                Text { fr: "accord de l'école d'origine", en: "home school's consent" }
            }
            Self::Registration => Text { fr: "preuve d'enregistrement", en: "proof of registration" },
            Self::AidForm => Text { fr: "formulaire d'aide", en: "aid form" },
            Self::CompanyProjectReport => {
                Text { fr: "rapport du projet d'entreprise", en: "company-project report" }
            }
            Self::TutorAssessment => {
                Text { fr: "évaluation du tuteur entreprise", en: "company tutor's assessment" }
            }
            Self::AttendanceLog => Text { fr: "carnet de présence", en: "attendance log" },
            Self::ProjectSheet => Text { fr: "fiche de projet", en: "project sheet" },
            Self::IncidentReport => Text { fr: "signalement d'incident", en: "incident report" },
        }
    }
}

/// A paper that a step produces, and who signs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// What it is.
    pub paper: Paper,
    /// Its signing parties, in the order in which they sign; none for a paper that nobody signs.
    pub signed_by: Vec<Actor>,
}
