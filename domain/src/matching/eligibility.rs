//! Whether a student may hold the contract at all. Each rule is met, refuses, or is to be looked at: what is not known
//! refuses nobody, but is said.
//!
//! Sources. Professionalisation contracts are for people of 16 to 25, and for jobseekers of 26 and over (Enssat, 2016);
//! INSA Toulouse asks for less than 26 years, with derogations (2020). Apprenticeship is for people of 16 to 29 at the
//! start (Labour Code L6222-1, external), and beyond on the grounds of L6222-2 (external): another apprenticeship before,
//! a disability, a business to found, top-level sport.

use super::criteria::start::EARLY;
use super::{Offer, Student};
use crate::contract_type::ContractType;
use crate::locale::Locale;
use crate::offer::substance::is_open_to;
use chrono::{Datelike, NaiveDate};
use strum::{Display, EnumString, VariantArray};

/// Nobody is employed under such a contract who is younger.
const YOUNGEST: u32 = 16;
/// Apprentices are younger than this at the start, but for derogations.
const APPRENTICE_BELOW: u32 = 30;
/// From this age on, a professionalisation contract is for jobseekers.
const JOBSEEKER_FROM: u32 = 26;
/// Nobody waits longer for a contract, in days: it is one of another year.
const LONGEST_WAIT: i64 = 365;
/// A contract that begins from June on is one of the academic year that begins next.
const FIRST_MONTH: u32 = 6;

/// Which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Rule {
    /// The offer is for the student's school and specialty, or for its department.
    Specialty,
    /// The student seeks this kind of contract.
    ContractType,
    /// The contract begins when the student is available, else in the academic year sought.
    Dates,
    /// The student's age at the start allows the contract.
    Age,
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// Yes.
    Met,
    /// Yes, if what is said here turns out well.
    Warning,
    /// No.
    Refused,
}

/// What a rule says of a pair, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which rule.
    pub rule: Rule,
    /// What it says.
    pub outcome: Outcome,
    cause: Cause,
}

/// Why a rule says what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Specialty,
    Department,
    OtherSchool,
    OtherSpecialty,
    Contract(ContractType),
    OtherContract(ContractType),
    Available(NaiveDate),
    OtherYear(i32),
    TooLate(NaiveDate),
    NotAvailable(NaiveDate),
    Over(NaiveDate),
    UnknownAvailability,
    Age(u32),
    UnknownAge,
    TooYoung(u32),
    Jobseeker(u32),
    Derogation(u32),
    TooOld(u32),
    NotTold,
}

/// Every rule, in the order of [`Rule`].
#[must_use]
pub fn checks(student: &Student, offer: &Offer) -> [Check; 4] {
    let check = |rule, (outcome, cause)| Check { rule, outcome, cause };
    [
        check(Rule::Specialty, specialty(student, offer)),
        check(Rule::ContractType, contract_type(student, offer)),
        check(Rule::Dates, dates(student, offer)),
        check(Rule::Age, age(student, offer)),
    ]
}

/// Whether no rule refuses.
#[must_use]
pub fn is_eligible(student: &Student, offer: &Offer) -> bool {
    let refuses = |(outcome, _): (Outcome, Cause)| outcome == Outcome::Refused;
    !(refuses(contract_type(student, offer))
        || refuses(dates(student, offer))
        || refuses(age(student, offer))
        || refuses(specialty(student, offer)))
}

fn specialty(student: &Student, offer: &Offer) -> (Outcome, Cause) {
    if student.school != offer.school {
        (Outcome::Refused, Cause::OtherSchool)
    } else if offer.specialties.contains(&student.specialty) {
        (Outcome::Met, Cause::Specialty)
    } else if is_open_to(&offer.specialties, student.specialty, student.department) {
        (Outcome::Met, Cause::Department)
    } else {
        (Outcome::Refused, Cause::OtherSpecialty)
    }
}

fn contract_type(student: &Student, offer: &Offer) -> (Outcome, Cause) {
    match student.contract_type {
        Some(sought) if sought != offer.contract_type => (Outcome::Refused, Cause::OtherContract(sought)),
        _ => (Outcome::Met, Cause::Contract(offer.contract_type)),
    }
}

