use super::*;
use crate::rules::Outcome;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

fn span(start: &str, end: &str) -> Span {
    Span { start: start.parse().unwrap(), end: end.parse().unwrap() }
}

fn followed(contract_type: ContractType, start: &str, end: &str) -> Followed {
    Followed { contract_type, span: span(start, end), repeats: false }
}

fn professional(start: &str, end: &str) -> Followed {
    followed(ContractType::Professionalisation, start, end)
}

fn apprentice(start: &str, end: &str) -> Followed {
    followed(ContractType::Apprenticeship, start, end)
}

fn input(followed: &[Followed], asked: Followed) -> TutorInput<'_> {
    let experience = Experience { years: Some(5), is_engineer: Some(true), months_as_engineer: None };
    TutorInput { is_employer: false, experience, followed, asked, school: "IMT-ALES" }
}

fn outcome(input: &TutorInput<'_>, rule: &str) -> Outcome {
    check(input).into_iter().find(|finding| finding.rule == rule).unwrap().outcome
}

#[test]
fn both_kinds_of_contract_count_together() {
    let year = ("2025-09-01", "2026-08-31");
    let two = [professional(year.0, year.1), apprentice(year.0, year.1)];
    let asked = professional(year.0, year.1);
    assert_eq!(outcome(&input(&two, asked), "TUTOR_LIMIT"), Outcome::Met);
    assert_eq!(
        outcome(&TutorInput { is_employer: true, ..input(&two, asked) }, "TUTOR_LIMIT"),
        Outcome::Refused
    );
    assert_eq!(
        outcome(&TutorInput { school: "ENSSAT", ..input(&two, asked) }, "TUTOR_LIMIT"),
        Outcome::Warning
    );
    let three = [two.as_slice(), &[professional(year.0, year.1)]].concat();
    let refused = check(&input(&three, asked)).remove(0);
    assert_eq!(refused.outcome, Outcome::Refused);
    assert_eq!(
        refused.sentence.en,
        "The tutor would follow 4 employees on 2025-09-01; 3 at most as an employee."
    );
    assert_eq!(
        outcome(&input(&three, apprentice(year.0, year.1)), "TUTOR_LIMIT"),
        Outcome::Refused,
        "an apprentice too"
    );
}

#[test]
fn only_the_days_of_overlap_count() {
    let asked = professional("2025-09-01", "2026-08-31");
    let one_after_another = [
        professional("2025-01-01", "2025-12-31"),
        professional("2025-01-01", "2025-12-31"),
        professional("2026-01-01", "2026-12-31"),
        professional("2026-01-01", "2026-12-31"),
    ];
    assert_eq!(outcome(&input(&one_after_another, asked), "TUTOR_LIMIT"), Outcome::Met);
    let mut a_day_too_long = one_after_another;
    a_day_too_long[0].span.end = "2026-01-01".parse().unwrap();
    let finding = check(&input(&a_day_too_long, asked)).remove(0);
    assert_eq!(finding.outcome, Outcome::Refused);
    assert!(finding.sentence.fr.contains("01/01/2026"), "{}", finding.sentence.fr);
}

#[test]
fn two_apprentices_and_one_who_repeats() {
    let year = ("2025-09-01", "2026-08-31");
    let two = [apprentice(year.0, year.1), apprentice(year.0, year.1)];
    assert_eq!(outcome(&input(&two, apprentice(year.0, year.1)), "APPRENTICE_LIMIT"), Outcome::Refused);
    let repeats = Followed { repeats: true, ..apprentice(year.0, year.1) };
    assert_eq!(outcome(&input(&two, repeats), "APPRENTICE_LIMIT"), Outcome::Met);
    let with_one = [two[0], two[1], repeats];
    assert_eq!(outcome(&input(&with_one, repeats), "APPRENTICE_LIMIT"), Outcome::Refused, "one, not two");
    let limit = check(&input(&two, repeats)).remove(0);
    assert!(limit.outcome == Outcome::Met && !limit.applies, "no professionalisation contract is followed");
}

#[test]
fn who_may_be_a_tutor_is_said() {
    let year = ("2025-09-01", "2026-08-31");
    let of = |experience, asked, school| {
        let input = TutorInput { experience, school, ..input(&[], asked) };
        check(&input)
            .into_iter()
            .find(|finding| finding.rule == "TUTOR_EXPERIENCE")
            .map(|finding| finding.outcome)
    };
    let years = |years| Experience { years, ..Experience::default() };
    let asked = professional(year.0, year.1);
    assert_eq!(of(years(Some(2)), asked, "ENSSAT"), Some(Outcome::Met));
    assert_eq!(of(years(Some(1)), asked, "ENSSAT"), Some(Outcome::Refused));
    assert_eq!(of(years(None), asked, "ENSSAT"), Some(Outcome::Warning));
    let asked = apprentice(year.0, year.1);
    let albi = |is_engineer, months_as_engineer| {
        of(Experience { years: None, is_engineer, months_as_engineer }, asked, "IMT-ALBI")
    };
    assert_eq!(albi(Some(true), None), Some(Outcome::Met));
    assert_eq!(albi(None, Some(37)), Some(Outcome::Met));
    assert_eq!(albi(Some(false), Some(36)), Some(Outcome::Refused));
    assert_eq!(albi(Some(false), None), Some(Outcome::Warning));
    assert_eq!(of(Experience::default(), asked, "ENSSAT"), None);
}

