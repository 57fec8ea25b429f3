//! The limits that law and schools set around a contract, each with its unit.

use super::Source;
use super::source::cited;
use crate::calendar::{self, Limit, Unit};
use crate::contract_type::ContractType;
use crate::locale::Text;
use chrono::NaiveDate;
use strum::{Display, EnumString, VariantArray};

/// Something that is due by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DeadlineKey {
    /// The complete file reaches the OPCO (professionalisation).
    OpcoFile,
    /// The complete file reaches the OPCO (apprenticeship).
    OpcoFileApprenticeship,
    /// The OPCO decides.
    OpcoDecision,
    /// All papers are done (Alès).
    Papers,
    /// The report of the final project is handed in (Alès).
    FinalProjectReport,
    /// The defence is held (Alès).
    Defence,
    /// The company is told of a sick leave (Alès).
    SickLeave,
    /// The aid form for a jobseeker over 26 is sent (Enssat).
    JobseekerAidForm,
    /// The topic of the company project is proposed (Albi).
    ProjectTopic,
}

/// The day that a limit is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Anchor {
    /// The contract's first day.
    ContractStart,
    /// The day on which the OPCO had the complete file.
    OpcoFileComplete,
    /// The first day of the school's year.
    StartOfYear,
    /// The day of the defence.
    Defence,
    /// The last day of the training.
    TrainingEnd,
    /// The first day of a sick leave.
    SickLeaveStart,
    /// The last day of the first semester.
    FirstSemesterEnd,
}

/// How a due day follows from its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// So much time after it, or before it.
    Within(Limit),
    /// On the last working day that is not after it.
    LastWorkingDay,
}

/// A limit of law or of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// What is due.
    pub key: DeadlineKey,
    /// The school, by its code; none for all.
    pub school: Option<&'static str>,
    /// The kind of contract; none for both.
    pub contract_type: Option<ContractType>,
    /// What the day is counted from.
    pub anchor: Anchor,
    /// How.
    pub rule: Rule,
    /// What is due, for people.
    pub title: Text,
    /// Where it comes from.
    pub source: Source,
}

impl Deadline {
    /// The last day on which it is in time.
    #[must_use]
    pub fn due(&self, anchor: NaiveDate) -> NaiveDate {
        match self.rule {
            Rule::Within(limit) => limit.due(anchor),
            Rule::LastWorkingDay => calendar::last_working_day_on_or_before(anchor),
        }
    }

    /// Whether it concerns contracts of a school and kind.
    #[must_use]
    pub fn concerns(&self, school: &str, contract_type: ContractType) -> bool {
        self.school.is_none_or(|code| code == school)
            && self.contract_type.is_none_or(|kind| kind == contract_type)
    }
}

/// What an OPCO's silence means once the time for its decision is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Silence {
    /// The contract is accepted.
    Accepts,
    /// The contract is rejected.
    Rejects,
    /// Not known: staff ask the OPCO.
    AskStaff,
}

/// What an OPCO's silence means for a contract concluded on a day (external).
///
/// For professionalisation contracts concluded from 01/08/2024 the text changed (decree 2024-631), and what it says now was
/// not read.
#[must_use]
pub fn silence(contract_type: ContractType, concluded: NaiveDate) -> Silence {
    let changed = NaiveDate::from_ymd_opt(2024, 8, 1);
    match contract_type {
        ContractType::Apprenticeship => Silence::Rejects,
        ContractType::Professionalisation if Some(concluded) < changed => Silence::Accepts,
        ContractType::Professionalisation => Silence::AskStaff,
    }
}

/// Where [`silence`] comes from.
#[must_use]
pub const fn silence_source(contract_type: ContractType) -> Source {
    match contract_type {
        ContractType::Professionalisation => cited::SILENCE,
        ContractType::Apprenticeship => cited::SILENCE_APPRENTICESHIP,
    }
}

/// Every limit.
#[must_use]
pub fn all() -> &'static [Deadline] {
    &ALL
}

