//! The calculators of contract rules, as anybody asks them.

mod cost;
mod docs;
mod eligibility;
mod pay;
mod terms;

use crate::harness::{Suite, TestApp};
use serde_json::{Value, json};

pub(crate) fn trials(suite: &mut Suite) {
    pay::trials(suite);
    cost::trials(suite);
    eligibility::trials(suite);
    terms::trials(suite);
    docs::trials(suite);
}

/// Asks what must be refused, at an argument, with what is accepted there.
async fn refused(app: &TestApp, document: &str, input: Value, path: &str, accepted: &str) {
    let body = json!({ "query": document, "variables": { "input": input } });
    let request = app.anonymous().request(reqwest::Method::POST, "/graphql").json(&body);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    let fault = &answer["errors"][0];
    assert_eq!(fault["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
    let at: Vec<&str> =
        fault["extensions"]["path"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
    assert_eq!(at.join("."), path);
    let message = fault["message"].as_str().unwrap();
    assert!(message.contains("accepted: ") && message.contains(accepted), "{message}");
}
