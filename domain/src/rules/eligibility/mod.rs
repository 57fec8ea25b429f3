//! Whether a candidate may sign, by the conditions of a school: data, one file a school and kind of contract, in
//! `domain/data/eligibility/`.
//!
//! A condition asks for something ([`Question`]) of what is known ([`Facts`]). It is met, or one of its cases says what follows:
//! a warning with what is acknowledged, or a refusal with what would lift it. What is not known is no yes: a condition that
//! refuses does so until the fact is known, and says which is missing. A school without a file has no conditions.

mod conditions;
mod fact;
mod question;
#[cfg(test)]
mod tests;

pub use conditions::{Case, Condition, Conditions};
pub use fact::{Fact, Facts};
pub use question::{AgeOn, OnDay, Question};

use super::{Finding, Outcome, Words};
use crate::contract::academic_year;
use crate::contract_type::ContractType;

/// The conditions of a school for a kind of contract; none for a school without a list.
#[must_use]
pub fn conditions_of(school: &str, contract_type: ContractType) -> Option<&'static Conditions> {
    let asked = |list: &&Conditions| list.school == school && list.contract_type == contract_type;
    conditions::all().iter().find(asked)
}

/// The lists of all schools.
#[must_use]
pub fn all_conditions() -> &'static [Conditions] {
    conditions::all()
}

/// What each condition of a list says of a candidate, in the list's order.
#[must_use]
pub fn check(list: &Conditions, facts: &Facts) -> Vec<Finding> {
    let projected = is_projected(list, facts);
    let checked = list.condition.iter().map(|condition| check_one(list, condition, facts));
    checked.map(|finding| Finding { projected, ..finding }).collect()
}

/// Whether the contract is of another year than the one that the list was written for. Of a contract whose start is not
/// known, it is.
fn is_projected(list: &Conditions, facts: &Facts) -> bool {
    let year = facts.start.and_then(|start| academic_year(start).ok());
    year != Some(list.written_for)
}

fn check_one(list: &Conditions, condition: &Condition, facts: &Facts) -> Finding {
    let applies = condition.when.as_ref().map_or(Some(true), |when| when.ask(facts));
    if applies == Some(false) {
        let sentence = Words::new(
            format!("Sans objet ici. {}", condition.asks.fr),
            format!("Of no concern here. {}", condition.asks.en),
        );
        return Finding { applies: false, ..Finding::met(&condition.key, &list.source, sentence) };
    }
    match (applies, condition.holds.ask(facts)) {
        (_, Some(true)) => Finding::met(&condition.key, &list.source, condition.asks.clone()),
        (Some(true), Some(false)) => not_held(list, condition, facts),
        _ => not_known(list, condition, facts),
    }
}

/// The first case that is so; the last has no `if`.
fn not_held(list: &Conditions, condition: &Condition, facts: &Facts) -> Finding {
    let is_so = |case: &&Case| case.only_if.as_ref().is_none_or(|question| question.ask(facts) == Some(true));
    let case = condition.otherwise.iter().find(is_so).unwrap_or_else(|| condition.last());
    let source = case.source.as_ref().unwrap_or(&list.source);
    let missing = if case.only_if.is_none() { unknown_of_cases(condition, facts) } else { Vec::new() };
    let met = Finding::met(&condition.key, source, case.because.clone());
    Finding { outcome: case.outcome, remedy: Some(case.remedy.clone()), missing, ..met }
}

/// The outcome of the last case, until what is missing is known.
fn not_known(list: &Conditions, condition: &Condition, facts: &Facts) -> Finding {
    let mut missing = Vec::new();
    if let Some(when) = &condition.when {
        when.unknown(facts, &mut missing);
    }
    condition.holds.unknown(facts, &mut missing);
    let names =
        |name: fn(Fact) -> &'static str| missing.iter().copied().map(name).collect::<Vec<_>>().join(", ");
    let (fr, en) = (names(|fact| fact.label().fr), names(|fact| fact.label().en));
    let last = condition.last();
    let sentence = Words::new(
        format!("Reste à savoir : {fr}. {}", condition.asks.fr),
        format!("Still to be known: {en}. {}", condition.asks.en),
    );
    let remedy = match last.outcome {
        Outcome::Refused => Words::new(format!("Préciser : {fr}."), format!("To be said: {en}.")),
        Outcome::Warning | Outcome::Met => last.remedy.clone(),
    };
    let met = Finding::met(&condition.key, &list.source, sentence);
    Finding { outcome: last.outcome, remedy: Some(remedy), missing, ..met }
}

/// What would have to be known to choose between the cases.
fn unknown_of_cases(condition: &Condition, facts: &Facts) -> Vec<Fact> {
    let mut missing = Vec::new();
    for question in condition.otherwise.iter().filter_map(|case| case.only_if.as_ref()) {
        question.unknown(facts, &mut missing);
    }
    missing
}
