//! The least that a work-study contract pays, over its whole time.
//!
//! The pay changes when the minimum wage does, when somebody reaches an age, and in apprenticeship with each year of the
//! contract: [`minimum_pay`] parts the contract there. Each part says what the law asks, and beside it what the school and
//! the collective agreement ask; the highest is paid. Full time, 35 hours a week, is taken.
//!
//! Amounts are gross, a month. The month's minimum wage is rounded to the cent first, then its part; a half goes to the
//! even cent, as in Enssat's table.

mod apprenticeship;
mod data;
mod floor;
mod professionalisation;
#[cfg(test)]
mod tests;

pub(super) use data::{contract_type, data};
pub use floor::{Base, Floor, FloorOrigin};
pub(super) use professionalisation::{Bracket, legal as professionalisation_floor};

use super::series::NotKnown;
use super::{Fault, check_amount, smic};
use crate::calendar;
use crate::contract_type::ContractType;
use crate::money::Cents;
use chrono::{Months, NaiveDate};
use std::collections::BTreeSet;

/// The longest contract that is reckoned with, in years.
pub const LONGEST_YEARS: u32 = 6;

/// A contract, as far as its pay depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayInput<'a> {
    /// Kind of contract.
    pub contract_type: ContractType,
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
    /// Birth date of whoever is paid.
    pub birth_date: NaiveDate,
    /// Whether they hold a qualification at least equal to the vocational baccalaureate. Counts in professionalisation
    /// only; engineering students do.
    pub qualification_held: bool,
    /// What the collective agreement pays at least for the post, gross a month.
    pub agreement_minimum: Option<Cents>,
    /// What the collective agreement pays at least in such a contract, gross a month, where it says so.
    pub agreement_pay: Option<Cents>,
    /// The school, by its code: some ask for more than the law.
    pub school: Option<&'a str>,
}

/// The least pay over a contract: periods that follow one another from its first day to its last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaySchedule {
    /// The periods, at least one.
    pub periods: Vec<PayPeriod>,
}

/// A time over which the least pay is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayPeriod {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What decides: the highest floor, the law's among equals.
    pub floor: Floor,
    /// The other floors, none of them higher.
    pub beside: Vec<Floor>,
}

impl PayPeriod {
    /// Whether one of the floors compared is not known for these days, but the last one that is.
    #[must_use]
    pub fn projected(&self) -> bool {
        self.floor.projected || self.beside.iter().any(|floor| floor.projected)
    }
}

impl PaySchedule {
    /// Whether some period is projected.
    #[must_use]
    pub fn projected(&self) -> bool {
        self.periods.iter().any(PayPeriod::projected)
    }
}

/// The least pay over a contract.
///
/// # Errors
/// [`Fault`]: dates out of order, a contract of more than [`LONGEST_YEARS`], somebody too young for it, an amount out of
/// bounds, or a day before the first known value of what the pay rests on.
pub fn minimum_pay(input: &PayInput<'_>) -> Result<PaySchedule, Fault> {
    check(input)?;
    let mut periods: Vec<PayPeriod> = Vec::new();
    for from in cuts(input) {
        let (floor, beside) = on(input, from)?;
        match periods.last_mut() {
            Some(last) if last.floor == floor && last.beside == beside => {}
            Some(last) => {
                last.to = from.pred_opt().unwrap_or(from);
                periods.push(PayPeriod { from, to: input.end, floor, beside });
            }
            None => periods.push(PayPeriod { from, to: input.end, floor, beside }),
        }
    }
    Ok(PaySchedule { periods })
}

/// The floors of one day: the one that decides, and those beside it.
fn on(input: &PayInput<'_>, day: NaiveDate) -> Result<(Floor, Vec<Floor>), NotKnown> {
    let smic = smic::on(day)?;
    let legal = match input.contract_type {
        ContractType::Professionalisation => professionalisation::on(input, smic, day)?,
        ContractType::Apprenticeship => apprenticeship::on(input, smic, day)?,
    };
    let mut floors = vec![legal];
    floors.extend(floor::of_school(input, smic, day)?);
    floors.extend(input.agreement_pay.map(floor::of_agreement));
    // The law comes first, and of equals the first decides.
    let highest = floors.iter().map(|floor| floor.amount).max();
    let deciding = floors.iter().position(|floor| Some(floor.amount) == highest).unwrap_or(0);
    let floor = floors.remove(deciding);
    Ok((floor, floors))
}

/// The days on which the pay may change: the first day, and those after it until the last.
fn cuts(input: &PayInput<'_>) -> BTreeSet<NaiveDate> {
    let mut cuts: BTreeSet<NaiveDate> = smic::series().changes().collect();
    cuts.extend(floor::school_changes(input));
    match input.contract_type {
        ContractType::Professionalisation => cuts.extend(professionalisation::cuts(input)),
        ContractType::Apprenticeship => cuts.extend(apprenticeship::cuts(input)),
    }
    cuts.retain(|day| input.start < *day && *day <= input.end);
    cuts.insert(input.start);
    cuts
}

fn check(input: &PayInput<'_>) -> Result<(), Fault> {
    let PayInput { start, end, birth_date, .. } = *input;
    if end < start {
        return Err(Fault::EndBeforeStart { start, end });
    }
    let longest = start.checked_add_months(Months::new(12 * LONGEST_YEARS));
    if longest.is_none_or(|longest| end >= longest) {
        return Err(Fault::TooLong { end, years: LONGEST_YEARS });
    }
    let least = youngest(input.contract_type);
    if calendar::age_on(birth_date, start).is_none_or(|age| age < least) {
        return Err(Fault::TooYoung { birth: birth_date, least });
    }
    check_amount("agreementMinimum", input.agreement_minimum)?;
    check_amount("agreementPay", input.agreement_pay)
}

/// The least age at the start: 16 (Enssat's document), and for apprentices who leave the collège 15 (Labour Code L6222-1,
/// external).
const fn youngest(contract_type: ContractType) -> u32 {
    match contract_type {
        ContractType::Professionalisation => 16,
        ContractType::Apprenticeship => 15,
    }
}

/// Whether an age counts on a day: from the start when it was reached by then, else from the first day of the month after
/// the birthday.
fn counts(input: &PayInput<'_>, age: u32, day: NaiveDate) -> bool {
    let reached = calendar::birthday(input.birth_date, age);
    reached <= input.start || calendar::first_of_next_month(reached) <= day
}
