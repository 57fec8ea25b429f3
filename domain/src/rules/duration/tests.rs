use super::*;
use crate::rules::Outcome;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};

fn span(start: &str, end: &str) -> Span {
    Span { start: start.parse().unwrap(), end: end.parse().unwrap() }
}

fn input(school: &'static str, start: &str, end: &str) -> DurationInput<'static> {
    let contract = span(start, end);
    let year = crate::academic_year::AcademicYear::of_date(contract.start).unwrap().first_year();
    let usual = usual_dates(school, year);
    DurationInput {
        contract_type: ContractType::Professionalisation,
        contract,
        training: None,
        school,
        usual,
    }
}

fn outcomes(input: &DurationInput<'_>) -> Vec<(String, Outcome)> {
    check(input).into_iter().map(|finding| (finding.rule, finding.outcome)).collect()
}

fn own(input: &DurationInput<'_>) -> Outcome {
    check(input)[0].outcome
}

#[test]
fn six_to_twelve_months_are_counted_by_the_day() {
    let cases = [
        ("2025-09-01", "2026-02-28", Outcome::Met),
        ("2025-09-01", "2026-02-27", Outcome::Refused),
        ("2025-09-01", "2026-08-31", Outcome::Met),
        ("2025-09-01", "2026-09-01", Outcome::Refused),
        ("2025-08-31", "2026-02-27", Outcome::Met),
    ];
    for (start, end, expected) in cases {
        assert_eq!(own(&input("ENSSAT", start, end)), expected, "{start} {end}");
    }
}

#[test]
fn the_usual_dates_of_insa_are_accepted_with_a_warning_and_others_are_not() {
    let usual = input("INSA-TOULOUSE", "2020-09-28", "2021-09-30");
    assert_eq!(
        outcomes(&usual),
        [("DURATION".into(), Outcome::Warning), ("USUAL_DATES".into(), Outcome::Met)]
    );
    let longer = input("INSA-TOULOUSE", "2020-09-28", "2021-10-01");
    assert_eq!(
        outcomes(&longer),
        [("DURATION".into(), Outcome::Refused), ("USUAL_DATES".into(), Outcome::Warning)]
    );
    let elsewhere = input("IMT-ALES", "2020-09-28", "2021-09-30");
    assert_eq!(outcomes(&elsewhere), [("DURATION".into(), Outcome::Refused)]);
    assert_eq!(own(&input("IMT-ALES", "2025-09-01", "2026-08-28")), Outcome::Met);
    let much = DurationInput {
        usual: Some(span("2020-09-01", "2021-09-30")),
        ..input("ENSSAT", "2020-09-01", "2021-09-30")
    };
    assert_eq!(own(&much), Outcome::Refused, "a month is no matter of days");
}

#[test]
fn at_enssat_two_months_lie_around_the_training_at_most() {
    let training = Some(span("2016-09-12", "2017-06-30"));
    let of = |start, end| outcomes(&DurationInput { training, ..input("ENSSAT", start, end) })[1].1;
    assert_eq!(of("2016-09-12", "2017-06-30"), Outcome::Met);
    assert_eq!(of("2016-07-12", "2017-06-30"), Outcome::Met);
    assert_eq!(of("2016-07-11", "2017-06-30"), Outcome::Refused);
    assert_eq!(of("2016-09-12", "2017-08-30"), Outcome::Met);
    assert_eq!(of("2016-09-12", "2017-08-31"), Outcome::Refused);
    assert_eq!(of("2016-09-13", "2017-06-30"), Outcome::Refused, "not covered");
    assert_eq!(of("2016-09-12", "2017-06-29"), Outcome::Refused, "not covered");
}

#[test]
fn a_month_of_trial_above_six_months() {
    let month = Some(Limit { amount: 1, unit: Unit::Months });
    assert_eq!(longest_trial(span("2025-09-01", "2026-03-01")), month);
    assert_eq!(longest_trial(span("2025-09-01", "2026-02-28")), None);
}

#[test]
fn three_years_of_apprenticeship_are_usual() {
    let of = |end| DurationInput {
        contract_type: ContractType::Apprenticeship,
        ..input("IMT-ALBI", "2025-09-15", end)
    };
    assert_eq!(own(&of("2028-09-14")), Outcome::Met);
    assert_eq!(own(&of("2028-09-15")), Outcome::Warning);
    assert_eq!(own(&of("2026-03-13")), Outcome::Warning);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..6_000).prop_map(|days| NaiveDate::from_ymd_opt(2015, 1, 1).unwrap() + chrono::Days::new(days))
}

