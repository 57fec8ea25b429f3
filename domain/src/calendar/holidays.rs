//! The public holidays of metropolitan France (Labour Code L3133-1, external): eight on their date, three that move with
//! Easter.

use crate::locale::Text;
use chrono::{Datelike, Days, NaiveDate, TimeDelta};

/// A public holiday in some year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    /// Its date.
    pub day: NaiveDate,
    /// Its name, for people.
    pub name: Text,
}

/// On the same date every year: month, day, name.
const FIXED: [(u32, u32, Text); 8] = [
    (1, 1, Text { fr: "Jour de l'an", en: "New Year's Day" }),
    (5, 1, Text { fr: "Fête du travail", en: "Labour Day" }),
    (5, 8, Text { fr: "Victoire de 1945", en: "Victory Day" }),
    (7, 14, Text { fr: "Fête nationale", en: "Bastille Day" }),
    (8, 15, Text { fr: "Assomption", en: "Assumption" }),
    (11, 1, Text { fr: "Toussaint", en: "All Saints' Day" }),
    (11, 11, Text { fr: "Armistice de 1918", en: "Armistice Day" }),
    (12, 25, Text { fr: "Noël", en: "Christmas Day" }),
];

/// So many days after Easter Sunday.
const MOVABLE: [(u64, Text); 3] = [
    (1, Text { fr: "Lundi de Pâques", en: "Easter Monday" }),
    (39, Text { fr: "Ascension", en: "Ascension Day" }),
    (50, Text { fr: "Lundi de Pentecôte", en: "Whit Monday" }),
];

/// The eleven public holidays of a year, by date. Ascension may fall on 1 or 8 May: then a day has two names.
///
/// They are those of today, for every year. Of a year that no date can be in there are none.
#[must_use]
pub fn holidays(year: i32) -> Vec<Holiday> {
    let fixed = FIXED.into_iter().filter_map(|(month, day, name)| {
        Some(Holiday { day: NaiveDate::from_ymd_opt(year, month, day)?, name })
    });
    let movable = MOVABLE
        .into_iter()
        .filter_map(|(days, name)| Some(Holiday { day: easter(year)? + Days::new(days), name }));
    let mut all: Vec<Holiday> = fixed.chain(movable).collect();
    all.sort_by_key(|holiday| holiday.day);
    all
}

/// Whether a day is a public holiday.
#[must_use]
pub fn is_holiday(day: NaiveDate) -> bool {
    FIXED.iter().any(|(month, of_month, _)| (*month, *of_month) == (day.month(), day.day()))
        || easter(day.year()).is_some_and(|sunday| {
            let after = day.signed_duration_since(sunday).num_days();
            MOVABLE.iter().any(|(days, _)| i64::try_from(*days) == Ok(after))
        })
}

/// Easter Sunday in the Gregorian calendar, by the method that J.-M. Oudin gave in 1940; none of a year that no date can
/// be in.
///
/// The names are those of the computus: the golden number less one, the epact as the moon's age, the days from 21 March to
/// the full moon, and from there to the Sunday after it.
#[must_use]
pub fn easter(year: i32) -> Option<NaiveDate> {
    let march_28 = NaiveDate::from_ymd_opt(year, 3, 28)?;
    let golden = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let epact = (century - century.div_euclid(4) - (8 * century + 13).div_euclid(25) + 19 * golden + 15)
        .rem_euclid(30);
    let full_moon = epact - (epact / 28) * (1 - (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday = (year + year.div_euclid(4) + full_moon + 2 - century + century.div_euclid(4)).rem_euclid(7);
    march_28.checked_add_signed(TimeDelta::days((full_moon - weekday).into()))
}
