//! What is made of counts once SQL has counted: the matrix, its totals, growth, and returning companies.

use crate::academic_year::AcademicYear;
use std::collections::BTreeMap;
use strum::{Display, EnumIter, EnumString, VariantArray};

/// What counts as one company in a ranking.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, EnumIter, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CompanyGrouping {
    /// The company meant by the printed name.
    Company,
    /// The corporate group that it belongs to.
    Group,
    /// The name as printed, each spelling for itself.
    AsPrinted,
}

/// Hires by specialty and academic year; `K` identifies a specialty. Only what was counted is there.
pub type Counts<K> = BTreeMap<(K, AcademicYear), u64>;

/// Hires by specialty and year, zeros included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix<K> {
    /// The columns, in time's order.
    pub years: Vec<AcademicYear>,
    /// One row a specialty, in the published order.
    pub rows: Vec<MatrixRow<K>>,
}

/// One specialty's hires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow<K> {
    /// The specialty.
    pub specialty: K,
    /// Its hires in each of the matrix's years.
    pub counts: Vec<u64>,
    /// Their sum.
    pub total: u64,
}

/// The matrix of the given specialties and years, in their order. A cell that was not counted is zero, and a
/// count of another specialty or year is left out, of the totals too.
pub fn matrix<K: Ord + Clone>(specialties: &[K], years: &[AcademicYear], counts: &Counts<K>) -> Matrix<K> {
    let cell = |specialty: &K, year| counts.get(&(specialty.clone(), year)).copied().unwrap_or_default();
    let row = |specialty: &K| {
        let counts: Vec<u64> = years.iter().map(|year| cell(specialty, *year)).collect();
        MatrixRow { specialty: specialty.clone(), total: counts.iter().sum(), counts }
    };
    Matrix { years: years.to_vec(), rows: specialties.iter().map(row).collect() }
}

impl<K> Matrix<K> {
    /// All hires of the matrix.
    pub fn total(&self) -> u64 {
        self.rows.iter().map(|row| row.total).sum()
    }

    /// The hires of each year, zeros included.
    pub fn by_year(&self) -> Vec<(AcademicYear, u64)> {
        let of_year = |place: usize| self.rows.iter().filter_map(|row| row.counts.get(place)).sum();
        self.years.iter().enumerate().map(|(place, year)| (*year, of_year(place))).collect()
    }
}

/// Every year from the first to the last of those given, so that a year without hires shows as zero.
pub fn years_spanned(years: impl IntoIterator<Item = AcademicYear>) -> Vec<AcademicYear> {
    let mut years = years.into_iter();
    let Some(one) = years.next() else { return Vec::new() };
    let (first, last) = years.fold((one, one), |(first, last), year| (first.min(year), last.max(year)));
    first.through(last).collect()
}

/// The change of a year's hires on the year before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// The year.
    pub year: AcademicYear,
    /// Hires more, or fewer, than the year before; none when that year is not among the given.
    pub difference: Option<i64>,
    /// The difference as a share of the year before: 0.5 is half as many again. None also after a year of zero.
    pub ratio: Option<f64>,
}

/// The growth of each year, given the hires by year in time's order.
pub fn growth(by_year: &[(AcademicYear, u64)]) -> Vec<Growth> {
    let before = std::iter::once(None).chain(by_year.iter().map(Some));
    let of_year = |((year, count), before): (&(AcademicYear, u64), Option<&(AcademicYear, u64)>)| {
        let previous = before.filter(|(before, _)| Some(*before) == year.previous()).map(|(_, count)| *count);
        let difference = previous.and_then(|previous| count.checked_signed_diff(previous));
        let ratio = previous.filter(|previous| *previous > 0).map(|p| *count as f64 / p as f64 - 1.0);
        Growth { year: *year, difference, ratio }
    };
    by_year.iter().zip(before).map(of_year).collect()
}

/// The companies that hired in a year, by whether they had hired before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turnover {
    /// The year.
    pub year: AcademicYear,
    /// The companies that hired in it.
    pub companies: u64,
    /// Those whose first known hire it is; none where no earlier year is known, since it cannot be observed.
    pub new: Option<u64>,
    /// Those that had hired before; none likewise.
    pub returning: Option<u64>,
}

/// First-time and returning companies of each year.
///
/// `companies` counts the distinct companies that hired in a year, `first_hires` the companies by the year of
/// their first hire: both under the same filters, but `first_hires` without the filter on years, for whoever
/// hired before the range is not new in it. `first_known` is the first year of the school's history, whatever
/// the filters; of several schools, the latest of their first years. Nothing can be observed until then.
pub fn turnover(
    years: &[AcademicYear],
    companies: &BTreeMap<AcademicYear, u64>,
    first_hires: &BTreeMap<AcademicYear, u64>,
    first_known: AcademicYear,
) -> Vec<Turnover> {
    let of_year = |&year: &AcademicYear| {
        let in_year = |counts: &BTreeMap<_, _>| counts.get(&year).copied().unwrap_or_default();
        let companies = in_year(companies);
        let new = (year > first_known).then(|| in_year(first_hires));
        Turnover { year, companies, new, returning: new.map(|new| companies.saturating_sub(new)) }
    };
    years.iter().map(of_year).collect()
}

#[cfg(test)]
mod tests;
