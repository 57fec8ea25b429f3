use super::*;
use proptest::option;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use serde::Deserialize;
use strum::VariantArray;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn simulation(staff: u32, age: u32) -> CostInput {
    CostInput {
        day: day("2016-09-01"),
        staff,
        gross: Gross::OfAge { age, qualification_held: true, agreement_minimum: None },
        charges: None,
        relief: None,
        tutoring: Tutoring::Standard,
    }
}

fn amount(cost: &Cost, key: LineKey) -> Cents {
    cost.line(key).unwrap().amount
}

/// A row of the document.
#[derive(Deserialize)]
struct Row {
    staff: String,
    age: String,
    smic_monthly: Cents,
    smic_percent: Percent,
    gross_monthly: Cents,
    charges: Cents,
    relief: Cents,
    cost_monthly: Cents,
    cost_yearly: Cents,
    aid_230_total: Cents,
    yearly_after_230: Cents,
    monthly_after_230: Cents,
    aid_345_total: Cents,
    yearly_after_345: Cents,
    monthly_after_345: Cents,
}

#[test]
fn the_documents_table_comes_out_to_the_cent() {
    let rows: Vec<Row> = crate::data::rows(include_str!("../../../data/enssat-cost-simulation.csv"));
    assert_eq!(rows.len(), 6);
    for row in rows {
        let staff = if row.staff == "under_20" { [0, 19] } else { [20, 5_000] };
        let ages = match row.age.as_str() {
            "under_21" => [16, 20],
            "21_to_25" => [21, 25],
            _ => [26, 60],
        };
        for (staff, age) in staff.into_iter().flat_map(|staff| ages.map(|age| (staff, age))) {
            assert_row(&row, &simulation(staff, age));
        }
    }
}

fn assert_row(row: &Row, input: &CostInput) {
    use LineKey::{
        Charges, CostMonthly, CostYearly, GrossMonthly, MonthlyAfterAid, Relief, SmicMonthly, TutoringAid,
        YearlyAfterAid,
    };
    let cost = employer_cost(input).unwrap();
    assert_eq!(cost.line(GrossMonthly).unwrap().rate, Some(row.smic_percent));
    let keys = [SmicMonthly, GrossMonthly, Charges, Relief, CostMonthly, CostYearly];
    let printed =
        [row.smic_monthly, row.gross_monthly, row.charges, row.relief, row.cost_monthly, row.cost_yearly];
    assert_eq!(keys.map(|key| amount(&cost, key)), printed);
    let after_aid = [TutoringAid, YearlyAfterAid, MonthlyAfterAid];
    let printed = [row.aid_230_total, row.yearly_after_230, row.monthly_after_230];
    assert_eq!(after_aid.map(|key| amount(&cost, key)), printed);
    let over_45 = employer_cost(&CostInput { tutoring: Tutoring::Over45, ..input.clone() }).unwrap();
    let printed = [row.aid_345_total, row.yearly_after_345, row.monthly_after_345];
    assert_eq!(after_aid.map(|key| amount(&over_45, key)), printed);
    assert!(!cost.projected());
}

#[test]
fn each_line_says_whose_figure_it_is() {
    use Origin::{Law, SchoolEstimate, User};
    let origins = |input: &CostInput| {
        employer_cost(input).unwrap().lines.iter().map(|line| line.origin).collect::<Vec<_>>()
    };
    let of_document = simulation(10, 22);
    let sums = [SchoolEstimate; 2];
    let expected = [&[Law, Law, SchoolEstimate, SchoolEstimate][..], &sums, &[SchoolEstimate; 3]].concat();
    assert_eq!(origins(&of_document), expected);
    let own = CostInput { charges: "42.5".parse().ok(), ..of_document.clone() };
    assert_eq!(origins(&own)[2..5], [User, SchoolEstimate, User]);
    let lawful = CostInput {
        gross: Gross::Amount(Cents(150_000)),
        charges: Some(Percent::WHOLE),
        relief: "0".parse().ok(),
        tutoring: Tutoring::None,
        ..of_document
    };
    assert_eq!(origins(&lawful), [&[Law][..], &[User; 8]].concat());
}

#[test]
fn other_parameters_are_reckoned_alike() {
    let input = CostInput {
        day: day("2026-09-01"),
        staff: 300,
        gross: Gross::OfSmic("90".parse().unwrap()),
        charges: "42".parse().ok(),
        relief: "10".parse().ok(),
        tutoring: Tutoring::Own { monthly: Cents(10_000), months: 3 },
    };
    let cost = employer_cost(&input).unwrap();
    let amounts: Vec<String> = cost.lines.iter().map(|line| line.amount.to_string()).collect();
    assert_eq!(
        amounts,
        ["1867.02", "1680.32", "705.73", "168.03", "2218.02", "26616.24", "300.00", "26316.24", "2193.02"]
    );
    assert!(!cost.projected(), "nothing of the document is in it");
    assert!(cost.aids.iter().all(|aid| aid.projected), "the aids are those of 2016");
}

