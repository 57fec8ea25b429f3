//! What a professionalisation contract costs its employer, as Enssat's document of 2016 reckons it.
//!
//! Cost = gross + charges - relief; a year is twelve months; the aid to tutoring is deducted from the year. The six rows of
//! the document come out to the cent (`domain/data/enssat-cost-simulation.csv`), and any
//! other parameters may be tried. Each line says whether its figure is the law's, the school's estimate, or the user's own.
//! Every amount is rounded to the cent as soon as it is made, a half to the even one.

mod aid;
mod data;
mod line;
#[cfg(test)]
mod tests;

pub use aid::{Aid, Per, aids};
#[cfg(test)]
pub(super) use data::sources;
pub use line::{Line, LineKey, Origin};

use super::pay::{Bracket, professionalisation_floor};
use super::series::NotKnown;
use super::{Fault, Percent, Source, Words, check_amount, divide_half_even, smic};
use crate::money::Cents;
use chrono::NaiveDate;
use data::data;
use line::Sum;

/// From this number of staff on, the figures for larger companies hold; exactly so many counts as larger.
pub const LARGER_FROM: u32 = 20;
/// The most months of an aid of the user's own.
const MOST_MONTHS: u32 = 12;
/// The ages that the calculator takes.
const AGES: std::ops::RangeInclusive<u32> = 16..=99;

/// What is simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostInput {
    /// The day whose figures are taken.
    pub day: NaiveDate,
    /// The employer's staff; whoever is under such a contract is not counted.
    pub staff: u32,
    /// The gross pay.
    pub gross: Gross,
    /// Charges in percent of the gross, of the user's own.
    pub charges: Option<Percent>,
    /// Relief in percent of the gross, of the user's own.
    pub relief: Option<Percent>,
    /// The aid to tutoring.
    pub tutoring: Tutoring,
}

/// How the gross pay of a month is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gross {
    /// The law's, for an age at the start and a qualification.
    OfAge {
        /// The age at the start, in years.
        age: u32,
        /// Whether a qualification at least equal to the vocational baccalaureate is held.
        qualification_held: bool,
        /// What the collective agreement pays at least for the post, gross a month.
        agreement_minimum: Option<Cents>,
    },
    /// A part of the minimum wage, of the user's own.
    OfSmic(Percent),
    /// An amount, of the user's own.
    Amount(Cents),
}

/// The aid to tutoring that is deducted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tutoring {
    /// None.
    None,
    /// The document's, for a tutor of 45 or less.
    Standard,
    /// The document's, for a tutor over 45.
    Over45,
    /// The user's own: so much a month, for so many months, 12 at most.
    Own {
        /// A month.
        monthly: Cents,
        /// How many.
        months: u32,
    },
}

/// What a contract costs its employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// The lines, in the order in which they are reckoned.
    pub lines: Vec<Line>,
    /// The other aids of the day; none of them is deducted.
    pub aids: Vec<Aid>,
    /// What the document says beside the figures.
    pub notes: Vec<Words>,
}

impl Cost {
    /// A line by its key.
    #[must_use]
    pub fn line(&self, key: LineKey) -> Option<&Line> {
        self.lines.iter().find(|line| line.key == key)
    }

    /// Whether some line rests on a figure that is not known for the day.
    #[must_use]
    pub fn projected(&self) -> bool {
        self.lines.iter().any(|line| line.projected)
    }
}

/// What a contract costs its employer.
///
/// # Errors
/// [`Fault`]: a number out of bounds, or a day before the first known figures, those of 2016.
pub fn employer_cost(input: &CostInput) -> Result<Cost, Fault> {
    check(input)?;
    let gross = gross(input)?;
    let charges = charges(input, &gross)?;
    let relief = relief(input, &gross)?;
    let smic = smic_line(input)?;
    let monthly = Sum::of(&[(&gross, 1), (&charges, 1), (&relief, -1)]).line(LineKey::CostMonthly);
    let yearly = Sum::of(&[(&monthly, 12)]).line(LineKey::CostYearly);
    let aid = tutoring(input)?;
    let after = Sum::of(&[(&yearly, 1), (&aid, -1)]).line(LineKey::YearlyAfterAid);
    let mut month_after = Sum::of(&[(&after, 1)]).line(LineKey::MonthlyAfterAid);
    month_after.amount = twelfth(after.amount);
    Ok(Cost {
        lines: vec![smic, gross, charges, relief, monthly, yearly, aid, after, month_after],
        aids: aids(input.day, input.staff, input.age())?,
        notes: data().notes.clone(),
    })
}

impl CostInput {
    fn is_larger(&self) -> bool {
        self.staff >= LARGER_FROM
    }

    fn age(&self) -> Option<u32> {
        match self.gross {
            Gross::OfAge { age, .. } => Some(age),
            Gross::OfSmic(_) | Gross::Amount(_) => None,
        }
    }
}