/// The limits of contracts of a school and kind.
pub fn of(school: &str, contract_type: ContractType) -> impl Iterator<Item = &'static Deadline> {
    ALL.iter().filter(move |deadline| deadline.concerns(school, contract_type))
}

const PROFESSIONALISATION: Option<ContractType> = Some(ContractType::Professionalisation);
const APPRENTICESHIP: Option<ContractType> = Some(ContractType::Apprenticeship);

const fn within(amount: i32, unit: Unit) -> Rule {
    Rule::Within(Limit { amount, unit })
}

static ALL: [Deadline; 9] = [
    Deadline {
        key: DeadlineKey::OpcoFile,
        school: None,
        contract_type: PROFESSIONALISATION,
        anchor: Anchor::ContractStart,
        rule: within(5, Unit::CalendarDays),
        title: Text { fr: "Dossier complet à l'OPCO", en: "Complete file to the OPCO" },
        source: cited::OPCO_FILE,
    },
    Deadline {
        key: DeadlineKey::OpcoFileApprenticeship,
        school: None,
        contract_type: APPRENTICESHIP,
        anchor: Anchor::ContractStart,
        rule: within(5, Unit::WorkingDaysWithSaturdays),
        title: Text { fr: "Dossier complet à l'OPCO", en: "Complete file to the OPCO" },
        source: cited::OPCO_FILE_APPRENTICESHIP,
    },
    Deadline {
        key: DeadlineKey::OpcoDecision,
        school: None,
        contract_type: None,
        anchor: Anchor::OpcoFileComplete,
        rule: within(20, Unit::CalendarDays),
        title: Text { fr: "Décision de l'OPCO", en: "Decision of the OPCO" },
        source: cited::ENSSAT,
    },
    Deadline {
        key: DeadlineKey::Papers,
        school: Some("IMT-ALES"),
        contract_type: PROFESSIONALISATION,
        anchor: Anchor::StartOfYear,
        rule: within(-14, Unit::CalendarDays),
        title: Text { fr: "Tous les documents achevés", en: "All papers done" },
        source: cited::ALES,
    },
    Deadline {
        key: DeadlineKey::FinalProjectReport,
        school: Some("IMT-ALES"),
        contract_type: PROFESSIONALISATION,
        anchor: Anchor::Defence,
        rule: within(-15, Unit::CalendarDays),
        title: Text { fr: "Rapport de PFE remis", en: "Report of the final project handed in" },
        source: cited::ALES,
    },
    Deadline {
        key: DeadlineKey::Defence,
        school: Some("IMT-ALES"),
        contract_type: PROFESSIONALISATION,
        anchor: Anchor::TrainingEnd,
        rule: Rule::LastWorkingDay,
        title: Text { fr: "Soutenance", en: "Defence" },
        source: cited::ALES,
    },
    Deadline {
        key: DeadlineKey::SickLeave,
        school: Some("IMT-ALES"),
        contract_type: PROFESSIONALISATION,
        anchor: Anchor::SickLeaveStart,
        rule: within(48, Unit::Hours),
        title: Text {
            fr: "Arrêt de travail signalé à l'entreprise", en: "Company told of the sick leave"
        },
        source: cited::ALES,
    },
    Deadline {
        key: DeadlineKey::JobseekerAidForm,
        school: Some("ENSSAT"),
        contract_type: PROFESSIONALISATION,
        anchor: Anchor::ContractStart,
        rule: within(3, Unit::Months),
        title: Text {
            fr: "Formulaire d'aide pour un demandeur d'emploi de plus de 26 ans",
            en: "Aid form for a jobseeker over 26",
        },
        source: cited::ENSSAT,
    },
    Deadline {
        key: DeadlineKey::ProjectTopic,
        school: Some("IMT-ALBI"),
        contract_type: APPRENTICESHIP,
        anchor: Anchor::FirstSemesterEnd,
        rule: within(0, Unit::CalendarDays),
        title: Text {
            fr: "Sujet du projet d'entreprise proposé",
            en: "Topic of the company project proposed",
        },
        source: cited::ALBI,
    },
];

#[cfg(test)]
mod tests;