#[test]
fn later_years_project_the_documents_figures_and_earlier_ones_have_none() {
    let later = employer_cost(&CostInput { day: day("2026-09-01"), ..simulation(10, 22) }).unwrap();
    let projected: Vec<_> = later.lines.iter().filter(|line| line.projected).map(|line| line.key).collect();
    assert_eq!(projected, &LineKey::VARIANTS[2..]);
    let earlier = employer_cost(&CostInput { day: day("2015-09-01"), ..simulation(10, 22) }).unwrap_err();
    assert!(matches!(earlier, Fault::NotKnown(_)), "{earlier}");
}

#[test]
fn aids_are_listed_with_what_rules_them_out() {
    let possible = |staff, age| {
        let aids = aids(day("2016-09-01"), staff, age).unwrap();
        assert_eq!(aids.len(), 8);
        aids.into_iter().filter(|aid| aid.possible).map(|aid| aid.key).collect::<Vec<_>>()
    };
    assert_eq!(possible(249, None).len(), 8);
    assert!(!possible(250, None).contains(&"SMALL_COMPANY_HIRING".to_owned()));
    assert!(!possible(10, Some(25)).contains(&"JOBSEEKER_OVER_26".to_owned()));
    let middle = possible(10, Some(44));
    assert!(
        middle.contains(&"JOBSEEKER_OVER_26".to_owned())
            && !middle.contains(&"JOBSEEKER_45_AND_OVER".to_owned())
    );
}

#[test]
fn impossible_parameters_are_refused_with_the_field() {
    let good = simulation(10, 22);
    let of = |gross| CostInput { gross, ..good.clone() };
    let tutoring = |monthly, months| CostInput {
        tutoring: Tutoring::Own { monthly: Cents(monthly), months },
        ..good.clone()
    };
    let age = |age| Gross::OfAge { age, qualification_held: true, agreement_minimum: Some(Cents(-1)) };
    let cases = [
        ("age", of(age(15))),
        ("agreementMinimum", of(age(30))),
        ("grossMonthly", of(Gross::Amount(Cents(-1)))),
        ("chargesPercent", CostInput { charges: "100.1".parse().ok(), ..good.clone() }),
        ("reliefPercent", CostInput { relief: "101".parse().ok(), ..good.clone() }),
        ("tutoringMonths", tutoring(100, 13)),
        ("tutoringMonthly", tutoring(-1, 6)),
    ];
    for (field, input) in cases {
        assert_eq!(employer_cost(&input).unwrap_err().field(), field);
    }
}

fn any_input() -> impl Strategy<Value = CostInput> {
    let percent = |most: u32| (0..=most).prop_map(|value| Percent::from_ten_thousandths(value).unwrap());
    let money = || (0..=LARGEST.0).prop_map(Cents);
    let gross = prop_oneof![
        money().prop_map(Gross::Amount),
        percent(Percent::MOST.ten_thousandths()).prop_map(Gross::OfSmic),
        (16..=99_u32, option::of(money())).prop_map(|(age, agreement_minimum)| Gross::OfAge {
            age,
            qualification_held: age % 2 == 0,
            agreement_minimum
        }),
    ];
    let tutoring = prop_oneof![
        (money(), 0..=12_u32).prop_map(|(monthly, months)| Tutoring::Own { monthly, months }),
        proptest::sample::select(vec![Tutoring::None, Tutoring::Standard, Tutoring::Over45]),
    ];
    let rate = || option::of(percent(Percent::WHOLE.ten_thousandths()));
    (0..5_000_u64, 0..100_u32, gross, rate(), rate(), tutoring).prop_map(
        |(after, staff, gross, charges, relief, tutoring)| CostInput {
            day: day("2016-01-01") + chrono::Days::new(after),
            staff,
            gross,
            charges,
            relief,
            tutoring,
        },
    )
}

const LARGEST: Cents = crate::rules::LARGEST_AMOUNT;

proptest! {
    #[test]
    fn lines_add_up_for_any_input(input in any_input()) {
        use LineKey::{Charges, CostMonthly, CostYearly, GrossMonthly, MonthlyAfterAid, Relief, TutoringAid, YearlyAfterAid};
        let cost = employer_cost(&input).unwrap();
        let of = |key| amount(&cost, key).0;
        prop_assert_eq!(of(CostMonthly), of(GrossMonthly) + of(Charges) - of(Relief));
        prop_assert!(of(CostMonthly) >= 0);
        prop_assert_eq!(of(CostYearly), 12 * of(CostMonthly));
        prop_assert_eq!(of(YearlyAfterAid), of(CostYearly) - of(TutoringAid));
        prop_assert!((12 * of(MonthlyAfterAid) - of(YearlyAfterAid)).abs() <= 6);
        let figures = &cost.lines[..4];
        let highest = figures.iter().skip(1).map(|line| line.origin).max();
        prop_assert_eq!(Some(cost.line(CostMonthly).unwrap().origin), highest);
        for line in &figures[1..] {
            prop_assert_eq!(line.origin == Origin::User, line.source.is_none());
        }
    }
}