fn smic_line(input: &CostInput) -> Result<Line, NotKnown> {
    let smic = smic::on(input.day)?;
    let source = smic::series().source.clone();
    Ok(Line::of(LineKey::SmicMonthly, smic.monthly, Origin::Law, Some(source)).projected(smic.projected))
}

fn gross(input: &CostInput) -> Result<Line, NotKnown> {
    let smic = smic::on(input.day)?;
    let user = |amount| Line::of(LineKey::GrossMonthly, amount, Origin::User, None);
    Ok(match input.gross {
        Gross::Amount(amount) => user(amount),
        Gross::OfSmic(rate) => user(rate.of(smic.monthly)).with_rate(rate).projected(smic.projected),
        Gross::OfAge { age, qualification_held, agreement_minimum } => {
            let bracket = Bracket::of_age(age);
            let floor =
                professionalisation_floor(bracket, qualification_held, agreement_minimum, smic, input.day)?;
            let line = Line::of(LineKey::GrossMonthly, floor.amount, Origin::Law, Some(floor.source));
            let line = floor.rate.map_or(line.clone(), |(rate, _)| line.with_rate(rate));
            line.said(floor.sentence).projected(floor.projected)
        }
    })
}

fn charges(input: &CostInput, gross: &Line) -> Result<Line, NotKnown> {
    let series = &data().charges;
    part(input, gross, LineKey::Charges, input.charges, series, "what Enssat's document estimates of charges")
}

fn relief(input: &CostInput, gross: &Line) -> Result<Line, NotKnown> {
    let series = &data().relief;
    part(input, gross, LineKey::Relief, input.relief, series, "what Enssat's document estimates of relief")
}

/// A part of the gross, at the user's own rate or at the document's.
fn part(
    input: &CostInput,
    gross: &Line,
    key: LineKey,
    own: Option<Percent>,
    series: &super::series::Series<data::BySize>,
    what: &'static str,
) -> Result<Line, NotKnown> {
    if let Some(rate) = own {
        let amount = rate.of(gross.amount);
        return Ok(Line::of(key, amount, Origin::User, None).with_rate(rate).projected(gross.projected));
    }
    let known = series.at(what, input.day)?;
    let rate = known.value.of(input.is_larger());
    let line = Line::of(key, rate.of(gross.amount), Origin::SchoolEstimate, Some(series.source.clone()));
    Ok(line.with_rate(rate).projected(known.projected || gross.projected))
}

fn tutoring(input: &CostInput) -> Result<Line, NotKnown> {
    let line = |amount, origin, source| Line::of(LineKey::TutoringAid, amount, origin, source);
    let series = &data().tutoring;
    let of_document = |over_45: bool| {
        let known = series.at("the aid to tutoring", input.day)?;
        let aid = known.value;
        let monthly = if over_45 { aid.monthly_over_45 } else { aid.monthly };
        let total = times(monthly, aid.months);
        Ok(line(total, Origin::SchoolEstimate, Some(series.source.clone())).projected(known.projected))
    };
    match input.tutoring {
        Tutoring::None => Ok(line(Cents(0), Origin::User, None)),
        Tutoring::Own { monthly, months } => Ok(line(times(monthly, months), Origin::User, None)),
        Tutoring::Standard => of_document(false),
        Tutoring::Over45 => of_document(true),
    }
}

/// Amounts are bounded by [`check`], so that this never stops at the end of what can be held.
fn times(amount: Cents, factor: u32) -> Cents {
    Cents(amount.0.saturating_mul(factor.into()))
}

fn twelfth(amount: Cents) -> Cents {
    Cents(i64::try_from(divide_half_even(amount.0.into(), 12)).unwrap_or(amount.0))
}

fn check(input: &CostInput) -> Result<(), Fault> {
    let out = |field, given: String, least: String, most: String| {
        Err(Fault::OutOfBounds { field, given, least, most })
    };
    for (field, rate) in [("chargesPercent", input.charges), ("reliefPercent", input.relief)] {
        if let Some(rate) = rate.filter(|rate| *rate > Percent::WHOLE) {
            return out(field, rate.to_string(), "0".to_owned(), Percent::WHOLE.to_string());
        }
    }
    if let Tutoring::Own { monthly, months } = input.tutoring {
        check_amount("tutoringMonthly", Some(monthly))?;
        if months > MOST_MONTHS {
            return out("tutoringMonths", months.to_string(), "0".to_owned(), MOST_MONTHS.to_string());
        }
    }
    match input.gross {
        Gross::Amount(amount) => check_amount("grossMonthly", Some(amount)),
        Gross::OfAge { age, .. } if !AGES.contains(&age) => {
            out("age", age.to_string(), AGES.start().to_string(), AGES.end().to_string())
        }
        Gross::OfAge { agreement_minimum, .. } => check_amount("agreementMinimum", agreement_minimum),
        Gross::OfSmic(_) => Ok(()),
    }
}
