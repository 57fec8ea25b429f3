//! `PaySchedule`.

use super::RuleSource;
use crate::graphql::scalars::{Date, Euro};
use crate::rules::Percent;
use async_graphql::{Enum, SimpleObject};
use domain::locale::Locale;
use domain::rules::pay;

/// Who asks that so much be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::rules::pay::FloorOrigin")]
pub enum PayFloorOrigin {
    /// The law.
    Law,
    /// The school.
    School,
    /// The collective agreement, as it was given.
    Agreement,
}

/// What a rate is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::rules::pay::Base")]
pub enum PayBase {
    /// The month's minimum wage, of 35 hours a week.
    Smic,
    /// The collective agreement's minimum for the post.
    AgreementMinimum,
}

/// The least pay over a contract, gross a month, in periods that follow one another from its first day to its last. A
/// month's minimum wage is rounded to the cent first, then its part; a half goes to the even cent.
#[derive(Clone, Debug, SimpleObject)]
pub struct PaySchedule {
    /// The periods, at least one.
    pub periods: Vec<PayPeriod>,
    /// Whether a period rests on figures that are not known for its days yet.
    pub projected: bool,
}

/// A time over which the least pay is the same, and what decides it: the highest floor, the law's among equals.
#[derive(Clone, Debug, SimpleObject)]
pub struct PayPeriod {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Which part is paid; null of an amount that was given.
    pub rate: Option<Percent>,
    /// Of what.
    pub base: Option<PayBase>,
    /// The least pay, gross a month.
    pub amount: Euro,
    /// Who asks for it.
    pub origin: PayFloorOrigin,
    /// The rule: a stable key.
    pub rule: String,
    /// The rule in a sentence, in the reader's language.
    pub reason: String,
    /// Where the rule comes from.
    pub source: RuleSource,
    /// Whether one of the floors compared is the last known, of a time before.
    pub projected: bool,
    /// The other floors, none of them higher.
    pub beside: Vec<PayFloor>,
}

/// The least that somebody asks to be paid.
#[derive(Clone, Debug, SimpleObject)]
pub struct PayFloor {
    /// Who asks.
    pub origin: PayFloorOrigin,
    /// Which part; null of an amount that was given.
    pub rate: Option<Percent>,
    /// Of what.
    pub base: Option<PayBase>,
    /// How much, gross a month.
    pub amount: Euro,
    /// The rule: a stable key.
    pub rule: String,
    /// The rule in a sentence, in the reader's language.
    pub reason: String,
    /// Where the rule comes from.
    pub source: RuleSource,
    /// Whether it is the last known, of a time before.
    pub projected: bool,
}

impl PaySchedule {
    /// In a language.
    pub(crate) fn of(schedule: pay::PaySchedule, locale: Locale) -> Self {
        let projected = schedule.projected();
        let periods = schedule.periods.into_iter().map(|period| PayPeriod::of(period, locale)).collect();
        Self { periods, projected }
    }
}

impl PayPeriod {
    fn of(period: pay::PayPeriod, locale: Locale) -> Self {
        let projected = period.projected();
        let PayFloor { origin, rate, base, amount, rule, reason, source, .. } =
            PayFloor::of(&period.floor, locale);
        Self {
            from: Date(period.from),
            to: Date(period.to),
            rate,
            base,
            amount,
            origin,
            rule,
            reason,
            source,
            projected,
            beside: period.beside.iter().map(|floor| PayFloor::of(floor, locale)).collect(),
        }
    }
}

impl PayFloor {
    fn of(floor: &pay::Floor, locale: Locale) -> Self {
        Self {
            origin: floor.origin.into(),
            rate: floor.rate.map(|(rate, _)| Percent(rate)),
            base: floor.rate.map(|(_, base)| base.into()),
            amount: Euro(floor.amount),
            rule: floor.rule.clone(),
            reason: floor.sentence.in_locale(locale).to_owned(),
            source: RuleSource::of(&floor.source, locale),
            projected: floor.projected,
        }
    }
}
