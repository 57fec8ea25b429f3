//! The files of conditions, read.

use super::{Fact, Question};
use crate::academic_year::AcademicYear;
use crate::contract_type::ContractType;
use crate::rules::pay::contract_type;
use crate::rules::{Outcome, Source, Words};
use serde::{Deserialize, Deserializer};
use std::sync::LazyLock;

/// The conditions of a school for a kind of contract.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    /// The school's code.
    pub school: String,
    /// The kind of contract.
    #[serde(deserialize_with = "contract_type")]
    pub contract_type: ContractType,
    /// The academic year that it was written for; later ones go by it until staff confirm it.
    pub written_for: AcademicYear,
    /// Where it comes from.
    pub source: Source,
    /// The conditions, in the order of the document.
    pub condition: Vec<Condition>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Its key: stable, unique in its list.
    pub key: String,
    /// What it asks for, as a sentence.
    pub asks: Words,
    /// Whom it concerns; everybody when not given.
    pub when: Option<Question>,
    /// What must hold.
    pub holds: Question,
    /// What follows where it does not: the first case whose `if` holds; the last one has none.
    pub otherwise: Vec<Case>,
}

/// What follows where a condition does not hold.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Of whom it is so; of everybody left when not given.
    #[serde(rename = "if")]
    pub only_if: Option<Question>,
    /// A warning or a refusal.
    #[serde(deserialize_with = "outcome")]
    pub outcome: Outcome,
    /// Why, as a sentence.
    pub because: Words,
    /// Of a warning, what is acknowledged; of a refusal, what would lift it.
    pub remedy: Words,
    /// Where the case comes from, if elsewhere than the list.
    pub source: Option<Source>,
}

impl Condition {
    /// The last case.
    ///
    /// # Panics
    /// When a shipped condition has none: a fault of the build, and the tests read every file.
    pub(super) fn last(&self) -> &Case {
        self.otherwise.last().expect("every condition says what follows where it does not hold")
    }

    /// The facts that it asks for.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        let cases = self.otherwise.iter().filter_map(|case| case.only_if.as_ref());
        for question in self.when.iter().chain([&self.holds]).chain(cases) {
            question.facts(&mut facts);
        }
        facts
    }
}

/// Every list.
pub(super) fn all() -> &'static [Conditions] {
    static ALL: LazyLock<Vec<Conditions>> = LazyLock::new(|| {
        let files = [
            include_str!("../../../data/eligibility/insa-toulouse.toml"),
            include_str!("../../../data/eligibility/imt-albi.toml"),
            include_str!("../../../data/eligibility/imt-ales.toml"),
            include_str!("../../../data/eligibility/enssat.toml"),
        ];
        files.map(crate::data::document).into()
    });
    &ALL
}

fn outcome<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Outcome, D::Error> {
    match String::deserialize(deserializer)?.parse() {
        Ok(outcome @ (Outcome::Warning | Outcome::Refused)) => Ok(outcome),
        _ => Err(serde::de::Error::custom("expected WARNING or REFUSED")),
    }
}
