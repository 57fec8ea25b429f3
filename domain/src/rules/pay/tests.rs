use super::*;
use crate::rules::Percent;
use chrono::{Datelike, Days};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::{option, sample::select};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn contract(contract_type: ContractType, start: &str, end: &str, birth: &str) -> PayInput<'static> {
    PayInput {
        contract_type,
        start: day(start),
        end: day(end),
        birth_date: day(birth),
        qualification_held: true,
        agreement_minimum: None,
        agreement_pay: None,
        school: None,
    }
}

fn professionalisation(start: &str, end: &str, birth: &str) -> PayInput<'static> {
    contract(ContractType::Professionalisation, start, end, birth)
}

/// Each period in a line: first day, rate, amount, rule.
fn lines(input: &PayInput<'_>) -> Vec<String> {
    let schedule = minimum_pay(input).unwrap();
    let rate = |floor: &Floor| floor.rate.map_or("-".to_owned(), |(rate, _)| rate.to_string());
    let line = |period: &PayPeriod| {
        let floor = &period.floor;
        let projected = if period.projected() { " projected" } else { "" };
        format!("{} {} {} {}{projected}", period.from, rate(floor), floor.amount, floor.rule)
    };
    schedule.periods.iter().map(line).collect()
}

#[test]
fn a_year_of_ales_has_the_rises_of_the_wage_and_of_the_age() {
    let input = professionalisation("2025-09-01", "2026-08-28", "2005-02-01");
    assert_eq!(
        lines(&input),
        [
            "2025-09-01 65 1171.17 PROFESSIONALISATION_UNDER_21_QUALIFIED",
            "2026-01-01 65 1184.97 PROFESSIONALISATION_UNDER_21_QUALIFIED",
            "2026-03-01 80 1458.42 PROFESSIONALISATION_21_TO_25_QUALIFIED",
            "2026-06-01 80 1493.62 PROFESSIONALISATION_21_TO_25_QUALIFIED",
        ]
    );
    let without = PayInput { qualification_held: false, ..input };
    let rates: Vec<_> =
        minimum_pay(&without).unwrap().periods.into_iter().map(|p| p.floor.rate.unwrap().0).collect();
    assert_eq!(rates, ["55", "55", "70", "70"].map(|rate| rate.parse().unwrap()));
}

#[test]
fn the_printed_figures_of_2016_are_given() {
    for (birth, amount) in [("1996-01-01", "953.30"), ("1993-01-01", "1173.30"), ("1990-01-01", "1466.62")] {
        let input = professionalisation("2016-09-01", "2016-12-31", birth);
        assert_eq!(minimum_pay(&input).unwrap().periods[0].floor.amount.to_string(), amount);
    }
}

#[test]
fn there_is_no_rise_at_26() {
    let input = professionalisation("2025-09-01", "2025-12-31", "1999-09-02");
    assert_eq!(lines(&input).len(), 1);
    let older = professionalisation("2025-09-01", "2025-12-31", "1999-09-01");
    assert_eq!(lines(&older), ["2025-09-01 100 1801.80 PROFESSIONALISATION_26_AND_OVER"]);
}

#[test]
fn at_21_on_the_first_day_no_month_is_waited_for() {
    let starts = |birth| lines(&professionalisation("2025-09-15", "2025-12-31", birth));
    assert_eq!(starts("2004-09-15").len(), 1);
    assert!(starts("2004-09-15")[0].contains(" 80 "));
    assert!(starts("2004-09-16")[1].starts_with("2025-10-01 80"));
    assert!(starts("2004-10-01")[1].starts_with("2025-11-01 80"), "the first itself waits for the next");
}

#[test]
fn a_high_agreement_counts_from_26_on() {
    let of = |birth, minimum| {
        let input = professionalisation("2025-09-01", "2025-12-31", birth);
        lines(&PayInput { agreement_minimum: Some(Cents(minimum)), ..input }).remove(0)
    };
    assert!(of("1990-01-01", 300_000).ends_with("85 2550.00 PROFESSIONALISATION_26_AND_OVER_AGREEMENT"));
    assert!(
        of("1990-01-01", 211_976).ends_with("100 1801.80 PROFESSIONALISATION_26_AND_OVER"),
        "85 % is the same"
    );
    assert!(of("2000-01-01", 300_000).contains(" 80 1441.44 "), "not below");
}

#[test]
fn an_apprentice_rises_with_the_years_and_the_ages() {
    let input = contract(ContractType::Apprenticeship, "2023-09-18", "2026-09-17", "2003-03-10");
    let rates: Vec<String> = lines(&input).iter().map(|line| line[..13].trim().to_owned()).collect();
    assert_eq!(
        rates,
        [
            "2023-09-18 43",
            "2024-01-01 43",
            "2024-04-01 53",
            "2024-09-18 61",
            "2024-11-01 61",
            "2025-09-18 78",
            "2026-01-01 78",
            "2026-06-01 78",
        ]
    );
    assert_eq!(lines(&input)[7], "2026-06-01 78 1456.28 APPRENTICESHIP_21_TO_25_YEAR_3");
    let high = PayInput { agreement_minimum: Some(Cents(250_000)), ..input };
    let high = minimum_pay(&high).unwrap();
    assert_eq!(high.periods[2].floor.rate.unwrap().1, Base::AgreementMinimum);
    assert_eq!(high.periods[2].floor.amount, Cents(132_500));
    assert_eq!(high.periods[0].floor.rate.unwrap().1, Base::Smic, "below 21 it does not count");
}

