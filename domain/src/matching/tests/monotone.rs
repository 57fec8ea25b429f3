//! Each criterion is monotone in its own input: what is better for somebody never has the lower value.

use super::{SPECIALTY, day, five_years, offer, place, rarities, skills, student, year};
use crate::matching::{CriterionKey, Hires, Offer, Point, Skill, Student, Terms, Value, Weights, explain};
use crate::offer::RemotePolicy;
use chrono::Days;
use proptest::prelude::{Just, any, prop_oneof, proptest};

fn value_by(hires: &Hires, student: &Student, offer: &Offer, key: CriterionKey) -> Value {
    let (weights, rarities) = (Weights::default(), rarities());
    let explained = explain(student, offer, Terms { weights: &weights, rarities: &rarities, hires });
    let found = explained.criteria.into_iter().find(|one| one.key == key);
    found.expect("every criterion is there").value
}

fn value(student: &Student, offer: &Offer, key: CriterionKey) -> Value {
    value_by(&Hires::default(), student, offer, key)
}

proptest! {
    #[test]
    fn more_pay_is_never_worse(one in 0_i64..400_000, more in 0_i64..400_000) {
        let of = |pay| value(&student(), &Offer { pay: Some(pay), ..offer() }, CriterionKey::Pay);
        assert!(of(one + more) >= of(one));
    }

    #[test]
    fn farther_is_never_better_and_a_longer_reach_never_worse(
        north in 0.0..8.0_f64, farther in 0.0..8.0_f64, reach in 0_u32..2_000, longer in 0_u32..2_000,
        remote in prop_oneof![Just(RemotePolicy::None), Just(RemotePolicy::Partial), Just(RemotePolicy::Full)]
    ) {
        let of = |degrees, mobility| {
            let student =
                Student { place: Some(Point::of(42.0, 2.0)), mobility_km: Some(mobility), ..student() };
            let offer = Offer { place: Some(Point::of(42.0 + degrees, 2.0)), remote, ..offer() };
            value(&student, &offer, CriterionKey::Distance)
        };
        assert!(of(north + farther, reach) <= of(north, reach));
        assert!(of(north, reach + longer) >= of(north, reach));
    }

    #[test]
    fn more_remote_is_never_worse(home in place(), work in place(), mobility_km in 0_u32..2_000) {
        let student = Student { place: home, mobility_km: Some(mobility_km), ..student() };
        let of = |remote| value(&student, &Offer { place: work, remote, ..offer() }, CriterionKey::Distance);
        assert!(of(RemotePolicy::Partial) >= of(RemotePolicy::None));
        assert!(of(RemotePolicy::Full) >= of(RemotePolicy::Partial));
    }

    /// Of those who list some: no list is unknown, a half.
    #[test]
    fn covering_more_of_what_is_asked_is_never_worse(
        asked in skills(), has in skills(), first in 0_u32..12, more in 0_u32..12
    ) {
        let offer = Offer { skills: asked, ..offer() };
        let of = |skills: &[Skill]| {
            value(&Student { skills: skills.to_vec(), ..student() }, &offer, CriterionKey::Skills)
        };
        let has: Vec<Skill> = has.into_iter().chain([Skill(first)]).collect();
        let more: Vec<Skill> = has.iter().copied().chain([Skill(more)]).collect();
        assert!(of(&more) >= of(&has));
    }

    #[test]
    fn a_start_farther_from_the_availability_is_never_better(
        days in 0_u64..300, more in 0_u64..300, before in any::<bool>()
    ) {
        let student = Student { available_from: Some(day(1_000)), ..student() };
        let of = |days| {
            let start = if before { day(1_000) - Days::new(days) } else { day(1_000) + Days::new(days) };
            value(&student, &Offer { start, ..offer() }, CriterionKey::Start)
        };
        assert!(of(days + more) <= of(days));
    }

    #[test]
    fn more_hires_are_never_worse_nor_older_ones_better(
        first in 2015..=2019_i32, hires in 1_u32..30, more in 0_u32..30
    ) {
        let of = |first, hires| {
            let counts = [((SPECIALTY, offer().company), year(first), hires)];
            value_by(&Hires::counted(five_years(), counts), &student(), &offer(), CriterionKey::Hires)
        };
        assert!(of(first, hires + more) >= of(first, hires));
        assert!(of(first - 1, hires) <= of(first, hires));
        assert!(of(first, hires) > of(first, 0), "some are better than none");
    }
}
