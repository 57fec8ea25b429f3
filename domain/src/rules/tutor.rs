//! How many employees a company tutor may follow, and who may be one.
//!
//! In professionalisation 3 as an employee and 2 as the employer, apprentices counted among them; in apprenticeship 2, and
//! one more who repeats a year. Both hold on every day on which contracts overlap, so each such day is counted.

mod experience;
#[cfg(test)]
mod tests;

pub use experience::Experience;

use super::duration::Span;
use super::source::cited::{APPRENTICE_LIMIT, TUTOR_LIMIT};
use super::{Finding, Words};
use crate::contract_type::ContractType;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A contract that a tutor follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    /// Kind of contract.
    pub contract_type: ContractType,
    /// When.
    pub span: Span,
    /// Whether the apprentice repeats a year.
    pub repeats: bool,
}

/// What the limits of a tutor depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TutorInput<'a> {
    /// Whether the tutor is the employer, and no employee.
    pub is_employer: bool,
    /// What is known of their experience.
    pub experience: Experience,
    /// The contracts that the tutor follows already, of any school and in any order.
    pub followed: &'a [Followed],
    /// The contract that they are to follow.
    pub asked: Followed,
    /// The school of that contract, by its code.
    pub school: &'a str,
}

/// What Enssat's document says, where the law of today says 3.
const OF_DOCUMENT: usize = 2;
const APPRENTICES: usize = 2;

/// How many a tutor follows on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    professionalisation: usize,
    apprentices: usize,
    repeating: usize,
}

impl Count {
    fn all(self) -> usize {
        self.professionalisation + self.apprentices
    }

    /// The apprentices that count, one who repeats being let pass.
    fn counted_apprentices(self) -> usize {
        self.apprentices - self.repeating.min(1)
    }
}

/// What is to be said of a tutor: of both numbers, then of experience.
#[must_use]
pub fn check(input: &TutorInput<'_>) -> Vec<Finding> {
    let mut findings = vec![of_professionalisation(input), of_apprentices(input)];
    findings.extend(experience::check(input));
    findings
}

/// The first day of the contract asked for on which something is so, and the count of that day.
fn first_day(input: &TutorInput<'_>, is_so: impl Fn(Count) -> bool) -> Option<(NaiveDate, Count)> {
    // A count rises on a contract's first day only, so those and the first day of the contract asked for are enough.
    let Span { start, end } = input.asked.span;
    let starts = input.followed.iter().map(|one| one.span.start);
    let days: BTreeSet<NaiveDate> = starts.filter(|day| (start..=end).contains(day)).chain([start]).collect();
    days.into_iter().map(|day| (day, count(input, day))).find(|(_, count)| is_so(*count))
}

fn count(input: &TutorInput<'_>, day: NaiveDate) -> Count {
    let on_day = |one: &&Followed| (one.span.start..=one.span.end).contains(&day);
    let mut count = Count::default();
    for one in input.followed.iter().chain([&input.asked]).filter(on_day) {
        match one.contract_type {
            ContractType::Professionalisation => count.professionalisation += 1,
            ContractType::Apprenticeship => {
                count.apprentices += 1;
                count.repeating += usize::from(one.repeats);
            }
        }
    }
    count
}

/// The limit holds for whoever follows a professionalisation contract, all contracts counted together.
fn of_professionalisation(input: &TutorInput<'_>) -> Finding {
    const RULE: &str = "TUTOR_LIMIT";
    let (most, as_fr, as_en) = match input.is_employer {
        true => (2, "comme employeur", "as the employer"),
        false => (3, "comme salarié", "as an employee"),
    };
    let above = |limit: usize| first_day(input, |count| count.professionalisation > 0 && count.all() > limit);
    if let Some((day, count)) = above(most) {
        return Finding::refused(
            RULE,
            &TUTOR_LIMIT,
            Words::new(
                format!(
                    "Le tuteur suivrait {} salariés le {}, pour {most} au plus {as_fr}.",
                    count.all(),
                    fr(day)
                ),
                format!("The tutor would follow {} employees on {day}; {most} at most {as_en}.", count.all()),
            ),
            OTHER_TUTOR.into(),
        );
    }
    if let Some((day, count)) = above(OF_DOCUMENT).filter(|_| input.school == "ENSSAT") {
        return Finding::warning(
            RULE,
            &TUTOR_LIMIT,
            Words::new(
                format!(
                    "Le tuteur suivrait {} salariés le {} ; le document de 2016 en dit {OF_DOCUMENT}.",
                    count.all(),
                    fr(day)
                ),
                format!(
                    "The tutor would follow {} employees on {day}; the document of 2016 says {OF_DOCUMENT}.",
                    count.all()
                ),
            ),
            Words::new(
                format!("La limite de la loi est retenue : {most}."),
                format!("The law's limit is kept: {most}."),
            ),
        );
    }
    let sentence = Words::new(
        format!("Le tuteur suit {most} salariés au plus {as_fr}, apprentis compris."),
        format!("The tutor follows {most} employees at most {as_en}, apprentices included."),
    );
    let concerned = first_day(input, |count| count.professionalisation > 0).is_some();
    Finding { applies: concerned, ..Finding::met(RULE, &TUTOR_LIMIT, sentence) }
}

/// The limit holds for whoever follows apprentices, who alone are counted.
fn of_apprentices(input: &TutorInput<'_>) -> Finding {
    const RULE: &str = "APPRENTICE_LIMIT";
    if let Some((day, count)) = first_day(input, |count| count.counted_apprentices() > APPRENTICES) {
        return Finding::refused(
            RULE,
            &APPRENTICE_LIMIT,
            Words::new(
                format!(
                    "Le tuteur suivrait {} apprentis le {}, pour 2 et un redoublant au plus.",
                    count.apprentices,
                    fr(day)
                ),
                format!(
                    "The tutor would follow {} apprentices on {day}; 2 and one who repeats at most.",
                    count.apprentices
                ),
            ),
            OTHER_TUTOR.into(),
        );
    }
    let sentence = Words::new(
        "Le tuteur suit 2 apprentis et un redoublant au plus.",
        "The tutor follows 2 apprentices and one who repeats at most.",
    );
    let concerned = first_day(input, |count| count.apprentices > 0).is_some();
    Finding { applies: concerned, ..Finding::met(RULE, &APPRENTICE_LIMIT, sentence) }
}

const OTHER_TUTOR: crate::locale::Text =
    crate::locale::Text { fr: "Nommer un autre tuteur.", en: "Another tutor." };

fn fr(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}
