//! How long a contract may be, and where it may lie around its training.

use super::source::cited::{APPRENTICESHIP_DURATION, DURATION, ENSSAT, INSA};
use super::{Finding, Words};
use crate::calendar::{Limit, Unit, shift};
use crate::contract_type::ContractType;
use chrono::NaiveDate;

/// Days from a first to a last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
}

/// What the duration of a contract is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DurationInput<'a> {
    /// Kind of contract.
    pub contract_type: ContractType,
    /// The contract or, in an open-ended one, its time of work-study; the last day is not before the first.
    pub contract: Span,
    /// The training in it, where its dates are known.
    pub training: Option<Span>,
    /// The school, by its code.
    pub school: &'a str,
    /// The school's usual dates of that year, where they are known.
    pub usual: Option<Span>,
}

/// The months of a professionalisation contract.
const SHORTEST: i32 = 6;
const LONGEST: i32 = 12;
/// The months of an apprenticeship contract.
const LONGEST_APPRENTICESHIP: i32 = 36;
/// At Enssat, the months before and after the training that a contract may cover.
const AROUND_TRAINING: i32 = 2;
/// The months by which usual dates may be longer, exclusive: "by days".
const LONGER_BY: i32 = 1;

/// The usual dates of a school's contracts of a year that it printed, by their first day.
#[must_use]
pub fn usual_dates(school: &str, first_year: i32) -> Option<Span> {
    let of = |start: (i32, u32, u32), end: (i32, u32, u32)| {
        let day = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day);
        Some(Span { start: day(start)?, end: day(end)? })
    };
    match (school, first_year) {
        ("INSA-TOULOUSE", 2020) => of((2020, 9, 28), (2021, 9, 30)),
        ("IMT-ALES", 2025) => of((2025, 9, 1), (2026, 8, 28)),
        _ => None,
    }
}

/// What is to be said of a contract's duration: at least one finding, the duration's own first.
#[must_use]
pub fn check(input: &DurationInput<'_>) -> Vec<Finding> {
    let mut findings = vec![match input.contract_type {
        ContractType::Professionalisation => professionalisation(input),
        ContractType::Apprenticeship => apprenticeship(input.contract),
    }];
    findings.extend(unusual(input));
    findings.extend(around_training(input));
    findings
}

/// The longest trial period of a contract: a month above 6 months (Enssat); for a shorter one the documents say nothing.
#[must_use]
pub fn longest_trial(contract: Span) -> Option<Limit> {
    let is_longer = contract.end >= shift(contract.start, SHORTEST, Unit::Months);
    is_longer.then_some(Limit { amount: 1, unit: Unit::Months })
}

fn professionalisation(input: &DurationInput<'_>) -> Finding {
    const RULE: &str = "DURATION";
    let Span { start, end } = input.contract;
    let after = |months| shift(start, months, Unit::Months);
    let day_after = shift(end, 1, Unit::CalendarDays);
    if day_after < after(SHORTEST) {
        return Finding::refused(
            RULE,
            &DURATION,
            Words::new("Le contrat dure moins de 6 mois.", "The contract lasts less than 6 months."),
            Words::new(
                format!("Une fin au {} au plus tôt.", fr(shift(after(SHORTEST), -1, Unit::CalendarDays))),
                format!("An end on {} at the earliest.", shift(after(SHORTEST), -1, Unit::CalendarDays)),
            ),
        );
    }
    if day_after <= after(LONGEST) {
        let sentence = Words::new("Le contrat dure de 6 à 12 mois.", "The contract lasts 6 to 12 months.");
        return Finding::met(RULE, &DURATION, sentence);
    }
    if input.usual == Some(input.contract) && day_after < after(LONGEST + LONGER_BY) {
        return Finding::warning(
            RULE,
            &DURATION,
            Words::new(
                "Le contrat dépasse 12 mois de quelques jours ; ce sont les dates habituelles de l'école.",
                "The contract exceeds 12 months by some days; these are the school's usual dates.",
            ),
            Words::new(
                "Les dates habituelles de l'école sont retenues telles quelles.",
                "The school's usual dates are kept as they are.",
            ),
        );
    }
    let last = shift(after(LONGEST), -1, Unit::CalendarDays);
    Finding::refused(
        RULE,
        &DURATION,
        Words::new("Le contrat dure plus de 12 mois.", "The contract lasts more than 12 months."),
        Words::new(
            format!("Une fin au {} au plus tard, ou les dates habituelles de l'école.", fr(last)),
            format!("An end on {last} at the latest, or the school's usual dates."),
        ),
    )
}