#[test]
fn the_table_of_apprentices_is_whole() {
    let rate = |birth: &str, start: &str| {
        let input = contract(ContractType::Apprenticeship, start, "2025-12-31", birth);
        minimum_pay(&input).unwrap().periods.last().unwrap().floor.rate.unwrap().0.to_string()
    };
    let starts = ["2025-12-01", "2024-12-01", "2023-12-01"];
    let table = [
        ("2008-06-01", ["27", "39", "55"]),
        ("2006-06-01", ["43", "51", "67"]),
        ("2003-06-01", ["53", "61", "78"]),
        ("1997-06-01", ["100", "100", "100"]),
    ];
    for (birth, rates) in table {
        assert_eq!(starts.map(|start| rate(birth, start)), rates, "{birth}");
    }
    assert_eq!(rate("2006-06-01", "2021-12-01"), "67", "a fourth year is as the third");
}

#[test]
fn a_schools_floor_stands_beside_the_law() {
    let insa = |birth| PayInput {
        school: Some("INSA-TOULOUSE"),
        ..professionalisation("2020-09-28", "2021-09-30", birth)
    };
    let young = minimum_pay(&insa("2000-01-15")).unwrap();
    let first = &young.periods[0];
    assert_eq!(
        (first.floor.origin, first.floor.amount.to_string()),
        (FloorOrigin::School, "1231.54".to_owned())
    );
    assert_eq!((first.beside.len(), first.beside[0].origin), (1, FloorOrigin::Law));
    let from_february = young.periods.iter().find(|period| period.from == day("2021-02-01")).unwrap();
    assert_eq!(from_february.floor.origin, FloorOrigin::Law, "equal: the law is named first");
    assert_eq!(from_february.beside[0].origin, FloorOrigin::School);
    assert!(!young.projected());
    let old = minimum_pay(&insa("1990-01-15")).unwrap();
    assert!(old.periods.iter().all(|period| period.floor.origin == FloorOrigin::Law));
    let later = PayInput { start: day("2025-09-01"), end: day("2026-08-31"), ..insa("2006-01-15") };
    assert!(minimum_pay(&later).unwrap().projected(), "what INSA printed was for 2020-21");
    let apprentice = PayInput { contract_type: ContractType::Apprenticeship, ..insa("2000-01-15") };
    assert!(minimum_pay(&apprentice).unwrap().periods.iter().all(|period| period.beside.is_empty()));
}

#[test]
fn what_enssat_does_not_print_is_external() {
    let of = |birth, qualification_held, agreement_minimum| {
        let input = professionalisation("2025-09-01", "2025-12-31", birth);
        let input = PayInput { qualification_held, agreement_minimum, ..input };
        minimum_pay(&input).unwrap().periods.remove(0).floor.source.external
    };
    assert!(of("2006-01-01", false, None) && of("2000-01-01", false, None));
    assert!(!of("2006-01-01", true, None) && !of("2000-01-01", true, None));
    assert!(of("1990-01-01", true, Some(Cents(300_000))), "85 % of the agreement's minimum");
    assert!(!of("1990-01-01", true, Some(Cents(100_000))) && !of("1990-01-01", false, None), "100 %");
}

#[test]
fn an_agreements_pay_is_a_floor_of_its_own() {
    let input = professionalisation("2025-09-01", "2025-12-31", "2000-01-01");
    let with = PayInput { agreement_pay: Some(Cents(170_000)), ..input };
    assert_eq!(lines(&with), ["2025-09-01 - 1700.00 AGREEMENT_PAY"]);
}

#[test]
fn what_is_not_known_yet_is_projected_and_what_was_not_known_is_refused() {
    let input = professionalisation("2026-09-01", "2027-08-31", "2003-01-01");
    assert_eq!(
        lines(&input),
        [
            "2026-09-01 80 1493.62 PROFESSIONALISATION_21_TO_25_QUALIFIED",
            "2027-01-01 80 1493.62 PROFESSIONALISATION_21_TO_25_QUALIFIED projected",
        ]
    );
    let early = minimum_pay(&professionalisation("2014-09-01", "2015-08-31", "1990-01-01")).unwrap_err();
    assert_eq!(
        (early.field(), early.to_string().as_str()),
        ("start", "the minimum wage is not known on 2014-09-01; accepted: from 2015-01-01 on")
    );
    let apprentice = contract(ContractType::Apprenticeship, "2018-09-01", "2021-08-31", "2000-01-01");
    assert!(matches!(minimum_pay(&apprentice), Err(Fault::NotKnown(_))));
}

