//! Properties that hold for every pair, and the examples that other tests start from.

use super::ranking::{Best, Places, Ranked, best, merge};
use super::*;
use crate::academic_year::AcademicYear;
use crate::hiring::lead::Span;
use crate::text::fold;
use chrono::Days;
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use std::cmp::Reverse;

mod monotone;

const SCHOOL: Uuid = Uuid::from_u128(1);
const SPECIALTY: Uuid = Uuid::from_u128(2);

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap() + Days::new(offset)
}

/// A student of whom little is known.
pub(crate) fn student() -> Student {
    Student {
        school: SCHOOL,
        specialty: SPECIALTY,
        department: None,
        academic_year: 2026,
        contract_type: None,
        available_from: None,
        birth_date: None,
        age_derogation: false,
        place: None,
        mobility_km: None,
        skills: Vec::new(),
        words: Words::default(),
    }
}

/// An offer to that student's specialty of which little is known.
pub(crate) fn offer() -> Offer {
    Offer {
        school: SCHOOL,
        company: Uuid::from_u128(3),
        specialties: vec![SPECIALTY],
        contract_type: ContractType::Professionalisation,
        start: day(100),
        end: None,
        place: None,
        remote: RemotePolicy::None,
        pay: None,
        skills: Vec::new(),
        words: Words::default(),
    }
}

fn skills() -> impl Strategy<Value = Vec<Skill>> {
    btree_set(0_u32..12, 0..6).prop_map(|numbers| numbers.into_iter().map(Skill).collect())
}

fn words() -> impl Strategy<Value = Words> {
    vec(
        prop_oneof![Just("radar"), Just("drone"), Just("reseau"), Just("laser"), Just("the"), Just("eau")],
        0..5,
    )
    .prop_map(|words| Words::of(&fold(&words.join(" "))))
}

fn place() -> impl Strategy<Value = Option<Point>> {
    option::of((41.0..51.0_f64, -5.0..9.0_f64).prop_map(|(north, east)| Point::of(north, east)))
}

fn contract() -> impl Strategy<Value = ContractType> {
    prop_oneof![Just(ContractType::Professionalisation), Just(ContractType::Apprenticeship)]
}

fn students() -> impl Strategy<Value = Student> {
    let facts = (option::of(0_u64..500), option::of(0_u64..9_000), any::<bool>(), option::of(0_u32..900));
    (facts, place(), option::of(contract()), skills(), words()).prop_map(
        |((available, born, age_derogation, mobility_km), place, contract_type, skills, words)| Student {
            available_from: available.map(day),
            birth_date: born.map(|days| day(0) - Days::new(5_000 + days)),
            age_derogation,
            mobility_km,
            place,
            contract_type,
            skills,
            words,
            ..student()
        },
    )
}

fn offers() -> impl Strategy<Value = Offer> {
    let remote = prop_oneof![Just(RemotePolicy::None), Just(RemotePolicy::Partial), Just(RemotePolicy::Full)];
    let facts = (0_u64..400, 3_u128..6, option::of(50_000_i64..300_000), any::<bool>());
    (facts, place(), contract(), remote, skills(), words()).prop_map(
        |((start, company, pay, mine), place, contract_type, remote, skills, words)| Offer {
            start: day(start),
            company: Uuid::from_u128(company),
            pay,
            specialties: vec![if mine { SPECIALTY } else { Uuid::from_u128(8) }],
            place,
            contract_type,
            remote,
            skills,
            words,
            ..offer()
        },
    )
}

fn weights() -> impl Strategy<Value = Weights> {
    let all = (0_u16..=100, 0_u16..=100, 0_u16..=100, 0_u16..=100, 0_u16..=100, 1_u16..=100);
    all.prop_map(|(skills, distance, start, pay, hires, text)| Weights {
        skills,
        distance,
        start,
        pay,
        hires,
        text,
    })
}

