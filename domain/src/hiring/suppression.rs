//! What the public may see of hires that were not published: counts from which no single hire can be told.
//!
//! Published hires are public. The others reach the public as one number for each cell (school, specialty,
//! academic year), and that number is **released** first: rounded down to a multiple of [`STEP`]. So a cell
//! of one to four shows as none, and one more hire does not show until the next multiple.
//!
//! Every public number is a sum of published counts and released ones, over whatever cells the filters
//! choose: cells, rows, columns, totals, ranges of years, growth. Therefore none depends on what release took
//! away, and no subtraction of answers, however many, can bring it back. Whoever sums before releasing undoes
//! this; [`release_cells`] gives the counts from which all public statistics are to be made.
//!
//! That something was left out is no secret of one cell: *every* count shown to the public may be up to
//! `STEP - 1` too low for each of its cells. It is told by [`NOTICE`], always. A flag on the cells where it
//! is true would tell a cell of zero from one of one, and so show the very hire that is to be hidden.
//!
//! Limits. Whoever watches a cell pass a multiple learns that a hire was added then, one of five at least.
//! By company, group, place or size the public gets published hires alone: cells so fine would always be small.

use super::statistics::Counts;
use crate::{academic_year::AcademicYear, locale::Text};

/// Unpublished hires of a cell are shown in multiples of this, and fewer are not shown at all.
pub const STEP: u64 = 5;

/// What a public count is, to be told beside it.
pub const NOTICE: Text = Text {
    fr: "Les contrats non publiés sont comptés par école, spécialité et année, arrondis au multiple de 5 \
         inférieur : un total public peut être inférieur au total réel.",
    en: "Contracts that were not published are counted by school, specialty and year, rounded down to a \
         multiple of 5: a public total may be lower than the real one.",
};

/// The hires of one cell: one school, specialty and academic year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    /// Those that the school published.
    pub published: u64,
    /// All others.
    pub unpublished: u64,
}

impl Cell {
    /// The count for those who may see every hire of the school.
    pub const fn exact(self) -> u64 {
        self.published.saturating_add(self.unpublished)
    }

    /// The count for the public.
    pub const fn released(self) -> u64 {
        self.published.saturating_add(release(self.unpublished))
    }
}

/// What the public sees of a number of unpublished hires of one cell.
pub const fn release(unpublished: u64) -> u64 {
    unpublished - unpublished % STEP
}

/// The counts from which all statistics for the public are made. `K` must identify one specialty of one
/// school; a cell that the public sees as empty is not there.
pub fn release_cells<K: Ord>(cells: impl IntoIterator<Item = ((K, AcademicYear), Cell)>) -> Counts<K> {
    let released = cells.into_iter().map(|(key, cell)| (key, cell.released()));
    released.filter(|(_, count)| *count > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hiring::statistics::{Matrix, growth, matrix, years_spanned};
    use proptest::{
        collection::{btree_map, btree_set},
        prelude::{Strategy, any, proptest},
    };
    use std::collections::{BTreeMap, BTreeSet};

    type Key = (u8, AcademicYear);

    fn year(first: i32) -> AcademicYear {
        AcademicYear::starting_in(first).expect("a known year")
    }

    /// Everything that the public can ask under a filter.
    fn public(cells: &BTreeMap<Key, Cell>, specialties: &BTreeSet<u8>, years: (i32, i32)) -> Matrix<u8> {
        let chosen = |(specialty, of): &Key| {
            specialties.contains(specialty) && (years.0..=years.1).contains(&of.first_year())
        };
        let counts =
            release_cells(cells.iter().filter(|(key, _)| chosen(key)).map(|(key, cell)| (*key, *cell)));
        let order: Vec<u8> = specialties.iter().copied().collect();
        matrix(&order, &years_spanned(counts.keys().map(|(_, year)| *year)), &counts)
    }

    #[test]
    fn small_numbers_and_single_additions_do_not_show() {
        let shown: Vec<u64> = (0..=11).map(release).collect();
        assert_eq!(shown, [0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]);
        assert_eq!(Cell { published: 12, unpublished: 4 }.released(), 12);
        assert_eq!(Cell { published: 12, unpublished: 9 }.released(), 17);
        assert_eq!(Cell { published: 12, unpublished: 9 }.exact(), 21);
    }

    #[test]
    fn a_total_less_its_parts_leaves_nothing() {
        let small = Cell { published: 3, unpublished: 4 };
        let cells = BTreeMap::from([((0, year(2020)), small), ((1, year(2020)), small)]);
        let total =
            |specialties: &[u8]| public(&cells, &specialties.iter().copied().collect(), (2020, 2020)).total();
        assert_eq!((total(&[0, 1]), total(&[0]), total(&[1])), (6, 3, 3));
    }

    proptest! {
        #[test]
        fn what_is_hidden_changes_no_public_answer(
            hidden in btree_map(
                (0..4_u8, (2018..2023_i32).prop_map(year)),
                (0..20_u64, 0..4_u64, 0..STEP, 0..STEP),
                0..16,
            ),
            specialties in btree_set(0..4_u8, 0..4),
            (from, to) in (2017..2024_i32, 2017..2024_i32),
        ) {
            let dataset = |rest: fn(&(u64, u64, u64, u64)) -> u64| -> BTreeMap<Key, Cell> {
                let cell = |it: &(u64, u64, u64, u64)| Cell { published: it.0, unpublished: it.1 * STEP + rest(it) };
                hidden.iter().map(|(key, it)| (*key, cell(it))).collect()
            };
            let one = public(&dataset(|it| it.2), &specialties, (from, to));
            let other = public(&dataset(|it| it.3), &specialties, (from, to));
            assert_eq!(growth(&one.by_year()), growth(&other.by_year()));
            assert_eq!(one, other);
        }

        #[test]
        fn the_public_count_is_a_lower_bound(published in 0..u64::from(u32::MAX), unpublished in any::<u32>()) {
            let cell = Cell { published, unpublished: unpublished.into() };
            assert!(cell.released() <= cell.exact() && cell.exact() - cell.released() < STEP);
        }
    }
}
