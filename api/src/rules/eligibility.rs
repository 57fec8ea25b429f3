//! `eligibility`.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::scalars::Date;
use crate::rules::input;
use crate::rules::types::eligibility::{Eligibility, EligibilityFact};
use crate::student::types::ContractType;
use async_graphql::InputObject;
use domain::rules::eligibility::{self, Fact, Facts};
use std::collections::BTreeMap;

/// A school, and what is known of a candidate; what is not said is not known.
#[derive(Clone, Debug, InputObject)]
pub struct EligibilityInput {
    /// The school, by its code: `IMT-ALES`.
    pub school: String,
    /// Kind of contract.
    pub contract_type: ContractType,
    /// Birth date.
    pub birth_date: Option<Date>,
    /// The contract's first day.
    pub start: Option<Date>,
    /// Everything else that is known, each fact once.
    #[graphql(default)]
    pub facts: Vec<EligibilityFactInput>,
}

/// A fact that is known to be so or not so.
#[derive(Clone, Debug, InputObject)]
pub struct EligibilityFactInput {
    /// Which; none of the two dates, which have fields of their own.
    pub fact: EligibilityFact,
    /// Whether it is so.
    pub holds: bool,
}

/// Answers.
///
/// # Errors
/// `BAD_USER_INPUT`, with the argument and what is accepted; or the database does not answer.
pub(super) async fn run(request: &Request, given: EligibilityInput) -> Result<Eligibility, Error> {
    let school = input::school(request, &given.school).await?;
    let facts = Facts {
        birth_date: given.birth_date.map(|day| day.0),
        start: given.start.map(|day| day.0),
        answers: answers(&given.facts)?,
    };
    let list = eligibility::conditions_of(&school, given.contract_type.into());
    Ok(Eligibility::of(list, &facts, request.caller.locale))
}

fn answers(given: &[EligibilityFactInput]) -> Result<BTreeMap<Fact, bool>, Error> {
    let mut answers = BTreeMap::new();
    for (index, one) in given.iter().enumerate() {
        let (fact, index) = (Fact::from(one.fact), index.to_string());
        let refused = |message: String| Error::bad_input(&["input", "facts", &index, "fact"], message);
        if fact.is_date() {
            return Err(refused(format!("{fact} is a date; accepted: it in `birthDate` or `start`")));
        }
        if answers.insert(fact, one.holds).is_some() {
            return Err(refused(format!("{fact} is said twice; accepted: each fact once")));
        }
    }
    Ok(answers)
}
