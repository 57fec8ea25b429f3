use super::*;
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Strategy, prop_assert, prop_assume, proptest};

const LAST: i32 = 2019;

fn year(first: i32) -> AcademicYear {
    AcademicYear::starting_in(first).expect("a known year")
}

fn span(years: i32) -> Span {
    Span { first: year(LAST + 1 - years), last: year(LAST) }
}

fn hires(by_year: impl IntoIterator<Item = (i32, u64)>) -> BTreeMap<AcademicYear, u64> {
    by_year.into_iter().map(|(first, hires)| (year(first), hires)).collect()
}

fn some_hires() -> impl Strategy<Value = BTreeMap<AcademicYear, u64>> {
    btree_map((LAST - 9..=LAST).prop_map(year), 1..50_u64, 1..8)
}

#[test]
fn weights_halve_every_two_years() {
    let weights: Vec<u64> = (0..7).map(weight).collect();
    assert_eq!(weights, [1_000_000, 707_107, 500_000, 353_553, 250_000, 176_776, 125_000]);
    assert_eq!(weight(500), 0);
}

#[test]
fn a_score_is_what_one_computes_by_hand() {
    let working = score(&hires([(2018, 1), (2019, 2)]), span(5));
    assert_eq!((working.hires, working.weighted, working.exposure), (3, 2_707_107, 2_810_660));
    // 2.707107 / 2.810660 * 3 / 5
    assert_eq!((working.trust, working.score), (600_000, 577_894));
}

#[test]
fn one_lucky_hire_does_not_outrank_five() {
    let leads = rank([("lucky", hires([(2019, 1)])), ("faithful", hires([(2015, 5)]))], span(5));
    assert_eq!(leads.iter().map(|lead| lead.company).collect::<Vec<_>>(), ["faithful", "lucky"]);
}

#[test]
fn equals_have_an_order() {
    let leads = rank([("b", hires([(2019, 1)])), ("a", hires([(2019, 1)])), ("none", hires([]))], span(5));
    assert_eq!(leads.iter().map(|lead| lead.company).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(rank([("zero", hires([(2019, 0)]))], span(5)), []);
}

#[test]
fn reasons_are_sentences() {
    let lead = |by_year| rank([((), by_year)], span(5)).remove(0);
    let (one, many) = (lead(hires([(2017, 1)])), lead(hires([(2016, 1), (2019, 2)])));
    let cities = ["Toulouse".to_owned(), "Blagnac".to_owned(), "Paris".to_owned()];
    assert_eq!(
        reason(&one, "AE", &[], 0, Locale::Fr),
        "1 contrat AE en 2017-2018. Aucune offre ouverte à cette spécialité : une candidature spontanée peut \
         l'intéresser."
    );
    assert_eq!(
        reason(&many, "AE", &cities, 1, Locale::En),
        "3 AE contracts from 2016-2017 to 2019-2020, 2 of them in the last year (Toulouse, Blagnac). 1 offer open to \
         this specialty, to read before writing."
    );
    assert_eq!(
        reason(&many, "IR", &cities[..1], 2, Locale::Fr),
        "3 contrats IR de 2016-2017 à 2019-2020, dont 2 la dernière année (Toulouse). 2 offres ouvertes à cette \
         spécialité, à lire avant d'écrire."
    );
}

proptest! {
    #[test]
    fn one_more_hire_raises_the_score(before in some_hires(), when in LAST - 9..=LAST) {
        let mut after = before.clone();
        *after.entry(year(when)).or_default() += 1;
        prop_assert!(score(&after, span(10)).score > score(&before, span(10)).score);
    }

    #[test]
    fn the_same_hires_a_year_earlier_count_less(these in some_hires()) {
        let earlier = these.iter().map(|(year, hires)| (year.previous().expect("not the first"), *hires)).collect();
        prop_assert!(score(&earlier, span(12)).score < score(&these, span(12)).score);
    }

    #[test]
    fn a_year_in_which_nobody_was_hired_lowers_the_score(these in some_hires()) {
        let later = Span { last: year(LAST + 1), ..span(10) };
        prop_assert!(score(&these, later).score < score(&these, span(10)).score);
    }

    #[test]
    fn five_outrank_a_lucky_one(ages in vec(0..=i32::try_from(CERTAIN_FOR).expect("small"), 5), years in 7..30) {
        let mut five = BTreeMap::new();
        for age in ages {
            *five.entry(year(LAST - age)).or_default() += 1;
        }
        prop_assert!(score(&five, span(years)).score > score(&hires([(LAST, 1)]), span(years)).score);
    }

    #[test]
    fn fewer_hires_are_trusted_less(one in 1..1_000_u64, other in 1..1_000_u64) {
        prop_assume!(one < other);
        let (few, many) = (score(&hires([(LAST, one)]), span(5)), score(&hires([(LAST, other)]), span(5)));
        prop_assert!(few.trust < many.trust && many.trust < UNIT);
        prop_assert!(few.score <= few.weighted, "never more than what was seen");
    }

    #[test]
    fn the_order_given_does_not_matter(all in vec(some_hires(), 1..8)) {
        let named: Vec<_> = all.into_iter().enumerate().collect();
        let reversed = named.iter().rev().cloned();
        prop_assert!(rank(reversed, span(10)) == rank(named.clone(), span(10)));
    }
}
