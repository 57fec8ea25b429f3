//! Whether the company has hired this specialty before: what it is as a lead ([`crate::hiring::lead`]), as a value.
//!
//! The rate is that of the leads, so that the two never disagree: recent hires count for more, and a few are held down, so
//! that one lucky hire does not outrank five for [`crate::hiring::lead::CERTAIN_FOR`] years.

use super::plural;
use crate::academic_year::AcademicYear;
use crate::hiring::lead::{self, Span, UNIT};
use crate::locale::Locale;
use crate::matching::Value;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A rate of so much, in millionths of a contract a year, is halfway between that of no hire and the whole.
const HALF_WAY: u64 = UNIT / 4;
/// A company that hired nobody counts as a fifth: it may hire all the same. `(rate + FLOOR) / (rate + HALF_WAY)` says so.
const FLOOR: u64 = HALF_WAY / 5;

/// Whom companies have hired, by specialty and company; nothing for a school of which no hires are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hires(Option<HashMap<(Uuid, Uuid), Past>>);

/// What a company has hired of a specialty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// How many.
    hires: u32,
    /// The last academic year with one.
    last: AcademicYear,
    value: Value,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No hires are known of the whole school.
    Unknown,
    /// None by this company.
    None,
    /// Some.
    Some(Past),
}

impl Hires {
    /// From counts by specialty, company and academic year, and the years of which the school has hires; without such
    /// years nothing is known. Later years count as the last of them.
    #[must_use]
    pub fn counted(
        span: Option<Span>,
        counts: impl IntoIterator<Item = ((Uuid, Uuid), AcademicYear, u32)>,
    ) -> Self {
        let mut by_year: HashMap<(Uuid, Uuid), BTreeMap<AcademicYear, u64>> = HashMap::new();
        for (whose, year, count) in counts.into_iter().filter(|(_, _, count)| *count > 0) {
            *by_year.entry(whose).or_default().entry(year).or_default() += u64::from(count);
        }
        Self(span.map(|span| {
            let past = |(whose, years)| Some((whose, Past::of(&years, span)?));
            by_year.into_iter().filter_map(past).collect()
        }))
    }

    fn of(&self, specialty: Uuid, company: Uuid) -> (Value, Found) {
        match &self.0 {
            None => (Value::NEUTRAL, Found::Unknown),
            Some(all) => match all.get(&(specialty, company)) {
                None => (of_rate(0), Found::None),
                Some(past) => (past.value, Found::Some(*past)),
            },
        }
    }
}

impl Past {
    fn of(by_year: &BTreeMap<AcademicYear, u64>, span: Span) -> Option<Self> {
        let (last, _) = by_year.last_key_value()?;
        let working = lead::score(by_year, span);
        let hires = u32::try_from(working.hires).unwrap_or(u32::MAX);
        Some(Self { hires, last: *last, value: of_rate(working.score) })
    }
}

/// A rate of contracts a year, in millionths, as a value: a fifth for none, and towards 1 without end.
fn of_rate(rate: u64) -> Value {
    Value::of(rate.saturating_add(FLOOR), rate.saturating_add(HALF_WAY))
}

pub(super) fn value(hires: &Hires, specialty: Uuid, company: Uuid) -> (Value, Found) {
    hires.of(specialty, company)
}

