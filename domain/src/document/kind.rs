//! The kinds of documents, and who issues each.

use crate::locale::Text;
use crate::procedure::{Actor, Paper};
use strum::{Display, EnumString, VariantArray};

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DocumentKind {
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
    /// The contract was given up before its start.
    WithdrawalNotice,
    /// The contract was broken off: told to the OPCO.
    TerminationNoticeOpco,
    /// The contract was broken off: told to the labour administration.
    TerminationNoticeLabour,
    /// The work contract itself: filled and signed elsewhere.
    SignedCerfa,
}

impl DocumentKind {
    /// What a procedure calls it; nothing for what no step produces.
    #[must_use]
    pub const fn paper(self) -> Option<Paper> {
        match self {
            Self::Quote => Some(Paper::Quote),
            Self::PriorAgreement => Some(Paper::PriorAgreement),
            Self::HiringPromise => Some(Paper::HiringPromise),
            Self::InformationSheet => Some(Paper::InformationSheet),
            Self::MissionSheet => Some(Paper::MissionSheet),
            Self::TrainingAgreement => Some(Paper::TrainingAgreement),
            Self::Amendment => Some(Paper::Amendment),
            Self::CerfaDataSheet => Some(Paper::CerfaDataSheet),
            Self::SignedCerfa => Some(Paper::SignedCerfa),
            Self::WithdrawalNotice | Self::TerminationNoticeOpco | Self::TerminationNoticeLabour => None,
        }
    }

    /// The document that a procedure's paper is; nothing for files that a step asks for by an input.
    #[must_use]
    pub fn of(paper: Paper) -> Option<Self> {
        Self::VARIANTS.iter().copied().find(|kind| kind.paper() == Some(paper))
    }

    /// Whether the platform prints it. What it does not print is uploaded, signed.
    #[must_use]
    pub const fn is_printed(self) -> bool {
        !matches!(self, Self::SignedCerfa)
    }

    /// Whether a contract may have several that hold, each under a number of its own.
    #[must_use]
    pub const fn is_numbered(self) -> bool {
        matches!(self, Self::Amendment)
    }

    /// Whether it is about the end of the contract: issued once that is over, and not before.
    #[must_use]
    pub const fn is_of_the_end(self) -> bool {
        matches!(self, Self::WithdrawalNotice | Self::TerminationNoticeOpco | Self::TerminationNoticeLabour)
    }

    /// Whether it is kept from the student: it prints the tutor's age, diploma and experience, which the employer's form asks
    /// for and which are none of the student's business.
    #[must_use]
    pub const fn is_kept_from_student(self) -> bool {
        matches!(self, Self::CerfaDataSheet)
    }

    /// Whether it prints the pay or the days that the contract agrees on. When those change before the contract is active,
    /// what says otherwise holds no more.
    #[must_use]
    pub const fn prints_terms(self) -> bool {
        match self {
            Self::PriorAgreement
            | Self::HiringPromise
            | Self::InformationSheet
            | Self::MissionSheet
            | Self::TrainingAgreement
            | Self::Amendment
            | Self::CerfaDataSheet
            | Self::SignedCerfa => true,
            Self::Quote
            | Self::WithdrawalNotice
            | Self::TerminationNoticeOpco
            | Self::TerminationNoticeLabour => false,
        }
    }

    /// Whether it commits whoever follows the student in the company, whom it prints: issued once that is settled.
    #[must_use]
    pub const fn commits_tutor(self) -> bool {
        matches!(self, Self::MissionSheet | Self::TrainingAgreement)
    }

    /// Who may issue it, have it signed, and issue it anew. Issuing an agreement commits the school already, so that it is
    /// the school's; or the training centre's, which makes those of apprenticeships.
    #[must_use]
    pub const fn issuers(self) -> &'static [Actor] {
        match self {
            Self::Quote => &[Actor::CareerServices],
            Self::TrainingAgreement | Self::Amendment => &[Actor::CareerServices, Actor::TrainingCentre],
            Self::PriorAgreement
            | Self::HiringPromise
            | Self::CerfaDataSheet
            | Self::TerminationNoticeOpco
            | Self::TerminationNoticeLabour => &[Actor::Company, Actor::CareerServices],
            Self::InformationSheet | Self::MissionSheet | Self::WithdrawalNotice => {
                &[Actor::Student, Actor::Company, Actor::CareerServices]
            }
            Self::SignedCerfa => {
                &[Actor::Student, Actor::Company, Actor::CareerServices, Actor::TrainingCentre]
            }
        }
    }

    /// Its name, for people.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::Quote => Text { fr: "Devis de formation", en: "Quote" },
            Self::PriorAgreement => Text { fr: "Accord préalable", en: "Prior agreement" },
            Self::HiringPromise => Text { fr: "Promesse d'embauche", en: "Hiring promise" },
            Self::InformationSheet => Text { fr: "Fiche de renseignements", en: "Information sheet" },
            Self::MissionSheet => Text { fr: "Fiche mission", en: "Mission sheet" },
            Self::TrainingAgreement => Text { fr: "Convention de formation", en: "Training agreement" },
            Self::Amendment => Text { fr: "Avenant à la convention", en: "Amendment of the agreement" },
            Self::CerfaDataSheet => Text { fr: "Données du CERFA", en: "Data of the CERFA form" },
            Self::WithdrawalNotice => Text { fr: "Notification de désistement", en: "Withdrawal notice" },
            Self::TerminationNoticeOpco => {
                Text { fr: "Notification de rupture à l'OPCO", en: "Termination notice to the OPCO" }
            }
            Self::TerminationNoticeLabour => Text {
                fr: "Notification de rupture à l'administration du travail",
                en: "Termination notice to the labour administration",
            },
            Self::SignedCerfa => Text { fr: "CERFA signé", en: "Signed CERFA form" },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_of_a_procedure_is_the_kind_that_names_it() {
        for kind in DocumentKind::VARIANTS {
            if let Some(paper) = kind.paper() {
                assert_eq!(DocumentKind::of(paper), Some(*kind));
            }
        }
        assert_eq!(DocumentKind::of(Paper::AttendanceLog), None);
    }

    #[test]
    fn what_commits_the_school_is_issued_by_neither_student_nor_company() {
        for kind in [DocumentKind::Quote, DocumentKind::TrainingAgreement, DocumentKind::Amendment] {
            assert!(!kind.issuers().iter().any(|actor| matches!(actor, Actor::Student | Actor::Company)));
        }
        assert!(DocumentKind::VARIANTS.iter().all(|kind| kind.issuers().contains(&Actor::CareerServices)));
        let kept = DocumentKind::VARIANTS.iter().filter(|kind| kind.is_kept_from_student());
        assert!(kept.into_iter().all(|kind| !kind.issuers().contains(&Actor::Student)));
    }
}