fn any_followed() -> impl Strategy<Value = Followed> {
    (any::<bool>(), 0_u64..90, 0_u64..60, any::<bool>()).prop_map(
        |(is_apprentice, start, length, repeats)| {
            let start = NaiveDate::default() + chrono::Days::new(start);
            let contract_type =
                if is_apprentice { ContractType::Apprenticeship } else { ContractType::Professionalisation };
            let span = Span { start, end: start + chrono::Days::new(length) };
            Followed { contract_type, span, repeats: repeats && is_apprentice }
        },
    )
}

proptest! {
    /// Against the plainest count there is: every day of the contract, one after another.
    #[test]
    fn every_day_of_overlap_is_counted(
        followed in proptest::collection::vec(any_followed(), 0..7), asked in any_followed(), is_employer in any::<bool>()
    ) {
        let input = TutorInput { is_employer, ..input(&followed, asked) };
        let most = if is_employer { 2 } else { 3 };
        let (mut too_many, mut too_many_apprentices) = (false, false);
        for day in asked.span.start.iter_days().take_while(|day| *day <= asked.span.end) {
            let here: Vec<_> = followed.iter().chain([&asked])
                .filter(|one| one.span.start <= day && day <= one.span.end).collect();
            let apprentices = here.iter().filter(|one| one.contract_type == ContractType::Apprenticeship);
            let repeating = apprentices.clone().any(|one| one.repeats);
            too_many |= here.len() > most && apprentices.clone().count() < here.len();
            too_many_apprentices |= apprentices.count() > 2 + usize::from(repeating);
        }
        prop_assert_eq!(outcome(&input, "TUTOR_LIMIT") == Outcome::Refused, too_many);
        prop_assert_eq!(outcome(&input, "APPRENTICE_LIMIT") == Outcome::Refused, too_many_apprentices);
    }

    #[test]
    fn neither_order_nor_days_apart_matter(
        followed in proptest::collection::vec(any_followed(), 0..7), asked in any_followed(), apart in any_followed()
    ) {
        let known = check(&input(&followed, asked));
        let mut others: Vec<_> = followed.iter().copied().rev().collect();
        // As long as it was, from the day after the last one of the contract asked for.
        let start = asked.span.end.succ_opt().unwrap();
        let end = start + apart.span.end.signed_duration_since(apart.span.start);
        others.push(Followed { span: Span { start, end }, ..apart });
        prop_assert_eq!(check(&input(&others, asked)), known);
    }

    #[test]
    fn one_more_contract_never_helps(
        followed in proptest::collection::vec(any_followed(), 0..7), asked in any_followed(), more in any_followed()
    ) {
        let more = Followed { repeats: false, ..more };
        let with = [followed.as_slice(), &[more]].concat();
        for school in ["ENSSAT", "IMT-ALBI"] {
            for (before, after) in check(&TutorInput { school, ..input(&followed, asked) }).into_iter()
                .zip(check(&TutorInput { school, ..input(&with, asked) }))
            {
                prop_assert!(before.outcome <= after.outcome, "{}", before.rule);
            }
        }
    }

    /// Its document says 2 where the law says 3: only there, and only between them, there is a warning.
    #[test]
    fn at_enssat_a_third_is_a_warning(
        followed in proptest::collection::vec(any_followed(), 0..7), asked in any_followed()
    ) {
        let most = asked.span.start.iter_days().take_while(|day| *day <= asked.span.end).map(|day| {
            let here = followed.iter().chain([&asked]).filter(|one| one.span.start <= day && day <= one.span.end);
            let kinds: Vec<_> = here.map(|one| one.contract_type).collect();
            if kinds.contains(&ContractType::Professionalisation) { kinds.len() } else { 0 }
        });
        let (expected, elsewhere) = match most.max() {
            Some(0..=2) | None => (Outcome::Met, Outcome::Met),
            Some(3) => (Outcome::Warning, Outcome::Met),
            Some(_) => (Outcome::Refused, Outcome::Refused),
        };
        let of = |school| outcome(&TutorInput { school, ..input(&followed, asked) }, "TUTOR_LIMIT");
        prop_assert_eq!((of("ENSSAT"), of("INSA-TOULOUSE")), (expected, elsewhere));
    }
}
