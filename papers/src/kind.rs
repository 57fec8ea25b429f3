//! The papers there are.

use domain::locale::Text;
use strum::{Display, EnumIter, EnumString, VariantArray};

/// A kind of paper.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, EnumIter, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// Devis: price and hours announced to the company.
    Quote,
    /// Accord préalable: the company's promise, which reserves a place (Albi).
    PriorAgreement,
    /// Promesse d'embauche: Enssat's form of it.
    HiringPromise,
    /// Fiche de renseignements: what is needed to issue the agreement.
    InformationSheet,
    /// Fiche mission: the work entrusted to the student.
    MissionSheet,
    /// Convention de formation, with its annexes.
    TrainingAgreement,
    /// Avenant to the training agreement.
    Amendment,
    /// What the platform knows of the CERFA form, in the form's order: 12434, or 10103 for an apprenticeship.
    CerfaDataSheet,
    /// Désistement, before the start.
    WithdrawalNotice,
    /// Early termination, told to the OPCO.
    TerminationNoticeOpco,
    /// Early termination, told to the labour administration.
    TerminationNoticeLabour,
}

impl Kind {
    /// Its name, for people.
    pub const fn label(self) -> Text {
        match self {
            Self::Quote => Text { fr: "Devis de formation", en: "Quote" },
            Self::PriorAgreement => Text { fr: "Accord préalable", en: "Prior agreement" },
            Self::HiringPromise => Text { fr: "Promesse d’embauche", en: "Hiring promise" },
            Self::InformationSheet => Text { fr: "Fiche de renseignements", en: "Information sheet" },
            Self::MissionSheet => Text { fr: "Fiche mission", en: "Mission sheet" },
            Self::TrainingAgreement => Text { fr: "Convention de formation", en: "Training agreement" },
            Self::Amendment => Text { fr: "Avenant à la convention de formation", en: "Amendment" },
            Self::CerfaDataSheet => Text { fr: "Données du formulaire CERFA", en: "Data of the CERFA form" },
            Self::WithdrawalNotice => Text { fr: "Notification de désistement", en: "Withdrawal notice" },
            Self::TerminationNoticeOpco => Text {
                fr: "Notification de rupture anticipée à l’OPCO",
                en: "Notice of early termination to the OPCO",
            },
            Self::TerminationNoticeLabour => Text {
                fr: "Notification de rupture anticipée à l’administration du travail",
                en: "Notice of early termination to the labour administration",
            },
        }
    }

    /// The template that prints it, a file of `papers/templates`.
    pub(crate) const fn template(self) -> &'static str {
        match self {
            Self::Quote => "quote.typ",
            Self::PriorAgreement | Self::HiringPromise => "promise.typ",
            Self::InformationSheet => "information-sheet.typ",
            Self::MissionSheet => "mission-sheet.typ",
            Self::TrainingAgreement => "training-agreement.typ",
            Self::Amendment => "amendment.typ",
            Self::CerfaDataSheet => "cerfa-data-sheet.typ",
            Self::WithdrawalNotice => "withdrawal-notice.typ",
            Self::TerminationNoticeOpco | Self::TerminationNoticeLabour => "termination-notice.typ",
        }
    }

    /// The papers that each school's own procedure makes. The others can be issued for it too, since a school
    /// may write a procedure that asks for them.
    pub fn of_procedure(school: &str) -> &'static [Self] {
        match school {
            "INSA-TOULOUSE" => &[
                Self::Quote,
                Self::InformationSheet,
                Self::MissionSheet,
                Self::CerfaDataSheet,
                Self::TrainingAgreement,
            ],
            "IMT-ALBI" => {
                &[Self::PriorAgreement, Self::MissionSheet, Self::CerfaDataSheet, Self::TrainingAgreement]
            }
            "IMT-ALES" => &[Self::MissionSheet, Self::CerfaDataSheet, Self::TrainingAgreement],
            "ENSSAT" => &[
                Self::HiringPromise,
                Self::Quote,
                Self::InformationSheet,
                Self::TrainingAgreement,
                Self::CerfaDataSheet,
            ],
            _ => &[],
        }
    }
}