/// When the student is available says it exactly. Without that there is the year sought, which signing up sets to the
/// one that begins next: so the year before or after is to be looked at, and refuses nobody.
fn dates(student: &Student, offer: &Offer) -> (Outcome, Cause) {
    let (start, sought) = (offer.start, student.academic_year);
    let Some(available) = student.available_from else {
        let year = if start.month() < FIRST_MONTH { start.year() - 1 } else { start.year() };
        return match year.abs_diff(sought) {
            0 => (Outcome::Warning, Cause::UnknownAvailability),
            1 => (Outcome::Warning, Cause::OtherYear(sought)),
            _ => (Outcome::Refused, Cause::OtherYear(sought)),
        };
    };
    let wait = start.signed_duration_since(available).num_days();
    if offer.end.is_some_and(|end| end <= available) {
        (Outcome::Refused, Cause::Over(available))
    } else if wait < -i64::from(EARLY) {
        (Outcome::Refused, Cause::NotAvailable(available))
    } else if wait > LONGEST_WAIT {
        (Outcome::Refused, Cause::TooLate(available))
    } else {
        (Outcome::Met, Cause::Available(available))
    }
}

fn age(student: &Student, offer: &Offer) -> (Outcome, Cause) {
    let Some(birth) = student.birth_date else { return (Outcome::Warning, Cause::UnknownAge) };
    // Somebody who is born after the start is younger than anybody may be.
    let age = offer.start.years_since(birth).unwrap_or(0);
    match offer.contract_type {
        _ if age < YOUNGEST => (Outcome::Refused, Cause::TooYoung(age)),
        ContractType::Apprenticeship if age >= APPRENTICE_BELOW && student.age_derogation => {
            (Outcome::Warning, Cause::Derogation(age))
        }
        ContractType::Apprenticeship if age >= APPRENTICE_BELOW => (Outcome::Refused, Cause::TooOld(age)),
        ContractType::Professionalisation if age >= JOBSEEKER_FROM => {
            (Outcome::Warning, Cause::Jobseeker(age))
        }
        _ => (Outcome::Met, Cause::Age(age)),
    }
}

impl Check {
    /// The same for somebody who may not know ages: of whomever it is, that the school checks.
    #[must_use]
    pub fn without_age(self) -> Self {
        match self.rule {
            Rule::Age => Self { rule: Rule::Age, outcome: Outcome::Warning, cause: Cause::NotTold },
            Rule::Specialty | Rule::ContractType | Rule::Dates => self,
        }
    }

    /// A sentence, for people.
    #[must_use]
    pub fn sentence(self, locale: Locale) -> String {
        match locale {
            Locale::Fr => self.cause.french(),
            Locale::En => self.cause.english(),
        }
    }
}

impl Cause {
    fn french(self) -> String {
        let day = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
        match self {
            Self::Specialty => "L'offre est ouverte à cette spécialité.".to_owned(),
            Self::Department => "L'offre est ouverte au département de cette option.".to_owned(),
            Self::OtherSchool => "L'offre est pour une autre école.".to_owned(),
            Self::OtherSpecialty => "L'offre n'est pas ouverte à cette spécialité.".to_owned(),
            Self::Contract(kind) => format!("C'est un {}, comme recherché.", kind.label().fr),
            Self::OtherContract(sought) => {
                format!("Le contrat recherché est d'une autre sorte : {}.", sought.label().fr)
            }
            Self::Available(from) => format!("Les dates conviennent à une disponibilité le {}.", day(from)),
            Self::TooLate(from) => {
                format!("Il commence plus d'un an après la disponibilité, le {}.", day(from))
            }
            Self::OtherYear(year) => {
                format!("Le contrat n'est pas de l'année recherchée, {year}-{}.", year + 1)
            }
            Self::NotAvailable(from) => {
                format!("Il commence plus de deux mois avant la disponibilité, le {}.", day(from))
            }
            Self::Over(from) => format!("Il est fini avant la disponibilité, le {}.", day(from)),
            Self::UnknownAvailability => "La date de disponibilité reste à préciser.".to_owned(),
            Self::Age(age) => format!("{age} ans au début du contrat."),
            Self::UnknownAge => "L'âge n'est pas connu : il reste à vérifier.".to_owned(),
            Self::TooYoung(age) => format!("{age} ans au début du contrat : il en faut {YOUNGEST}."),
            Self::Jobseeker(age) => format!(
                "{age} ans au début du contrat : à partir de {JOBSEEKER_FROM} ans, il faut être demandeur d'emploi \
                 ou obtenir une dérogation."
            ),
            Self::Derogation(age) => format!(
                "{age} ans au début du contrat, au-delà de la limite d'apprentissage : une dérogation est déclarée, \
                 à justifier."
            ),
            Self::TooOld(age) => format!(
                "{age} ans au début du contrat : l'apprentissage est ouvert avant {APPRENTICE_BELOW} ans, sauf \
                 dérogation."
            ),
            Self::NotTold => "L'école vérifie les conditions qui tiennent à la personne.".to_owned(),
        }
    }

