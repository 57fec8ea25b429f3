//! What is paid at least, by whom it is asked.

use super::PayInput;
use super::data::data;
use crate::money::Cents;
use crate::rules::series::{NotKnown, Series};
use crate::rules::smic::Smic;
use crate::rules::source::cited::OF_USER;
use crate::rules::{Percent, Source, Words};
use chrono::NaiveDate;
use strum::{Display, EnumString, VariantArray};

/// Who asks that so much be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum FloorOrigin {
    /// The law.
    Law,
    /// The school.
    School,
    /// The collective agreement, as the user gave it.
    Agreement,
}

/// What a rate is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Base {
    /// The month's minimum wage.
    Smic,
    /// The collective agreement's minimum for the post.
    AgreementMinimum,
}

/// The least that somebody asks to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Floor {
    /// Who asks.
    pub origin: FloorOrigin,
    /// Which rule: stable.
    pub rule: String,
    /// Which part, and of what; none of an amount that was given.
    pub rate: Option<(Percent, Base)>,
    /// How much, gross a month.
    pub amount: Cents,
    /// A sentence, for people.
    pub sentence: Words,
    /// Where it comes from.
    pub source: Source,
    /// Whether it is the last known value, of a time before.
    pub projected: bool,
}

/// What the school asks, where it asks for anything.
pub(super) fn of_school(input: &PayInput<'_>, smic: Smic, day: NaiveDate) -> Result<Option<Floor>, NotKnown> {
    let series = input.school.and_then(|code| data().of_school(code, input.contract_type));
    let Some(series) = series else { return Ok(None) };
    let known = series.at("what the school asks to be paid", day)?;
    let rate = *known.value;
    Ok(Some(Floor {
        origin: FloorOrigin::School,
        rule: "SCHOOL_FLOOR".to_owned(),
        rate: Some((rate, Base::Smic)),
        amount: rate.of(smic.monthly),
        sentence: Words::new(
            format!("L'école demande {rate} % du SMIC, quel que soit l'âge."),
            format!("The school asks for {rate}% of the minimum wage, whatever the age."),
        ),
        source: series.source.clone(),
        projected: known.projected || smic.projected,
    }))
}

/// The days on which what the school asks changes.
pub(super) fn school_changes(input: &PayInput<'_>) -> impl Iterator<Item = NaiveDate> + use<> {
    let series = input.school.and_then(|code| data().of_school(code, input.contract_type));
    series.into_iter().flat_map(Series::changes)
}

/// What the collective agreement asks in such a contract, as it was given.
pub(super) fn of_agreement(amount: Cents) -> Floor {
    Floor {
        origin: FloorOrigin::Agreement,
        rule: "AGREEMENT_PAY".to_owned(),
        rate: None,
        amount,
        sentence: Words::new(
            format!("La convention collective fixe {amount} EUR par mois pour un tel contrat."),
            format!("The collective agreement sets EUR {amount} a month for such a contract."),
        ),
        source: OF_USER,
        projected: false,
    }
}

/// What the law asks: a part of the minimum wage or of the agreement's minimum.
pub(super) struct Legal<'a> {
    /// The rule's key.
    pub(super) rule: String,
    /// Who it is about, in both languages, to begin the sentence.
    pub(super) about: (String, String),
    /// The part.
    pub(super) rate: Percent,
    /// Of what.
    pub(super) base: Base,
    /// How much that is, a month.
    pub(super) base_amount: Cents,
    /// Where it comes from.
    pub(super) source: &'a Source,
    /// Whether it is known for that time.
    pub(super) projected: bool,
}

impl Legal<'_> {
    /// As a floor, with its sentence.
    pub(super) fn floor(self) -> Floor {
        let Self { rule, about: (fr, en), rate, base, base_amount, source, projected } = self;
        let (of_fr, of_en) = match base {
            Base::Smic => ("du SMIC", "the minimum wage"),
            Base::AgreementMinimum => {
                ("du minimum de la convention collective", "the collective agreement's minimum")
            }
        };
        Floor {
            origin: FloorOrigin::Law,
            rule,
            rate: Some((rate, base)),
            amount: rate.of(base_amount),
            sentence: Words::new(
                format!("{fr} : {rate} % {of_fr} ({base_amount} EUR par mois)."),
                format!("{en}: {rate}% of {of_en} (EUR {base_amount} a month)."),
            ),
            source: source.clone(),
            projected,
        }
    }
}
