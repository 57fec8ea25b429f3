//! What the law asks in a professionalisation contract: by age and qualification.

use super::data::data;
use super::floor::{Base, Floor, Legal};
use super::{PayInput, counts};
use crate::calendar;
use crate::money::Cents;
use crate::rules::series::NotKnown;
use crate::rules::smic::Smic;
use chrono::NaiveDate;

/// An age class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Bracket {
    Under21,
    From21,
    From26,
}

impl Bracket {
    /// The class of an age at the start.
    pub(in crate::rules) const fn of_age(age: u32) -> Self {
        match age {
            0..=20 => Self::Under21,
            21..=25 => Self::From21,
            26.. => Self::From26,
        }
    }
}

/// What the law asks of an employer on a day.
pub(super) fn on(input: &PayInput<'_>, smic: Smic, day: NaiveDate) -> Result<Floor, NotKnown> {
    let age = calendar::age_on(input.birth_date, input.start).unwrap_or(0);
    // There is a rise at 21, but none at 26: for that the age at the start decides.
    let bracket = match Bracket::of_age(age) {
        Bracket::Under21 if counts(input, 21, day) => Bracket::From21,
        at_start => at_start,
    };
    legal(bracket, input.qualification_held, input.agreement_minimum, smic, day)
}

/// What the law asks for an age class.
pub(in crate::rules) fn legal(
    bracket: Bracket,
    qualified: bool,
    agreement_minimum: Option<Cents>,
    smic: Smic,
    day: NaiveDate,
) -> Result<Floor, NotKnown> {
    let (series, unprinted) = (&data().professionalisation, &data().professionalisation_unprinted);
    let known = series.at("the pay of professionalisation contracts", day)?;
    let projected = known.projected || smic.projected;
    let of_smic = |rule: &str, rate, fr: &str, en: &str| Legal {
        rule: rule.to_owned(),
        about: (fr.to_owned(), en.to_owned()),
        rate,
        base: Base::Smic,
        base_amount: smic.monthly,
        source: &series.source,
        projected,
    };
    let rates = known.value;
    let by_qualification = |rates: &super::data::ByQualification| match qualified {
        true => (
            (rates.qualified, &series.source),
            ("_QUALIFIED", ", qualification détenue", ", with a qualification"),
        ),
        false => ((rates.base, unprinted), ("", ", sans qualification", ", without a qualification")),
    };
    Ok(match bracket {
        Bracket::Under21 | Bracket::From21 => {
            let (rates, key, fr, en) = match bracket {
                Bracket::Under21 => (&rates.under_21, "UNDER_21", "moins de 21 ans", "under 21"),
                _ => (&rates.from_21, "21_TO_25", "21 à 25 ans", "21 to 25"),
            };
            let ((rate, source), (key_end, fr_end, en_end)) = by_qualification(rates);
            let legal = of_smic(
                &format!("PROFESSIONALISATION_{key}{key_end}"),
                rate,
                &format!("Professionnalisation, {fr}{fr_end}"),
                &format!("Professionalisation, {en}{en_end}"),
            );
            Legal { source, ..legal }
        }
        Bracket::From26 => {
            let all = of_smic(
                "PROFESSIONALISATION_26_AND_OVER",
                rates.from_26.of_smic,
                "Professionnalisation, 26 ans et plus au début",
                "Professionalisation, 26 and over at the start",
            );
            let part = rates.from_26.of_agreement;
            let higher = |minimum: &Cents| part.of(*minimum) > all.rate.of(all.base_amount);
            match agreement_minimum.filter(higher) {
                Some(minimum) => Legal {
                    rule: "PROFESSIONALISATION_26_AND_OVER_AGREEMENT".to_owned(),
                    rate: part,
                    base: Base::AgreementMinimum,
                    base_amount: minimum,
                    source: unprinted,
                    ..all
                },
                None => all,
            }
        }
    }
    .floor())
}

/// The days on which it may change.
pub(super) fn cuts(input: &PayInput<'_>) -> impl Iterator<Item = NaiveDate> + use<> {
    let rise = calendar::first_of_next_month(calendar::birthday(input.birth_date, 21));
    data().professionalisation.changes().chain([rise])
}
