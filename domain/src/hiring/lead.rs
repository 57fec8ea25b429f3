//! Company leads: whom to write to without waiting for an offer, by what each company did before.
//!
//! A company's score for a specialty is a rate, in contracts a year: its past hires of that specialty, the recent ones
//! counting more, over the years of which anything is known, counted the same way; and held down while there are few.
//!
//! ```text
//! weight(age) = 2^(-age / HALF_LIFE)              age in years before the last year known, so that it is 1 there
//! weighted    = sum of weight over the hires
//! exposure    = sum of weight over the years known  the same for every company of a school
//! trust       = hires / (hires + PRIOR)
//! score       = weighted / exposure * trust
//! ```
//!
//! Why so. Whom a company hires depends on people and on projects, which last a few years: after [`HALF_LIFE`] years a
//! hire tells half as much. The years are counted back from the last one *known*, not from today: a history that ends
//! in 2020 says nothing of 2021, and must not count it as a year without hires. The exposure begins with the school's
//! first year for every company, for one that did not hire in a year could have.
//!
//! `trust` is the smoothing: the share of credibility given to what was seen, against a prior that a company of which
//! nothing is known hires nobody, worth [`PRIOR`] contracts. Without it one hire in the last year would outrank five of
//! five years before; with it five outrank one for [`CERTAIN_FOR`] years. The prior's mean is nought, and not the mean
//! of the companies seen, so that no further hire can ever lower a score.
//!
//! All of it is whole numbers, in millionths: the same on every machine and database.

use crate::academic_year::AcademicYear;
use crate::locale::Locale;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// After how many years a hire counts half.
pub const HALF_LIFE: u32 = 2;
/// What the prior is worth, in contracts: a company with as many hires is trusted by half.
pub const PRIOR: u64 = 2;
/// For how many years at least five hires outrank one of the last year.
pub const CERTAIN_FOR: u32 = 6;
/// One, in the millionths that weights and scores are counted in.
pub const UNIT: u64 = 1_000_000;
/// 2^(-1/2) in millionths: the weight of the first year, for a half-life of two.
const HALF_WAY: u64 = 707_107;
/// Cities that a reason names at most.
const CITIES: usize = 2;

/// The years of which anything is known, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first year of the school's history.
    pub first: AcademicYear,
    /// The last.
    pub last: AcademicYear,
}

/// How a score comes about; all but the hires in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Working {
    /// The hires, each counting one.
    pub hires: u64,
    /// The hires, each counting by its age.
    pub weighted: u64,
    /// The years known, each counting by its age.
    pub exposure: u64,
    /// How far the hires are trusted.
    pub trust: u64,
    /// Contracts a year, recent years counting more, held down while there are few.
    pub score: u64,
}

/// A company that hired the specialty before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead<K> {
    /// Which company.
    pub company: K,
    /// Its hires in each year in which it had some.
    pub by_year: BTreeMap<AcademicYear, u64>,
    /// The last of these years.
    pub last_year: AcademicYear,
    /// Its score, and how that comes about.
    pub working: Working,
}

impl Span {
    /// From the first to the last of these years; none of none.
    pub fn of(years: impl IntoIterator<Item = AcademicYear>) -> Option<Self> {
        years.into_iter().fold(None, |span: Option<Self>, year| {
            let (first, last) = span.map_or((year, year), |span| (span.first.min(year), span.last.max(year)));
            Some(Self { first, last })
        })
    }

    /// Every year of it, in time's order.
    pub fn years(self) -> impl Iterator<Item = AcademicYear> {
        self.first.through(self.last)
    }

    /// Years before the last; nought for what is later.
    fn age(self, year: AcademicYear) -> u32 {
        u32::try_from(self.last.first_year() - year.first_year()).unwrap_or(0)
    }
}

/// What a hire of this age counts, in millionths.
#[must_use]
pub const fn weight(age: u32) -> u64 {
    let base = if age.is_multiple_of(HALF_LIFE) { UNIT } else { HALF_WAY };
    match base.checked_shr(age / HALF_LIFE) {
        Some(weight) => weight,
        None => 0,
    }
}

