//! How well a student and an offer suit one another, with the reasons.
//!
//! Eligibility first ([`eligibility`]): rules that are met or not. Then six [`criteria`], each with a value from 0 to 1
//! and a sentence; the score is their mean, weighted by the school ([`Weights`]). What is unknown takes a neutral prior,
//! [`Value::NEUTRAL`]: it neither helps nor harms. docs/matching.md has the formulas and a worked example.
//!
//! Everything is computed in whole numbers, values in ten-thousandths, so that the same facts give the same bits
//! wherever they were read. The one exception, the distance, is rounded to 100 m before it counts.

pub mod criteria;
pub mod eligibility;
pub mod ranking;
mod value;
mod weights;

pub use criteria::distance::Point;
pub use criteria::hires::{Hires, Past};
pub use criteria::skills::{Rarities, Skill};
pub use criteria::text::Words;
pub use criteria::{CriterionKey, Finding};
pub use value::Value;
pub use weights::{UnreadableWeights, Weights, WeightsFault};

use crate::contract_type::ContractType;
use crate::offer::RemotePolicy;
use chrono::NaiveDate;
use eligibility::Check;
use uuid::Uuid;

/// What is known of a student, as far as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Student {
    /// School.
    pub school: Uuid,
    /// Specialty.
    pub specialty: Uuid,
    /// The department of which the specialty is an option.
    pub department: Option<Uuid>,
    /// First year of the academic year of the contract sought.
    pub academic_year: i32,
    /// Contract sought; `None` is either.
    pub contract_type: Option<ContractType>,
    /// Earliest start.
    pub available_from: Option<NaiveDate>,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// Whether the student declares a ground on which the limit of age of apprenticeship does not apply.
    pub age_derogation: bool,
    /// Where the student lives.
    pub place: Option<Point>,
    /// How far the student goes, in kilometres; `None` is not known.
    pub mobility_km: Option<u32>,
    /// Skills, in any order.
    pub skills: Vec<Skill>,
    /// The words of the headline and of what the student says.
    pub words: Words,
}

impl Student {
    /// As somebody who may not know ages compares the student: whatever the birth date, it comes out the same.
    #[must_use]
    pub fn without_age(self) -> Self {
        Self { birth_date: None, age_derogation: false, ..self }
    }
}

/// What is known of an offer, as far as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// School.
    pub school: Uuid,
    /// Company.
    pub company: Uuid,
    /// The specialties and departments it is open to.
    pub specialties: Vec<Uuid>,
    /// Kind of contract.
    pub contract_type: ContractType,
    /// First day.
    pub start: NaiveDate,
    /// Last day; `None` is open.
    pub end: Option<NaiveDate>,
    /// Where the work is done.
    pub place: Option<Point>,
    /// Remote work.
    pub remote: RemotePolicy,
    /// Gross cents a month.
    pub pay: Option<i64>,
    /// The skills asked for, in any order, each once.
    pub skills: Vec<Skill>,
    /// The words of its texts.
    pub words: Words,
}

/// What a comparison rests on besides the two.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// What each criterion weighs.
    pub weights: &'a Weights,
    /// How rare each skill is among the offers of the school.
    pub rarities: &'a Rarities,
    /// Whom companies have hired.
    pub hires: &'a Hires,
}

/// How well the two suit one another, in one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// The weighted mean of the criteria.
    pub value: Value,
    /// Whether no rule of eligibility refuses.
    pub eligible: bool,
}

/// How well the two suit one another, with every reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// In one number.
    pub score: Score,
    /// Every rule of eligibility.
    pub checks: [Check; 4],
    /// Every criterion, in the order of [`CriterionKey`].
    pub criteria: [Criterion; 6],
}

/// A criterion of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Which.
    pub key: CriterionKey,
    /// What it weighs.
    pub weight: u16,
    /// How well it is met.
    pub value: Value,
    /// Why.
    pub finding: Finding,
}

/// The score of a pair.
#[must_use]
pub fn score(student: &Student, offer: &Offer, terms: Terms<'_>) -> Score {
    let cheap = cheap_sum(student, offer, terms);
    let (text, _) = criteria::text::value(&student.words, &offer.words);
    let value = terms.weights.mean(cheap + terms.weights.part(CriterionKey::Text, text));
    Score { value, eligible: eligibility::is_eligible(student, offer) }
}

/// [`score`], with every reason.
#[must_use]
pub fn explain(student: &Student, offer: &Offer, terms: Terms<'_>) -> Match {
    let values = criteria::cheap(student, offer, terms);
    let (text, finding) = criteria::text::value(&student.words, &offer.words);
    let [skills, distance, start, pay, hires] = values;
    let all = [skills, distance, start, pay, hires, (CriterionKey::Text, text, Finding::Text(finding))];
    let criteria =
        all.map(|(key, value, finding)| Criterion { key, weight: terms.weights.of(key), value, finding });
    let sum = criteria.iter().map(|one| terms.weights.part(one.key, one.value)).sum();
    let eligible = eligibility::is_eligible(student, offer);
    let score = Score { value: terms.weights.mean(sum), eligible };
    Match { score, checks: eligibility::checks(student, offer), criteria }
}

/// The weighted sum of every criterion but the text, which costs most to compare.
fn cheap_sum(student: &Student, offer: &Offer, terms: Terms<'_>) -> u64 {
    let values = criteria::cheap(student, offer, terms);
    values.into_iter().map(|(key, value, _)| terms.weights.part(key, value)).sum()
}

#[cfg(test)]
pub(crate) mod tests;
