//! The aids that Enssat's document lists beside the simulation.

use super::data::data;
use super::{NotKnown, Source};
use crate::locale::Locale;
use crate::money::Cents;
use chrono::NaiveDate;
use serde::Deserialize;
use strum::{Display, EnumString, VariantArray};

/// An aid to employers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aid {
    /// Which: stable.
    pub key: String,
    /// How much at most; none where no amount is printed.
    pub amount: Option<Cents>,
    /// For what one such amount is.
    pub per: Per,
    /// How many times at most.
    pub most: Option<u32>,
    staff_below: Option<u32>,
    age_from: Option<u32>,
    fr: String,
    en: String,
    /// Whether staff and age do not rule it out.
    #[serde(skip)]
    pub possible: bool,
    /// Where it comes from.
    #[serde(skip)]
    pub source: Option<Source>,
    /// Whether it is of a time before the day asked for: it may have ended or changed.
    #[serde(skip)]
    pub projected: bool,
}

/// For what an aid is paid once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, VariantArray, Deserialize)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Per {
    /// An hour of training.
    HourOfTraining,
    /// An hour of the tutor's training.
    HourOfTutorTraining,
    /// Three months.
    Quarter,
    /// The contract.
    Contract,
}

impl Aid {
    /// A sentence, for people.
    #[must_use]
    pub fn sentence(&self, locale: Locale) -> &str {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }
}

/// The aids of a day, for an employer of so many staff and, where it is known, an age.
///
/// # Errors
/// [`NotKnown`] before 2016.
pub fn aids(day: NaiveDate, staff: u32, age: Option<u32>) -> Result<Vec<Aid>, NotKnown> {
    let series = &data().aids;
    let known = series.at("the aids to employers", day)?;
    let of_day = |aid: &Aid| Aid {
        possible: aid.staff_below.is_none_or(|below| staff < below)
            && aid.age_from.zip(age).is_none_or(|(from, age)| age >= from),
        source: Some(series.source.clone()),
        projected: known.projected,
        ..aid.clone()
    };
    Ok(known.value.iter().map(of_day).collect())
}