fn rarities() -> Rarities {
    Rarities::counted(64, &[64, 32, 16, 8, 4, 2, 1, 0, 5, 7])
}

fn hires() -> Hires {
    let by = |company: u128| (SPECIALTY, Uuid::from_u128(company));
    let counts = [(by(3), year(2019), 5), (by(3), year(2017), 1), (by(4), year(2019), 1)];
    Hires::counted(five_years(), counts)
}

fn year(first: i32) -> AcademicYear {
    AcademicYear::starting_in(first).unwrap()
}

/// Those that were published.
fn five_years() -> Option<Span> {
    Span::of([year(2015), year(2019)])
}

proptest! {
    #[test]
    fn the_score_is_the_weighted_mean_of_values_from_0_to_1(
        student in students(), offer in offers(), weights in weights()
    ) {
        let terms = Terms { weights: &weights, rarities: &rarities(), hires: &hires() };
        let explained = explain(&student, &offer, terms);
        assert_eq!(explained.score, score(&student, &offer, terms));
        assert_eq!(explained, explain(&student, &offer, terms), "the same every time");
        let value = explained.score.value.as_f64();
        assert!((0.0..=1.0).contains(&value));
        let weighed = explained.criteria.iter().map(|one| f64::from(one.weight) * one.value.as_f64());
        let mean = weighed.sum::<f64>() / explained.criteria.iter().map(|one| f64::from(one.weight)).sum::<f64>();
        assert!((mean - value).abs() <= 0.000_051, "{mean} {value}");
        let refused = explained.checks.iter().any(|check| check.outcome == eligibility::Outcome::Refused);
        assert_eq!(explained.score.eligible, !refused);
    }

    #[test]
    fn the_score_is_monotone_in_the_value_of_each_criterion(
        student in students(), offer in offers(), weights in weights(), better in offers()
    ) {
        let terms = Terms { weights: &weights, rarities: &rarities(), hires: &hires() };
        // One criterion at a time is replaced by another offer's.
        let variants = [
            Offer { skills: better.skills.clone(), ..offer.clone() },
            Offer { place: better.place, remote: better.remote, ..offer.clone() },
            Offer { start: better.start, ..offer.clone() },
            Offer { pay: better.pay, ..offer.clone() },
            Offer { company: better.company, ..offer.clone() },
            Offer { words: better.words.clone(), ..offer.clone() },
        ];
        let before = explain(&student, &offer, terms);
        for (rank, variant) in variants.iter().enumerate() {
            let after = explain(&student, variant, terms);
            let unchanged = |other: usize| other == rank || before.criteria[other] == after.criteria[other];
            assert!((0..6).all(unchanged), "a criterion looks at its own facts alone");
            let (was, is) = (before.criteria[rank].value, after.criteria[rank].value);
            if is >= was {
                assert!(after.score.value >= before.score.value);
            }
            if is <= was {
                assert!(after.score.value <= before.score.value);
            }
        }
    }

    #[test]
    fn the_order_of_skills_does_not_matter(student in students(), offer in offers(), turn in 0_usize..6) {
        let weights = Weights::default();
        let terms = Terms { weights: &weights, rarities: &rarities(), hires: &hires() };
        let turned = |skills: &[Skill]| {
            let mut skills = skills.to_vec();
            let by = turn % skills.len().max(1);
            skills.rotate_left(by);
            skills
        };
        let other = Student { skills: turned(&student.skills), ..student.clone() };
        let offered = Offer { skills: turned(&offer.skills), ..offer.clone() };
        assert_eq!(explain(&student, &offer, terms), explain(&other, &offered, terms));
    }

    #[test]
    fn one_more_skill_never_harms_whoever_lists_some(
        mut student in students(), offer in offers(), some in 0_u32..12, more in 0_u32..12
    ) {
        student.skills.push(Skill(some));
        let weights = Weights::default();
        let terms = Terms { weights: &weights, rarities: &rarities(), hires: &hires() };
        let mut abler = student.clone();
        abler.skills.push(Skill(more));
        assert!(score(&abler, &offer, terms).value >= score(&student, &offer, terms).value);
    }

    #[test]
    fn the_best_are_those_that_comparing_all_finds(
        student in students(), offers in vec(offers(), 0..60), weights in weights(),
        most in 1_usize..8, pages in 1_usize..4, parts in 1_usize..5
    ) {
        let terms = Terms { weights: &weights, rarities: &rarities(), hires: &hires() };
        let pairs: Vec<_> = (1..).map(Uuid::from_u128).zip(&offers).map(|(id, offer)| (id, &student, offer)).collect();
        let mut all: Vec<Ranked> = pairs
            .iter()
            .map(|(id, student, offer)| (*id, score(student, offer, terms)))
            .filter(|(_, score)| score.eligible)
            .map(|(id, score)| Ranked { score: score.value, id })
            .collect();
        all.sort_by_key(|ranked| Reverse(*ranked));
        let mut after = None;
        for page in all.chunks(most).take(pages) {
            let places = Places { most, after };
            let found = best(pairs.iter().copied(), terms, places);
            assert_eq!((&found.ranked[..], found.eligible), (page, all.len() as u64));
            let size = pairs.len().div_ceil(parts).max(1);
            let chunks: Vec<Best> =
                pairs.chunks(size).map(|chunk| best(chunk.iter().copied(), terms, places)).collect();
            assert_eq!(merge(chunks, places), found, "in parts as at once");
            after = page.last().copied();
        }
    }
}

