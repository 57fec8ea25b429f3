//! How long the best 20 of 100,000 offers take to find, by one thread: `cargo run --release -p domain --example ranking`.
//!
//! Every offer is eligible, which is the worst that can be; the whole of a request is measured by `bench/matching/run`.

#![expect(clippy::print_stdout, reason = "a measurement prints what it measured")]

use chrono::{Days, NaiveDate};
use domain::academic_year::AcademicYear;
use domain::contract_type::ContractType;
use domain::hiring::lead::Span;
use domain::matching::ranking::{Places, best};
use domain::matching::{Hires, Offer, Point, Rarities, Skill, Student, Terms, Weights, Words};
use domain::offer::RemotePolicy;
use std::time::Instant;
use uuid::Uuid;

const OFFERS: u32 = 100_000;
const ROUNDS: usize = 40;
const SPECIALTY: Uuid = Uuid::from_u128(2);

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(end)).unwrap_or(0)
    }

    fn words(&mut self, count: u32) -> Words {
        let words: Vec<String> = (0..count).map(|_| format!("word{}", self.below(3_000))).collect();
        Words::of(&words.join(" "))
    }

    fn place(&mut self) -> Option<Point> {
        let mut degrees = |from: f64, span: u32| from + f64::from(self.below(span * 100)) / 100.0;
        Some(Point::of(degrees(42.0, 8), degrees(-2.0, 8)))
    }

    fn skills(&mut self, count: u32) -> Vec<Skill> {
        let mut skills: Vec<Skill> = (0..count).map(|_| Skill(self.below(200))).collect();
        skills.sort_unstable();
        skills.dedup();
        skills
    }

    fn offer(&mut self, start: NaiveDate) -> Offer {
        Offer {
            school: Uuid::from_u128(1),
            company: Uuid::from_u128(u128::from(self.below(2_000))),
            specialties: vec![SPECIALTY],
            contract_type: ContractType::Professionalisation,
            start: start + Days::new(self.below(60).into()),
            end: None,
            place: self.place(),
            remote: RemotePolicy::None,
            pay: Some(100_000 + i64::from(self.below(130_000))),
            skills: self.skills(5),
            words: self.words(90),
        }
    }

    fn student(&mut self, start: NaiveDate) -> Student {
        Student {
            school: Uuid::from_u128(1),
            specialty: SPECIALTY,
            department: None,
            academic_year: 2026,
            contract_type: None,
            available_from: Some(start),
            birth_date: NaiveDate::from_ymd_opt(2004, 3, 1),
            age_derogation: false,
            place: self.place(),
            mobility_km: Some(100),
            skills: self.skills(6),
            words: self.words(30),
        }
    }
}

fn main() {
    let mut dice = Dice(42);
    let start = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap_or_default();
    let offers: Vec<Offer> = (0..OFFERS).map(|_| dice.offer(start)).collect();
    let asking: Vec<u32> = (0..200).map(|_| dice.below(5_000)).collect();
    let last = AcademicYear::starting_in(2019).ok();
    let counts = last
        .into_iter()
        .flat_map(|last| (0..500).map(move |company| ((SPECIALTY, Uuid::from_u128(company)), last, 1)));
    let (weights, rarities, hires) =
        (Weights::default(), Rarities::counted(OFFERS, &asking), Hires::counted(Span::of(last), counts));
    let terms = Terms { weights: &weights, rarities: &rarities, hires: &hires };
    let mut took: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let student = dice.student(start);
            let began = Instant::now();
            let pairs = (0_u128..).map(Uuid::from_u128).zip(&offers).map(|(id, offer)| (id, &student, offer));
            let found = best(pairs, terms, Places { most: 20, after: None });
            assert_eq!(found.ranked.len(), 20);
            began.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    took.sort_by(f64::total_cmp);
    println!("{OFFERS} offers: p50 {:.2} ms, p95 {:.2} ms", took[ROUNDS / 2], took[ROUNDS * 95 / 100]);
}