#[test]
fn impossible_contracts_are_refused_with_the_field() {
    let field = |input: &PayInput<'_>| minimum_pay(input).unwrap_err().field();
    let good = professionalisation("2025-09-01", "2026-08-31", "2000-01-01");
    assert_eq!(field(&PayInput { end: day("2025-08-31"), ..good.clone() }), "end");
    assert_eq!(field(&PayInput { end: day("2031-09-01"), ..good.clone() }), "end");
    assert_eq!(field(&PayInput { birth_date: day("2009-09-02"), ..good.clone() }), "birthDate");
    assert_eq!(field(&PayInput { birth_date: day("2029-09-02"), ..good.clone() }), "birthDate");
    assert_eq!(field(&PayInput { agreement_minimum: Some(Cents(-1)), ..good.clone() }), "agreementMinimum");
    assert_eq!(field(&PayInput { agreement_pay: Some(Cents(100_000_001)), ..good }), "agreementPay");
}

fn any_contract() -> impl Strategy<Value = PayInput<'static>> {
    let contract_type = select(vec![ContractType::Professionalisation, ContractType::Apprenticeship]);
    let money = || option::of((0..400_000_i64).prop_map(Cents));
    let school = select(vec![None, Some("INSA-TOULOUSE"), Some("ENSSAT")]);
    let dates = (0_u64..2_600, 0_u64..800, 15 * 366_u64..15_000);
    (contract_type, dates, any::<bool>(), money(), money(), school).prop_flat_map(
        |(contract_type, (start, length, age), qualification_held, minimum, pay, school)| {
            let start = day("2020-09-01") + Days::new(start);
            Just(PayInput {
                contract_type,
                start,
                end: start + Days::new(length),
                birth_date: start - Days::new(age + 366),
                qualification_held,
                agreement_minimum: minimum,
                agreement_pay: pay,
                school,
            })
        },
    )
}

proptest! {
    #[test]
    fn periods_cover_the_contract_and_each_day_is_paid_as_by_itself(input in any_contract()) {
        let schedule = minimum_pay(&input).unwrap();
        let mut next = input.start;
        for period in &schedule.periods {
            prop_assert_eq!(period.from, next);
            for today in period.from.iter_days().take_while(|today| *today <= period.to) {
                let (floor, beside) = on(&input, today).unwrap();
                prop_assert_eq!((&floor, &beside), (&period.floor, &period.beside), "{}", today);
            }
            next = period.to.succ_opt().unwrap();
        }
        prop_assert_eq!(next, input.end.succ_opt().unwrap());
    }

    #[test]
    fn a_period_begins_where_something_changed(input in any_contract()) {
        let schedule = minimum_pay(&input).unwrap();
        for pair in schedule.periods.windows(2) {
            prop_assert!(pair[0].floor != pair[1].floor || pair[0].beside != pair[1].beside);
            let from = pair[1].from;
            let anniversary = from.day() == input.start.day() || from.day() == 28;
            prop_assert!(from.day() == 1 || anniversary, "{}", from);
        }
    }

    #[test]
    fn no_floor_is_above_what_is_paid_and_the_law_is_always_among_them(input in any_contract()) {
        for period in minimum_pay(&input).unwrap().periods {
            prop_assert!(period.beside.iter().all(|floor| floor.amount <= period.floor.amount));
            let all = || period.beside.iter().chain([&period.floor]);
            prop_assert_eq!(all().filter(|floor| floor.origin == FloorOrigin::Law).count(), 1);
            for (floor, (rate, base)) in all().filter_map(|floor| Some((floor, floor.rate?))) {
                let smic = smic::on(period.from).unwrap().monthly;
                let base = if base == Base::Smic { smic } else { input.agreement_minimum.unwrap() };
                prop_assert_eq!(floor.amount, rate.of(base));
            }
        }
    }

    #[test]
    fn who_is_older_is_not_paid_less(input in any_contract(), older in 0_u64..4_000) {
        let elder = PayInput { birth_date: input.birth_date - Days::new(older), ..input.clone() };
        let paid = |input: &PayInput<'_>, day| on(input, day).unwrap().0.amount;
        for today in input.start.iter_days().step_by(17).take_while(|today| *today <= input.end) {
            prop_assert!(paid(&elder, today) >= paid(&input, today), "{}", today);
        }
    }

    #[test]
    fn rates_are_of_the_table(input in any_contract()) {
        let rates = ["27", "39", "43", "51", "53", "55", "61", "65", "67", "70", "78", "80", "85", "100"];
        let rates: Vec<Percent> = rates.iter().map(|rate| rate.parse().unwrap()).collect();
        for period in minimum_pay(&input).unwrap().periods {
            prop_assert!(period.floor.rate.is_none_or(|(rate, _)| rates.contains(&rate)));
        }
    }
}
