//! Who signs, and in which order.

use crate::locale::Text;
use crate::procedure::Actor;
use strum::{Display, EnumString, VariantArray};

/// A party that signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum SigningParty {
    /// The student: the employee.
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

impl SigningParty {
    /// The party of a procedure's actor; nothing for who signs no document of the platform.
    #[must_use]
    pub const fn of(actor: Actor) -> Option<Self> {
        match actor {
            Actor::Student => Some(Self::Student),
            Actor::Company => Some(Self::Company),
            Actor::CompanyTutor => Some(Self::CompanyTutor),
            Actor::DepartmentHead => Some(Self::DepartmentHead),
            Actor::TrainingCentre => Some(Self::TrainingCentre),
            Actor::Direction => Some(Self::School),
            Actor::CareerServices
            | Actor::SchoolTutor
            | Actor::SocialService
            | Actor::HomeSchool
            | Actor::Opco => None,
        }
    }

    /// Whether another person may sign for it. Who signs for oneself, as a person, cannot send another.
    #[must_use]
    pub const fn delegates(self) -> bool {
        !matches!(self, Self::Student | Self::CompanyTutor)
    }

    /// Who may say which person signs for it, by name and address: its own side, or the school's desk. The student is the
    /// one of the contract, whatever anybody says.
    #[must_use]
    pub const fn named_by(self) -> &'static [Actor] {
        match self {
            Self::Student => &[],
            Self::Company | Self::CompanyTutor => &[Actor::Company, Actor::CareerServices],
            Self::DepartmentHead | Self::School => &[Actor::CareerServices],
            Self::TrainingCentre => &[Actor::TrainingCentre, Actor::CareerServices],
        }
    }

    /// Whether it is the employer, or one of the employer's people.
    #[must_use]
    pub const fn is_of_the_company(self) -> bool {
        matches!(self, Self::Company | Self::CompanyTutor)
    }

    /// Its name, for people.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::Student => Text { fr: "étudiant", en: "student" },
            Self::Company => Text { fr: "entreprise", en: "company" },
            Self::CompanyTutor => Text { fr: "tuteur entreprise", en: "company tutor" },
            Self::DepartmentHead => Text { fr: "responsable de département", en: "head of department" },
            Self::TrainingCentre => Text { fr: "CFA", en: "training centre" },
            Self::School => Text { fr: "école", en: "school" },
        }
    }
}

/// The parties that a paper is printed for, in the order that a procedure names them in; those that it does not name come
/// after, as they are printed. The school is last, whatever anybody wrote: its signature commits it.
#[must_use]
pub fn in_order(printed: &[SigningParty], procedure: &[Actor]) -> Vec<SigningParty> {
    let named: Vec<SigningParty> = procedure.iter().copied().filter_map(SigningParty::of).collect();
    let mut order: Vec<SigningParty> = printed.to_vec();
    order.sort_by_key(|party| {
        let at = named.iter().position(|named| named == party).unwrap_or(named.len());
        (*party == SigningParty::School, at)
    });
    order.dedup();
    order
}

/// Two parties whose signatures would come from one mailbox, if there are any: whoever reads it would sign for both. Only who heads a
/// small company may be the tutor as well. Given are parties and addresses.
#[must_use]
pub fn of_one_mailbox<'a>(
    signing: impl IntoIterator<Item = (SigningParty, &'a str)>,
) -> Option<(SigningParty, SigningParty)> {
    let mut seen: Vec<(SigningParty, &str)> = Vec::new();
    for (party, address) in signing {
        let address = address.trim();
        let apart =
            |other: SigningParty| other != party && !(other.is_of_the_company() && party.is_of_the_company());
        let same =
            |(other, there): &&(SigningParty, &str)| apart(*other) && there.eq_ignore_ascii_case(address);
        if let Some((other, _)) = seen.iter().find(same) {
            return Some((*other, party));
        }
        seen.push((party, address));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use SigningParty::{Company, DepartmentHead, School, Student};

    #[test]
    fn the_procedure_orders_and_the_school_is_last() {
        let printed = [Student, Company, School];
        let order = in_order(&printed, &[Actor::Direction, Actor::Company, Actor::Student]);
        assert_eq!(order, [Company, Student, School]);
        assert_eq!(in_order(&printed, &[]), printed);
        assert_eq!(
            in_order(&[School, DepartmentHead, Company], &[Actor::Company]),
            [Company, DepartmentHead, School]
        );
    }

    #[test]
    fn one_mailbox_signs_for_one_party() {
        let two = [(Student, "s@example.org"), (Company, " C@example.org"), (School, "c@example.org")];
        assert_eq!(of_one_mailbox(two), Some((Company, School)));
        let handed_on = [(Company, "a@example.org"), (Company, "a@example.org"), (School, "b@example.org")];
        assert_eq!(of_one_mailbox(handed_on), None);
        let head = [(Company, "a@example.org"), (SigningParty::CompanyTutor, "a@example.org")];
        assert_eq!(of_one_mailbox(head), None, "who heads a small company is the tutor as well");
    }

    #[test]
    fn nobody_names_the_student_and_no_company_names_who_signs_for_the_school() {
        assert!(Student.named_by().is_empty());
        for party in SigningParty::VARIANTS {
            let by_company = party.named_by().contains(&Actor::Company);
            assert_eq!(by_company, party.is_of_the_company(), "{party}");
        }
    }
}