impl Found {
    pub(super) fn sentence(self, locale: Locale) -> String {
        match (locale, self) {
            (Locale::Fr, Self::Unknown) => {
                "Aucune embauche publiée n'est connue pour cette école.".to_owned()
            }
            (Locale::En, Self::Unknown) => "No published hire is known of this school.".to_owned(),
            (Locale::Fr, Self::None) => {
                "Aucune embauche publiée de cette spécialité par l'entreprise.".to_owned()
            }
            (Locale::En, Self::None) => "No published hire of this specialty by the company.".to_owned(),
            (Locale::Fr, Self::Some(Past { hires, last, .. })) => {
                format!("L'entreprise a embauché cette spécialité {hires} fois, la dernière en {last}.")
            }
            (Locale::En, Self::Some(Past { hires, last, .. })) => {
                let s = plural(hires, locale);
                format!("The company has hired this specialty {hires} time{s}, the last in {last}.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hiring::lead::CERTAIN_FOR;
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::{Strategy, prop_assert, proptest};

    const LAST: i32 = 2019;
    const WHOSE: (Uuid, Uuid) = (Uuid::from_u128(1), Uuid::from_u128(2));

    fn year(first: i32) -> AcademicYear {
        AcademicYear::starting_in(first).expect("a known year")
    }

    fn span(first: i32, last: i32) -> Option<Span> {
        Some(Span { first: year(first), last: year(last) })
    }

    fn found(span: Option<Span>, counts: &[(i32, u32)]) -> (Value, Found) {
        let counts = counts.iter().map(|(first, count)| (WHOSE, year(*first), *count));
        value(&Hires::counted(span, counts), WHOSE.0, WHOSE.1)
    }

    fn parts(counts: &[(i32, u32)]) -> u16 {
        found(span(2015, LAST), counts).0.parts()
    }

    #[test]
    fn one_lucky_hire_does_not_outrank_five() {
        let lucky = parts(&[(2019, 1)]);
        assert!(parts(&[(2015, 5)]) > lucky, "not even when the five are four years old");
        assert!(parts(&[(2015, 1)]) < lucky, "recent is better");
        // A year later, a single hire in it: the five are five years old.
        let later = span(2015, 2020);
        assert!(found(later, &[(2015, 5)]).0 > found(later, &[(2020, 1)]).0);
        // A rate of 0.118596 a year: 0.168596 / 0.368596.
        assert_eq!([parts(&[]), lucky], [2_000, 4_574]);
    }

    #[test]
    fn a_school_without_hires_tells_nothing_of_its_companies() {
        assert_eq!(found(None, &[]), (Value::NEUTRAL, Found::Unknown));
        assert_eq!(found(span(2015, LAST), &[(2018, 0)]), (Value::of_parts(2_000), Found::None));
    }

    #[test]
    fn the_sentence_says_how_often_and_when_in_both_languages() {
        let told = |found: Found| [Locale::Fr, Locale::En].map(|locale| found.sentence(locale));
        assert_eq!(
            told(found(span(2015, LAST), &[(2017, 2), (2019, 1)]).1),
            [
                "L'entreprise a embauché cette spécialité 3 fois, la dernière en 2019-2020.",
                "The company has hired this specialty 3 times, the last in 2019-2020."
            ]
        );
        assert_eq!(
            told(found(span(2015, LAST), &[(2018, 1)]).1),
            [
                "L'entreprise a embauché cette spécialité 1 fois, la dernière en 2018-2019.",
                "The company has hired this specialty 1 time, the last in 2018-2019."
            ]
        );
        assert_eq!(
            told(Found::None),
            [
                "Aucune embauche publiée de cette spécialité par l'entreprise.",
                "No published hire of this specialty by the company."
            ]
        );
        assert_eq!(
            told(Found::Unknown),
            [
                "Aucune embauche publiée n'est connue pour cette école.",
                "No published hire is known of this school."
            ]
        );
    }

    /// Hires by the first year of the academic year.
    fn some_hires() -> impl Strategy<Value = Vec<(i32, u32)>> {
        btree_map(LAST - 9..=LAST, 1..20_u32, 0..8).prop_map(|all| all.into_iter().collect())
    }

    proptest! {
        #[test]
        fn five_hires_of_any_age_outrank_one_of_the_last_year(
            ages in vec(0..=i32::try_from(CERTAIN_FOR).expect("small"), 5), first in 1995..=LAST - 6
        ) {
            let five: Vec<(i32, u32)> = ages.iter().map(|age| (LAST - age, 1)).collect();
            prop_assert!(found(span(first, LAST), &five).0 > found(span(first, LAST), &[(LAST, 1)]).0);
        }

        #[test]
        fn one_more_hire_never_harms_and_age_never_helps(these in some_hires(), when in LAST - 9..=LAST) {
            let known = span(LAST - 12, LAST);
            let more: Vec<(i32, u32)> = these.iter().copied().chain([(when, 1)]).collect();
            prop_assert!(found(known, &more).0 >= found(known, &these).0);
            let older: Vec<(i32, u32)> = these.iter().map(|(first, count)| (first - 1, *count)).collect();
            prop_assert!(found(known, &older).0 <= found(known, &these).0);
        }

        #[test]
        fn who_is_the_better_lead_is_never_the_worse_here(one in some_hires(), other in some_hires()) {
            let known = span(LAST - 9, LAST);
            let rate = |hires: &[(i32, u32)]| {
                let by_year = hires.iter().map(|(first, count)| (year(*first), u64::from(*count))).collect();
                lead::score(&by_year, known.expect("given")).score
            };
            let (better, worse) = if rate(&one) >= rate(&other) { (one, other) } else { (other, one) };
            prop_assert!(found(known, &better).0 >= found(known, &worse).0);
        }
    }
}
