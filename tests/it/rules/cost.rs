//! `employerCost`.

use crate::harness::TestApp;
use serde_json::{Value, json};

trials![
    reproduces_the_documents_table_to_the_cent,
    says_whose_each_figure_is,
    lists_the_aids_of_the_document,
    says_what_is_wrong_where_and_what_is_accepted,
];

const COST: &str = "query($input: EmployerCostInput!) { employerCost(input: $input) { projected notes
    lines { key amount rate origin reason projected source { text external } }
    aids { key amount per most possible reason projected source { text } } } }";

async fn cost(app: &TestApp, input: Value) -> Value {
    app.anonymous().get(COST, json!({ "input": input })).await["employerCost"].clone()
}

fn amounts(cost: &Value) -> Vec<&str> {
    cost["lines"].as_array().unwrap().iter().map(|line| line["amount"].as_str().unwrap()).collect()
}

async fn reproduces_the_documents_table_to_the_cent(app: TestApp) {
    let table = include_str!("../../../domain/data/enssat-cost-simulation.csv");
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|row| row.split(',').collect()).collect();
    assert_eq!(rows.len(), 6);
    for row in rows {
        let staff = if row[0] == "under_20" { 19 } else { 20 };
        let age = [("under_21", 20), ("21_to_25", 25), ("26_and_over", 26)];
        let age = age.iter().find(|(class, _)| *class == row[1]).unwrap().1;
        for (tutoring, after) in [("STANDARD", 9), ("OVER_45", 12)] {
            let input = json!({ "date": "2016-09-01", "staff": staff, "age": age, "tutoring": tutoring });
            let cost = cost(&app, input).await;
            let printed = [&row[2..3], &row[4..9], &row[after..after + 3]].concat();
            assert_eq!(amounts(&cost), printed);
            assert_eq!((&cost["lines"][1]["rate"], &cost["projected"]), (&json!(row[3]), &json!(false)));
        }
    }
}

async fn says_whose_each_figure_is(app: TestApp) {
    let input = json!({ "date": "2026-09-01", "staff": 300, "grossMonthly": "1800.00", "chargesPercent": "42.5",
        "tutoring": "OWN", "tutoringMonthly": "100.00", "tutoringMonths": 3 });
    let cost = cost(&app, input).await;
    let lines = cost["lines"].as_array().unwrap();
    let origins: Vec<&str> = lines.iter().map(|line| line["origin"].as_str().unwrap()).collect();
    let others = ["USER"; 5];
    assert_eq!(origins, [&["LAW", "USER", "USER", "SCHOOL_ESTIMATE"][..], &others].concat());
    assert_eq!(
        amounts(&cost),
        ["1867.02", "1800.00", "765.00", "539.33", "2025.67", "24308.04", "300.00", "24008.04", "2000.67"]
    );
    assert_eq!((&lines[3]["projected"], &lines[1]["projected"]), (&json!(true), &json!(false)));
    assert_eq!((&lines[2]["source"], &lines[3]["source"]["external"]), (&Value::Null, &json!(false)));
}

async fn lists_the_aids_of_the_document(app: TestApp) {
    let cost = cost(&app, json!({ "date": "2016-09-01", "staff": 250, "age": 30 })).await;
    let aids = cost["aids"].as_array().unwrap();
    let ruled_out: Vec<&Value> =
        aids.iter().filter(|aid| aid["possible"] == false).map(|aid| &aid["key"]).collect();
    assert_eq!(
        (aids.len(), ruled_out),
        (
            8,
            vec![
                &json!("SMALL_COMPANY_HIRING"),
                &json!("JOBSEEKER_45_AND_OVER"),
                &json!("OVER_45_CONTRIBUTIONS")
            ]
        )
    );
    assert_eq!((&aids[0]["amount"], &aids[0]["per"]), (&json!("9.15"), &json!("HOUR_OF_TRAINING")));
    assert_eq!(cost["notes"].as_array().unwrap().len(), 2);
}

async fn says_what_is_wrong_where_and_what_is_accepted(app: TestApp) {
    let cases = [
        ("input", json!({ "staff": 10 }), "one of age, smicPercent, grossMonthly"),
        (
            "input",
            json!({ "staff": 10, "age": 22, "smicPercent": "80" }),
            "one of age, smicPercent, grossMonthly",
        ),
        ("input.staff", json!({ "staff": -1, "age": 22 }), "0 or more"),
        ("input.age", json!({ "staff": 10, "age": 12 }), "16 to 99"),
        ("input.age", json!({ "staff": 10, "age": -12 }), "0 or more"),
        ("input.grossMonthly", json!({ "staff": 10, "grossMonthly": "-1.00" }), "0.00 to 1000000.00"),
        ("input.chargesPercent", json!({ "staff": 10, "age": 22, "chargesPercent": "101" }), "0 to 100"),
        ("input.tutoring", json!({ "staff": 10, "age": 22, "tutoring": "OWN" }), "tutoringMonths"),
        ("input.tutoring", json!({ "staff": 10, "age": 22, "tutoringMonths": 3 }), "tutoring: OWN"),
        (
            "input.agreementMinimum",
            json!({ "staff": 10, "grossMonthly": "1.00", "agreementMinimum": "1.00" }),
            "age",
        ),
        ("input.date", json!({ "staff": 10, "age": 22, "date": "2015-12-31" }), "from 2016-01-01 on"),
    ];
    for (path, mut input, accepted) in cases {
        if input["date"].is_null() {
            input["date"] = json!("2016-09-01");
        }
        super::refused(&app, COST, input, path, accepted).await;
    }
    let malformed = json!({ "input": { "date": "2016-09-01", "staff": 1, "smicPercent": "80 %" } });
    let answer = app.anonymous().graphql(COST, malformed).await;
    assert!(answer.errors[0].message.contains("at most four decimals"), "{answer:?}");
}
