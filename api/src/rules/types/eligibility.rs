//! `Eligibility`.

use super::RuleSource;
use crate::graphql::scalars::AcademicYear;
use async_graphql::{Enum, SimpleObject};
use domain::locale::Locale;
use domain::rules::eligibility::{self, Conditions, Facts};
use domain::rules::{Finding, Outcome};

/// Whether a rule is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::rules::Outcome")]
pub enum RuleOutcome {
    /// It is.
    Met,
    /// It is not, or not surely; who knows that may go on, and what they acknowledge is recorded.
    Warning,
    /// It is not, and the contract cannot be until what lifts the refusal is done.
    Refused,
}

/// Something that schools' conditions ask about a candidate, their studies or their employer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::rules::eligibility::Fact")]
pub enum EligibilityFact {
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

/// Whether a candidate may sign, by the conditions of a school.
#[derive(Clone, Debug, SimpleObject)]
pub struct Eligibility {
    /// The gravest outcome; null of a school without conditions.
    pub outcome: Option<RuleOutcome>,
    /// The academic year that the conditions were written for; null of a school without any.
    pub written_for: Option<AcademicYear>,
    /// Whether that is another year than the contract's, or the contract's is not known: then they stand in until the school
    /// confirms them.
    pub projected: bool,
    /// What each condition says, in the order of the school's document.
    pub checks: Vec<EligibilityCheck>,
}

/// What a condition says of a candidate.
#[derive(Clone, Debug, SimpleObject)]
pub struct EligibilityCheck {
    /// The condition: a stable key, unique at its school.
    pub rule: String,
    /// Whether it is met. What is not known is no yes: see `missing`.
    pub outcome: RuleOutcome,
    /// Whether it concerns this candidate; one that does not is met.
    pub applies: bool,
    /// A sentence, in the reader's language.
    pub reason: String,
    /// Of a warning, what is to be acknowledged; null otherwise.
    pub acknowledgement: Option<String>,
    /// Of a refusal, what would lift it; null otherwise.
    pub lifted_by: Option<String>,
    /// What is not known, and would have to be for a surer answer.
    pub missing: Vec<EligibilityFact>,
    /// Where the condition comes from.
    pub source: RuleSource,
}

impl Eligibility {
    pub(in crate::rules) fn of(list: Option<&Conditions>, facts: &Facts, locale: Locale) -> Self {
        let findings = list.map(|list| eligibility::check(list, facts)).unwrap_or_default();
        Self {
            outcome: findings.iter().map(|finding| finding.outcome).max().map(RuleOutcome::from),
            written_for: list.map(|list| AcademicYear(list.written_for)),
            projected: findings.iter().any(|finding| finding.projected),
            checks: findings.iter().map(|finding| EligibilityCheck::of(finding, locale)).collect(),
        }
    }
}

impl EligibilityCheck {
    /// What a rule says, in a language.
    pub(crate) fn of(finding: &Finding, locale: Locale) -> Self {
        let remedy = |of: Outcome| {
            let remedy = finding.remedy.as_ref().filter(|_| finding.outcome == of);
            remedy.map(|words| words.in_locale(locale).to_owned())
        };
        Self {
            rule: finding.rule.clone(),
            outcome: finding.outcome.into(),
            applies: finding.applies,
            reason: finding.sentence.in_locale(locale).to_owned(),
            acknowledgement: remedy(Outcome::Warning),
            lifted_by: remedy(Outcome::Refused),
            missing: finding.missing.iter().map(|fact| EligibilityFact::from(*fact)).collect(),
            source: RuleSource::of(&finding.source, locale),
        }
    }
}
