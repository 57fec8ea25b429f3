//! Questions about what is known, with three answers: yes, no, not known.

use super::{Fact, Facts};
use crate::academic_year::AcademicYear;
use crate::calendar;
use crate::contract::academic_year;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A question about what is known, as the files write it: `{ fact = "TOEIC_VALIDATED" }`, `{ not = … }`,
/// `{ all = [ … ] }`, `{ any = [ … ] }`, `{ age = { from = 16, below = 26, on = "START" } }`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Whether a fact is so.
    Fact(Fact),
    /// Whether another question is answered no.
    Not(Box<Question>),
    /// Whether all are.
    All(Vec<Question>),
    /// Whether one is.
    Any(Vec<Question>),
    /// Whether the age is within bounds on a day.
    Age(AgeOn),
}

/// An age on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeOn {
    /// This age or older.
    #[serde(default)]
    pub from: Option<u32>,
    /// Younger than this.
    #[serde(default)]
    pub below: Option<u32>,
    /// On which day.
    pub on: OnDay,
}

/// A day that is known once the contract's start is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum OnDay {
    /// The contract's first day: `"START"`.
    Start,
    /// A day of the year in which the contract's academic year begins: `"06-30"`.
    Of {
        /// The month.
        month: u32,
        /// The day of the month.
        day: u32,
    },
}

impl Question {
    /// The answer; none while it is not known.
    #[must_use]
    pub fn ask(&self, facts: &Facts) -> Option<bool> {
        match self {
            Self::Fact(fact) => facts.is(*fact),
            Self::Not(question) => question.ask(facts).map(|so| !so),
            Self::All(questions) => all(questions.iter().map(|question| question.ask(facts))),
            // Not all are so that none of them is.
            Self::Any(questions) => {
                all(questions.iter().map(|question| question.ask(facts).map(|so| !so))).map(|none| !none)
            }
            Self::Age(age) => age.ask(facts),
        }
    }

    /// Adds the facts that are not known, on which the answer depends.
    pub fn unknown(&self, facts: &Facts, into: &mut Vec<Fact>) {
        if self.ask(facts).is_some() {
            return;
        }
        match self {
            Self::Not(question) => question.unknown(facts, into),
            Self::All(questions) | Self::Any(questions) => {
                questions.iter().for_each(|question| question.unknown(facts, into));
            }
            Self::Fact(_) | Self::Age(_) => {
                let mut asked = Vec::new();
                self.facts(&mut asked);
                asked.retain(|fact| !facts.knows(*fact) && !into.contains(fact));
                into.append(&mut asked);
            }
        }
    }

    /// Adds every fact that it asks for.
    pub fn facts(&self, into: &mut Vec<Fact>) {
        let asked = match self {
            Self::Not(question) => return question.facts(into),
            Self::All(questions) | Self::Any(questions) => {
                return questions.iter().for_each(|question| question.facts(into));
            }
            Self::Fact(fact) => vec![*fact],
            Self::Age(_) => vec![Fact::BirthDate, Fact::ContractStart],
        };
        for fact in asked {
            if !into.contains(&fact) {
                into.push(fact);
            }
        }
    }
}

impl AgeOn {
    fn ask(&self, facts: &Facts) -> Option<bool> {
        let (birth, day) = (facts.birth_date?, self.on.in_contract(facts.start?)?);
        // Who is born after the day is younger than any bound.
        let age = calendar::age_on(birth, day).unwrap_or(0);
        Some(self.from.is_none_or(|from| age >= from) && self.below.is_none_or(|below| age < below))
    }
}

impl OnDay {
    /// The day, for a contract that begins on `start`.
    fn in_contract(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Start => Some(start),
            Self::Of { month, day } => {
                // Of a date that no academic year is known for, the calendar's own year will do.
                let year = academic_year(start).map_or(start.year(), AcademicYear::first_year);
                NaiveDate::from_ymd_opt(year, month, day)
            }
        }
    }
}

impl TryFrom<String> for OnDay {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const EXPECTED: &str = "expected \"START\", or a month and a day as \"06-30\"";
        if text == "START" {
            return Ok(Self::Start);
        }
        // Any common year will do: 29 February is no day of every year.
        let day: NaiveDate = format!("2023-{text}").parse().map_err(|_| EXPECTED)?;
        let (month, day) = (day.month(), day.day());
        if text == format!("{month:02}-{day:02}") { Ok(Self::Of { month, day }) } else { Err(EXPECTED) }
    }
}

impl From<OnDay> for String {
    fn from(day: OnDay) -> Self {
        match day {
            OnDay::Start => "START".to_owned(),
            OnDay::Of { month, day } => format!("{month:02}-{day:02}"),
        }
    }
}

/// No when one is no, yes when all are yes, else not known.
fn all(mut answers: impl Iterator<Item = Option<bool>> + Clone) -> Option<bool> {
    if answers.clone().any(|answer| answer == Some(false)) {
        return Some(false);
    }
    answers.all(|answer| answer == Some(true)).then_some(true)
}
