//! `eligibility`.

use crate::harness::TestApp;
use serde_json::{Value, json};

trials![
    says_what_is_met_warned_of_and_refused,
    what_is_not_known_is_asked_for,
    a_school_without_conditions_has_none,
    says_what_is_wrong_where_and_what_is_accepted,
];

const ELIGIBILITY: &str =
    "query($input: EligibilityInput!) { eligibility(input: $input) { outcome writtenFor projected
    checks { rule outcome applies reason acknowledgement liftedBy missing source { text external } } } }";

async fn eligibility(app: &TestApp, input: Value) -> Value {
    app.anonymous().get(ELIGIBILITY, json!({ "input": input })).await["eligibility"].clone()
}

fn check<'a>(eligibility: &'a Value, rule: &str) -> &'a Value {
    eligibility["checks"].as_array().unwrap().iter().find(|check| check["rule"] == rule).unwrap()
}

fn ales(facts: &[(&str, bool)]) -> Value {
    let facts: Vec<Value> =
        facts.iter().map(|(fact, holds)| json!({ "fact": fact, "holds": holds })).collect();
    json!({ "school": "IMT-ALES", "contractType": "PROFESSIONALISATION", "birthDate": "2003-05-05",
        "start": "2025-09-01", "facts": facts })
}

async fn says_what_is_met_warned_of_and_refused(app: TestApp) {
    let known = [
        ("ADMITTED_TO_FINAL_YEAR", true),
        ("EMPLOYER_UNDER_FRENCH_LAW", true),
        ("INFORMATION_MEETING_ATTENDED", true),
        ("STAY_ABROAD_VALIDATED", false),
        ("BLOCKING_RESIT", false),
        ("MOBILITY_ABROAD_BEGUN", false),
        ("EEA_NATIONAL", true),
        ("INCOMING_DOUBLE_DEGREE", false),
        ("TOEIC_VALIDATED", true),
        ("SCHOLARSHIP_HOLDER", false),
        ("DEPARTMENT_HEAD_APPROVAL", false),
    ];
    let answer = eligibility(&app, ales(&known)).await;
    assert_eq!(
        (&answer["outcome"], &answer["writtenFor"], &answer["projected"]),
        (&json!("REFUSED"), &json!("2025-2026"), &json!(false))
    );
    assert_eq!(answer["checks"].as_array().unwrap().len(), 11);
    let stay = check(&answer, "STAY_ABROAD");
    assert_eq!((&stay["outcome"], &stay["liftedBy"]), (&json!("WARNING"), &Value::Null));
    assert!(stay["acknowledgement"].as_str().unwrap().contains("pas de diplôme"));
    let approval = check(&answer, "DEPARTMENT_HEAD_APPROVAL");
    assert_eq!((&approval["outcome"], &approval["acknowledgement"]), (&json!("REFUSED"), &Value::Null));
    assert_eq!(approval["liftedBy"], "Obtenir l'accord du responsable de département.");
    assert_eq!(check(&answer, "RESIDENCE_PERMIT")["applies"], false);
    assert_eq!(check(&answer, "TOEIC")["outcome"], "MET");
    let mut known = known;
    known[10].1 = true;
    assert_eq!(eligibility(&app, ales(&known)).await["outcome"], "WARNING");
    known[3].1 = true;
    assert_eq!(eligibility(&app, ales(&known)).await["outcome"], "MET");
}

async fn what_is_not_known_is_asked_for(app: TestApp) {
    let input = json!({ "school": "insa-toulouse", "contractType": "PROFESSIONALISATION" });
    let answer = eligibility(&app, input).await;
    assert_eq!((&answer["outcome"], &answer["projected"]), (&json!("REFUSED"), &json!(true)));
    let age = check(&answer, "AGE");
    assert_eq!(
        (&age["outcome"], &age["missing"]),
        (&json!("WARNING"), &json!(["BIRTH_DATE", "CONTRACT_START"]))
    );
    assert_eq!(check(&answer, "FINAL_YEAR")["missing"], json!(["ADMITTED_TO_FINAL_YEAR"]));
}

async fn a_school_without_conditions_has_none(app: TestApp) {
    let input = json!({ "school": "IMT-ALBI", "contractType": "PROFESSIONALISATION" });
    let expected = json!({ "outcome": null, "writtenFor": null, "projected": false, "checks": [] });
    assert_eq!(eligibility(&app, input).await, expected);
}

async fn says_what_is_wrong_where_and_what_is_accepted(app: TestApp) {
    let twice = ales(&[("JOBSEEKER", true), ("JOBSEEKER", true)]);
    super::refused(&app, ELIGIBILITY, twice, "input.facts.1.fact", "each fact once").await;
    let date = ales(&[("BIRTH_DATE", true)]);
    super::refused(&app, ELIGIBILITY, date, "input.facts.0.fact", "`birthDate`").await;
    let mut unknown = ales(&[]);
    unknown["school"] = json!("MINES");
    super::refused(&app, ELIGIBILITY, unknown, "input.school", "ENSSAT").await;
}
