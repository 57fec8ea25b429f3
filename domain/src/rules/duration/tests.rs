use super::*;
use crate::rules::Outcome;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

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
}
