//! The kinds and parties of the domain as the crate that prints knows them.

use domain::document::{DocumentKind, SigningParty};
use domain::procedure::Actor;
use papers::{Kind, Party};

/// What is printed for a kind; nothing for what is made elsewhere.
pub(super) fn printed(kind: DocumentKind) -> Option<Kind> {
    Some(match kind {
        DocumentKind::Quote => Kind::Quote,
        DocumentKind::PriorAgreement => Kind::PriorAgreement,
        DocumentKind::HiringPromise => Kind::HiringPromise,
        DocumentKind::InformationSheet => Kind::InformationSheet,
        DocumentKind::MissionSheet => Kind::MissionSheet,
        DocumentKind::TrainingAgreement => Kind::TrainingAgreement,
        DocumentKind::Amendment => Kind::Amendment,
        DocumentKind::CerfaDataSheet => Kind::CerfaDataSheet,
        DocumentKind::WithdrawalNotice => Kind::WithdrawalNotice,
        DocumentKind::TerminationNoticeOpco => Kind::TerminationNoticeOpco,
        DocumentKind::TerminationNoticeLabour => Kind::TerminationNoticeLabour,
        DocumentKind::SignedCerfa => return None,
    })
}

/// A party of a paper.
pub(super) fn party(party: Party) -> SigningParty {
    match party {
        Party::Student => SigningParty::Student,
        Party::Company => SigningParty::Company,
        Party::CompanyTutor => SigningParty::CompanyTutor,
        Party::DepartmentHead => SigningParty::DepartmentHead,
        Party::TrainingCentre => SigningParty::TrainingCentre,
        Party::School => SigningParty::School,
    }
}

/// Who ended a contract, as its notices name that party.
pub(super) fn ended_by(actor: Actor) -> Party {
    match actor {
        Actor::Student => Party::Student,
        Actor::Company | Actor::CompanyTutor => Party::Company,
        _ => Party::School,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn what_the_domain_calls_printed_is_printed_under_its_name() {
        for kind in DocumentKind::VARIANTS {
            let printed = printed(*kind);
            assert_eq!(printed.is_some(), kind.is_printed(), "{kind}");
            assert!(printed.is_none_or(|printed| printed.to_string() == kind.to_string()), "{kind}");
        }
        assert!(Party::VARIANTS.iter().all(|other| party(*other).to_string() == other.to_string()));
    }
}
