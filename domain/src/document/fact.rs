//! Facts that a paper prints and that somebody gave: whose they are, so that they are given once, and who may give them.

use crate::procedure::Actor;
use strum::{Display, EnumString, VariantArray};

/// Whose a fact is. It holds for every contract of that one, where the one that it is of says it ([`FactOwner::kept_of`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum FactOwner {
    /// The school.
    School,
    /// The company.
    Company,
    /// The student.
    Student,
    /// This contract alone.
    Contract,
}

impl FactOwner {
    /// Where a fact of this owner is kept when somebody who is these actors of a contract says it; `whole` says that they
    /// speak for the whole school. A company's or a student's own word is kept as theirs, for all their contracts; what
    /// others say of them, a school's desk first of all, holds for the contract that they say it of: no school decides who
    /// signs for a company at another, and no desk of some specialties who signs for the school.
    #[must_use]
    pub fn kept_of(self, parts: &[Actor], whole: bool) -> Self {
        let shared = match self {
            Self::Company => parts.contains(&Actor::Company),
            Self::Student => parts.contains(&Actor::Student),
            Self::School => whole,
            Self::Contract => true,
        };
        if shared { self } else { Self::Contract }
    }
}

/// Whose the fact at a path is (`company.signatory.name`), and who may give it; nothing for what the platform alone says.
#[must_use]
pub fn owner(path: &str) -> Option<(FactOwner, &'static [Actor])> {
    use Actor::{CareerServices, Company, Student, TrainingCentre};
    let whole = path.split('.').next().unwrap_or_default();
    Some(match whole {
        "student" => (FactOwner::Student, &[Student, CareerServices]),
        "company" => (FactOwner::Company, &[Company, CareerServices]),
        "school" | "signed_at" => (FactOwner::School, &[CareerServices]),
        "training_centre" => (FactOwner::School, &[TrainingCentre, CareerServices]),
        "study" | "money" | "department_head" | "school_tutor" => {
            (FactOwner::Contract, &[CareerServices, TrainingCentre])
        }
        "contract" | "company_tutor" | "opco" => (FactOwner::Contract, &[Company, CareerServices]),
        "missions" | "company_project" | "final_project" | "ending" => {
            (FactOwner::Contract, &[Company, Student, CareerServices])
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_but_the_school_says_what_commits_the_school() {
        for path in ["school.signatory.mail", "signed_at", "money.price", "study.hours"] {
            let (_, by) = owner(path).unwrap();
            assert!(!by.contains(&Actor::Company) && !by.contains(&Actor::Student), "{path}");
        }
        assert_eq!(owner("company.signatory.mail").map(|(owner, _)| owner), Some(FactOwner::Company));
        assert!(!owner("company.signatory.mail").unwrap().1.contains(&Actor::Student));
    }

    #[test]
    fn what_others_say_of_a_company_or_a_student_holds_for_their_contract_alone() {
        use FactOwner::{Company, Contract, School, Student};
        assert_eq!(Company.kept_of(&[Actor::CompanyTutor, Actor::Company], true), Company);
        assert_eq!(Student.kept_of(&[Actor::Student], true), Student);
        assert_eq!(School.kept_of(&[Actor::CareerServices], true), School);
        assert_eq!(School.kept_of(&[Actor::CareerServices], false), Contract, "a desk of some specialties");
        for owner in [Company, Student, Contract] {
            assert_eq!(owner.kept_of(&[Actor::CareerServices], true), Contract, "{owner}");
        }
    }

    #[test]
    fn what_the_platform_says_nobody_gives() {
        for path in ["reference", "amendment.number", "changes", "nonsense", ""] {
            assert_eq!(owner(path), None, "{path}");
        }
    }
}
