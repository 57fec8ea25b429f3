//! `contractTerms`.

use super::refused;
use crate::harness::TestApp;
use serde_json::{Value, json};

trials![
    limits_are_dated_where_their_day_is_known,
    training_has_its_share,
    what_is_too_long_is_refused_with_what_would_lift_it,
    says_what_is_wrong_where_and_what_is_accepted,
];

const TERMS: &str = "query($input: ContractTermsInput!) { contractTerms(input: $input) {
    checks { rule outcome liftedBy source { external } } trainingShare longestTrialEnds
    limits { key anchor amount unit dueOn source { external } } opcoSilence opcoSilenceSource { external } } }";

async fn terms(app: &TestApp, input: Value) -> Value {
    app.anonymous().get(TERMS, json!({ "input": input })).await["contractTerms"].clone()
}

fn ales() -> Value {
    json!({ "school": "IMT-ALES", "contractType": "PROFESSIONALISATION", "start": "2025-09-01", "end": "2026-08-28",
        "trainingStart": "2025-09-01", "trainingEnd": "2026-07-05", "trainingHours": 480 })
}

/// Each limit's key, and the day on which it is due.
fn due(terms: &Value) -> Vec<String> {
    let limits = terms["limits"].as_array().unwrap().iter();
    limits
        .map(|limit| format!("{} {}", limit["key"].as_str().unwrap(), limit["dueOn"].as_str().unwrap_or("?")))
        .collect()
}

async fn limits_are_dated_where_their_day_is_known(app: TestApp) {
    let answer = terms(&app, ales()).await;
    let known = [
        "OPCO_FILE 2025-09-06",
        "OPCO_DECISION ?",
        "PAPERS ?",
        "FINAL_PROJECT_REPORT ?",
        "DEFENCE 2026-07-03",
    ];
    assert_eq!(due(&answer)[..5], known);
    let file = &answer["limits"][0];
    assert_eq!((&file["amount"], &file["unit"]), (&json!(5), &json!("CALENDAR_DAYS")));
    assert_eq!(
        (&answer["limits"][4]["amount"], &answer["limits"][4]["anchor"]),
        (&Value::Null, &json!("TRAINING_END"))
    );
    assert_eq!(
        (&answer["longestTrialEnds"], &answer["opcoSilence"]),
        (&json!("2025-09-30"), &json!("ASK_STAFF"))
    );
    // Saturday 12 and the public holiday of Wednesday 14 July 2027: five days that may be worked.
    let albi = json!({ "school": "IMT-ALBI", "contractType": "APPRENTICESHIP", "start": "2027-07-09", "end": "2029-07-08" });
    let answer = terms(&app, albi).await;
    assert_eq!(due(&answer)[0], "OPCO_FILE_APPRENTICESHIP 2027-07-16");
    assert_eq!(answer["opcoSilence"], "REJECTS");
    assert_eq!(answer["opcoSilenceSource"]["external"], true);
}

async fn training_has_its_share(app: TestApp) {
    let answer = terms(&app, ales()).await;
    assert_eq!(answer["trainingShare"], "30.1169");
    let outcomes: Vec<String> = answer["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| format!("{} {}", check["rule"], check["outcome"]).replace('"', ""))
        .collect();
    assert_eq!(outcomes, ["DURATION MET", "TRAINING_SHARE WARNING", "TRAINING_HOURS MET"]);
    let mut unknown = ales();
    unknown["trainingHours"] = Value::Null;
    assert_eq!(terms(&app, unknown).await["trainingShare"], Value::Null);
}

async fn what_is_too_long_is_refused_with_what_would_lift_it(app: TestApp) {
    let long = json!({ "school": "ENSSAT", "contractType": "PROFESSIONALISATION", "start": "2026-10-01", "end": "2028-01-31" });
    let check = terms(&app, long).await["checks"][0].clone();
    assert_eq!((&check["rule"], &check["outcome"]), (&json!("DURATION"), &json!("REFUSED")));
    assert!(check["liftedBy"].as_str().unwrap().contains("30/09/2027"), "{check}");
}

async fn says_what_is_wrong_where_and_what_is_accepted(app: TestApp) {
    let with = |field: &str, value: Value| {
        let mut input = ales();
        input[field] = value;
        input
    };
    for (input, path, accepted) in [
        (with("school", json!("NOWHERE")), "input.school", "IMT-ALES"),
        (with("end", json!("2025-08-31")), "input.end", "2025-09-01 or later"),
        (with("trainingEnd", json!("2024-01-01")), "input.trainingEnd", "2025-09-01 or later"),
        (with("trainingEnd", Value::Null), "input.trainingEnd", "both"),
        (with("trainingStart", Value::Null), "input.trainingStart", "both"),
        (with("trainingHours", json!(-1)), "input.trainingHours", "0 or more"),
    ] {
        refused(&app, TERMS, input, path, accepted).await;
    }
}
