//! `minimumPay`.

use crate::harness::TestApp;
use serde_json::{Value, json};

trials![
    gives_dated_periods_with_rule_and_source,
    names_the_school_and_the_law,
    marks_what_is_projected,
    speaks_the_readers_language,
    says_what_is_wrong_where_and_what_is_accepted,
];

const PAY: &str = "query($input: MinimumPayInput!) { minimumPay(input: $input) { projected periods {
    from to rate base amount origin rule reason projected source { text external }
    beside { origin rate base amount rule reason projected source { external } } } } }";

fn contract(start: &str, end: &str, birth: &str) -> Value {
    json!({ "contractType": "PROFESSIONALISATION", "start": start, "end": end, "birthDate": birth })
}

async fn periods(app: &TestApp, input: Value) -> Value {
    app.anonymous().get(PAY, json!({ "input": input })).await["minimumPay"].clone()
}

/// First day, rate and amount of each period.
fn figures(schedule: &Value) -> Vec<[&str; 3]> {
    let periods = schedule["periods"].as_array().unwrap();
    periods.iter().map(|one| ["from", "rate", "amount"].map(|key| one[key].as_str().unwrap())).collect()
}

async fn gives_dated_periods_with_rule_and_source(app: TestApp) {
    let schedule = periods(&app, contract("2025-09-01", "2026-08-28", "2005-02-01")).await;
    assert_eq!(
        figures(&schedule),
        [
            ["2025-09-01", "65", "1171.17"],
            ["2026-01-01", "65", "1184.97"],
            ["2026-03-01", "80", "1458.42"],
            ["2026-06-01", "80", "1493.62"],
        ]
    );
    let last = &schedule["periods"][3];
    assert_eq!(
        (&last["to"], &last["base"], &last["origin"]),
        (&json!("2026-08-28"), &json!("SMIC"), &json!("LAW"))
    );
    assert_eq!(last["rule"], "PROFESSIONALISATION_21_TO_25_QUALIFIED");
    assert!(last["source"]["text"].as_str().unwrap().contains("D6325-14"));
    assert_eq!((&schedule["projected"], &last["beside"]), (&json!(false), &json!([])));
    let mut apprentice = contract("2023-09-18", "2026-09-17", "2003-03-10");
    apprentice["contractType"] = json!("APPRENTICESHIP");
    let rates: Vec<String> =
        figures(&periods(&app, apprentice).await).iter().map(|line| line[1].to_owned()).collect();
    assert_eq!(rates, ["43", "43", "53", "61", "61", "78", "78", "78"]);
}

async fn names_the_school_and_the_law(app: TestApp) {
    let mut input = contract("2020-09-28", "2021-09-30", "2000-01-15");
    input["school"] = json!("INSA-TOULOUSE");
    let schedule = periods(&app, input).await;
    let first = &schedule["periods"][0];
    assert_eq!(
        (&first["origin"], &first["rate"], &first["amount"]),
        (&json!("SCHOOL"), &json!("80"), &json!("1231.54"))
    );
    let beside = &first["beside"][0];
    assert_eq!(
        (&beside["origin"], &beside["rate"], &beside["amount"]),
        (&json!("LAW"), &json!("65"), &json!("1000.62"))
    );
}

async fn marks_what_is_projected(app: TestApp) {
    let schedule = periods(&app, contract("2026-09-01", "2027-08-31", "2000-01-01")).await;
    let marks: Vec<&Value> =
        schedule["periods"].as_array().unwrap().iter().map(|period| &period["projected"]).collect();
    assert_eq!((marks, &schedule["projected"]), (vec![&json!(false), &json!(true)], &json!(true)));
}

async fn speaks_the_readers_language(app: TestApp) {
    let input = json!({ "input": contract("2025-09-01", "2025-12-31", "2000-01-01") });
    let ask = async |language: &str| {
        let body = json!({ "query": PAY, "variables": input });
        let request = app.anonymous().request(reqwest::Method::POST, "/graphql").json(&body);
        let answer: Value =
            request.header("accept-language", language).send().await.unwrap().json().await.unwrap();
        answer["data"]["minimumPay"]["periods"][0]["reason"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        ask("fr").await,
        "Professionnalisation, 21 à 25 ans, qualification détenue : 80 % du SMIC (1801.80 EUR par mois)."
    );
    assert_eq!(
        ask("en").await,
        "Professionalisation, 21 to 25, with a qualification: 80% of the minimum wage (EUR 1801.80 a month)."
    );
}

async fn says_what_is_wrong_where_and_what_is_accepted(app: TestApp) {
    let with = |field: &str, value: Value| {
        let mut input = contract("2025-09-01", "2026-08-31", "2000-01-01");
        input[field] = value;
        input
    };
    let cases = [
        ("end", json!("2025-08-31"), "on or after the first"),
        ("end", json!("2032-01-01"), "a shorter contract"),
        ("start", json!("2014-09-01"), "from 2015-01-01 on"),
        ("birthDate", json!("2012-01-01"), "16 or older"),
        ("agreementMinimum", json!("-1.00"), "0.00 to 1000000.00"),
        ("school", json!("ELSEWHERE"), "IMT-ALES"),
    ];
    for (field, value, accepted) in cases {
        let mut input = with(field, value);
        if field == "start" {
            input["end"] = json!("2015-08-31");
            input["birthDate"] = json!("1990-01-01");
        }
        super::refused(&app, PAY, input, &format!("input.{field}"), accepted).await;
    }
}