proptest! {
    #[test]
    fn a_duration_is_met_between_its_bounds_alone(start in 0_u64..4_000, length in 0_u64..800) {
        let start = NaiveDate::from_ymd_opt(2018, 1, 1).unwrap() + chrono::Days::new(start);
        let contract = Span { start, end: start + chrono::Days::new(length) };
        let input = DurationInput {
            contract_type: ContractType::Professionalisation, contract, training: None, school: "ENSSAT", usual: None,
        };
        let finding = &check(&input)[0];
        if length + 1 < 181 || length + 1 > 366 {
            prop_assert_eq!(finding.outcome, Outcome::Refused);
        } else if (184..=365).contains(&(length + 1)) {
            prop_assert_eq!(finding.outcome, Outcome::Met);
        }
        prop_assert_eq!(finding.outcome == Outcome::Met, finding.remedy.is_none());
        let usual = DurationInput { usual: Some(contract), ..input };
        prop_assert!(own(&usual) <= own(&input), "the usual dates are never refused for being usual");
    }

    #[test]
    fn whole_months_are_within_and_a_day_beyond_them_is_not(start in any_day(), months in 1..48_u32) {
        let of = |contract_type, days: u64| {
            let end = start + chrono::Months::new(months) - chrono::Days::new(1) + chrono::Days::new(days);
            own(&DurationInput { contract_type, contract: Span { start, end }, ..input("ENSSAT", "2025-09-01", "2026-08-31") })
        };
        let kinds = [
            (ContractType::Professionalisation, 6..=12, Outcome::Refused),
            (ContractType::Apprenticeship, 6..=36, Outcome::Warning),
        ];
        for (kind, within, otherwise) in kinds {
            let expected = |so| if so { Outcome::Met } else { otherwise };
            prop_assert_eq!(of(kind, 0), expected(within.contains(&months)));
            let one_more = months >= *within.start() && months < *within.end();
            prop_assert_eq!(of(kind, 1), expected(one_more), "a day more");
        }
    }

    #[test]
    fn at_enssat_the_contract_lies_around_its_training(
        first in any_day(), length in 30_u64..330, before in -40_i64..100, after in -40_i64..100
    ) {
        let training = Span { start: first, end: first + chrono::Days::new(length) };
        let by = chrono::TimeDelta::days;
        let contract = Span { start: training.start - by(before), end: training.end + by(after) };
        let of = |school| {
            let input = DurationInput { training: Some(training), contract, ..input(school, "2025-09-01", "2026-08-31") };
            check(&input).into_iter().find(|finding| finding.rule == "AROUND_TRAINING")
        };
        let two_months = chrono::Months::new(2);
        let too_early = contract.start < training.start - two_months;
        let too_late = contract.end > training.end + two_months;
        let expected = before >= 0 && after >= 0 && !too_early && !too_late;
        prop_assert_eq!(of("ENSSAT").unwrap().outcome == Outcome::Met, expected);
        prop_assert_eq!(of("IMT-ALES"), None, "no other school says so");
    }

    #[test]
    fn whoever_has_a_trial_has_a_contract_above_six_months(start in any_day(), length in 0_u64..800) {
        let end = start + chrono::Days::new(length);
        let above = end.succ_opt().unwrap() > start + chrono::Months::new(6);
        prop_assert_eq!(longest_trial(Span { start, end }).is_some(), above);
    }
}
