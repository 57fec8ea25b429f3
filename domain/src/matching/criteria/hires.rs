//! Whether the company has hired this specialty before: recent hires count for more, and a prior keeps one lucky hire
//! from outranking five.

use super::plural;
use crate::academic_year::AcademicYear;
use crate::locale::Locale;
use crate::matching::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// What a hire counts for, in thousandths, by its age in years: half as much every two years.
const RECENCY: [u64; 15] = [1_000, 707, 500, 354, 250, 177, 125, 88, 63, 44, 31, 22, 16, 11, 8];
/// The prior, in thousandths of a hire: a company of which nothing is known counts as one that made half a hire …
const PRIOR: u64 = 500;
/// … out of two and a half: one fifth.
const PRIOR_OF: u64 = 2_500;

/// Whom companies have hired, by specialty and company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hires(HashMap<(Uuid, Uuid), Past>);

/// What a company has hired of a specialty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// How many.
    hires: u32,
    /// First year of the last academic year with one.
    last: i32,
    /// Thousandths of a hire of the reference year.
    recent: u64,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found(Past);

impl Hires {
    /// From counts by specialty, company and first year of the academic year, as of a reference year: the last one of
    /// which hires are known. Later years count as the reference year.
    #[must_use]
    pub fn counted(reference: i32, counts: impl IntoIterator<Item = ((Uuid, Uuid), i32, u32)>) -> Self {
        let mut hires: HashMap<(Uuid, Uuid), Past> = HashMap::new();
        for (whose, year, count) in counts {
            let past = hires.entry(whose).or_default();
            let age = usize::try_from(reference.saturating_sub(year)).unwrap_or(0);
            past.hires = past.hires.saturating_add(count);
            past.last = past.last.max(year);
            past.recent += RECENCY.get(age).copied().unwrap_or(0) * u64::from(count);
        }
        Self(hires)
    }

    fn of(&self, specialty: Uuid, company: Uuid) -> Past {
        if self.0.is_empty() {
            return Past::default();
        }
        self.0.get(&(specialty, company)).copied().unwrap_or_default()
    }
}

pub(super) fn value(hires: &Hires, specialty: Uuid, company: Uuid) -> (Value, Found) {
    let past = hires.of(specialty, company);
    (Value::of(past.recent + PRIOR, past.recent + PRIOR_OF), Found(past))
}

impl Found {
    pub(super) fn sentence(self, locale: Locale) -> String {
        let Past { hires, last, .. } = self.0;
        let s = plural(hires, locale);
        let year = AcademicYear::starting_in(last).map(|year| year.to_string()).unwrap_or_default();
        match (locale, hires) {
            (Locale::Fr, 0) => "Aucune embauche publiée de cette spécialité par l'entreprise.".to_owned(),
            (Locale::En, 0) => "No published hire of this specialty by the company.".to_owned(),
            (Locale::Fr, _) => {
                format!("L'entreprise a embauché cette spécialité {hires} fois, la dernière en {year}.")
            }
            (Locale::En, _) => {
                format!("The company has hired this specialty {hires} time{s}, the last in {year}.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(counts: &[(i32, u32)]) -> u16 {
        let whose = (Uuid::from_u128(1), Uuid::from_u128(2));
        let counts = counts.iter().map(|(year, count)| (whose, *year, *count));
        value(&Hires::counted(2019, counts), whose.0, whose.1).0.parts()
    }

    #[test]
    fn one_lucky_hire_does_not_outrank_five() {
        let lucky = parts(&[(2019, 1)]);
        assert!(parts(&[(2015, 1), (2016, 1), (2017, 1), (2018, 1), (2019, 1)]) > lucky);
        assert!(parts(&[(2016, 5)]) > lucky, "not even when the five are three years old");
        assert!(parts(&[(2015, 1)]) < lucky, "recent is better");
        assert_eq!([parts(&[]), lucky], [2_000, 4_286]);
    }

    #[test]
    fn more_is_better_and_age_never_helps() {
        for age in 0..20 {
            assert!(parts(&[(2019 - age, 2)]) >= parts(&[(2019 - age, 1)]));
            assert!(parts(&[(2019 - age, 1)]) >= parts(&[(2018 - age, 1)]));
        }
        assert_eq!(
            parts(&[(2025, 1)]),
            parts(&[(2019, 1)]),
            "later than the reference is as recent as can be"
        );
    }

    #[test]
    fn the_sentence_says_how_often_and_when() {
        let whose = (Uuid::from_u128(1), Uuid::from_u128(2));
        let hires = Hires::counted(2019, [(whose, 2017, 2), (whose, 2019, 1)]);
        let (_, found) = value(&hires, whose.0, whose.1);
        assert_eq!(
            found.sentence(Locale::En),
            "The company has hired this specialty 3 times, the last in 2019-2020."
        );
    }
}