fn apprenticeship(Span { start, end }: Span) -> Finding {
    const RULE: &str = "DURATION";
    let day_after = shift(end, 1, Unit::CalendarDays);
    let bounds = shift(start, SHORTEST, Unit::Months)..=shift(start, LONGEST_APPRENTICESHIP, Unit::Months);
    if bounds.contains(&day_after) {
        let sentence =
            Words::new("Le contrat dure de 6 mois à 3 ans.", "The contract lasts 6 months to 3 years.");
        return Finding::met(RULE, &APPRENTICESHIP_DURATION, sentence);
    }
    Finding::warning(
        RULE,
        &APPRENTICESHIP_DURATION,
        Words::new(
            "Le contrat ne dure pas de 6 mois à 3 ans.",
            "The contract does not last 6 months to 3 years.",
        ),
        Words::new(
            "Un cas que la loi prévoit permet cette durée : allongement, réduction, redoublement.",
            "A case that the law provides for allows this duration: extension, reduction, a year repeated.",
        ),
    )
}

/// At INSA Toulouse other dates than the usual ones go through career services first.
fn unusual(input: &DurationInput<'_>) -> Option<Finding> {
    const RULE: &str = "USUAL_DATES";
    let usual = input.usual.filter(|_| input.school == "INSA-TOULOUSE")?;
    if usual == input.contract {
        let sentence =
            Words::new("Ce sont les dates habituelles de l'école.", "These are the school's usual dates.");
        return Some(Finding::met(RULE, &INSA, sentence));
    }
    Some(Finding::warning(
        RULE,
        &INSA,
        Words::new(
            format!("L'école a d'autres dates habituelles : {} au {}.", fr(usual.start), fr(usual.end)),
            format!("The school's usual dates are others: {} to {}.", usual.start, usual.end),
        ),
        Words::new(
            "Le service des contrats est consulté sur ces dates.",
            "Career services are asked about these dates first.",
        ),
    ))
}

/// At Enssat a contract begins 2 months before its training at most, and ends 2 months after it at most, and covers it.
fn around_training(input: &DurationInput<'_>) -> Option<Finding> {
    const RULE: &str = "AROUND_TRAINING";
    let training = input.training.filter(|_| input.school == "ENSSAT")?;
    let earliest = shift(training.start, -AROUND_TRAINING, Unit::Months);
    let latest = shift(training.end, AROUND_TRAINING, Unit::Months);
    let contract = input.contract;
    let starts_well = (earliest..=training.start).contains(&contract.start);
    let ends_well = (training.end..=latest).contains(&contract.end);
    if starts_well && ends_well {
        let sentence = Words::new(
            "Le contrat couvre la formation, à 2 mois près.",
            "The contract covers the training, with 2 months around it at most.",
        );
        return Some(Finding::met(RULE, &ENSSAT, sentence));
    }
    Some(Finding::refused(
        RULE,
        &ENSSAT,
        Words::new(
            "Le contrat ne couvre pas la formation, ou commence ou finit à plus de 2 mois d'elle.",
            "The contract does not cover the training, or begins or ends more than 2 months away from it.",
        ),
        Words::new(
            format!(
                "Un début du {} au {}, et une fin du {} au {}.",
                fr(earliest),
                fr(training.start),
                fr(training.end),
                fr(latest)
            ),
            format!(
                "A start from {earliest} to {}, and an end from {} to {latest}.",
                training.start, training.end
            ),
        ),
    ))
}

fn fr(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests;