/// The score of one company's hires by year.
#[must_use]
pub fn score(by_year: &BTreeMap<AcademicYear, u64>, span: Span) -> Working {
    let hires: u64 = by_year.values().sum();
    let weighted = by_year.iter().map(|(year, hires)| weight(span.age(*year)).saturating_mul(*hires)).sum();
    let exposure = span.years().map(|year| weight(span.age(year))).sum();
    let trust = share(UNIT, hires, hires.saturating_add(PRIOR));
    // In one division, so that nothing is rounded twice.
    let score = u128::from(weighted) * u128::from(UNIT) * u128::from(hires)
        / (u128::from(exposure).max(1) * u128::from(hires.saturating_add(PRIOR)));
    Working { hires, weighted, exposure, trust, score: u64::try_from(score).unwrap_or(u64::MAX) }
}

fn share(of: u64, part: u64, whole: u64) -> u64 {
    u64::try_from(u128::from(of) * u128::from(part) / u128::from(whole).max(1)).unwrap_or(u64::MAX)
}

/// The companies with their hires by year, the best lead first; equals by hires, then by the last year, then by `K`.
/// A company without hires is none.
pub fn rank<K: Ord>(
    companies: impl IntoIterator<Item = (K, BTreeMap<AcademicYear, u64>)>,
    span: Span,
) -> Vec<Lead<K>> {
    let lead = |(company, mut by_year): (K, BTreeMap<AcademicYear, u64>)| {
        by_year.retain(|_, hires| *hires > 0);
        let last_year = *by_year.last_key_value()?.0;
        let working = score(&by_year, span);
        Some(Lead { company, by_year, last_year, working })
    };
    let mut leads: Vec<Lead<K>> = companies.into_iter().filter_map(lead).collect();
    leads.sort_by(|one, other| {
        let figures = |lead: &Lead<K>| Reverse((lead.working.score, lead.working.hires, lead.last_year));
        figures(one).cmp(&figures(other)).then_with(|| one.company.cmp(&other.company))
    });
    leads
}

/// Why to write to the company, in a language: what it did, where, and what it offers now. `specialty` is a code,
/// `cities` come the most frequent first.
pub fn reason<K>(
    lead: &Lead<K>,
    specialty: &str,
    cities: &[String],
    open_offers: u64,
    locale: Locale,
) -> String {
    let past = match locale {
        Locale::Fr => past_in_french(lead, specialty),
        Locale::En => past_in_english(lead, specialty),
    };
    let places = cities.iter().take(CITIES).map(String::as_str).collect::<Vec<_>>().join(", ");
    let places = if places.is_empty() { String::new() } else { format!(" ({places})") };
    let now = match (locale, open_offers) {
        (Locale::Fr, 0) => {
            "Aucune offre ouverte à cette spécialité : une candidature spontanée peut l'intéresser.".into()
        }
        (Locale::En, 0) => {
            "No offer open to this specialty: a spontaneous application may interest it.".into()
        }
        (Locale::Fr, 1) => "1 offre ouverte à cette spécialité, à lire avant d'écrire.".into(),
        (Locale::En, 1) => "1 offer open to this specialty, to read before writing.".into(),
        (Locale::Fr, many) => format!("{many} offres ouvertes à cette spécialité, à lire avant d'écrire."),
        (Locale::En, many) => format!("{many} offers open to this specialty, to read before writing."),
    };
    format!("{past}{places}. {now}")
}

fn past_in_french<K>(lead: &Lead<K>, specialty: &str) -> String {
    let (hires, last) = (lead.working.hires, lead.last_year);
    let contracts = if hires == 1 { "contrat" } else { "contrats" };
    match first_year(lead) {
        Some(first) if first != last => {
            let latest = lead.by_year.get(&last).copied().unwrap_or_default();
            format!("{hires} {contracts} {specialty} de {first} à {last}, dont {latest} la dernière année")
        }
        _ => format!("{hires} {contracts} {specialty} en {last}"),
    }
}

fn past_in_english<K>(lead: &Lead<K>, specialty: &str) -> String {
    let (hires, last) = (lead.working.hires, lead.last_year);
    let contracts = if hires == 1 { "contract" } else { "contracts" };
    match first_year(lead) {
        Some(first) if first != last => {
            let latest = lead.by_year.get(&last).copied().unwrap_or_default();
            format!(
                "{hires} {specialty} {contracts} from {first} to {last}, {latest} of them in the last year"
            )
        }
        _ => format!("{hires} {specialty} {contracts} in {last}"),
    }
}

fn first_year<K>(lead: &Lead<K>) -> Option<AcademicYear> {
    lead.by_year.first_key_value().map(|(year, _)| *year)
}

#[cfg(test)]
mod tests;
