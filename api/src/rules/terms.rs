//! `contractTerms`.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::scalars::Date;
use crate::rules::input;
use crate::rules::types::terms::ContractTerms;
use crate::student::types::ContractType;
use async_graphql::InputObject;
use domain::contract::academic_year;
use domain::rules::duration::{DurationInput, Span, usual_dates};

/// A contract's days and training, before it is written.
#[derive(Clone, Debug, InputObject)]
pub struct ContractTermsInput {
    /// The school, by its code: `IMT-ALES`.
    pub school: String,
    /// Kind of contract.
    pub contract_type: ContractType,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// First day of the training, with its last.
    pub training_start: Option<Date>,
    /// Last day of the training, with its first.
    pub training_end: Option<Date>,
    /// Hours of training, of a professionalisation contract.
    pub training_hours: Option<i32>,
}

/// Answers.
///
/// # Errors
/// `BAD_USER_INPUT`, with the argument and what is accepted; or the database does not answer.
pub(super) async fn run(request: &Request, given: ContractTermsInput) -> Result<ContractTerms, Error> {
    let school = input::school(request, &given.school).await?;
    let contract = span("end", (given.start, given.end))?;
    let training = match (given.training_start, given.training_end) {
        (Some(start), Some(end)) => Some(span("trainingEnd", (start, end))?),
        (None, None) => None,
        (Some(_), None) => return Err(alone("trainingEnd")),
        (None, Some(_)) => return Err(alone("trainingStart")),
    };
    let hours = given.training_hours.map(|hours| input::count("trainingHours", hours)).transpose()?;
    let year = academic_year(contract.start).map_err(|_| {
        Error::bad_input(&input::at("start"), "another century; accepted: 2000-01-01 or later")
    })?;
    let usual = usual_dates(&school, year.first_year());
    let terms = DurationInput {
        contract_type: given.contract_type.into(),
        contract,
        training,
        school: &school,
        usual,
    };
    Ok(ContractTerms::of(&terms, hours, request.caller.locale))
}

/// Days in their order.
fn span(last: &str, (start, end): (Date, Date)) -> Result<Span, Error> {
    let (start, end) = (start.0, end.0);
    if end < start {
        let message = format!("{end} is before {start}; accepted: {start} or later");
        return Err(Error::bad_input(&input::at(last), message));
    }
    Ok(Span { start, end })
}

fn alone(missing: &str) -> Error {
    Error::bad_input(&input::at(missing), "one day of the training alone; accepted: both of them, or neither")
}
