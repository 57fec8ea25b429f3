//! Who may be a company tutor.

use super::{Finding, TutorInput, Words};
use crate::contract_type::ContractType;
use crate::rules::Source;
use crate::rules::source::cited::{ALBI, TUTOR_EXPERIENCE};

/// What is known of a tutor's experience; each part may be unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Experience {
    /// Whole years of work in the field of the qualification.
    pub years: Option<u32>,
    /// Whether the tutor holds an engineer's diploma.
    pub is_engineer: Option<bool>,
    /// Months in an engineer's post.
    pub months_as_engineer: Option<u32>,
}

const LEAST_YEARS: u32 = 2;
/// At Albi, more than so many months in an engineer's post stand for the diploma.
const MONTHS_AS_ENGINEER: u32 = 36;

/// What the contract's own rule says of the experience, where there is one.
pub(super) fn check(input: &TutorInput<'_>) -> Option<Finding> {
    match input.asked.contract_type {
        ContractType::Professionalisation => Some(in_professionalisation(input.experience)),
        ContractType::Apprenticeship => (input.school == "IMT-ALBI").then(|| at_albi(input.experience)),
    }
}

fn in_professionalisation(experience: Experience) -> Finding {
    let asks = Words::new(
        "Le tuteur a 2 ans d'expérience au moins ; certaines branches en demandent jusqu'à 5.",
        "The tutor has 2 years of experience at least; some branches ask for up to 5.",
    );
    answer(experience.years.map(|years| years >= LEAST_YEARS), &TUTOR_EXPERIENCE, asks)
}

fn at_albi(experience: Experience) -> Finding {
    let long = experience.months_as_engineer.map(|months| months > MONTHS_AS_ENGINEER);
    let fit = match (experience.is_engineer, long) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    };
    let asks = Words::new(
        "Le tuteur est ingénieur, ou occupe depuis plus de trois ans un poste d'ingénieur.",
        "The tutor is an engineer, or has held an engineer's post for more than three years.",
    );
    answer(fit, &ALBI, asks)
}

/// Yes is met, no is refused, and what is not known is to be checked.
fn answer(fit: Option<bool>, source: &Source, asks: Words) -> Finding {
    const RULE: &str = "TUTOR_EXPERIENCE";
    match fit {
        Some(true) => Finding::met(RULE, source, asks),
        Some(false) => Finding::refused(RULE, source, asks, super::OTHER_TUTOR.into()),
        None => {
            let acknowledged =
                Words::new("L'expérience du tuteur est vérifiée.", "The tutor's experience is checked.");
            Finding::warning(RULE, source, asks, acknowledged)
        }
    }
}
