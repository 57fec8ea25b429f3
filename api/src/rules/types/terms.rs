//! `ContractTerms`.

use super::RuleSource;
use super::eligibility::EligibilityCheck;
use crate::graphql::scalars::Date;
use crate::rules::Percent;
use async_graphql::{Enum, SimpleObject};
use chrono::NaiveDate;
use domain::calendar::{Unit, shift};
use domain::locale::Locale;
use domain::rules::deadline::{self, Anchor, Deadline, Rule};
use domain::rules::duration::{self, DurationInput};
use domain::rules::training;

/// What law and school say of a contract's days and training.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContractTerms {
    /// What each rule of duration and training says.
    pub checks: Vec<EligibilityCheck>,
    /// The hours of training over those of work; null where the hours were not given, or of an apprenticeship.
    pub training_share: Option<Percent>,
    /// The last day of the longest trial period; null where the schools' documents say nothing.
    pub longest_trial_ends: Option<Date>,
    /// The limits around it, each with its unit.
    pub limits: Vec<ContractLimit>,
    /// What it means if the OPCO says nothing in its time, for a contract concluded on its first day.
    pub opco_silence: OpcoSilence,
    /// Where that comes from.
    pub opco_silence_source: RuleSource,
}

/// A limit of law or of a school.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContractLimit {
    /// What is due: a stable key.
    pub key: String,
    /// What is due, in the reader's language.
    pub title: String,
    /// What the day is counted from.
    pub anchor: LimitAnchor,
    /// How many units after the anchor, or before it where negative; null: on its last working day that is not after it.
    pub amount: Option<i32>,
    /// In what; null with the amount.
    pub unit: Option<LimitUnit>,
    /// The last day on which it is in time; null where the anchor's day was not given.
    pub due_on: Option<Date>,
    /// Where it comes from.
    pub source: RuleSource,
}

/// The day that a limit is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::rules::deadline::Anchor")]
pub enum LimitAnchor {
    /// The contract's first day.
    ContractStart,
    /// The day on which the OPCO had the complete file.
    OpcoFileComplete,
    /// The first day of the school's year.
    StartOfYear,
    /// The day of the defence.
    Defence,
    /// The last day of the training.
    TrainingEnd,
    /// The first day of a sick leave.
    SickLeaveStart,
    /// The last day of the first semester.
    FirstSemesterEnd,
}

/// What a limit is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::calendar::Unit")]
pub enum LimitUnit {
    /// Days as they come.
    CalendarDays,
    /// Days that are worked from Monday to Friday.
    WorkingDays,
    /// Days that may be worked, Saturdays among them.
    WorkingDaysWithSaturdays,
    /// Weeks of seven days.
    Weeks,
    /// Months: the same day of another month, or its last where there is none.
    Months,
    /// Hours, from the first of the anchor's day.
    Hours,
}

/// What an OPCO's silence means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::rules::deadline::Silence")]
pub enum OpcoSilence {
    /// The contract is accepted.
    Accepts,
    /// The contract is rejected.
    Rejects,
    /// Not known: staff ask the OPCO.
    AskStaff,
}

impl ContractTerms {
    /// What is to be said of these terms, in a language.
    pub(in crate::rules) fn of(terms: &DurationInput<'_>, hours: Option<u32>, locale: Locale) -> Self {
        let (kind, contract) = (terms.contract_type, terms.contract);
        let hours = hours.filter(|_| kind == domain::contract_type::ContractType::Professionalisation);
        let share = hours.map(|hours| training::check(hours, contract));
        let findings =
            duration::check(terms).into_iter().chain(share.iter().flat_map(|share| share.findings.clone()));
        let checks = findings.map(|finding| EligibilityCheck::of(&finding, locale)).collect();
        let trial_ends = |day| shift(day, -1, Unit::CalendarDays);
        Self {
            checks,
            training_share: share.and_then(|share| share.share).map(Percent),
            longest_trial_ends: duration::longest_trial(contract)
                .map(|limit| Date(trial_ends(limit.due(contract.start)))),
            limits: deadline::of(terms.school, kind)
                .map(|limit| ContractLimit::of(limit, terms, locale))
                .collect(),
            opco_silence: deadline::silence(kind, contract.start).into(),
            opco_silence_source: RuleSource::of(&deadline::silence_source(kind), locale),
        }
    }
}

impl ContractLimit {
    fn of(deadline: &Deadline, terms: &DurationInput<'_>, locale: Locale) -> Self {
        let limit = match deadline.rule {
            Rule::Within(limit) => Some(limit),
            Rule::LastWorkingDay => None,
        };
        Self {
            key: deadline.key.to_string(),
            title: deadline.title.in_locale(locale).to_owned(),
            anchor: deadline.anchor.into(),
            amount: limit.map(|limit| limit.amount),
            unit: limit.map(|limit| limit.unit.into()),
            due_on: day_of(deadline.anchor, terms).map(|day| Date(deadline.due(day))),
            source: RuleSource::of(&deadline.source, locale),
        }
    }
}

/// The day of an anchor, as far as a contract's terms tell it.
fn day_of(anchor: Anchor, terms: &DurationInput<'_>) -> Option<NaiveDate> {
    match anchor {
        Anchor::ContractStart => Some(terms.contract.start),
        Anchor::TrainingEnd => terms.training.map(|training| training.end),
        Anchor::OpcoFileComplete
        | Anchor::StartOfYear
        | Anchor::Defence
        | Anchor::SickLeaveStart
        | Anchor::FirstSemesterEnd => None,
    }
}
