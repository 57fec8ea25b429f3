//! `minimumPay`.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::scalars::{Date, Euro};
use crate::rules::input;
use crate::rules::types::pay::PaySchedule;
use crate::student::types::ContractType;
use async_graphql::InputObject;
use domain::rules::pay::{self, PayInput};

/// A contract, as far as its least pay depends on it. Full time, 35 hours a week, is taken.
#[derive(Clone, Debug, InputObject)]
pub struct MinimumPayInput {
    /// Kind of contract.
    pub contract_type: ContractType,
    /// First day, 2015-01-01 or later; of an apprenticeship, 2019-01-01 or later.
    pub start: Date,
    /// Last day, less than 6 years after the first.
    pub end: Date,
    /// Birth date of whoever is paid: 16 or older at the start, an apprentice 15.
    pub birth_date: Date,
    /// Whether they hold a qualification at least equal to the vocational baccalaureate, as engineering students do.
    /// Counts in professionalisation only.
    #[graphql(default = true)]
    pub qualification_held: bool,
    /// What the collective agreement pays at least for the post, gross a month.
    pub agreement_minimum: Option<Euro>,
    /// What the collective agreement pays at least in such a contract, gross a month, where it says so.
    pub agreement_pay: Option<Euro>,
    /// The school, by its code: some ask for more than the law.
    pub school: Option<String>,
}

/// Answers.
///
/// # Errors
/// `BAD_USER_INPUT`, with the argument and what is accepted; or the database does not answer.
pub(super) async fn run(request: &Request, given: MinimumPayInput) -> Result<PaySchedule, Error> {
    let school = match &given.school {
        Some(code) => Some(input::school(request, code).await?),
        None => None,
    };
    let contract = PayInput {
        contract_type: given.contract_type.into(),
        start: given.start.0,
        end: given.end.0,
        birth_date: given.birth_date.0,
        qualification_held: given.qualification_held,
        agreement_minimum: given.agreement_minimum.map(|amount| amount.0),
        agreement_pay: given.agreement_pay.map(|amount| amount.0),
        school: school.as_deref(),
    };
    let schedule = pay::minimum_pay(&contract).map_err(|fault| input::refused(&fault, "start"))?;
    Ok(PaySchedule::of(schedule, request.caller.locale))
}
