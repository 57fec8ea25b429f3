//! `matchingWeightsSet` and `School.matchingWeights`.

use super::{offer, recommended, student};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use serde_json::{Value, json};

trials![a_school_says_what_counts, wrong_weights_are_refused];

const READ: &str =
    "{ school(code: \"INSA-TOULOUSE\") { id matchingWeights { skills distance start pay hires text } } }";
const SET: &str = "mutation($school: ID!, $input: MatchingWeightsInput!) { matchingWeightsSet(school: $school, input: $input) {
    weights { skills distance start pay hires text } userErrors { code path } } }";

fn only(name: &str) -> Value {
    let mut weights = json!({ "skills": 0, "distance": 0, "start": 0, "pay": 0, "hires": 0, "text": 0 });
    weights[name] = json!(100);
    weights
}

async fn a_school_says_what_counts(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let near = offer(&app, &member, json!({ "grossMonthlyPay": "1000.00" })).await;
    let rich =
        offer(&app, &member, json!({ "city": "Lille", "postcode": "59000", "grossMonthlyPay": "2400.00" }))
            .await;
    let student = student(&app, json!({})).await;
    assert_eq!(recommended(&student).await, [near.clone(), rich.clone()]);
    let school = app.anonymous().get(READ, json!({})).await;
    let default = json!({ "skills": 35, "distance": 20, "start": 10, "pay": 10, "hires": 10, "text": 15 });
    assert_eq!(school["school"]["matchingWeights"], default);
    let id = factory::text(&school, "/school/id");
    let desk = factory::career_services(&app, INSA).await;
    for (name, expected) in [("pay", [&rich, &near]), ("distance", [&near, &rich])] {
        let data = desk.get(SET, json!({ "school": id, "input": only(name) })).await;
        assert_eq!(data["matchingWeightsSet"]["weights"], only(name));
        assert_eq!(recommended(&student).await.iter().collect::<Vec<_>>(), expected, "{name}");
    }
    assert_eq!(app.anonymous().get(READ, json!({})).await["school"]["matchingWeights"], only("distance"));
}

async fn wrong_weights_are_refused(app: TestApp) {
    let desk = factory::career_services(&app, INSA).await;
    let id = factory::text(&app.anonymous().get(READ, json!({})).await, "/school/id");
    let mut nothing = only("pay");
    nothing["pay"] = json!(0);
    let mut much = only("pay");
    much["hires"] = json!(101);
    let mut negative = only("pay");
    negative["text"] = json!(-1);
    for (input, path) in
        [(nothing, json!(["input"])), (much, json!(["input", "hires"])), (negative, json!(["input", "text"]))]
    {
        let answer = desk.graphql(SET, json!({ "school": id, "input": input })).await;
        assert_eq!(
            answer.data["matchingWeightsSet"]["userErrors"],
            json!([{ "code": "INVALID", "path": path }])
        );
        assert_eq!(answer.data["matchingWeightsSet"]["weights"], Value::Null);
    }
    let school = app.anonymous().get(READ, json!({})).await;
    assert_eq!(school["school"]["matchingWeights"]["skills"], 35);
}
