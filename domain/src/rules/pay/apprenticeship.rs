//! What the law asks in an apprenticeship contract: by age and year of the contract.

use super::data::{Apprenticeship, data};
use super::floor::{Base, Floor, Legal};
use super::{PayInput, counts};
use crate::calendar;
use crate::rules::Percent;
use crate::rules::series::NotKnown;
use crate::rules::smic::Smic;
use chrono::{Months, NaiveDate};

/// The ages at which the pay rises.
const AGES: [u32; 3] = [18, 21, 26];
/// From this age on the agreement's minimum counts where it is higher.
const BY_AGREEMENT_FROM: u32 = 21;

/// What the law asks of an employer on a day.
///
/// An age reached during the contract counts from the first day of the next month, each year of the contract from its
/// anniversary; a fourth year is paid as the third.
pub(super) fn on(input: &PayInput<'_>, smic: Smic, day: NaiveDate) -> Result<Floor, NotKnown> {
    let series = &data().apprenticeship;
    let known = series.at("the pay of apprentices", day)?;
    let reached = AGES.into_iter().rfind(|age| counts(input, *age, day));
    let year = year_of(input.start, day);
    let (rate, class_fr, class_en, key) = class(known.value, reached, year);
    let agreement = input.agreement_minimum.filter(|_| reached >= Some(BY_AGREEMENT_FROM));
    let (base, base_amount) = match agreement.filter(|minimum| *minimum > smic.monthly) {
        Some(minimum) => (Base::AgreementMinimum, minimum),
        None => (Base::Smic, smic.monthly),
    };
    // A comparison with a wage that is not known is no surer than the wage.
    let projected = known.projected || smic.projected;
    let legal = Legal {
        rule: format!("APPRENTICESHIP_{key}_YEAR_{year}"),
        about: (
            format!("Apprentissage, {class_fr}, année {year}"),
            format!("Apprenticeship, {class_en}, year {year}"),
        ),
        rate,
        base,
        base_amount,
        source: &series.source,
        projected,
    };
    Ok(legal.floor())
}

/// The rate of an age class in a year, with the class's name in French, in English, and in the rule's key.
fn class(
    rates: &Apprenticeship,
    reached: Option<u32>,
    year: usize,
) -> (Percent, &'static str, &'static str, &'static str) {
    let (rates, fr, en, key) = match reached {
        None => (&rates.under_18, "moins de 18 ans", "under 18", "UNDER_18"),
        Some(18) => (&rates.from_18, "18 à 20 ans", "18 to 20", "18_TO_20"),
        Some(21) => (&rates.from_21, "21 à 25 ans", "21 to 25", "21_TO_25"),
        Some(_) => (&rates.from_26, "26 ans et plus", "26 and over", "26_AND_OVER"),
    };
    let [first, second, third] = rates;
    let rate = match year {
        1 => first,
        2 => second,
        _ => third,
    };
    (*rate, fr, en, key)
}

/// The first day of each year of the contract but the first.
fn anniversaries(start: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    [12, 24].into_iter().filter_map(move |months| start.checked_add_months(Months::new(months)))
}

/// The year of the contract that a day is in, 1 to 3.
fn year_of(start: NaiveDate, day: NaiveDate) -> usize {
    1 + anniversaries(start).filter(|anniversary| *anniversary <= day).count()
}

/// The days on which it may change.
pub(super) fn cuts(input: &PayInput<'_>) -> impl Iterator<Item = NaiveDate> + use<> {
    let birth = input.birth_date;
    let rises = AGES.map(|age| calendar::first_of_next_month(calendar::birthday(birth, age)));
    data().apprenticeship.changes().chain(rises).chain(anniversaries(input.start))
}
