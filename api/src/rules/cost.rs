//! `employerCost`.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::scalars::{Date, Euro};
use crate::rules::types::cost::EmployerCost;
use crate::rules::{Percent, input};
use async_graphql::{Enum, InputObject};
use domain::rules::cost::{self, CostInput, Gross, Tutoring};

/// What is simulated. The gross pay is given in one of three ways: `age`, `smicPercent` or `grossMonthly`.
#[derive(Clone, Debug, InputObject)]
pub struct EmployerCostInput {
    /// The day whose figures are taken, 2016-01-01 or later: `"2016-09-01"` for those of the document.
    pub date: Date,
    /// The employer's staff, without those under such contracts. Exactly 20 counts as 20 and over.
    pub staff: i32,
    /// The age at the start, 16 to 99: the gross pay is the least that the law allows.
    pub age: Option<i32>,
    /// Whether a qualification at least equal to the vocational baccalaureate is held; counts with `age`.
    #[graphql(default = true)]
    pub qualification_held: bool,
    /// What the collective agreement pays at least for the post, gross a month; counts with `age`, from 26 on.
    pub agreement_minimum: Option<Euro>,
    /// The gross pay, in percent of the month's minimum wage.
    pub smic_percent: Option<Percent>,
    /// The gross pay of a month.
    pub gross_monthly: Option<Euro>,
    /// Charges in percent of the gross, 100 at most; the document's when not given.
    pub charges_percent: Option<Percent>,
    /// Relief in percent of the gross, 100 at most; the document's when not given.
    pub relief_percent: Option<Percent>,
    /// The aid to tutoring that is deducted.
    #[graphql(default)]
    pub tutoring: TutoringAid,
    /// With `tutoring: OWN`, the aid of a month.
    pub tutoring_monthly: Option<Euro>,
    /// With `tutoring: OWN`, for how many months, 12 at most.
    pub tutoring_months: Option<i32>,
}

/// An aid to tutoring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum TutoringAid {
    /// None is deducted.
    None,
    /// The document's: 230 EUR a month for 6 months in 2016.
    #[default]
    Standard,
    /// The document's when the tutor is over 45: 345 EUR a month for 6 months in 2016.
    #[graphql(name = "OVER_45")]
    Over45,
    /// One's own, by `tutoringMonthly` and `tutoringMonths`.
    Own,
}

/// Answers.
///
/// # Errors
/// `BAD_USER_INPUT`, with the argument and what is accepted.
pub(super) fn run(request: &Request, given: EmployerCostInput) -> Result<EmployerCost, Error> {
    let simulated = CostInput {
        day: given.date.0,
        staff: input::count("staff", given.staff)?,
        gross: gross(&given)?,
        charges: given.charges_percent.map(|rate| rate.0),
        relief: given.relief_percent.map(|rate| rate.0),
        tutoring: tutoring(&given)?,
    };
    let cost = cost::employer_cost(&simulated).map_err(|fault| input::refused(&fault, "date"))?;
    Ok(EmployerCost::of(cost, request.caller.locale))
}

fn gross(given: &EmployerCostInput) -> Result<Gross, Error> {
    if given.age.is_none() && given.agreement_minimum.is_some() {
        let message = "it counts with an age only; accepted: `age` beside it, or none";
        return Err(Error::bad_input(&input::at("agreementMinimum"), message));
    }
    match (given.age, given.smic_percent, &given.gross_monthly) {
        (Some(age), None, None) => Ok(Gross::OfAge {
            age: input::count("age", age)?,
            qualification_held: given.qualification_held,
            agreement_minimum: given.agreement_minimum.as_ref().map(|amount| amount.0),
        }),
        (None, Some(rate), None) => Ok(Gross::OfSmic(rate.0)),
        (None, None, Some(amount)) => Ok(Gross::Amount(amount.0)),
        _ => {
            let message =
                "the gross pay is given in one way; accepted: one of age, smicPercent, grossMonthly";
            Err(Error::bad_input(&["input"], message))
        }
    }
}

fn tutoring(given: &EmployerCostInput) -> Result<Tutoring, Error> {
    match (given.tutoring, &given.tutoring_monthly, given.tutoring_months) {
        (TutoringAid::Own, Some(monthly), Some(months)) => {
            let months = input::count("tutoringMonths", months)?;
            Ok(Tutoring::Own { monthly: monthly.0, months })
        }
        (TutoringAid::None, None, None) => Ok(Tutoring::None),
        (TutoringAid::Standard, None, None) => Ok(Tutoring::Standard),
        (TutoringAid::Over45, None, None) => Ok(Tutoring::Over45),
        _ => {
            let message =
                "accepted: `tutoring: OWN` with tutoringMonthly and tutoringMonths, or another without them";
            Err(Error::bad_input(&input::at("tutoring"), message))
        }
    }
}
