//! `EmployerCost`.

use super::RuleSource;
use crate::graphql::scalars::Euro;
use crate::rules::Percent;
use async_graphql::{Enum, SimpleObject};
use domain::locale::Locale;
use domain::rules::cost;

/// A line of a simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::rules::cost::LineKey")]
pub enum CostLineKey {
    /// The month's minimum wage.
    SmicMonthly,
    /// Gross pay of a month.
    GrossMonthly,
    /// The employer's charges.
    Charges,
    /// The relief from charges.
    Relief,
    /// What a month costs: gross and charges, less the relief.
    CostMonthly,
    /// Twelve such months.
    CostYearly,
    /// The aid to tutoring, in all.
    TutoringAid,
    /// The year less the aid.
    YearlyAfterAid,
    /// A twelfth of that.
    MonthlyAfterAid,
}

/// Whose figure a line is. A sum is of the last of these that one of its parts is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::rules::cost::Origin")]
pub enum CostOrigin {
    /// The law's.
    Law,
    /// The school's, in its document; no commitment.
    SchoolEstimate,
    /// The user's own.
    User,
}

/// For what an aid is paid once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::rules::cost::Per")]
pub enum AidPer {
    /// An hour of training.
    HourOfTraining,
    /// An hour of the tutor's training.
    HourOfTutorTraining,
    /// Three months.
    Quarter,
    /// The contract.
    Contract,
}

/// What a contract costs its employer: a simulation, no commitment. Every amount is rounded to the cent as soon as it is
/// made, a half to the even one.
#[derive(Clone, Debug, SimpleObject)]
pub struct EmployerCost {
    /// The lines, in the order in which they are reckoned.
    pub lines: Vec<CostLine>,
    /// The other aids of the day; none of them is deducted.
    pub aids: Vec<EmployerAid>,
    /// What the document says beside the figures, in the reader's language.
    pub notes: Vec<String>,
    /// Whether a line rests on a figure of a time before the day asked for.
    pub projected: bool,
}

/// A line of a simulation.
#[derive(Clone, Debug, SimpleObject)]
pub struct CostLine {
    /// Which.
    pub key: CostLineKey,
    /// How much.
    pub amount: Euro,
    /// The part that it is of what it is reckoned from: of the minimum wage, or of the gross.
    pub rate: Option<Percent>,
    /// Whose figure it is.
    pub origin: CostOrigin,
    /// How it is reckoned, in the reader's language.
    pub reason: String,
    /// Where the figure comes from; null for sums and for the user's own.
    pub source: Option<RuleSource>,
    /// Whether it rests on a figure of a time before the day asked for.
    pub projected: bool,
}

/// An aid to employers.
#[derive(Clone, Debug, SimpleObject)]
pub struct EmployerAid {
    /// Which: a stable key.
    pub key: String,
    /// How much at most; null where no amount is printed.
    pub amount: Option<Euro>,
    /// For what one such amount is.
    pub per: AidPer,
    /// How many times at most.
    pub most: Option<i32>,
    /// Whether staff and age do not rule it out.
    pub possible: bool,
    /// What it is for, in the reader's language.
    pub reason: String,
    /// Where it comes from.
    pub source: Option<RuleSource>,
    /// Whether it is of a time before the day asked for: it may have ended or changed.
    pub projected: bool,
}

impl EmployerCost {
    pub(in crate::rules) fn of(cost: cost::Cost, locale: Locale) -> Self {
        Self {
            projected: cost.projected(),
            lines: cost.lines.iter().map(|line| CostLine::of(line, locale)).collect(),
            aids: cost.aids.iter().map(|aid| EmployerAid::of(aid, locale)).collect(),
            notes: cost.notes.iter().map(|note| note.in_locale(locale).to_owned()).collect(),
        }
    }
}

impl CostLine {
    fn of(line: &cost::Line, locale: Locale) -> Self {
        Self {
            key: line.key.into(),
            amount: Euro(line.amount),
            rate: line.rate.map(Percent),
            origin: line.origin.into(),
            reason: line.sentence.in_locale(locale).to_owned(),
            source: line.source.as_ref().map(|source| RuleSource::of(source, locale)),
            projected: line.projected,
        }
    }
}

impl EmployerAid {
    fn of(aid: &cost::Aid, locale: Locale) -> Self {
        Self {
            key: aid.key.clone(),
            amount: aid.amount.map(Euro),
            per: aid.per.into(),
            most: aid.most.and_then(|most| i32::try_from(most).ok()),
            possible: aid.possible,
            reason: aid.sentence(locale).to_owned(),
            source: aid.source.as_ref().map(|source| RuleSource::of(source, locale)),
            projected: aid.projected,
        }
    }
}