    fn english(self) -> String {
        match self {
            Self::Specialty => "The offer is open to this specialty.".to_owned(),
            Self::Department => "The offer is open to the department of this option.".to_owned(),
            Self::OtherSchool => "The offer is for another school.".to_owned(),
            Self::OtherSpecialty => "The offer is not open to this specialty.".to_owned(),
            Self::Contract(kind) => format!("It is of the kind sought: {}.", kind.label().en),
            Self::OtherContract(sought) => {
                format!("The contract sought is of another kind: {}.", sought.label().en)
            }
            Self::Available(from) => format!("The dates suit somebody who is available on {from}."),
            Self::TooLate(from) => {
                format!("It begins more than a year after the student is available, on {from}.")
            }
            Self::OtherYear(year) => format!("The contract is not of the year sought, {year}-{}.", year + 1),
            Self::NotAvailable(from) => {
                format!("It begins more than two months before the student is available, on {from}.")
            }
            Self::Over(from) => format!("It is over before the student is available, on {from}."),
            Self::UnknownAvailability => "The date of availability is still to be said.".to_owned(),
            Self::Age(age) => format!("{age} years old at the start of the contract."),
            Self::UnknownAge => "The age is not known: it remains to be checked.".to_owned(),
            Self::TooYoung(age) => {
                format!("{age} years old at the start of the contract: {YOUNGEST} are needed.")
            }
            Self::Jobseeker(age) => format!(
                "{age} years old at the start of the contract: from {JOBSEEKER_FROM} on, one must be a jobseeker or \
                 be granted a derogation."
            ),
            Self::Derogation(age) => format!(
                "{age} years old at the start of the contract, beyond the limit of apprenticeship: a derogation is \
                 declared, and to be proven."
            ),
            Self::TooOld(age) => format!(
                "{age} years old at the start of the contract: apprenticeship is for those below \
                 {APPRENTICE_BELOW}, but for derogations."
            ),
            Self::NotTold => "The school checks the conditions that depend on the person.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::tests::{offer, student};
    use uuid::Uuid;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn outcome(student: &Student, offer: &Offer, rule: Rule) -> Outcome {
        let all = checks(student, offer);
        let refused = all.iter().any(|check| check.outcome == Outcome::Refused);
        assert_eq!(is_eligible(student, offer), !refused);
        all.into_iter().find(|check| check.rule == rule).unwrap().outcome
    }

    #[test]
    fn the_specialty_or_its_department_is_wanted() {
        let of = |specialties: &[u128]| Offer {
            specialties: specialties.iter().map(|id| Uuid::from_u128(*id)).collect(),
            ..offer()
        };
        let option = Student { department: Some(Uuid::from_u128(9)), ..student() };
        assert_eq!(outcome(&student(), &offer(), Rule::Specialty), Outcome::Met);
        assert_eq!(outcome(&option, &of(&[9]), Rule::Specialty), Outcome::Met);
        assert_eq!(outcome(&student(), &of(&[9]), Rule::Specialty), Outcome::Refused);
        let other = Offer { school: Uuid::from_u128(77), ..offer() };
        assert_eq!(outcome(&student(), &other, Rule::Specialty), Outcome::Refused);
    }

    #[test]
    fn the_contract_sought_is_wanted() {
        let sought = |contract_type| Student { contract_type, ..student() };
        let cases = [
            (None, Outcome::Met),
            (Some(ContractType::Professionalisation), Outcome::Met),
            (Some(ContractType::Apprenticeship), Outcome::Refused),
        ];
        for (kind, expected) in cases {
            assert_eq!(outcome(&sought(kind), &offer(), Rule::ContractType), expected, "{kind:?}");
        }
    }

    #[test]
    fn the_contract_begins_when_the_student_is_there_or_about_the_year_sought() {
        let of = |start, end| Offer { start, end, ..offer() };
        let from = |available_from| Student { available_from, ..student() };
        let september = Some(day(2026, 9, 1));
        let cases = [
            (september, day(2026, 10, 1), None, Outcome::Met),
            (september, day(2026, 7, 2), None, Outcome::Met),
            (september, day(2026, 7, 1), None, Outcome::Refused),
            (september, day(2027, 9, 1), None, Outcome::Met),
            (september, day(2027, 9, 2), None, Outcome::Refused),
            (september, day(2026, 8, 1), september, Outcome::Refused),
            (None, day(2026, 6, 1), None, Outcome::Warning),
            (None, day(2026, 5, 31), None, Outcome::Warning),
            (None, day(2025, 5, 31), None, Outcome::Refused),
            (None, day(2028, 6, 1), None, Outcome::Refused),
        ];
        for (available, start, end, expected) in cases {
            assert_eq!(outcome(&from(available), &of(start, end), Rule::Dates), expected, "{start}");
        }
    }

    #[test]
    fn the_age_at_the_start_counts_and_an_unknown_one_is_said() {
        let born = |birth_date, age_derogation| Student { birth_date, age_derogation, ..student() };
        let of = |contract_type| Offer { contract_type, start: day(2026, 10, 1), ..offer() };
        let apprentice = |birth, derogation| {
            outcome(&born(Some(birth), derogation), &of(ContractType::Apprenticeship), Rule::Age)
        };
        assert_eq!(apprentice(day(1996, 10, 2), false), Outcome::Met, "29 until the day after");
        assert_eq!(apprentice(day(1996, 10, 1), false), Outcome::Refused, "30 on the day");
        assert_eq!(apprentice(day(1996, 10, 1), true), Outcome::Warning);
        assert_eq!(apprentice(day(2010, 10, 2), true), Outcome::Refused, "15");
        let other = |birth| outcome(&born(birth, false), &of(ContractType::Professionalisation), Rule::Age);
        assert_eq!(other(Some(day(2000, 10, 2))), Outcome::Met);
        assert_eq!(other(Some(day(2000, 10, 1))), Outcome::Warning);
        assert_eq!(other(Some(day(2030, 1, 1))), Outcome::Refused);
        assert_eq!(other(None), Outcome::Warning);
    }

    #[test]
    fn whoever_may_not_know_an_age_reads_the_same_of_everybody() {
        let offer = Offer { contract_type: ContractType::Apprenticeship, ..offer() };
        let born = |year, age_derogation| {
            let birth_date = NaiveDate::from_ymd_opt(year, 3, 1);
            Student { birth_date, age_derogation, ..student() }.without_age()
        };
        let unknown = student().without_age();
        let told = |student: &Student| checks(student, &offer).map(Check::without_age);
        for student in [born(2004, false), born(1990, false), born(1990, true), born(2015, false)] {
            assert!(is_eligible(&student, &offer), "age refuses nobody");
            assert_eq!(told(&student), told(&unknown));
        }
        let [.., age] = told(&unknown);
        assert_eq!((age.rule, age.outcome), (Rule::Age, Outcome::Warning));
        assert_eq!(age.sentence(Locale::Fr), "L'école vérifie les conditions qui tiennent à la personne.");
        assert_eq!(age.sentence(Locale::En), "The school checks the conditions that depend on the person.");
    }

    #[test]
    fn every_sentence_is_in_both_languages() {
        for check in checks(&student(), &offer()) {
            let (fr, en) = (check.sentence(Locale::Fr), check.sentence(Locale::En));
            assert!(fr != en && fr.ends_with('.') && en.ends_with('.'), "{fr} {en}");
        }
    }
}
