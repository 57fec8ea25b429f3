//! What several threads find is what comparing all finds.

use super::*;
use chrono::{Days, NaiveDate};
use domain::contract_type::ContractType;
use domain::matching::ranking::Ranked;
use domain::matching::{Hires, Offer as ComparedOffer, Point, Rarities, Skill, Weights, Words, score};
use domain::offer::RemotePolicy;
use std::cmp::Reverse;

/// More than one thread takes by itself.
const OFFERS: u32 = 9_001;
const SCHOOL: Uuid = Uuid::from_u128(1);
const SPECIALTY: Uuid = Uuid::from_u128(2);

/// splitmix64: the same offers every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((z ^ (z >> 31)) % u64::from(end)).unwrap()
    }

    fn some<T>(&mut self, of: T) -> Option<T> {
        (self.below(4) > 0).then_some(of)
    }

    fn words(&mut self) -> Words {
        let words: Vec<String> = (0..self.below(12)).map(|_| format!("word{}", self.below(60))).collect();
        Words::of(&words.join(" "))
    }

    fn skills(&mut self) -> Vec<Skill> {
        let mut skills: Vec<Skill> = (0..self.below(5)).map(|_| Skill(self.below(12))).collect();
        skills.sort_unstable();
        skills.dedup();
        skills
    }

    fn place(&mut self) -> Option<Point> {
        let (north, east) = (42 + self.below(8), self.below(6));
        self.some(Point::of(north.into(), east.into()))
    }

    fn offer(&mut self, first: NaiveDate) -> ComparedOffer {
        let remote = [RemotePolicy::None, RemotePolicy::Partial, RemotePolicy::Full];
        let (start, pay) = (first + Days::new(self.below(500).into()), i64::from(self.below(250)) * 1_000);
        ComparedOffer {
            school: SCHOOL,
            company: Uuid::from_u128(self.below(50).into()),
            specialties: vec![SPECIALTY],
            contract_type: ContractType::Professionalisation,
            start,
            end: None,
            place: self.place(),
            remote: remote[usize::try_from(self.below(3)).unwrap()],
            pay: self.some(pay),
            skills: self.skills(),
            words: self.words(),
        }
    }

    fn student(&mut self, available: NaiveDate) -> Compared {
        Compared {
            school: SCHOOL,
            specialty: SPECIALTY,
            department: None,
            academic_year: 2026,
            contract_type: None,
            available_from: self.some(available),
            birth_date: None,
            age_derogation: false,
            place: self.place(),
            mobility_km: Some(self.below(500)),
            skills: self.skills(),
            words: self.words(),
        }
    }
}

/// Pages of many offers, among which there are ties, by one thread and by several, against a sort of all.
#[test]
fn several_threads_find_what_comparing_all_finds() {
    let mut dice = Dice(7);
    let first = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let posted: Vec<Posted> =
        (1..=OFFERS).map(|number| Posted::of(Uuid::from_u128(number.into()), dice.offer(first))).collect();
    let offers: Vec<&Posted> = posted.iter().collect();
    let (weights, rarities) = (Weights::default(), Rarities::counted(OFFERS, &[4_000, 900, 70, 5]));
    let hires = Hires::default();
    let terms = Terms { weights: &weights, rarities: &rarities, hires: &hires };
    for _ in 0..4 {
        let student = dice.student(first + Days::new(90));
        let mut all: Vec<Ranked> = posted
            .iter()
            .map(|one| (one.id, score(&student, &one.offer, terms)))
            .filter(|(_, score)| score.eligible)
            .map(|(id, score)| Ranked { score: score.value, id })
            .collect();
        all.sort_unstable_by_key(|ranked| Reverse(*ranked));
        assert!(all.len() > 2_000, "enough for every thread to have some");
        let mut after = None;
        for page in all.chunks(20).take(3) {
            for threads in [1, 2, 3, 8] {
                let found = ranked(&offers, &student, terms, Places { most: 20, after }, threads);
                assert_eq!(
                    (&found.ranked[..], found.eligible),
                    (page, all.len() as u64),
                    "{threads} threads"
                );
            }
            after = page.last().copied();
        }
    }
}