#[test]
fn what_is_unknown_is_neutral() {
    let weights = Weights::default();
    let terms = Terms { weights: &weights, rarities: &rarities(), hires: &Hires::default() };
    let explained = explain(&student(), &offer(), terms);
    let value = |key| explained.criteria.iter().find(|one| one.key == key).map(|one| one.value);
    for key in [
        CriterionKey::Skills,
        CriterionKey::Distance,
        CriterionKey::Start,
        CriterionKey::Pay,
        CriterionKey::Hires,
        CriterionKey::Text,
    ] {
        assert_eq!(value(key), Some(Value::NEUTRAL), "{key}");
    }
    assert!(explained.score.eligible, "what is unknown refuses nobody");
}

/// The table of docs/matching.md.
#[test]
fn the_worked_example_of_the_docs() {
    let [rust, docker, linux] = [Skill(0), Skill(1), Skill(2)];
    let many: String = (0..46).map(|number| format!("word{number}abc ")).collect();
    let student = Student {
        available_from: NaiveDate::from_ymd_opt(2026, 9, 1),
        place: Some(Point::of(43.6045, 1.4440)),
        mobility_km: Some(100),
        skills: vec![rust, docker],
        words: Words::of("logiciel embarque drone"),
        ..student()
    };
    let offer = Offer {
        start: NaiveDate::from_ymd_opt(2026, 10, 15).unwrap(),
        place: Some(Point::of(43.9289, 2.1464)),
        pay: Some(150_000),
        skills: vec![rust, docker, linux],
        words: Words::of(&format!("{many}logiciel embarque")),
        ..offer()
    };
    let by = (SPECIALTY, offer.company);
    let hires = Hires::counted(five_years(), [(by, year(2019), 2), (by, year(2017), 1)]);
    let (weights, rarities) = (Weights::default(), Rarities::counted(100, &[3, 40, 60]));
    let explained =
        explain(&student, &offer, Terms { weights: &weights, rarities: &rarities, hires: &hires });
    assert_eq!([rust, docker, linux].map(|skill| rarities.of(skill)), [557, 229, 167]);
    assert_eq!(explained.criteria.map(|one| one.value.parts()), [8_248, 6_650, 9_133, 4_118, 7_448, 3_333]);
    assert_eq!(explained.score, Score { value: Value::of_parts(6_787), eligible: true });
}
