use super::*;
use crate::{
    hiring::history::{self, SCHOOL},
    school,
};
use proptest::{
    collection::btree_map,
    prelude::{Strategy, proptest},
};
use std::collections::{BTreeSet, HashMap};

fn year(first: i32) -> AcademicYear {
    AcademicYear::starting_in(first).expect("a known year")
}

fn published() -> Counts<&'static str> {
    let mut counts = Counts::new();
    for hire in history::hires() {
        *counts.entry((hire.specialty.as_str(), hire.academic_year)).or_default() += 1;
    }
    counts
}

#[test]
fn the_matrix_is_the_published_table() {
    let order: Vec<&str> = school::specialties_of(SCHOOL).map(|specialty| specialty.code.as_str()).collect();
    let counts = published();
    let years = years_spanned(counts.keys().map(|(_, year)| *year));
    let matrix = matrix(&order, &years, &counts);
    let rows: Vec<_> =
        matrix.rows.iter().map(|row| (row.specialty, row.counts.as_slice(), row.total)).collect();
    let expected: [(&str, &[u64], u64); 10] = [
        ("AE", &[0, 3, 7, 9, 12], 31),
        ("GB", &[1, 5, 4, 4, 4], 18),
        ("GC", &[1, 3, 1, 10, 9], 24),
        ("GM", &[4, 8, 14, 7, 13], 46),
        ("GP", &[2, 2, 2, 0, 2], 8),
        ("GPE", &[2, 6, 4, 7, 4], 23),
        ("IR", &[6, 14, 19, 8, 11], 58),
        ("MA", &[4, 7, 2, 5, 7], 25),
        ("VALDOM", &[0, 0, 0, 1, 1], 2),
        ("MSIAI", &[0, 1, 0, 0, 2], 3),
    ];
    assert_eq!(rows, expected);
    assert_eq!(matrix.total(), 238);
    let totals: Vec<u64> = matrix.by_year().into_iter().map(|(_, count)| count).collect();
    assert_eq!(totals, [20, 49, 53, 51, 65]);
}

#[test]
fn a_year_without_hires_is_a_zero_column() {
    let counts = Counts::from([(("AE", year(2019)), 2), (("AE", year(2021)), 1)]);
    let years = years_spanned(counts.keys().map(|(_, year)| *year));
    assert_eq!(
        matrix(&["AE"], &years, &counts).rows.first().map(|row| row.counts.clone()),
        Some(vec![2, 0, 1])
    );
    assert_eq!(years_spanned([]), []);
}

#[test]
fn growth_is_a_difference_and_a_share() {
    let grown =
        growth(&[(year(2015), 20), (year(2016), 49), (year(2017), 0), (year(2018), 5), (year(2020), 9)]);
    let differences: Vec<_> = grown.iter().map(|growth| growth.difference).collect();
    assert_eq!(differences, [None, Some(29), Some(-49), Some(5), None]);
    let ratios: Vec<_> = grown.iter().map(|growth| growth.ratio).collect();
    assert_eq!(ratios, [None, Some(49.0 / 20.0 - 1.0), Some(-1.0), None, None]);
}

#[test]
fn the_first_known_year_cannot_tell_new_from_returning() {
    let companies_of: HashMap<_, _> =
        history::companies().iter().map(|row| (&row.company_as_printed, &row.company)).collect();
    let mut hirers: BTreeMap<AcademicYear, BTreeSet<&String>> = BTreeMap::new();
    for hire in history::hires() {
        hirers.entry(hire.academic_year).or_default().insert(companies_of[&hire.company_as_printed]);
    }
    let mut known = BTreeSet::new();
    let mut first_hires = BTreeMap::new();
    for (year, companies) in &hirers {
        let new = companies.iter().filter(|company| known.insert(**company)).count();
        first_hires.insert(*year, u64::try_from(new).expect("a count"));
    }
    let companies =
        hirers.iter().map(|(year, set)| (*year, u64::try_from(set.len()).expect("a count"))).collect();
    let years: Vec<_> = hirers.keys().copied().collect();
    let turnover = turnover(&years, &companies, &first_hires, year(2015));
    assert_eq!(turnover.first().map(|first| (first.new, first.returning)), Some((None, None)));
    let mut ever: u64 = turnover.first().map(|first| first.companies).unwrap_or_default();
    for later in turnover.iter().skip(1) {
        assert_eq!(later.new.zip(later.returning).map(|(new, back)| new + back), Some(later.companies));
        ever += later.new.unwrap_or_default();
    }
    assert_eq!(ever, 130, "each company is new once");
}

#[test]
fn a_specialty_without_hires_at_first_is_observed_later() {
    let counted = BTreeMap::from([(year(2016), 3)]);
    let turnover = turnover(&[year(2015), year(2016)], &counted, &counted, year(2015));
    let expected = [
        Turnover { year: year(2015), companies: 0, new: None, returning: None },
        Turnover { year: year(2016), companies: 3, new: Some(3), returning: Some(0) },
    ];
    assert_eq!(turnover, expected);
}

proptest! {
    #[test]
    fn rows_and_columns_add_up_to_the_same_total(
        counts in btree_map((0..5_u8, (2015..2022_i32).prop_map(year)), 0..1_000_u64, 0..30),
    ) {
        let years = years_spanned(counts.keys().map(|(_, year)| *year));
        let matrix = matrix(&[4, 3, 2, 1, 0], &years, &counts);
        let by_year: u64 = matrix.by_year().iter().map(|(_, count)| count).sum();
        assert_eq!(matrix.total(), by_year);
        assert_eq!(matrix.total(), counts.values().sum::<u64>());
    }
}
